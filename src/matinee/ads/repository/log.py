"""SQL of decisions and exposures."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, delete, select, text
from sqlalchemy.exc import DataError

from matinee.ads.decided import Decision, Exposure
from matinee.ads.tables import decisions, exposures
from matinee.foundation.database import Connection
from matinee.vocabulary.ids import HouseholdId

# As one document each: to quote it as an array of texts takes longer than to make the decisions.
_APPEND = text(
    """
    INSERT INTO ads.decisions (id, decided)
    SELECT CAST(made->>'id' AS uuid), made FROM jsonb_array_elements(CAST(:made AS jsonb)) AS made
    ON CONFLICT DO NOTHING
    """
)
_TELL = text(
    """
    INSERT INTO ads.exposures
        (holder, household_id, at, advertiser_id, campaign_id, line_item_id, creative_id)
    SELECT :holder, CAST(shown->>0 AS uuid), ad.*
    FROM jsonb_array_elements(CAST(:shown AS jsonb)) AS shown,
        jsonb_to_record(shown->1) AS ad (
            at timestamptz, advertiser_id uuid, campaign_id uuid, line_item_id uuid,
            creative_id uuid
        )
    """
)
_Row = TypeVar("_Row")
_AT_ONCE = 500
"""Rows in one statement."""
_OVERLAP = timedelta(seconds=30)
"""Rows of a transaction that ended late have smaller numbers than some that are known already."""


async def write_decisions(connection: Connection, made: Sequence[Decision]) -> list[Decision]:
    """Append to the log; those that the database cannot hold are left out, and given back."""
    refused = list[Decision]()
    for some in _some(made):
        try:
            async with connection.begin_nested():
                await connection.execute(_APPEND, {"made": msgspec.json.encode(some).decode()})
        except DataError:
            if len(some) == 1:
                refused += some
                continue
            for half in (some[: len(some) // 2], some[len(some) // 2 :]):
                refused += await write_decisions(connection, half)
    return refused


async def decisions_of(connection: Connection, ids: Collection[UUID]) -> list[Decision]:
    """Those of them that there are."""
    found = await connection.execute(
        select(decisions.c.decided).where(decisions.c.id.in_(bindparam("ids", expanding=True))),
        {"ids": list(ids)},
    )
    return [msgspec.convert(row.decided, Decision, strict=False) for row in found]


async def latest_decisions(connection: Connection, limit: int) -> list[Decision]:
    """The newest first: their names are in the order of time."""
    asked = select(decisions.c.decided).order_by(decisions.c.id.desc()).limit(limit)
    found = await connection.execute(asked)
    return [msgspec.convert(row.decided, Decision, strict=False) for row in found]


async def write_exposures(
    connection: Connection, holder: UUID, shown: Sequence[tuple[HouseholdId, Exposure]]
) -> None:
    """Tell the other processes what households were shown here."""
    for some in _some(shown):
        rows = {"holder": holder, "shown": msgspec.json.encode(some).decode()}
        await connection.execute(_TELL, rows)


async def exposures_since(
    connection: Connection, since: datetime, *, but: UUID
) -> list[tuple[int, HouseholdId, Exposure]]:
    """What other processes showed, with the numbers by which doubles are known."""
    found = await connection.execute(
        select(exposures)
        .where(exposures.c.at >= since - _OVERLAP, exposures.c.holder != but)
        .order_by(exposures.c.at)
    )
    return [
        (
            row.id,
            HouseholdId(row.household_id),
            Exposure(row.at, row.advertiser_id, row.campaign_id, row.line_item_id, row.creative_id),
        )
        for row in found
    ]


async def forget_exposures(connection: Connection, before: datetime) -> None:
    """Remove what no cap reaches back to."""
    await connection.execute(delete(exposures).where(exposures.c.at < before))


def _some(rows: Sequence[_Row]) -> Iterator[Sequence[_Row]]:
    for begun in range(0, len(rows), _AT_ONCE):
        yield rows[begun : begun + _AT_ONCE]
