"""Generation's ``CarryProvider``, answered by a re-ageing network that is shown the face alone.

The network (``onnx_reageing``, ``http_reageing``) sees the window that follows the face, frame by
frame, and before each it is asked whether permit and consent still stand. What it changes is calmed
over time, half of it by what optical flow brings of the frame before, and is put into the frame in
the frame's own depth, within the matte.
"""

import asyncio

import numpy as np

from matinee.errors import Invalid, Unavailable
from matinee.generation.answers import EDITED, Bench, Heed, ReageAnswer, ReageProvider
from matinee.generation.checks import UNANSWERED
from matinee.generation.model import Ability, ModelProfile
from matinee.generation.requests import CarryRequest, ReageRequest
from matinee.studio.concept.colour import Bytes, Floats
from matinee.studio.reage.carrying.flow import flow_to
from matinee.studio.reage.coded import Coded, coded, png_of, shown
from matinee.studio.reage.compositing import composited
from matinee.studio.reage.face_crop import FaceCrop, follow
from matinee.studio.reage.measures import brought
from matinee.studio.reage.measuring import pixels

AGEING = "ageing"
_CALM = np.float32(0.5)


class AgesEngine:
    """Re-ages the face of a shot by a network that is told two ages."""

    can = frozenset({Ability.MASK, Ability.AGES})
    makes = EDITED

    def __init__(self, network: ReageProvider) -> None:
        self._network = network

    @property
    def profile(self) -> ModelProfile:
        """The network's, with the hash of its file once that is read."""
        return self._network.profile

    async def ready(self) -> None:
        """Load the network."""
        await self._network.ready()

    async def close(self) -> None:
        """Let it go."""
        await self._network.close()

    async def carry(self, request: CarryRequest, bench: Bench, heed: Heed, /) -> ReageAnswer:
        """The frames with the face at the wished age; stopped between two of them."""
        if request.ages is None:
            raise Invalid("It is not said to which age.", remedy="Say it.", field="ages")
        mattes = await asyncio.to_thread(
            lambda: np.stack([pixels(each, "L") for each in request.mattes])
        )
        crop = await asyncio.to_thread(follow, mattes)
        made: list[bytes] = []
        stated = ""
        last: tuple[Coded, Floats] | None = None
        for number, frame in enumerate(request.frames):
            bench.told(AGEING, number, len(request.frames))
            window = await asyncio.to_thread(_window, frame, crop, number)
            asked = ReageRequest((png_of(window),), *request.ages, material=request.material)
            await heed()
            answer = await self._network.reage(asked)
            if made and answer.stated != stated:
                raise Unavailable(
                    "In the middle of the shot another model answered.",
                    remedy="Pin its version in the tools file, and render again.",
                    code=UNANSWERED,
                )
            stated = answer.stated
            change = await asyncio.to_thread(_calmed, window, answer.frames[0], last)
            last = window, change
            made.append(await asyncio.to_thread(_laid, frame, change, crop, number, mattes[number]))
        bench.told(AGEING, len(made), len(made))
        return ReageAnswer(tuple(made), stated=stated)


def _window(frame: bytes, crop: FaceCrop, number: int) -> Coded:
    return crop.window(coded(frame), number)


def _calmed(window: Coded, answer: bytes, last: tuple[Coded, Floats] | None) -> Floats:
    """What the network changes (s, s, 3; of 255), with what it changed in the frame before."""
    moved = coded(answer).astype(np.float32) - window
    change = np.asarray(moved * np.float32(255 / np.iinfo(window.dtype).max), np.float32)
    if last is None:
        return change
    before = brought(last[1], flow_to(shown(window), shown(last[0])))
    return np.asarray((1 - _CALM) * change + _CALM * before, np.float32)


def _laid(frame: bytes, change: Floats, crop: FaceCrop, number: int, matte: Bytes) -> bytes:
    picture = coded(frame)
    return png_of(composited(picture, crop.placed(change, number, matte.shape), matte))
