"""Among how many processes a limit is divided: those that serve, as each says every two seconds.

A process that joins counts itself before its first request, and the others take it into account
within ``BEAT_SECONDS``. The number falls only when it was lower for ``_READINGS`` beats on end: a
database that comes back, whose rows are all old, or a clock that jumps there would otherwise have
each believe itself alone. One that dies unheard counts on meanwhile, so that the rest allow less,
never more.
"""

import asyncio
from collections import deque
from contextlib import suppress
from uuid import uuid4

import structlog

from matinee.access.repository import serving
from matinee.errors import MatineeError
from matinee.foundation.database import Database

BEAT_SECONDS = 2.0
SILENT_SECONDS = 5 * BEAT_SECONDS
"""After so long without a word a process counts no more."""
_READINGS = 5
_LEAVING_SECONDS = 1.0
_log = structlog.get_logger()


class Shares:
    """The serving processes of one house, as one of them knows them; alone until it has looked."""

    def __init__(self, database: Database) -> None:
        self._database, self._process = database, uuid4()
        self._seen = deque[int](maxlen=_READINGS)
        self._number, self._away = 1, False

    def number(self) -> int:
        """How many serve, this one included; costs no round trip."""
        return self._number

    async def beat(self) -> None:
        """Say that this process serves, and count those that do; Unavailable without a database."""
        async with self._database.transaction() as connection:
            others = await serving.beat(connection, self._process, SILENT_SECONDS)
        self._seen.append(others + 1)
        self._number = max(self._seen)

    async def join(self) -> None:
        """Count this process before its first request, where the database takes that."""
        await self._tried()

    async def follow(self) -> None:
        """Beat until cancelled, then leave; while the database is away, the last number holds."""
        try:
            while True:
                await asyncio.sleep(BEAT_SECONDS)
                await self._tried()
        finally:
            with suppress(MatineeError, TimeoutError):
                async with asyncio.timeout(_LEAVING_SECONDS):
                    await self.leave()

    async def _tried(self) -> None:
        away = self._away
        self._away = True
        try:
            await self.beat()
            self._away = False
        except MatineeError as failure:
            if not away:
                _log.warning("who serves cannot be counted", reason=failure.sentence)
        except Exception:
            # Whatever it was, one that beats no more would have the others take its share.
            if not away:
                _log.exception("who serves cannot be counted")

    async def leave(self) -> None:
        """Serve no more: the others have the share of this one a few beats later."""
        async with self._database.transaction() as connection:
            await serving.leave(connection, self._process)
