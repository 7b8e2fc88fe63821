"""Putting programmes in force and taking them back; nothing that held is ever lost."""

import time
from datetime import UTC, datetime

from matinee.errors import NotFound, Unavailable
from matinee.foundation.database import Database
from matinee.home import repository
from matinee.home.programme import NOTHING_DECIDED, InForce, Programme

_LOOKED_AT_EVERY_SECONDS = 2.0
"""How soon other processes follow; the one that decides follows at once."""


class ProgrammingService:
    """The programme of one service."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._current = NOTHING_DECIDED
        self._looked_at = float("-inf")

    async def current(self) -> InForce:
        """The programme that holds now, as far as two seconds ago."""
        if time.monotonic() - self._looked_at >= _LOOKED_AT_EVERY_SECONDS:
            try:
                async with self._database.reading() as connection:
                    found = await repository.newest(connection, 1)
            except Unavailable:
                # While the database is away, what was decided last holds, once it is known.
                if self._looked_at == float("-inf"):
                    raise
                self._looked_at = time.monotonic()
            else:
                self._keep(found[0] if found else NOTHING_DECIDED)
        return self._current

    async def past(self, limit: int = 50) -> tuple[InForce, ...]:
        """What was in force, newest first; the first still is."""
        async with self._database.reading() as connection:
            return await repository.newest(connection, limit)

    async def put(self, programme: Programme, *, by: str) -> InForce:
        """Let a programme hold from the next page on."""
        async with self._database.transaction() as connection:
            put = await repository.add(connection, programme, by=by, at=datetime.now(UTC))
        self._keep(put)
        return put

    async def put_back(self, number: int, *, by: str) -> InForce:
        """Let an earlier programme hold again; 0 is the time before anybody decided anything."""
        async with self._database.reading() as connection:
            found = NOTHING_DECIDED if number == 0 else await repository.one(connection, number)
        if found is None:
            raise NotFound(
                f"There was no programme {number}.", remedy="Choose one of those that were."
            )
        return await self.put(Programme(found.weights, found.kept_back, found.note), by=by)

    def _keep(self, programme: InForce) -> None:
        self._current, self._looked_at = programme, time.monotonic()
