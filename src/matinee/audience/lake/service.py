"""The lake's use cases: fill it, let it forget, tend it, and learn from it."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from importlib import import_module
from typing import Any
from uuid import UUID

from matinee.audience.lake.leaving import ranges
from matinee.audience.lake.model import DONE, ERASE, SOURCE, SOURCE_BEFORE, Filled
from matinee.audience.lake.reading import (
    gone,
    log_rows,
    meaningful,
    of_meaning,
    training_events,
)
from matinee.audience.lake.searches import most_watched as counted
from matinee.audience.lake.whole import WholeLog
from matinee.audience.log.columns import TrainingEvents
from matinee.audience.log.lake_rows import ArrowTable, joined
from matinee.audience.model import Erasure, erasure_digest
from matinee.audience.repository import log_leaving, log_rotation, members
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
        gathered: list[ArrowTable] = []
        held = 0
        async for reading, rows in ranges(self._database, stretch, position, horizon):
            if rows is not None:
                gathered.append(rows)
                held += rows.num_rows
            if held >= self.settings.commit_events or (held and reading == horizon):
                together = joined(gathered)
                reached = end if end is not None and reading == horizon else reading
                await asyncio.to_thread(
                    self.table.append, together, source=source, since=position, position=reached
                )
                events, commits, position = events + held, commits + 1, reached
                gathered, held = [], 0
        return Filled(events, commits, position)

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

    async def gone_from_log(self, profile_id: ProfileId) -> list[dict[str, Any]]:
        """A profile's events of those times of which the log keeps only what lasts."""
        async with self._database.reading() as connection:
            ranges = await log_rotation.rotated(connection)
        if not ranges:
            return []

        def ask() -> Any:
            frame: Any = self.engine.frame(self.table.address)
            return self.engine.collected(gone(frame, str(profile_id), ranges))

        return log_rows(await asyncio.to_thread(ask))

    async def most_watched(self, *, limit: int) -> list[tuple[UUID, int]] | None:
        """The titles most often begun or finished; None where the log has every event.

        Unavailable where it has not, and the lake cannot be read.
        """
        async with self._database.reading() as connection:
            if not await log_rotation.rotated(connection):
                return None
        whole = WholeLog(self._database, self.table, self.engine)
        frame, known = await whole.frame(), list(await whole.territories())

        def ask() -> list[tuple[UUID, int]]:
            members = self.engine.rows(import_module("pyarrow").table({"profile_id": known}))
            answer = self.engine.collected(counted(frame, members, limit=limit))
            return [(UUID(row["title_id"]), row["times"]) for row in answer.to_pylist()]

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
