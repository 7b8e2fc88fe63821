"""Old partitions of the log give way to the lake: closed first, made small once all is there."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

import structlog

from matinee.audience.lake.model import SOURCE
from matinee.audience.lake.service import ViewingLake
from matinee.audience.repository import log_rotation
from matinee.audience.repository.log_rotation import Busy, Partition
from matinee.errors import Conflict
from matinee.foundation.database import Database

_TRIES = 20
_BETWEEN_SECONDS = 0.5
_PATIENCE = timedelta(days=3)
"""From closing to giving way lies a night."""
_log = structlog.get_logger()


class Stage(StrEnum):
    """How far a partition is on its way."""

    OPEN = "open"
    CLOSED = "closed"
    """Nothing is written into it; it waits for the lake."""
    ROTATED = "rotated"
    """The lake has all of it, and the log what lasts."""
    DIFFERS = "differs"
    """The lake has other events of it than the log: nothing is taken away."""
    BUSY = "busy"
    """The lock could not be had; it is tried again the next time."""


@dataclass(frozen=True, slots=True)
class Rotation:
    """A partition, and where it stands; ``in_lake`` is set where the two were counted."""

    partition: str
    stage: Stage
    until: datetime
    bytes: int
    closed_at: datetime | None = None
    events: int | None = None
    kept: int | None = None
    in_lake: int | None = None


def _now() -> datetime:
    return datetime.now(UTC)


async def states(database: Database) -> list[Rotation]:
    """Every partition of the log, the oldest first."""
    async with database.reading() as connection:
        return [_standing(part) for part in await log_rotation.partitions(connection)]


async def check(database: Database, *, now: datetime) -> str:
    """How the partitions stand, in a sentence; Conflict where one is closed and does not go on."""
    found = await states(database)
    left = [each for each in found if each.stage is Stage.CLOSED]
    stuck = [each.partition for each in left if each.closed_at and each.closed_at < now - _PATIENCE]
    if stuck:
        raise Conflict(
            f"Partitions of the log have been closed for days, and wait: {', '.join(stuck)}.",
            remedy="`matinee lake rotate` says why: the lake is behind, or differs from the log.",
        )
    small = sum(each.stage is Stage.ROTATED for each in found)
    told = f"{len(found)} partitions, {sum(each.bytes for each in found) / 1e9:.2f} GB"
    return told + (f"; {small} gave way to the lake" if small else "")


class LogRotation:
    """Keeps the log in PostgreSQL to the newest days, and what lasts of those before."""

    def __init__(
        self,
        database: Database,
        lake: ViewingLake,
        *,
        clock: Callable[[], datetime] = _now,
        tries: int = _TRIES,
    ) -> None:
        self.lake = lake
        self._database, self._clock, self._tries = database, clock, tries

    async def states(self) -> list[Rotation]:
        """Every partition, the oldest first."""
        return await states(self._database)

    async def rotate(self) -> list[Rotation]:
        """Take every partition that is old enough one step on; those, as they stand then.

        Nothing is done without ``log_days``.
        """
        days = self.lake.settings.log_days
        if days is None:
            return []
        async with self._database.reading() as connection:
            parts = await log_rotation.partitions(connection)
        limit = self._clock() - timedelta(days=days)
        due = [part for part in parts if part.until <= limit and part.rotated_at is None]
        return [await self._one_on(part) for part in due]

    async def _one_on(self, part: Partition) -> Rotation:
        if part.closed_in is None:
            try:
                async with self._database.transaction() as connection:
                    await log_rotation.close(connection, part.partition)
            except Busy:
                return _standing(part, Stage.BUSY)
            # What was on its way to the lake when it was closed comes there before the next time.
            return _standing(part, Stage.CLOSED)
        if await asyncio.to_thread(self.lake.table.position, SOURCE) <= part.closed_in:
            return _standing(part)
        here, there = await self._counts(part)
        if here != there:
            _log.error(
                "the lake differs from the log", partition=part.partition, log=here, lake=there
            )
            return _standing(part, Stage.DIFFERS, in_lake=there, events=here)
        return await self._made_small(part, there)

    async def _counts(self, part: Partition) -> tuple[int, int]:
        """Events of a partition in the log and in the lake, of those days that the lake keeps."""
        await self.lake.erase()
        kept = self.lake.settings.retention_days
        since = datetime(1970, 1, 1, tzinfo=UTC)
        if kept is not None:
            since = self._clock().replace(hour=0, minute=0, second=0, microsecond=0)
            since -= timedelta(days=kept)
        async with self._database.reading() as connection:
            here = await log_rotation.count(connection, part, since)

        def counted() -> int:
            frame: Any = self.lake.engine.frame(self.lake.table.address)
            frame = frame.where(frame["day"] >= since.date())
            frame = frame.where(frame["id"] >= str(part.first_id))
            return int(frame.where(frame["id"] < str(part.until_id)).count_rows())

        return here, await asyncio.to_thread(counted)

    async def _made_small(self, part: Partition, in_lake: int) -> Rotation:
        copied: tuple[int, int, int] | None = None
        try:
            for _ in range(self._tries):
                if copied is None:
                    async with self._database.transaction() as connection:
                        copied = await log_rotation.keep_lasting(connection, part.partition)
                erasures, events, kept = copied
                with suppress(Busy):
                    async with self._database.transaction() as connection:
                        done = await log_rotation.rotate(
                            connection, part.partition, erasures=erasures, events=events, kept=kept
                        )
                    if done:
                        return _standing(
                            part, Stage.ROTATED, events=events, kept=kept, in_lake=in_lake
                        )
                    copied = None  # Somebody was erased, and is in the copy.
                await asyncio.sleep(_BETWEEN_SECONDS)
        finally:
            async with self._database.transaction() as connection:
                await log_rotation.drop_copy(connection, part.partition)
        return _standing(part, Stage.BUSY, in_lake=in_lake)


def _standing(part: Partition, stage: Stage | None = None, **counted: int) -> Rotation:
    if stage is None:
        stage = Stage.OPEN if part.closed_at is None else Stage.CLOSED
        stage = stage if part.rotated_at is None else Stage.ROTATED
    told = {"events": part.events, "kept": part.kept} | counted
    return Rotation(part.partition, stage, part.until, part.bytes, closed_at=part.closed_at, **told)
