"""The lake's use cases: fill it, let it forget, tend it, and learn from it."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from matinee.audience.lake.model import DONE, ERASE, SOURCE, SOURCE_BEFORE, Filled
from matinee.audience.lake.reading import meaningful, of_meaning, training_events
from matinee.audience.log.columns import TrainingEvents
from matinee.audience.log.lake_rows import ArrowTable, arrow_table, joined
from matinee.audience.model import Erasure, erasure_digest
from matinee.audience.repository import log_leaving, members
from matinee.audience.repository.log_leaving import (
    BEFORE_IT_WAS_NOTED,
    BY_TRANSACTION,
    Stretch,
)
from matinee.errors import Conflict
from matinee.foundation.database import Database
from matinee.foundation.jobs import Jobs
from matinee.foundation.lake.engine import LakeEngine
from matinee.foundation.lake.model import LakeSettings, TableFacts, Tended
from matinee.foundation.lake.table import LakeTable
from matinee.vocabulary.ids import ProfileId

_READ_AT_ONCE = 200_000
"""Rows in one answer of PostgreSQL: each column is one value, and may have 1 GB at most."""

_FIRST_STEP = 1000
"""Transactions, or milliseconds, that are asked for first; the rows found say how many are next."""


def _now() -> datetime:
    return datetime.now(UTC)


class ViewingLake:
    """Viewing at rest. It also is an ``ErasureHolder`` and training's ``ViewingLog``."""

    name = "viewing in the lake"

    def __init__(
        self,
        database: Database,
        jobs: Jobs,
        table: LakeTable,
        engine: LakeEngine,
        settings: LakeSettings | None = None,
        *,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self.settings = settings or LakeSettings()
        self.table = table
        self.engine = engine
        self._database = database
        self._jobs = jobs
        self._clock = clock

    async def fill(self) -> Filled:
        """Bring what was logged since the last time; each event once, whenever this is stopped.

        Two at a time do no harm: :class:`Conflict` for the one that comes second.
        """
        before = await self.erasures()
        async with self._database.transaction() as connection:
            await log_leaving.summarise(connection)
        async with self._database.transaction() as connection:
            horizon = await log_leaving.horizon(connection)
        position = await asyncio.to_thread(self.table.position, SOURCE)
        if position > horizon:
            raise Conflict(
                f"The lake has read transactions up to {position}, and the database is at "
                f"{horizon}: it is another one, or was restored without its counter.",
                remedy="Name the database that this lake belongs to, or another "
                "MATINEE_BLOB_URL for a lake of its own.",
                code="lake_ahead",
            )
        before_noted = await self._fill_before()
        noted = await self._fill(SOURCE, BY_TRANSACTION, position, horizon)
        if len(await self.erasures()) != len(before):
            # Somebody may have gone while their events were on the way.
            await self.erase()
        return replace(
            noted,
            events=noted.events + before_noted.events,
            commits=noted.commits + before_noted.commits,
        )

    async def _fill_before(self) -> Filled:
        position = await asyncio.to_thread(self.table.position, SOURCE_BEFORE)
        if position == DONE:
            return Filled(0, 0, position)
        async with self._database.transaction() as connection:
            horizon = await log_leaving.horizon_before(connection)
        return await self._fill(SOURCE_BEFORE, BEFORE_IT_WAS_NOTED, position, horizon, end=DONE)

    async def _fill(
        self, source: str, stretch: Stretch, position: int, horizon: int, *, end: int | None = None
    ) -> Filled:
        """Up to ``horizon``, which is then called ``end``, in commits of a bounded size."""
        events = commits = 0
        reading, step = position, _FIRST_STEP
        gathered: list[ArrowTable] = []
        held = 0
        while reading < horizon:
            until = min(reading + step, horizon)
            rows, found = await self._read(stretch, reading, until)
            if found > _READ_AT_ONCE and rows is None:
                step = max((until - reading) * _READ_AT_ONCE // (2 * found), 1)
                continue
            step = min(step * 4, step * _READ_AT_ONCE // found) if found else step * 4
            step = max(step, 1)
            reading = until
            if rows is not None:
                gathered.append(rows)
                held += found
            if held >= self.settings.commit_events or (held and reading == horizon):
                together = joined(gathered)
                reached = end if end is not None and reading == horizon else reading
                await asyncio.to_thread(
                    self.table.append, together, source=source, since=position, position=reached
                )
                events, commits, position = events + held, commits + 1, reached
                gathered, held = [], 0
        return Filled(events, commits, position)

    async def _read(
        self, stretch: Stretch, first: int, until: int
    ) -> tuple[ArrowTable | None, int]:
        async with self._database.transaction() as connection:
            found = await log_leaving.count(connection, stretch, first, until)
            if not found or (found > _READ_AT_ONCE and until - first > 1):
                return None, found
            packed = await log_leaving.leaving(connection, stretch, first, until)
        if packed is None:
            return None, 0
        return await asyncio.to_thread(arrow_table, packed), packed.count

    async def forget(self, profile_id: ProfileId) -> None:
        """Have a worker take out what belongs to erased profiles; the queue holds a digest."""
        asked_by = {"digest": erasure_digest(profile_id).hex()}
        async with self._database.transaction() as connection:
            await self._jobs.enqueue(connection, ERASE, asked_by, unless_waiting=ERASE)

    async def erase(self) -> int:
        """Take out every event of every erased profile; how many there were.

        The log of erasures holds digests alone, so each profile in the lake is compared with them.
        """
        erased = {erasure.digest for erasure in await self.erasures()}
        if not erased or not await asyncio.to_thread(self.table.exists):
            return 0
        return await asyncio.to_thread(self._erase, erased)

    def _erase(self, erased: set[bytes]) -> int:
        names = sorted(self.table.distinct("profile_id"))
        gone = [name for name in names if erasure_digest(ProfileId(UUID(name))) in erased]
        if not gone:
            return 0
        return self.table.remove("profile_id", gone, days=self.table.days_of("profile_id", gone))

    async def tend(self) -> Tended:
        """Erase, end what is too old, compact days gone by, and drop files nobody reads."""
        await self.erase()
        if not await asyncio.to_thread(self.table.exists):
            return Tended(0, 0, 0, 0)
        return await asyncio.to_thread(
            self.table.tend,
            today=self._clock().date(),
            file_bytes=self.settings.file_bytes,
            keep_days=self.settings.retention_days,
            removed_hours=self.settings.removed_hours,
        )

    async def facts(self) -> TableFacts:
        """What the lake holds."""
        if not await asyncio.to_thread(self.table.exists):
            return TableFacts(version=-1, files=0, rows=0, bytes=0)
        return await asyncio.to_thread(self.table.facts)

    async def training_events(self, *, after: datetime | None = None) -> TrainingEvents:
        """As the audience's own, read from the lake by the engine that the settings name."""
        await self._must_exist()
        async with self._database.reading() as connection:
            territories = await members.territories(connection)
        return await asyncio.to_thread(self._training_events, after, territories)

    async def answered(self, question: Callable[[Any], Any]) -> Any:
        """The answer, as an Arrow table, to a question about all meaningful events, in any order.

        ``question`` makes a data frame of Daft from one; erased members may still be in it.
        """
        await self._must_exist()

        def ask() -> Any:
            return self.engine.collected(
                question(of_meaning(self.engine.frame(self.table.address)))
            )

        return await asyncio.to_thread(ask)

    async def _must_exist(self) -> None:
        if not await asyncio.to_thread(self.table.exists):
            raise Conflict(
                "There is nothing in the lake yet.", remedy="matinee lake fill brings it there."
            )

    def _training_events(
        self, after: datetime | None, territories: dict[str, str]
    ) -> TrainingEvents:
        frame: Any = meaningful(self.engine.frame(self.table.address), after)
        return training_events(self.engine.collected(frame), territories)

    async def erasures(self, *, after: int = 0) -> tuple[Erasure, ...]:
        """What was erased, in order from ``after`` on."""
        async with self._database.reading() as connection:
            return await members.list_erasures(connection, after=after)
