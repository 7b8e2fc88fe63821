"""What PostgreSQL announces (LISTEN and NOTIFY), heard once a process and told to all who wait."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress

import psycopg
import structlog
from psycopg import sql

from matinee.foundation.database import Database

_AGAIN_SECONDS = 1
_LOG = structlog.get_logger()


class Notices:
    """Bells by the text of a notice; a connection of its own stands while anybody waits."""

    def __init__(self, database: Database, channel: str) -> None:
        self.channel = channel
        self._address = database.url.set(drivername="postgresql").render_as_string(
            hide_password=False
        )
        self._bells: dict[str, set[asyncio.Event]] = {}
        self._ear: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def heard(self, text: str) -> AsyncGenerator[asyncio.Event]:
        """An event that is set by each notice of this text.

        It is also set whenever the connection was made anew, since a notice may have been missed
        before: whoever waits then looks for itself.
        """
        bell = asyncio.Event()
        self._bells.setdefault(text, set()).add(bell)
        if self._ear is None:
            self._ear = asyncio.create_task(self._listen())
        try:
            yield bell
        finally:
            self._bells[text].discard(bell)
            if not self._bells[text]:
                del self._bells[text]
            if not self._bells:
                await self._stop()

    async def _stop(self) -> None:
        ear, self._ear = self._ear, None
        if ear is not None:
            ear.cancel()
            with suppress(asyncio.CancelledError):
                await ear

    async def _listen(self) -> None:
        while True:
            try:
                connecting = psycopg.AsyncConnection.connect(self._address, autocommit=True)
                async with await connecting as connection:
                    await connection.execute(
                        sql.SQL("LISTEN {}").format(sql.Identifier(self.channel))
                    )
                    for text in list(self._bells):
                        self._ring(text)
                    async for notice in connection.notifies():
                        self._ring(notice.payload)
            except psycopg.Error as failure:
                _LOG.warning("notices.lost", channel=self.channel, reason=str(failure))
            await asyncio.sleep(_AGAIN_SECONDS)

    def _ring(self, text: str) -> None:
        for bell in self._bells.get(text, ()):
            bell.set()
