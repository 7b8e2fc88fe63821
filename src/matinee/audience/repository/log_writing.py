"""How events enter the log: COPY straight into it, by way of a stage only where some are there.

PostgreSQL takes a binary COPY almost three times as fast as ``INSERT … ON CONFLICT`` of the same
rows, and a batch that holds an event for the second time is rare. The statements go to the driver
itself. Each writer says for how many erasures its knowledge of profiles holds; a trigger on the
log keeps erasures out until the writer is done, and refuses it where there have been others.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID
from weakref import WeakKeyDictionary

import psycopg
from psycopg import sql

from matinee.audience.log.rows import COLUMNS
from matinee.audience.repository.driver import Driver, driver_of
from matinee.errors import Conflict
from matinee.foundation.database import Connection

_STALE, _CLOSED = "MA001", "MA002"
_NAMES = sql.SQL(", ").join(map(sql.Identifier, COLUMNS))
_COPY = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)")
_INTO_LOG = _COPY.format(sql.Identifier("audience", "events"), _NAMES).as_bytes()
_INTO_STAGE = _COPY.format(sql.Identifier("pg_temp", "stage"), _NAMES).as_bytes()
_STAGE = "CREATE TEMPORARY TABLE IF NOT EXISTS stage (LIKE audience.events) ON COMMIT DELETE ROWS"
# In the order of ids, so that writers of the same events wait in one line.
_OUT_OF_STAGE = sql.SQL(
    "INSERT INTO audience.events ({0}) SELECT {0} FROM pg_temp.stage ORDER BY id"
    " ON CONFLICT DO NOTHING"
).format(_NAMES)

_said: WeakKeyDictionary[Driver, int] = WeakKeyDictionary()
"""The number of erasures that each connection last said it knew of."""


class AlreadyThere(Exception):
    """The log holds one of these events; nothing was written."""


class KnowledgeOutdated(Exception):
    """A profile was erased since the writer looked; nothing was written."""


async def known_profiles(connection: Connection, asked: Collection[UUID]) -> tuple[int, list[UUID]]:
    """How many erasures there have been, and those of ``asked`` that exist, at one instant."""
    driver = await driver_of(connection)
    cursor = await driver.execute(
        "SELECT (SELECT coalesce(max(sequence), 0) FROM audience.erasures),"
        " array(SELECT id FROM audience.profiles WHERE id = ANY(%b))",
        [list(asked)],
        binary=True,
    )
    row = await cursor.fetchone()
    if row is None:
        raise LookupError("a query without a table has one row")
    return int(row[0]), list(row[1])


async def profiles_of(connection: Connection, household_id: UUID) -> list[UUID]:
    """The profiles of a household."""
    driver = await driver_of(connection)
    cursor = await driver.execute(
        "SELECT id FROM audience.profiles WHERE household_id = %b", [household_id], binary=True
    )
    return [row[0] for row in await cursor.fetchall()]


async def known_events(connection: Connection, asked: Collection[UUID]) -> set[UUID]:
    """Those of ``asked`` that the log holds."""
    driver = await driver_of(connection)
    cursor = await driver.execute(
        "SELECT id FROM audience.events WHERE id = ANY(%b)", [list(asked)], binary=True
    )
    return {row[0] for row in await cursor.fetchall()}


async def append(connection: Connection, rows: bytes, *, erasures: int) -> None:
    """COPY rows that are all new; a statement by itself, which is on disk when this returns."""
    driver = await driver_of(connection)
    if _said.get(driver) != erasures:
        await _say(driver, erasures, local=False)
        _said[driver] = erasures
    await _copy(driver, _INTO_LOG, rows)


async def merge(connection: Connection, rows: bytes, *, erasures: int) -> int:
    """Add those rows that are new, in the caller's transaction; how many were."""
    driver = await driver_of(connection)
    await _say(driver, erasures, local=True)
    await driver.execute(_STAGE)
    await _copy(driver, _INTO_STAGE, rows)
    try:
        return (await driver.execute(_OUT_OF_STAGE)).rowcount
    except psycopg.DatabaseError as refused:
        raise _meaning(refused) from refused


async def ensure_partitions(connection: Connection, first: datetime, last: datetime) -> None:
    """Make the partitions of these instants where they are missing."""
    driver = await driver_of(connection)
    await driver.execute("SELECT audience.ensure_partitions(%s, %s)", [first, last])


async def _say(driver: Driver, erasures: int, *, local: bool) -> None:
    await driver.execute(
        "SELECT set_config('audience.erasures_known', %s, %s)", [str(erasures), local]
    )


async def _copy(driver: Driver, statement: bytes, rows: bytes) -> None:
    try:
        async with driver.cursor() as cursor, cursor.copy(statement) as copy:
            await copy.write(rows)
    except psycopg.DatabaseError as refused:
        raise _meaning(refused) from refused


def _meaning(refused: psycopg.DatabaseError) -> Exception:
    if refused.sqlstate == _STALE:
        return KnowledgeOutdated()
    if refused.sqlstate == _CLOSED:
        return Conflict(
            "Some of these events are of a time whose log is closed.",
            remedy="Leave out what is older than MATINEE_LAKE__LOG_DAYS; nothing of this chunk was "
            "taken in.",
            code="log_closed",
        )
    return AlreadyThere() if isinstance(refused, psycopg.errors.UniqueViolation) else refused
