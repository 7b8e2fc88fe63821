"""Generation's ``CarryProvider``, answered by the studio's digital cosmetics in its own thread.

A procedure, and no model: it stands behind the same door since a face is worked on by permit alone,
stopped when its consent ends, and leaves with credentials that say what made it.
"""

import asyncio
from collections.abc import Iterator

import numpy as np

from matinee.errors import Invalid
from matinee.generation.answers import ENHANCED, Bench, Heed, ReageAnswer
from matinee.generation.model import Ability, ModelProfile
from matinee.generation.providers.worker_thread import Stop, WorkerThread
from matinee.generation.requests import CarryRequest
from matinee.studio.reage.coded import coded, png_of
from matinee.studio.reage.cosmetics import Cosmetics, face_width, retouched
from matinee.studio.reage.keying import StrengthKey, strengths
from matinee.studio.reage.measuring import pixels

RETOUCHING = "retouching"


class CosmeticsEngine:
    """Retouches a shot frame by frame, each by the strength that is keyed for it."""

    can = frozenset({Ability.MASK, Ability.RETOUCH})
    makes = ENHANCED

    def __init__(self, profile: ModelProfile) -> None:
        self.profile = profile
        self._worker: WorkerThread[None] = WorkerThread(profile.name, _nothing)

    async def ready(self) -> None:
        """There is nothing to load."""
        await asyncio.sleep(0)

    async def close(self) -> None:
        """Stop what runs."""
        await self._worker.close()

    async def carry(self, request: CarryRequest, bench: Bench, _: Heed, /) -> ReageAnswer:
        """The frames retouched; a caller who goes away stops it between two of them."""
        return ReageAnswer(
            await self._worker.ask(lambda _, stop: tuple(_retouched(request, bench, stop)))
        )


def _retouched(request: CarryRequest, bench: Bench, stop: Stop) -> Iterator[bytes]:
    asked = request.retouch
    if asked is None:
        raise Invalid("It is not said what to retouch.", remedy="Say it.", field="retouch")
    recipe = Cosmetics(asked.lines, asked.tone, asked.shadows)
    count = len(request.frames)
    by_frame = strengths([StrengthKey(*each) for each in asked.strengths], count)
    mattes = np.stack([pixels(each, "L") for each in request.mattes])
    width = face_width(mattes)
    for number, (frame, matte) in enumerate(zip(request.frames, mattes, strict=True)):
        stop.heed()
        bench.told(RETOUCHING, number, count)
        strength = float(by_frame[number])
        yield png_of(retouched(coded(frame), matte, strength, recipe, width=width))
    bench.told(RETOUCHING, count, count)


def _nothing() -> None:
    return None
