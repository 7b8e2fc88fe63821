"""Statements of SQL that took long in this process: said in the log, and kept by their text.

Texts have places for values and no values. What is kept is bounded; of what was slow once, the
least dear is forgotten first.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import structlog

_MOST = 200
_LONGEST = 2000
_LISTED = re.compile(
    r"(%\(\w+\)s|\$\d+|%s)(::\w+(\[\])?)?(\s*,\s*(%\(\w+\)s|\$\d+|%s)(::\w+(\[\])?)?)+"
)
"""Places in a row: as many as there were values, and so another text each time."""
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class SlowStatement:
    """A statement: how often it was slow, and for how many seconds in all and at most."""

    text: str
    times: int
    seconds: float
    slowest: float
    last_at: datetime


class SlowStatements:
    """What was slower than ``least`` seconds, 0 for nothing; the clock counts in seconds."""

    def __init__(self, least: float, clock: Callable[[], float] = time.perf_counter) -> None:
        self.least, self._clock = least, clock
        self._kept: dict[str, SlowStatement] = {}

    def begin(self) -> float:
        """When a statement begins."""
        return self._clock()

    def end(self, statement: str, begun: float, *, failed: bool = False) -> None:
        """Note it, if it was slow; one that was broken off was as long as it lasted."""
        took = self._clock() - begun
        if not self.least or took < self.least:
            return
        text = _LISTED.sub("…", " ".join(statement[:_LONGEST].split()))
        _log.warning(
            "slow statement", statement=text, milliseconds=round(1000 * took, 1), failed=failed
        )
        now = datetime.now(UTC)
        before = self._kept.get(text)
        if before is None:
            if len(self._kept) >= _MOST:
                del self._kept[min(self._kept, key=lambda one: self._kept[one].seconds)]
            self._kept[text] = SlowStatement(text, 1, took, took, now)
            return
        self._kept[text] = replace(
            before,
            times=before.times + 1,
            seconds=before.seconds + took,
            slowest=max(before.slowest, took),
            last_at=now,
        )

    def listing(self) -> list[SlowStatement]:
        """Those that took longest in all, first."""
        return sorted(self._kept.values(), key=lambda one: -one.seconds)
