"""How a partition of the log is closed, and made small once the lake has all of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import class_row

from matinee.audience.repository.driver import driver_of
from matinee.foundation.database import Connection

_PARTITIONS = """
    SELECT found.partition, found.first_id, found.until_id, found.until, found.bytes,
        closed_at, closed_in, rotated_at, events, kept
    FROM audience.log_partitions() found LEFT JOIN audience.rotations done USING (partition)
    ORDER BY found.first_id
"""
_ROTATED = """
    SELECT first_id, until_id FROM audience.rotations WHERE rotated_at IS NOT NULL
    ORDER BY first_id
"""
_COUNT = "SELECT count(*) FROM audience.events WHERE id >= %s AND id < %s AND at >= %s"


@dataclass(frozen=True, slots=True)
class Partition:
    """A partition of the log; of its ids the first is in it and the last is not.

    ``closed_in`` is the transaction since which nothing was written into it; ``events`` is how many
    it had when only those ``kept`` stayed.
    """

    partition: str
    first_id: UUID
    until_id: UUID
    until: datetime
    bytes: int
    closed_at: datetime | None
    closed_in: int | None
    rotated_at: datetime | None
    events: int | None
    kept: int | None


class Busy(Exception):
    """Somebody holds what would have to be locked; nothing was changed."""


async def partitions(connection: Connection) -> list[Partition]:
    """All of them, the oldest first."""
    driver = await driver_of(connection)
    async with driver.cursor(row_factory=class_row(Partition)) as cursor:
        await cursor.execute(_PARTITIONS)
        return await cursor.fetchall()


async def rotated(connection: Connection) -> Sequence[tuple[UUID, UUID]]:
    """The ranges of ids of which the log has only what lasts."""
    driver = await driver_of(connection)
    return await (await driver.execute(_ROTATED)).fetchall()


async def count(connection: Connection, part: Partition, since: datetime) -> int:
    """Events of a partition that happened from ``since`` on."""
    driver = await driver_of(connection)
    row = await (await driver.execute(_COUNT, [part.first_id, part.until_id, since])).fetchone()
    return 0 if row is None else int(row[0])


async def close(connection: Connection, name: str) -> None:
    """Let nothing more into a partition; :class:`Busy` where somebody is writing into it."""
    await _answer(connection, "SELECT audience.close_partition(%s)", [name])


async def keep_lasting(connection: Connection, name: str) -> tuple[int, int, int]:
    """Copy aside what lasts: the erasures known then, all events, and those that were copied."""
    erasures, events, kept = await _answer(
        connection, "SELECT * FROM audience.keep_lasting(%s)", [name]
    )
    return int(erasures), int(events), int(kept)


async def drop_copy(connection: Connection, name: str) -> None:
    """Remove a copy that did not take its partition's place: erasures do not reach it."""
    await _answer(connection, "SELECT audience.drop_copy(%s)", [name])


async def rotate(
    connection: Connection, name: str, *, erasures: int, events: int, kept: int
) -> bool:
    """Put the copy in the partition's place; whether it was one of all that is to be kept.

    :class:`Busy` where the log cannot be had for an instant.
    """
    [done] = await _answer(
        connection,
        "SELECT audience.rotate_partition(%s, %s, %s, %s)",
        [name, erasures, events, kept],
    )
    return bool(done)


async def _answer(
    connection: Connection, statement: str, asked: Sequence[object]
) -> tuple[Any, ...]:
    driver = await driver_of(connection)
    try:
        row = await (await driver.execute(statement.encode(), asked)).fetchone()
    except (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected) as busy:
        raise Busy from busy
    if row is None:
        raise LookupError("a function has an answer")
    return row
