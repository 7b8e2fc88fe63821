"""What PostgreSQL announces (LISTEN and NOTIFY), heard once a process and told to all who wait."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import psycopg
import structlog
from psycopg import sql

from matinee.foundation.database import Database

_AGAIN_SECONDS = 1
_MOST_SAID = 64
_LOG = structlog.get_logger()


def _said() -> deque[str]:
    return deque(maxlen=_MOST_SAID)


@dataclass(slots=True, eq=False)
class Ear:
    """What one who waits for a topic has heard and not taken up yet.

    ``rung`` is set by a notice without further words, and whenever one may have been missed; words
    that nobody takes up in time are lost, the oldest first, and are for what passes anyway.
    """

    bell: asyncio.Event = field(default_factory=asyncio.Event)
    said: deque[str] = field(default_factory=_said)
    rung: bool = True

    def take(self) -> tuple[bool, list[str]]:
        """Whether there is something to look for, and the words that came along; then neither."""
        heard = self.rung, list(self.said)
        self.bell.clear()
        self.said.clear()
        self.rung = False
        return heard

    def hear(self, words: str) -> None:
        """Take a notice in."""
        if words:
            self.said.append(words)
        else:
            self.rung = True
        self.bell.set()


class Notices:
    """Ears by topic, a notice's first word; a connection of its own stands while anybody waits."""

    def __init__(self, database: Database, channel: str) -> None:
        self.channel = channel
        self._address = database.url.set(drivername="postgresql").render_as_string(
            hide_password=False
        )
        self._ears: dict[str, set[Ear]] = {}
        self._listening: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def heard(self, topic: str) -> AsyncGenerator[Ear]:
        """What is announced of a topic from now on.

        The ear is also rung whenever the connection was made anew, since a notice may have been
        missed before: whoever waits then looks for itself.
        """
        ear = Ear()
        self._ears.setdefault(topic, set()).add(ear)
        if self._listening is None:
            self._listening = asyncio.create_task(self._listen())
        try:
            yield ear
        finally:
            self._ears[topic].discard(ear)
            if not self._ears[topic]:
                del self._ears[topic]
            if not self._ears:
                await self._stop()

    async def _stop(self) -> None:
        listening, self._listening = self._listening, None
        if listening is not None:
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening

    async def _listen(self) -> None:
        while True:
            try:
                connection = await self._connected()
                # Not `async with`: cancelled once more, its rollback would leave it open.
                try:
                    await connection.execute(
                        sql.SQL("LISTEN {}").format(sql.Identifier(self.channel))
                    )
                    for topic in list(self._ears):
                        self._tell(topic)
                    async for notice in connection.notifies():
                        self._tell(notice.payload)
                finally:
                    await connection.close()
            except psycopg.Error as failure:
                _LOG.warning("notices.lost", channel=self.channel, reason=str(failure))
            await asyncio.sleep(_AGAIN_SECONDS)

    async def _connected(self) -> psycopg.AsyncConnection:
        connecting = asyncio.create_task(
            psycopg.AsyncConnection.connect(self._address, autocommit=True)
        )
        try:
            return await asyncio.shield(connecting)
        except asyncio.CancelledError:
            # Cancelled within, what is half made would never be closed.
            with suppress(psycopg.Error):
                await (await connecting).close()
            raise

    def _tell(self, payload: str) -> None:
        topic, _, words = payload.partition(" ")
        for ear in self._ears.get(topic, ()):
            ear.hear(words)
