"""Whether this process' clock can be believed: the house goes by the clock of its database.

One that jumps would date events, ads and consents wrongly, and make jobs forget what is not old.
Between two comparisons the steady clock tells of a jump at once: it does not jump along.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog

from matinee.errors import Unavailable

TOLERANCE_SECONDS = 5.0
_AGAIN_SECONDS = 1.0
"""A clock that is wrong is compared so often at most."""
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
        """The wall clock's lead over the steady one when both clocks last agreed."""
        self._refuted = -_AGAIN_SECONDS
        self._off = 0.0
        self._comparing = asyncio.Lock()

    async def check(self) -> None:
        """Return where the clock is right within 5 s, raise :class:`Unavailable` where it is not.

        Costs nothing while the clock goes on as it went when it was last compared.
        """
        if self._goes_on():
            return
        async with self._comparing:
            if self._goes_on():
                return
            if self._steady() - self._refuted >= _AGAIN_SECONDS:
                await self._compare()
        if not self._goes_on():
            raise Unavailable(
                f"The clock of this process is {self._off:+.0f} s off the database's.",
                remedy="Set the machine's clock (NTP does); until then other processes take "
                "writes, and this one gives what can be read.",
                code="clock_off",
            )

    def _goes_on(self) -> bool:
        lead = self._wall() - self._steady()
        return self._agreed is not None and abs(lead - self._agreed) <= TOLERANCE_SECONDS

    async def _compare(self) -> None:
        asked = self._steady()
        there = (await self._read()).timestamp()
        answered, wall = self._steady(), self._wall()
        # Their clock was read at some moment between question and answer.
        self._off = wall - (answered - asked) / 2 - there
        if abs(self._off) <= TOLERANCE_SECONDS + (answered - asked) / 2:
            self._agreed = wall - answered
        else:
            self._refuted = answered
            _log.error("the clock is off", seconds=round(self._off, 1))
