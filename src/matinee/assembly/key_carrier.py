"""Generation's ``CarryProvider``, answered by the studio's carrying network in its own thread.

The studio knows how a change is carried, and generation how a model is asked: neither knows of the
other, so they meet here.
"""

import numpy as np
from numpy.typing import NDArray

from matinee.generation.answers import EDITED, Bench, Heed, ReageAnswer
from matinee.generation.model import Ability, ModelProfile
from matinee.generation.providers.worker_thread import Stop, WorkerThread
from matinee.generation.requests import CarryRequest
from matinee.studio.reage.carrying.lessons import FaceShot, face_shot
from matinee.studio.reage.carrying.loading import Carrier, Learning, key_learning
from matinee.studio.reage.coded import coded, png_of, shown
from matinee.studio.reage.compositing import composited
from matinee.studio.reage.measuring import pixels

WEIGHTS = "weights"
LEARNING, CARRYING = "learning", "carrying"
_THREADS = 2


class KeyCarrierEngine:
    """Learns from a shot's key frames, keeps what it learned, and carries them frame by frame."""

    can = frozenset({Ability.MASK, Ability.SEED})
    makes = EDITED

    def __init__(self, profile: ModelProfile) -> None:
        self.profile = profile
        self._worker: WorkerThread[Learning] = WorkerThread(profile.name, key_learning)

    async def ready(self) -> None:
        """Look for PyTorch."""
        await self._worker.ready()

    async def close(self) -> None:
        """Stop what runs."""
        await self._worker.close()

    async def carry(self, request: CarryRequest, bench: Bench, _: Heed, /) -> ReageAnswer:
        """The frames with the artist's change in each; what was painted stays as it was painted.

        A caller who goes away stops it between two steps or two frames.
        """
        shot = await self._worker.ask(lambda _learning, _stop: _Pictures(request))
        weights = await bench.kept(WEIGHTS)
        if weights is None:
            weights = await self._worker.ask(
                lambda learning, stop: _learned(learning, shot.face, request, bench, stop)
            )
            await bench.keep(WEIGHTS, weights)
        learned = weights
        carrier = await self._worker.ask(
            lambda learning, _stop: learning.carrier(shot.face, learned, threads=_THREADS)
        )
        return ReageAnswer(
            await self._worker.ask(lambda _learning, stop: shot.carried(carrier, bench, stop))
        )


class _Pictures:
    """The pictures of a request, and the face that was cut out of them.

    The network looks at eight bits. What it learns and carries, the artist's change, is taken in
    the depth in which it was painted, and added to the frame in the frame's own, which is decoded
    when its turn comes: a change that is smooth stays smooth.
    """

    def __init__(self, request: CarryRequest) -> None:
        frames = np.stack([shown(coded(frame)) for frame in request.frames])
        self._frames, self._painted = request.frames, dict(request.keys)
        self._mattes = np.stack([pixels(matte, "L") for matte in request.mattes])
        painted = {number: frames[number] + self._change(number) for number in self._painted}
        self.face = face_shot(frames, self._mattes, painted)

    def _change(self, number: int) -> NDArray[np.float32]:
        """What was painted over a frame (h, w, 3; of 255), in the depth that it was painted in."""
        frame = coded(self._frames[number])
        moved = coded(self._painted[number]).astype(np.float32) - frame
        return np.asarray(moved * np.float32(255 / np.iinfo(frame.dtype).max), np.float32)

    def carried(self, carrier: Carrier, bench: Bench, stop: Stop) -> tuple[bytes, ...]:
        made: list[bytes] = []
        for number, given in enumerate(self._frames):
            stop.heed()
            bench.told(CARRYING, number, len(self._frames))
            frame, matte = coded(given), self._mattes[number]
            if number in self._painted:
                change = self._change(number)
            else:
                change = carrier.change(number, matte.shape)
            made.append(png_of(composited(frame, change, matte)))
        bench.told(CARRYING, len(made), len(made))
        return tuple(made)


def _learned(
    learning: Learning, face: FaceShot, request: CarryRequest, bench: Bench, stop: Stop
) -> bytes:
    def heed(step: int) -> None:
        stop.heed()
        bench.told(LEARNING, step, request.steps)

    return learning.train(face, steps=request.steps, heed=heed, seed=request.seed, threads=_THREADS)
