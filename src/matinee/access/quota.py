"""How many requests one may make: as many as a minute allows at once, then as they come back.

A bucket of tokens (ITU-T I.371, annex A, the continuous form) for each key, in memory: every
process counts what it is asked itself.
"""

from collections import OrderedDict
from collections.abc import Callable

_MOST = 50_000


class Quota:
    """``a_minute`` requests of each key; 0 bounds nobody. The clock counts in seconds."""

    def __init__(self, a_minute: int, ticks: Callable[[], float]) -> None:
        self._rate, self._most, self._ticks = a_minute / 60, float(a_minute), ticks
        self._left = OrderedDict[bytes, tuple[float, float]]()
        """By key: what was left, and when; whoever has asked last stands last."""

    def take(self, key: bytes) -> float:
        """Seconds until this request may be made, and count it where that is 0."""
        if not self._most:
            return 0.0
        now = self._ticks()
        left, seen = self._left.pop(key, (self._most, now))
        left = min(self._most, left + (now - seen) * self._rate)
        wait = 0.0 if left >= 1 else (1 - left) / self._rate
        if len(self._left) >= _MOST:
            # Whoever has not asked for longest has the most left.
            self._left.popitem(last=False)
        self._left[key] = (left if wait else left - 1, now)
        return wait
