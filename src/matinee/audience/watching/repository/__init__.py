"""The log in sums: viewings with their hours and origins, visits, and outcomes of units.

All is set-based: what comes back is as long as the answer, not as the log.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from psycopg import sql
from psycopg.rows import dict_row

from matinee.audience.repository.driver import driver_of
from matinee.audience.watching.model import LABELLED_DAYS, TRACED_DAYS, Exposure, Period
from matinee.audience.watching.repository.periods import CONTRIBUTED, VISITS, WATCHED
from matinee.audience.watching.repository.search_places import SEARCH_PLACES
from matinee.audience.watching.repository.searches import SEARCHES
from matinee.audience.watching.repository.units import (
    HELD_OUT,
    OUTCOMES,
    PACKED,
    SUMS,
    UNITS,
)
from matinee.audience.watching.repository.viewings import VIEWING
from matinee.foundation.database import Connection
from matinee.vocabulary.ids import uuid7_floor

_ID_LAG = timedelta(days=1)
"""An id may have been made so long before its event."""


async def grant_memory(connection: Connection) -> None:
    """Let the sorts of this transaction stay in memory; a log's do not fit into the usual 4 MB."""
    driver = await driver_of(connection)
    await driver.execute("SELECT set_config('work_mem', '64MB', true)")


async def watched(connection: Connection, period: Period) -> list[dict[str, Any]]:
    """Sums of viewings by day, territory, device, arm and title, one row for each origin."""
    return await _rows(connection, WATCHED, _asked(period, back=timedelta(days=TRACED_DAYS)))


async def contributed(connection: Connection, period: Period) -> list[dict[str, Any]]:
    """Sums over members of what each source brought, and of its squares and products.

    ``source`` is empty for all hours; ``row`` is a kind of row, or empty for a source as a whole.
    """
    return await _rows(connection, CONTRIBUTED, _asked(period, back=timedelta(days=TRACED_DAYS)))


async def visits(connection: Connection, period: Period) -> tuple[Any, ...]:
    """How many, how many came to a play, and the median and ninth decile of the seconds."""
    driver = await driver_of(connection)
    cursor = await driver.execute(VISITS, _asked(period))
    row = await cursor.fetchone()
    return row or (0, 0, None, None)


async def searches(
    connection: Connection, period: Period, *, recent: datetime, fewest: int, limit: int
) -> list[dict[str, Any]]:
    """Sums by query, the most frequent first; those since ``recent`` apart."""
    more = {"recent": recent, "fewest": fewest, "limit": limit}
    return await _rows(connection, SEARCHES, _asked(period) | more)


async def search_places(connection: Connection, period: Period) -> list[dict[str, Any]]:
    """How often a choice stood at which place, by arm of the period's experiment."""
    return await _rows(connection, SEARCH_PLACES, _asked(period))


async def outcomes(connection: Connection, exposure: Exposure) -> dict[str, Any]:
    """The packed columns of every exposed unit, in the order of the units' ids."""
    start = exposure.since - exposure.window
    asked = {
        "experiment": exposure.experiment,
        "since": exposure.since,
        "until": exposure.until,
        "window": exposure.window,
        "from": start,
        "first_id": uuid7_floor(start - _ID_LAG),
        "exposed_id": uuid7_floor(exposure.since - _ID_LAG),
    }
    statement = OUTCOMES.format(
        unit=UNITS[exposure.by_household], viewing=VIEWING, sums=SUMS, packed=PACKED
    )
    return (await _rows(connection, statement, asked))[0]


async def held_out(connection: Connection, period: Period) -> dict[str, Any]:
    """The packed columns of every profile that the holdout's label names."""
    asked = _asked(period)
    asked["labelled_id"] = uuid7_floor(period.since - timedelta(days=LABELLED_DAYS))
    return (await _rows(connection, HELD_OUT, asked))[0]


def _asked(period: Period, *, back: timedelta = timedelta()) -> dict[str, Any]:
    start: datetime = period.since - back
    return {
        "since": period.since,
        "until": period.until,
        "from": start,
        "first_id": uuid7_floor(start - _ID_LAG),
        "territory": period.territory,
        "device": period.device,
        "experiment": period.experiment or "",
        "arm": period.arm,
    }


async def _rows(
    connection: Connection, statement: sql.Composed, asked: Mapping[str, Any]
) -> list[dict[str, Any]]:
    driver = await driver_of(connection)
    async with driver.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(statement, asked)
        return await cursor.fetchall()
