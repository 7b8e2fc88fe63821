"""How the log leaves for the lake: the rows of a range of transactions, packed by column.

Ids are made by clients and times by clocks, so neither says what has not been read yet. Each row
therefore names the transaction that wrote it, and a range of transactions that have all ended
never gains a row afterwards: what was read of it is all there will ever be. Rows from before
transactions were noted are no longer added to, and are read in the order of their ids.
"""

from dataclasses import dataclass
from itertools import starmap
from typing import LiteralString
from uuid import UUID

from psycopg import sql

from matinee.audience.log.lake_rows import PackedRows, PackedText
from matinee.audience.repository.driver import driver_of
from matinee.foundation.database import Connection

_HORIZON = """
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
        pg_logical_emit_message(true, 'matinee', '')
"""
_NEXT = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
_LAST_BEFORE = "SELECT max(id::text) FROM audience.events WHERE written_in = 0"
_COUNT = sql.SQL("SELECT count(*) FROM audience.events WHERE {}")
_BY_INDEX = "SET LOCAL enable_seqscan = off"
"""New partitions have no statistics yet, and without them the whole log would be read each time."""
_TEXTS: tuple[LiteralString, ...] = (
    "title_id::text", "recommendation_id::text", "device", "surface", '"row"', "query",
    "arms::text",
)  # fmt: skip


def _packed(column: LiteralString) -> sql.Composed:
    return sql.SQL(
        "convert_to(string_agg(coalesce({0}, ''), ''), 'UTF8'),"
        " string_agg(int4send(coalesce(octet_length({0}), 0)), '')"
    ).format(sql.SQL(column))


_ROWS = sql.SQL("""
    SELECT count(*),
        convert_to(string_agg(id::text, ''), 'UTF8'),
        convert_to(string_agg(profile_id::text, ''), 'UTF8'),
        string_agg(timestamptz_send(at), ''),
        string_agg(timestamptz_send(received_at), ''),
        string_agg(int2send(kind), ''),
        string_agg(int2send(time_basis), ''),
        string_agg(int2send(coalesce("position", -1::smallint)), ''),
        string_agg(float4send(coalesce(seconds, 'NaN')), ''),
        string_agg(float4send(coalesce(value, 'NaN')), ''),
        string_agg(float4send(coalesce(probability, 'NaN')), ''),
        {texts}
    FROM audience.events WHERE {within}
""")


@dataclass(frozen=True, slots=True)
class Stretch:
    """One order in which the log leaves; positions are numbers of transactions or milliseconds."""

    within: LiteralString
    by_id: bool

    def bounds(self, first: int, until: int) -> list[int | UUID]:
        """The two ends as the condition takes them."""
        return [UUID(int=end << 80) if self.by_id else end for end in (first, until)]


BY_TRANSACTION = Stretch("written_in >= %b AND written_in < %b AND written_in > 0", by_id=False)
BEFORE_IT_WAS_NOTED = Stretch("id >= %b AND id < %b AND written_in = 0", by_id=True)
"""The millisecond in which a UUIDv7 was made is its first 48 bits."""


async def summarise(connection: Connection) -> None:
    """Let the index of transactions know of what was written since."""
    driver = await driver_of(connection)
    await driver.execute("SELECT audience.summarise_log()")


async def horizon(connection: Connection) -> int:
    """The first transaction that may still be running; to be committed before it is used.

    The message makes the caller's transaction take a number of its own and write it to disk, and
    with it every number below. Without that, a server that dies could hand out again the number of
    a transaction that was seen to end, and what it then writes would lie behind the lake's back.
    """
    driver = await driver_of(connection)
    await driver.execute("SET LOCAL synchronous_commit = on")
    row = await (await driver.execute(_HORIZON)).fetchone()
    if row is None:
        raise LookupError("a query without a table has one row")
    return int(row[0])


async def next_number(connection: Connection) -> int:
    """The first transaction that has not begun: no row that is there now was written by it."""
    driver = await driver_of(connection)
    row = await (await driver.execute(_NEXT)).fetchone()
    if row is None:
        raise LookupError("a query without a table has one row")
    return int(row[0])


async def horizon_before(connection: Connection) -> int:
    """The first millisecond after all rows from before transactions were noted; 0 without any."""
    driver = await driver_of(connection)
    await driver.execute(_BY_INDEX)
    row = await (await driver.execute(_LAST_BEFORE)).fetchone()
    return 0 if row is None or row[0] is None else (UUID(row[0]).int >> 80) + 1


async def count(connection: Connection, stretch: Stretch, first: int, until: int) -> int:
    """Rows from position ``first`` to before ``until``, in the caller's transaction."""
    driver = await driver_of(connection)
    await driver.execute(_BY_INDEX)
    question = _COUNT.format(sql.SQL(stretch.within)).as_bytes()
    row = await (await driver.execute(question, stretch.bounds(first, until))).fetchone()
    return 0 if row is None else int(row[0])


async def leaving(
    connection: Connection, stretch: Stretch, first: int, until: int
) -> PackedRows | None:
    """Those rows, or None where there are none, in the caller's transaction."""
    driver = await driver_of(connection)
    await driver.execute(_BY_INDEX)
    texts = sql.SQL(", ").join(map(_packed, _TEXTS))
    question = _ROWS.format(texts=texts, within=sql.SQL(stretch.within)).as_bytes()
    cursor = await driver.execute(question, stretch.bounds(first, until), binary=True)
    row = await cursor.fetchone()
    if row is None or not row[0]:
        return None
    return PackedRows(*row[:11], *starmap(PackedText, zip(row[11::2], row[12::2], strict=True)))
