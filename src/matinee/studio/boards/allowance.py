"""How often something may be done: a bucket that fills by the second, for each who does it."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from matinee.studio.boards.model import TooOften

_MOST_KNOWN = 10_000


def _none() -> OrderedDict[str, tuple[float, float]]:
    return OrderedDict()


@dataclass(slots=True)
class Allowance:
    """So many at once, and so many each second after; the longest unseen are forgotten first."""

    at_once: float
    each_second: float
    now: Callable[[], float] = time.monotonic
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=_none)

    def look(self, who: str) -> float:
        """How many are left; TooOften where none is."""
        left, at = self._left.get(who, (self.at_once, self.now()))
        left = min(self.at_once, left + (self.now() - at) * self.each_second)
        if left < 1:
            raise TooOften((1 - left) / self.each_second)
        return left

    def spend(self, who: str) -> None:
        """Take one; TooOften where none is left."""
        left = self.look(who)
        self._left[who] = (left - 1, self.now())
        self._left.move_to_end(who)
        while len(self._left) > _MOST_KNOWN:
            self._left.popitem(last=False)
