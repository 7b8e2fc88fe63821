"""A bound on what is still to come, for many sets of scenes at once.

Of two actors who are both held, one finishes first; until then the other waits through the scenes
that only the first is in. Pairs that share no actor add up (Garcia de la Banda et al. 2011, 5.2).
"""

import numpy as np
import numpy.typing as npt

from matinee.studio.schedule.talent.model import Instance
from matinee.studio.schedule.talent.sets import DaysOf, bits

_MOST_AT_ONCE = 1 << 18


class PairBound:
    """The cost that pairs of held actors still bring, whatever the order of the rest."""

    def __init__(self, instance: Instance) -> None:
        actors, scenes = instance.cast.shape
        self._scenes_of = bits(instance.cast)
        self._wages = instance.wages
        self._everything = np.int64((1 << scenes) - 1)
        self._days = DaysOf(instance.days)
        self._pairs = _disjoint_rounds(actors)

    def of(self, sets: npt.NDArray[np.int64], held: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """At least this much is still to be paid after each set: int64, as many as ``sets``."""
        bound = np.zeros(len(sets), np.int64)
        for start in range(0, len(sets), _MOST_AT_ONCE):
            part = slice(start, start + _MOST_AT_ONCE)
            bound[part] = self._best_round(self._everything & ~sets[part], held[part])
        return bound

    def _best_round(
        self, rest: npt.NDArray[np.int64], held: npt.NDArray[np.int64]
    ) -> npt.NDArray[np.int64]:
        best = np.zeros(len(rest), np.int64)
        for pairs in self._pairs:
            total = np.zeros(len(rest), np.int64)
            for first, second in pairs:
                both = (held >> np.int64(first)) & (held >> np.int64(second)) & 1
                only_first = self._scenes_of[first] & ~self._scenes_of[second]
                only_second = self._scenes_of[second] & ~self._scenes_of[first]
                waits = np.minimum(
                    self._days(rest & only_first) * self._wages[second],
                    self._days(rest & only_second) * self._wages[first],
                )
                total += both * waits
            np.maximum(best, total, out=best)
        return best


def _disjoint_rounds(actors: int) -> list[list[tuple[int, int]]]:
    """Every pair of actors once, in rounds whose pairs are disjoint (the circle method)."""
    seats = list(range(actors)) + ([-1] if actors % 2 else [])
    rounds: list[list[tuple[int, int]]] = []
    for _ in range(len(seats) - 1):
        half = len(seats) // 2
        pairs = zip(seats[:half], reversed(seats[half:]), strict=True)
        rounds.append([(a, b) for a, b in pairs if min(a, b) >= 0])
        seats = [seats[0], seats[-1], *seats[1:-1]]
    return rounds
