"""Generation's ``CarryProvider``, answered by the studio's digital cosmetics in its own thread.

A procedure, and no model: it stands behind the same door since a face is worked on by permit alone,
stopped when its consent ends, and leaves with credentials that say what made it. Where parts of the
face are moved, its marks are looked for first, in the window that follows it.
"""

import asyncio
from collections.abc import Callable, Iterator
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from matinee.assembly.face_networks import marks_in
from matinee.errors import Invalid
from matinee.generation.answers import ENHANCED, Bench, Heed, ReageAnswer
from matinee.generation.model import Ability, ModelProfile
from matinee.generation.providers.worker_thread import Stop, WorkerThread
from matinee.generation.requests import CarryRequest
from matinee.studio.concept.colour import Bytes
from matinee.studio.reage.coded import coded, png_of, shown
from matinee.studio.reage.cosmetics import Cosmetics, face_width, retouched
from matinee.studio.reage.face_crop import FaceCrop, follow
from matinee.studio.reage.keying import StrengthKey, strengths
from matinee.studio.reage.measuring import pixels
from matinee.studio.reage.shaping import Shape, Steadied, displacement, shaped, steadied

MARKING, RETOUCHING = "marking", "retouching"
_AROUND, _LOOKED_AT = 2.0, 512
"""How much wider than the matte, and in at most how many pixels a side, a face is looked for."""
Marks: TypeAlias = Callable[[Bytes], NDArray[np.float64] | None]
"""Where the 468 marks of the face of a picture (h, w, 3) lie; None where they cannot be told."""


class CosmeticsEngine:
    """Retouches a shot frame by frame, each by the strength that is keyed for it."""

    can = frozenset({Ability.MASK, Ability.RETOUCH})
    makes = ENHANCED

    def __init__(self, profile: ModelProfile, marks: Marks = marks_in) -> None:
        self.profile = profile
        self._marks = marks
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
            await self._worker.ask(
                lambda _, stop: tuple(_retouched(request, bench, stop, self._marks))
            )
        )


def _retouched(request: CarryRequest, bench: Bench, stop: Stop, marks: Marks) -> Iterator[bytes]:
    asked = request.retouch
    if asked is None:
        raise Invalid("It is not said what to retouch.", remedy="Say it.", field="retouch")
    recipe = Cosmetics(asked.lines, asked.tone, asked.shadows)
    count = len(request.frames)
    by_frame = strengths([StrengthKey(*each) for each in asked.strengths], count)
    mattes = np.stack([pixels(each, "L") for each in request.mattes])
    width = face_width(mattes)
    shape = Shape(**asked.form)
    steady = _steadied(request, mattes, bench, stop, marks) if shape.moves else None
    for number, (frame, matte) in enumerate(zip(request.frames, mattes, strict=True)):
        stop.heed()
        bench.told(RETOUCHING, number, count)
        strength, picture = float(by_frame[number]), coded(frame)
        if steady is not None:
            relied = strength * float(steady.sure[number])
            picture = shaped(picture, displacement(steady.marks[number], matte, shape, relied))
        yield png_of(retouched(picture, matte, strength, recipe, width=width))
    bench.told(RETOUCHING, count, count)


def _steadied(
    request: CarryRequest, mattes: Bytes, bench: Bench, stop: Stop, marks: Marks
) -> Steadied:
    crop = follow(mattes, largest=None, around=_AROUND)
    found: list[NDArray[np.float64] | None] = []
    for number, frame in enumerate(request.frames):
        stop.heed()
        bench.told(MARKING, number, len(request.frames))
        found.append(_found(shown(coded(frame)), crop, number, marks))
    return steadied(found)


def _found(picture: Bytes, crop: FaceCrop, number: int, marks: Marks) -> NDArray[np.float64] | None:
    """The marks of the face in the window, in pixels of the whole frame."""
    window = np.ascontiguousarray(crop.window(picture, number))
    scale = min(1.0, _LOOKED_AT / crop.side)
    if scale < 1:
        size = (_LOOKED_AT, _LOOKED_AT)
        window = np.asarray(cv2.resize(window, size, interpolation=cv2.INTER_AREA), np.uint8)
    told = marks(window)
    top, left = crop.corners[number]
    return None if told is None else told / scale + np.array([left, top])


def _nothing() -> None:
    return None
