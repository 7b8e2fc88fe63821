"""Whether this process' clock can be believed: the house goes by the clock of its database.

One that jumps would date events, ads and consents wrongly, and make jobs forget what is not old.
Between two comparisons the steady clock tells of a jump at once: it does not jump along. What it
cannot tell (a slow drift, another database's clock) the next comparison does, a minute later.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from math import inf

import structlog

from matinee.errors import MatineeError, Unavailable

TOLERANCE_SECONDS = 5.0
_SETTLED_SECONDS = 60.0
"""One that goes on as it went is compared so often."""
_AGAIN_SECONDS = 1.0
"""One that is wrong, or that nothing is known of, is compared so often at most."""
_log = structlog.get_logger()


class HouseClock:
    """This process' clock beside another, which ``read`` asks; clocks count in seconds."""

    def __init__(
        self,
        read: Callable[[], Awaitable[datetime]],
        *,
        wall: Callable[[], float] = time.time,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._read = read
        self._wall, self._steady = wall, steady
        self._agreed: float | None = None
        """The wall clock's lead over the steady one when both clocks last agreed; None where they
        were found not to since."""
        self._lead: float | None = None
        """The same, kept also where they were."""
        self._asked = -inf
        self._in_vain = -inf
        """When it was last asked without their agreeing."""
        self._off = 0.0
        self._refuted = False
        """Whether the last comparison found the clock off."""
        self._found_off = -inf
        """When it was last seen to have jumped, or compared and found off."""
        self._comparisons = 0
        self._failure: MatineeError | None = None
        """Why the last comparison came to nothing."""
        self._comparing = asyncio.Lock()

    def now(self) -> datetime:
        """The time since both clocks last agreed, by the steady one, so that no jump reaches it.

        What money hangs on is dated by this: a clock may jump after it was checked. Before they
        first agreed it is the wall clock's.
        """
        lead = self._lead
        return datetime.fromtimestamp(self._wall() if lead is None else lead + self._steady(), UTC)

    async def check(self) -> None:
        """Return where the clock is right within 5 s, raise :class:`Unavailable` where it is not.

        Costs nothing but once a minute, while the clock goes on as it went when it was last
        compared. A comparison that fails says nothing against a clock that goes on.
        """
        seen = self._comparisons
        if self._goes_on() and (not self._due(seen) or self._comparing.locked()):
            return
        async with self._comparing:
            if self._due(seen):
                await self._compare()
        if self._goes_on():
            return
        if self._failure is not None:
            raise self._failure.with_traceback(None)
        raise Unavailable(
            f"The clock of this process is {self._off:+.0f} s off the database's.",
            remedy="Set the machine's clock (NTP does); until then other processes take "
            "writes, and this one gives what can be read.",
            code="clock_off",
        )

    async def check_since(self, began: float) -> None:
        """As :meth:`check`, and raise also where it was found off since then, by the steady clock.

        What was judged meanwhile may have been judged by a time that was wrong.
        """
        await self.check()
        if self._found_off >= began:
            raise Unavailable(
                "The clock of this process jumped meanwhile, and is right again.",
                remedy="Try again.",
                code="clock_off",
            )

    async def check_known(self) -> None:
        """As :meth:`check`, but ask nobody where nothing is known against the clock."""
        if self._refuted or not (self._agreed is None or self._goes_on()):
            await self.check()

    def _goes_on(self) -> bool:
        steady = self._steady()
        lead = self._wall() - steady
        goes_on = self._agreed is not None and abs(lead - self._agreed) <= TOLERANCE_SECONDS
        if self._agreed is not None and not goes_on:
            self._found_off = steady
        return goes_on

    def _due(self, seen: int) -> bool:
        if self._goes_on():
            return self._steady() - self._asked >= _SETTLED_SECONDS
        if self._failure is not None:
            # Once for everybody who waited: each would wait for the same, and in a row. Who comes
            # later asks anew, since a database that is back should be found back.
            return seen == self._comparisons
        return self._steady() - self._in_vain >= _AGAIN_SECONDS

    async def _compare(self) -> None:
        asked = self._steady()
        # Stands where whoever waits for this goes away meanwhile.
        self._failure = Unavailable(
            "The database did not tell its time soon enough.", remedy="Try again in some seconds."
        )
        try:
            there = (await self._read()).timestamp()
        except MatineeError as failure:
            self._failure = failure
            return
        finally:
            self._asked = self._in_vain = self._steady()
            self._comparisons += 1
        self._failure = None
        answered, wall = self._asked, self._wall()
        # Their clock was read at some moment between question and answer.
        self._off = wall - (answered - asked) / 2 - there
        if abs(self._off) <= TOLERANCE_SECONDS + (answered - asked) / 2:
            self._agreed = self._lead = wall - answered
            self._in_vain, self._refuted = -inf, False
            return
        self._refuted, self._found_off = True, self._steady()
        if self._goes_on():
            self._agreed = None
        _log.error("the clock is off", seconds=round(self._off, 1))
