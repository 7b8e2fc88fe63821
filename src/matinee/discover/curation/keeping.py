"""Decisions as they are kept: each one added, none ever changed, read again every two seconds."""

import time
from datetime import UTC, datetime

from matinee.discover.curation import repository
from matinee.discover.curation.model import Curation, Decided, Decision
from matinee.errors import Conflict, NotFound
from matinee.foundation.database import Database

_LOOKED_AT_EVERY_SECONDS = 2.0
"""How soon other processes follow; the one that decides follows at once."""


class CurationKeeper:
    """What holds now; one of these to a process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._current = Curation()
        self._looked_at = float("-inf")

    async def current(self) -> Curation:
        """What holds, as far as two seconds ago."""
        if time.monotonic() - self._looked_at >= _LOOKED_AT_EVERY_SECONDS:
            await self._look()
        return self._current

    async def decisions(self, limit: int) -> tuple[Decided, ...]:
        """What was decided, newest first."""
        async with self._database.reading() as connection:
            return await repository.newest(connection, limit)

    async def decide(self, decision: Decision, *, by: str) -> Decided:
        """Let it hold from the next search on."""
        async with self._database.transaction() as connection:
            decided = await repository.add(connection, decision, by=by, at=datetime.now(UTC))
        await self._look()
        return decided

    async def undo(self, number: int, *, by: str) -> Decided:
        """Let hold again what held for the same words before a decision.

        Raises:
            NotFound: there was no such decision.
            Conflict: another was made for the same words since.
        """
        async with self._database.transaction() as connection:
            former = await repository.up_to(connection, number)
            if former is None:
                raise NotFound(
                    f"There was no decision {number}.", remedy="Choose one of those that were."
                )
            undone, before = former
            if not undone.is_last:
                raise Conflict(
                    "Something else was decided for these words since.",
                    remedy="Undo the newest decision for them first.",
                )
            back = before or Decision(undone.kind, undone.said)
            again = Decision(back.kind, back.said, back.meant, back.titles, back.note)
            decided = await repository.add(connection, again, by=by, at=datetime.now(UTC))
        await self._look()
        return decided

    async def _look(self) -> None:
        async with self._database.reading() as connection:
            self._current = Curation.of(await repository.in_force(connection))
        self._looked_at = time.monotonic()
