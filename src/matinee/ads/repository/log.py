"""SQL of decisions and exposures."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import delete, select, text

from matinee.ads.model import Decision, Exposure
from matinee.ads.tables import decisions, exposures
from matinee.foundation.database import Connection
from matinee.vocabulary.ids import HouseholdId

_APPEND = text(
    """
    INSERT INTO ads.decisions (id, decided)
    SELECT * FROM unnest(CAST(:ids AS uuid[]), CAST(CAST(:decided AS text[]) AS jsonb[]))
    ON CONFLICT DO NOTHING
    """
)
_TELL = text(
    """
    INSERT INTO ads.exposures
        (holder, household_id, at, advertiser_id, campaign_id, line_item_id, creative_id)
    SELECT :holder, * FROM unnest(
        CAST(:households AS uuid[]), CAST(:at AS timestamptz[]), CAST(:advertisers AS uuid[]),
        CAST(:campaigns AS uuid[]), CAST(:line_items AS uuid[]), CAST(:creatives AS uuid[])
    )
    """
)
_OVERLAP = timedelta(seconds=30)
"""Rows of a transaction that ended late have smaller numbers than some that are known already."""


async def write_decisions(connection: Connection, made: Sequence[Decision]) -> None:
    """Append to the log."""
    if made:
        rows = {
            "ids": [one.id for one in made],
            "decided": [msgspec.json.encode(one).decode() for one in made],
        }
        await connection.execute(_APPEND, rows)


async def decision(connection: Connection, decision_id: UUID) -> Decision | None:
    """One of them."""
    found = await connection.execute(
        select(decisions.c.decided).where(decisions.c.id == decision_id)
    )
    row = found.first()
    return None if row is None else msgspec.convert(row.decided, Decision, strict=False)


async def latest_decisions(connection: Connection, limit: int) -> list[Decision]:
    """The newest first: their names are in the order of time."""
    asked = select(decisions.c.decided).order_by(decisions.c.id.desc()).limit(limit)
    found = await connection.execute(asked)
    return [msgspec.convert(row.decided, Decision, strict=False) for row in found]


async def write_exposures(
    connection: Connection, holder: UUID, shown: Sequence[tuple[HouseholdId, Exposure]]
) -> None:
    """Tell the other processes what households were shown here."""
    if not shown:
        return
    rows = {
        "holder": holder,
        "households": [household for household, _ in shown],
        "at": [each.at for _, each in shown],
        "advertisers": [each.advertiser_id for _, each in shown],
        "campaigns": [each.campaign_id for _, each in shown],
        "line_items": [each.line_item_id for _, each in shown],
        "creatives": [each.creative_id for _, each in shown],
    }
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
