"""How many requests one may make: as many as a minute allows at once, then as they come back.

A bucket of tokens (ITU-T I.371, annex A, the continuous form) for each key, in memory. Where N
processes serve, each allows an Nth (:mod:`matinee.access.shares`): of its share every bucket keeps
the part that is left, from 0 to 1, and a request takes N / ``a_minute`` of it. Hence a process that
knew of N in all or more while it served T minutes allows at most ``a_minute`` / N × (1 + T) of a
key, and a house whose N stands allows what is set.
"""

from collections import OrderedDict
from collections.abc import Callable

_MOST = 50_000


def alone() -> int:
    """Who serves without others."""
    return 1


class Quota:
    """``a_minute`` requests of each key; 0 bounds nobody. The clock counts in seconds.

    ``shares`` says among how many processes they are divided now. Where that is more than
    ``a_minute``, each process lets one through at once, and all together still so many a minute.
    """

    def __init__(
        self, a_minute: int, ticks: Callable[[], float], shares: Callable[[], int] = alone
    ) -> None:
        self._a_minute, self._ticks, self._shares = a_minute, ticks, shares
        self._left = OrderedDict[bytes, tuple[float, float]]()
        """By key: what part was left, and when; whoever has asked last stands last."""

    def take(self, key: bytes) -> float:
        """Seconds until this request may be made, and count it where that is 0."""
        if not self._a_minute:
            return 0.0
        now, cost = self._ticks(), self._shares() / self._a_minute
        most = max(1.0, cost)
        left, seen = self._left.pop(key, (most, now))
        left = min(most, left + (now - seen) / 60)
        # What came back in many small parts lacks some last digits of the whole.
        wait = 0.0 if left >= cost * (1 - 1e-9) else (cost - left) * 60
        if len(self._left) >= _MOST:
            # Whoever has not asked for longest has the most left.
            self._left.popitem(last=False)
        self._left[key] = (left if wait else max(0.0, left - cost), now)
        return wait
