"""How events enter the log: COPY straight into it, by way of a stage only where some are there.

PostgreSQL takes a binary COPY almost three times as fast as ``INSERT … ON CONFLICT`` of the same
rows, and a batch that holds an event for the second time is rare. The statements go to the driver
itself, prepared, and in one round trip where they can be. None of them commits.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import psycopg
from psycopg import sql

from matinee.audience.repository.driver import driver_of
from matinee.foundation.database import Connection

_COPY = "COPY {} ({}) FROM STDIN (FORMAT BINARY)"
_STAGE = "CREATE TEMPORARY TABLE IF NOT EXISTS stage (LIKE audience.events) ON COMMIT DELETE ROWS"


class AlreadyThere(Exception):
    """The log holds one of these events; the transaction is lost."""


@dataclass(frozen=True, slots=True)
class Entrance:
    """What a batch finds: how many erasures there have been, and whether it came before."""

    erasures: int
    came_before: bool


async def enter(connection: Connection, probes: tuple[UUID, UUID]) -> Entrance:
    """Keep erasures out until the transaction ends, and look whether two of its ids are there."""
    driver = await driver_of(connection)
    async with driver.pipeline():
        # In a statement of its own: the next one's snapshot is then taken under the lock.
        await driver.execute("SELECT pg_advisory_xact_lock_shared(7020004)", prepare=True)
        cursor = await driver.execute(
            "SELECT (SELECT coalesce(max(sequence), 0) FROM audience.erasures),"
            " EXISTS (SELECT FROM audience.events WHERE id IN (%b, %b))",
            probes,
            prepare=True,
        )
        row = await cursor.fetchone()
    if row is None:
        raise LookupError("a query without a table has one row")
    return Entrance(int(row[0]), bool(row[1]))


async def known_profiles(connection: Connection, asked: Collection[UUID]) -> list[UUID]:
    """Those of ``asked`` that exist."""
    driver = await driver_of(connection)
    cursor = await driver.execute(
        "SELECT id FROM audience.profiles WHERE id = ANY(%b)", [list(asked)], binary=True
    )
    return [row[0] for row in await cursor.fetchall()]


async def held_profiles(connection: Connection, asked: Collection[UUID]) -> list[UUID]:
    """Those of ``asked`` that exist, kept from being erased until the transaction ends."""
    driver = await driver_of(connection)
    cursor = await driver.execute(
        "SELECT id FROM audience.profiles WHERE id = ANY(%b) ORDER BY id FOR KEY SHARE",
        [list(asked)],
        binary=True,
    )
    return [row[0] for row in await cursor.fetchall()]


async def known_events(connection: Connection, asked: Collection[UUID]) -> set[UUID]:
    """Those of ``asked`` that the log holds."""
    driver = await driver_of(connection)
    cursor = await driver.execute(
        "SELECT id FROM audience.events WHERE id = ANY(%b)", [list(asked)], binary=True
    )
    return {row[0] for row in await cursor.fetchall()}


async def append(connection: Connection, columns: Collection[str], rows: bytes) -> None:
    """COPY rows that are new; :class:`AlreadyThere` where one is not."""
    try:
        await _copy(connection, sql.Identifier("audience", "events"), columns, rows)
    except psycopg.errors.UniqueViolation as met:
        raise AlreadyThere from met


async def merge(connection: Connection, columns: Collection[str], rows: bytes) -> int:
    """Add those rows that are new; how many were."""
    driver = await driver_of(connection)
    await driver.execute(_STAGE)
    await _copy(connection, sql.Identifier("pg_temp", "stage"), columns, rows)
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    # In the order of ids, so that writers of the same events wait in one line.
    added = await driver.execute(
        sql.SQL(
            "INSERT INTO audience.events ({0}) SELECT {0} FROM pg_temp.stage ORDER BY id"
            " ON CONFLICT DO NOTHING"
        ).format(names)
    )
    return added.rowcount


async def ensure_partitions(connection: Connection, first: datetime, last: datetime) -> None:
    """Make the partitions of these instants where they are missing."""
    driver = await driver_of(connection)
    await driver.execute("SELECT audience.ensure_partitions(%s, %s)", [first, last])


async def _copy(
    connection: Connection, table: sql.Identifier, columns: Collection[str], rows: bytes
) -> None:
    driver = await driver_of(connection)
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    async with driver.cursor() as cursor, cursor.copy(sql.SQL(_COPY).format(table, names)) as copy:
        await copy.write(rows)
