"""A database with a read replica: reads that may be some seconds old are asked of the follower.

The follower answers where it is near enough: where it has replayed all that the first server had
written at some moment within the last seconds that are allowed. Both are asked that once a second
at most (``pg_current_wal_lsn``, ``pg_last_wal_replay_lsn``; PostgreSQL, "System Administration
Functions"), so that neither a broken stream nor a quiet house is taken for the other. Where it is
not near enough, does not answer, or follows nobody, the first server answers, as without one.
"""

import asyncio
import math
import time
from collections import deque
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, asynccontextmanager

import structlog
from sqlalchemy import text

from matinee.errors import MatineeError, Unavailable
from matinee.foundation.database import Connection, Database

LOOK_SECONDS = 1.0
"""So long what was seen of the follower holds, and so long at most it is waited for."""
_WRITTEN = text("SELECT (pg_current_wal_lsn() - '0/0')::bigint")
_REPLAYED = text("SELECT (pg_last_wal_replay_lsn() - '0/0')::bigint WHERE pg_is_in_recovery()")
_log = structlog.get_logger()


class FollowedDatabase(Database):
    """The first server for everything, and its follower for reads that may lag.

    ``left_out`` says why the follower is not asked now; empty while it is.
    """

    def __init__(
        self,
        url: str,
        follower: str,
        *,
        lag_seconds: float,
        pool_size: int = 10,
        slow_seconds: float = 0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(url, pool_size=pool_size, slow_seconds=slow_seconds)
        self._follower = Database(
            follower, pool_size=pool_size, wait_seconds=LOOK_SECONDS, slow_seconds=slow_seconds
        )
        self._lag_seconds, self._clock = lag_seconds, clock
        self._written = deque[tuple[float, int]]()
        self._near, self._looked_at = False, -math.inf
        self.left_out = "it was not looked at yet"
        self._looking = asyncio.Lock()

    @asynccontextmanager
    async def reading_lately(self) -> AsyncGenerator[Connection]:
        """Each statement by itself, of the follower if that is near."""
        async with AsyncExitStack() as stack:
            connection = None
            if await self.is_near():
                try:
                    connection = await stack.enter_async_context(self._follower.reading())
                except Unavailable as away:
                    self._found(near=False, why=away.sentence)
            if connection is None:
                connection = await stack.enter_async_context(self.reading())
            yield connection

    async def is_near(self) -> bool:
        """Whether the follower lags no more than is allowed, as far as was seen lately."""
        if self._clock() - self._looked_at < LOOK_SECONDS:
            return self._near
        async with self._looking:
            if self._clock() - self._looked_at >= LOOK_SECONDS:
                await self._look()
        return self._near

    async def close(self) -> None:
        """Close every connection, of both."""
        await self._follower.close()
        await super().close()

    async def _look(self) -> None:
        now = self._clock()
        async with self.reading() as connection:
            written = (await connection.execute(_WRITTEN)).scalar_one()
        self._written.append((now, int(written)))
        while self._written[0][0] < now - self._lag_seconds:
            self._written.popleft()
        try:
            async with asyncio.timeout(LOOK_SECONDS), self._follower.reading() as connection:
                replayed = (await connection.execute(_REPLAYED)).scalar_one_or_none()
        except (MatineeError, TimeoutError) as away:
            self._found(near=False, why=str(away) or "it does not answer")
            return
        if replayed is None:
            self._found(near=False, why="it follows no server")
            return
        reached = any(lsn <= replayed for _, lsn in self._written)
        self._found(near=reached, why=f"it lags more than {self._lag_seconds:g} s")

    def _found(self, *, near: bool, why: str) -> None:
        if near != self._near:
            _log.info("replica answers") if near else _log.warning("replica left out", why=why)
        self._near, self._looked_at, self.left_out = near, self._clock(), "" if near else why
