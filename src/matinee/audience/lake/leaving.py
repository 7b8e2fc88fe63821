"""Rows of the log in the order in which they leave for the lake, a bounded number at a time."""

import asyncio
from collections.abc import AsyncGenerator

from matinee.audience.log.lake_rows import ArrowTable, arrow_table
from matinee.audience.repository import log_leaving
from matinee.audience.repository.log_leaving import Stretch
from matinee.foundation.database import Database

_READ_AT_ONCE = 200_000
"""Rows in one answer of PostgreSQL: each column is one value, and may have 1 GB at most."""

_FIRST_STEP = 1000
"""Transactions, or milliseconds, that are asked for first; the rows found say how many are next."""


async def ranges(
    database: Database, stretch: Stretch, first: int, until: int
) -> AsyncGenerator[tuple[int, ArrowTable | None]]:
    """The rows from ``first`` to before ``until``, range by range: where each ends, and its rows.

    None stands for no rows.
    """
    reading, step = first, _FIRST_STEP
    while reading < until:
        end = min(reading + step, until)
        rows, found = await _read(database, stretch, reading, end)
        if found > _READ_AT_ONCE and rows is None:
            step = max((end - reading) * _READ_AT_ONCE // (2 * found), 1)
            continue
        step = max(min(step * 4, step * _READ_AT_ONCE // found) if found else step * 4, 1)
        reading = end
        yield reading, rows


async def _read(
    database: Database, stretch: Stretch, first: int, until: int
) -> tuple[ArrowTable | None, int]:
    async with database.transaction() as connection:
        found = await log_leaving.count(connection, stretch, first, until)
        if not found or (found > _READ_AT_ONCE and until - first > 1):
            return None, found
        packed = await log_leaving.leaving(connection, stretch, first, until)
    if packed is None:
        return None, 0
    return await asyncio.to_thread(arrow_table, packed), packed.count
