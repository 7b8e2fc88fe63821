"""PyTorch is there to carry keys with, or it is not: the one place that asks."""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol, cast

from matinee.errors import Unavailable
from matinee.studio.concept.colour import Floats
from matinee.studio.reage.carrying.lessons import FaceShot


class Carrier(Protocol):
    """A trained network on its shot."""

    def change(self, number: int, shape: tuple[int, int]) -> Floats:
        """What is added to a frame (h, w, 3; of 255)."""
        ...


class Learning(Protocol):
    """The module :mod:`~matinee.studio.reage.carrying.learning`, as it is called."""

    def train(
        self,
        shot: FaceShot,
        *,
        steps: int,
        heed: Callable[[int], None],
        seed: int = 0,
        threads: int = 1,
    ) -> bytes:
        """The weights that training makes."""
        ...

    def carrier(self, shot: FaceShot, weights: bytes, *, threads: int = 1) -> Carrier:
        """A trained network at work."""
        ...


def key_learning() -> Learning:
    """How keys are carried; Unavailable without PyTorch."""
    if find_spec("torch") is None:
        raise Unavailable(
            "Key frames are carried by a network, and PyTorch is not installed.",
            remedy="Install the extra train, or use digital cosmetics.",
            code="without_torch",
        )
    return cast("Learning", import_module("matinee.studio.reage.carrying.learning"))
