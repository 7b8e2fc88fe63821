"""The whole log as one data frame: the lake as a version has it, and PostgreSQL from there on.

A version of the lake says itself how far it has read the log, so what the database is asked for
begins exactly where that version ends: each event is there once, however often the lake is filled
in between.
"""

import asyncio
from datetime import datetime, timedelta
from typing import Any

from matinee.audience.lake.leaving import ranges
from matinee.audience.lake.model import DONE, SOURCE, SOURCE_BEFORE
from matinee.audience.log.lake_rows import joined
from matinee.audience.repository import log_leaving, log_rotation, members
from matinee.audience.repository.log_leaving import (
    BEFORE_IT_WAS_NOTED,
    BY_TRANSACTION,
    Stretch,
)
from matinee.errors import Unavailable
from matinee.foundation.database import Database
from matinee.foundation.lake.engine import LakeEngine
from matinee.foundation.lake.table import LakeTable
from matinee.vocabulary.ids import uuid7_floor

_ID_LAG = timedelta(days=1)
"""An id may have been made so long before its event."""
MOST_BEHIND = 1_000_000
"""Events that the lake may lack; each takes about 1 kB of memory on its way into the frame."""


class WholeLog:
    """Every event once, wherever it lies; nothing is opened before it is used."""

    def __init__(
        self,
        database: Database,
        table: LakeTable,
        engine: LakeEngine,
        *,
        most_behind: int = MOST_BEHIND,
    ) -> None:
        self.engine = engine
        self._database, self._table = database, table
        self._most_behind = most_behind

    async def frame(self) -> Any | None:
        """A lazy ``daft.DataFrame`` with the lake's columns, erased members still in it.

        None where the log has to be read in the database: before anything has come to the lake,
        and while it is further behind than fits into memory. Unavailable where that would leave
        out what the log has given to the lake.
        """
        if not await asyncio.to_thread(self._table.exists):
            return await self._in_the_database()
        version, (noted, before) = await asyncio.to_thread(
            self._table.standing, SOURCE, SOURCE_BEFORE
        )
        stretches = await self._missing(noted, before)
        if stretches is None:
            return await self._in_the_database()
        rows = [
            row
            for stretch, first, until in stretches
            async for _, row in ranges(self._database, stretch, first, until)
            if row is not None
        ]
        more = joined(rows) if rows else None
        return await asyncio.to_thread(
            self.engine.frame, self._table.address, version=version, more=more
        )

    async def is_in_the_log(self, since: datetime) -> bool:
        """Whether the log in the database has all that happened from then on."""
        async with self._database.reading() as connection:
            gone = await log_rotation.rotated(connection)
        first = uuid7_floor(since - _ID_LAG)
        return all(until <= first for _, until in gone)

    async def territories(self) -> dict[str, str]:
        """Of every profile that was not erased, by its id in letters."""
        async with self._database.reading() as connection:
            return await members.territories(connection)

    async def households(self) -> dict[str, str]:
        """Of every profile that was not erased, by its id in letters."""
        async with self._database.reading() as connection:
            return await members.households_of_all(connection)

    async def _in_the_database(self) -> None:
        """Nothing, where the log still has every event."""
        async with self._database.reading() as connection:
            if await log_rotation.rotated(connection):
                raise Unavailable(
                    "The lake is too far behind to be read, and the log has given days to it.",
                    remedy="Run `matinee lake fill`, or bring the lake's folder back; then ask "
                    "again.",
                    code="lake_behind",
                )

    async def _missing(self, noted: int, before: int) -> list[tuple[Stretch, int, int]] | None:
        """The stretches of the log that the lake lacks; None where there are too many events."""
        async with self._database.transaction() as connection:
            stretches = [(BY_TRANSACTION, noted, await log_leaving.next_number(connection))]
            if before != DONE:
                end = await log_leaving.horizon_before(connection)
                stretches.append((BEFORE_IT_WAS_NOTED, before, end))
            behind = 0
            for stretch, first, until in stretches:
                behind += await log_leaving.count(connection, stretch, first, until)
        return None if behind > self._most_behind else stretches
