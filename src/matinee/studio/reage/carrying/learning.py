"""Train the carrying network on a shot's own keys, and carry the change to any frame by it.

Patches of a few key frames, the L1 distance to the artist's change, Adam (Kingma and Ba 2015) with
one rise and fall of its step. The weights are bytes of safetensors: nothing in them can run.
"""

from collections.abc import Callable

import numpy as np
import torch
from safetensors.torch import load, save

from matinee.errors import Conflict
from matinee.studio.concept.colour import Floats
from matinee.studio.reage.carrying.flow import carried_change
from matinee.studio.reage.carrying.lessons import FaceShot, Lessons, given, weigh
from matinee.studio.reage.carrying.network import CarryingNetwork

_BATCH = 8
_PACE = 2e-3


def train(
    shot: FaceShot, *, steps: int, heed: Callable[[int], None], seed: int = 0, threads: int = 1
) -> bytes:
    """The weights that ``steps`` steps make; ``heed`` is told each step and stops it by raising."""
    torch.set_num_threads(threads)
    torch.manual_seed(seed)
    lessons = Lessons.of(shot, seed=seed)
    network = CarryingNetwork()
    mover = torch.optim.Adam(network.parameters(), lr=_PACE)
    pace = torch.optim.lr_scheduler.OneCycleLR(mover, _PACE, total_steps=max(steps, 2))
    for step in range(steps):
        heed(step)
        taken, goal, counts = (torch.from_numpy(each) for each in lessons.drawn(_BATCH))
        apart = (network(taken) - goal).abs() * counts
        loss = apart.sum() / (3 * counts.sum()).clamp(min=1)
        mover.zero_grad()
        loss.backward()
        mover.step()
        pace.step()
    return save({name: value.contiguous() for name, value in network.state_dict().items()})


class KeyCarrier:
    """A trained network at work on the shot that it was trained on."""

    def __init__(self, shot: FaceShot, weights: bytes, *, threads: int = 1) -> None:
        torch.set_num_threads(threads)
        self._shot = shot
        self._network = CarryingNetwork()
        try:
            self._network.load_state_dict(load(weights))
        except Exception as problem:
            raise Conflict(
                "These are no weights of a carrying network.",
                remedy="Train the shot again.",
                code="wrong_network",
            ) from problem
        self._network.eval()

    def change(self, number: int, shape: tuple[int, int]) -> Floats:
        """What is added to frame ``number`` (h, w, 3; of 255), nothing outside the window."""
        shot = self._shot
        carried = carried_change(shot.source, number, shot.painted)
        taken = given(shot.source[number].astype(np.float32), carried)
        with torch.no_grad():
            answer = self._network(torch.from_numpy(taken[None]))[0].numpy()
        return shot.crop.placed(weigh(answer), number, shape)


def carrier(shot: FaceShot, weights: bytes, *, threads: int = 1) -> KeyCarrier:
    """A trained network at work; Conflict where the weights are none of its own."""
    return KeyCarrier(shot, weights, threads=threads)
