"""How often one asks in an hour: decided in memory, by each process for itself."""

from collections import OrderedDict
from collections.abc import Hashable
from datetime import datetime

_HOUR = 3600
_MOST_ASKERS = 20_000


class HourlyLimit:
    """Each may ask ``most`` times in an hour of the clock; the latest askers are remembered."""

    def __init__(self, most: int, askers: int = _MOST_ASKERS) -> None:
        self._most, self._askers = most, askers
        self._asked = OrderedDict[Hashable, tuple[int, int]]()
        """By asker: the hour since 1970, and how often it asked in it."""

    def wait(self, asker: Hashable, now: datetime) -> float:
        """Count one more time, and give 0; or the seconds after which it may ask again."""
        seconds = now.timestamp()
        hour = int(seconds) // _HOUR
        kept, count = self._asked.get(asker, (hour, 0))
        count = count if kept == hour else 0
        if count >= self._most:
            return (hour + 1) * _HOUR - seconds
        self._asked[asker] = hour, count + 1
        self._asked.move_to_end(asker)
        if len(self._asked) > self._askers:
            self._asked.popitem(last=False)
        return 0.0
