"""The talent-scheduling problem (Cheng, Diamond and Lin 1993) as arrays, and its cost."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matinee.errors import Invalid

MOST_SCENES = 62
"""A set of scenes is the bits of one 64-bit integer."""

MOST_ACTORS = 62


@dataclass(frozen=True, slots=True)
class Instance:
    """Who is in which scene, what a day of each costs, and how many days each scene takes.

    ``cast`` is bool[actors, scenes]; ``wages`` int64[actors] per day; ``days`` int64[scenes].
    """

    cast: npt.NDArray[np.bool_]
    wages: npt.NDArray[np.int64]
    days: npt.NDArray[np.int64]

    def __post_init__(self) -> None:
        """Refuse what does not fit together, and what the exact method cannot hold."""
        actors, scenes = self.cast.shape
        if self.wages.shape != (actors,):
            raise Invalid(f"{actors} actors need {actors} wages.", field="wages")
        if self.days.shape != (scenes,):
            raise Invalid(f"{scenes} scenes need {scenes} durations.", field="days")
        if not 1 <= scenes <= MOST_SCENES:
            raise Invalid(f"There must be 1 to {MOST_SCENES} scenes.", field="cast")
        if not 1 <= actors <= MOST_ACTORS:
            raise Invalid(f"There must be 1 to {MOST_ACTORS} actors.", field="cast")
        if (self.wages < 0).any() or (self.wages > 10**7).any():
            raise Invalid("A wage must be 0 to 10,000,000 a day.", field="wages")
        if (self.days < 0).any() or (self.days > 10**4).any():
            raise Invalid("A scene must take 0 to 10,000 days.", field="days")

    @property
    def work(self) -> int:
        """What the days worked cost, whatever the order."""
        return int(self.wages @ (self.cast @ self.days))

    def waiting(self, order: Sequence[int]) -> int:
        """What the days held cost when the scenes are shot in ``order``."""
        if sorted(order) != list(range(self.cast.shape[1])):
            raise Invalid("An order names every scene once.", field="order")
        days = self.days[list(order)]
        cast = self.cast[:, list(order)]
        started = np.logical_or.accumulate(cast, axis=1)
        unfinished = np.logical_or.accumulate(cast[:, ::-1], axis=1)[:, ::-1]
        held = started & unfinished & ~cast
        return int(self.wages @ (held @ days))


@dataclass(frozen=True, slots=True)
class Answer:
    """An order with its holding cost, and the bound below which no order can go."""

    order: tuple[int, ...]
    waiting: int
    bound: int

    @property
    def proved(self) -> bool:
        """Whether no order is better."""
        return self.waiting == self.bound
