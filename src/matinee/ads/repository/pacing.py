"""SQL of pacing: breaks by the hour, how far line items are, and the plans."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Text, bindparam, cast, select, text
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.types import Uuid

from matinee.ads.model import BreakRequest
from matinee.ads.paced import PacingPlan, PastPlan, plan_of
from matinee.ads.repository.past_plans import past_plan
from matinee.ads.tables import break_hours, pacing_plans
from matinee.foundation.database import Connection
from matinee.vocabulary.ids import uuid7_floor

# What the household's clock says, less what UTC's does, in hours of the week.
_COUNT = text(
    """
    WITH asked AS (
        SELECT (decided->'request'->>'at')::timestamptz AS at, decided->'request' AS request
        FROM ads.decisions
        WHERE id >= :least AND id < :beyond
            AND NOT coalesce((decided->'request'->>'kids')::boolean, false)
    )
    SELECT date_trunc('hour', at, 'UTC') AS hour, request->>'territory' AS territory,
        request->>'format' AS format,
        ((request->>'hour')::int - extract(hour FROM at AT TIME ZONE 'UTC')::int
            - 24 * (extract(isodow FROM at AT TIME ZONE 'UTC')::int - 1) + 336) % 168 AS ahead,
        count(*) AS breaks
    FROM asked GROUP BY 1, 2, 3, 4
    """
).bindparams(bindparam("least", type_=Uuid()), bindparam("beyond", type_=Uuid()))

_STANDINGS = text(
    """
    SELECT item.id, item.out + item.billed AS granted, item.billed + coalesce(
        (SELECT sum(billed) FROM ads.leases WHERE line_item_id = item.id AND NOT closed), 0
    )::bigint AS used
    FROM ads.line_items item WHERE item.id = ANY (:items)
    """
).bindparams(bindparam("items", type_=ARRAY(Uuid())))

# The next decision after each of some instants: a few hundred look-ups, however long the log is.
_SAMPLE = text(
    """
    SELECT met.request FROM unnest(:instants) AS instant(id)
    CROSS JOIN LATERAL (
        SELECT decided->'request' AS request FROM ads.decisions
        WHERE id >= instant.id ORDER BY id LIMIT 1
    ) met
    """
).bindparams(bindparam("instants", type_=ARRAY(Uuid())))


@dataclass(frozen=True, slots=True)
class BreakHour:
    """How many breaks of a kind an hour had; ``ahead`` as in the table."""

    hour: datetime
    territory: str
    format: str
    ahead: int
    breaks: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Of a line item's budget, in billionths: what is out or billed, and what of it was used."""

    granted: int
    used: int


async def count_breaks(connection: Connection, start: datetime, until: datetime) -> list[BreakHour]:
    """From the log of decisions."""
    bounds = {"least": uuid7_floor(start), "beyond": uuid7_floor(until)}
    found = await connection.execute(_COUNT, bounds)
    return [
        BreakHour(row.hour, row.territory, row.format, int(row.ahead), int(row.breaks))
        for row in found
    ]


async def add_breaks(connection: Connection, counted: Sequence[BreakHour]) -> None:
    """Add to what was counted of those hours before."""
    if not counted:
        return
    rows = insert(break_hours).values([asdict(each) for each in counted])
    await connection.execute(
        rows.on_conflict_do_update(
            index_elements=["hour", "territory", "format", "ahead"],
            set_={"breaks": break_hours.c.breaks + rows.excluded.breaks},
        )
    )


async def breaks_since(connection: Connection, since: datetime) -> list[BreakHour]:
    """By time."""
    asked = select(break_hours).where(break_hours.c.hour >= since).order_by(break_hours.c.hour)
    return [BreakHour(*row) for row in await connection.execute(asked)]


async def standings(connection: Connection, items: Sequence[UUID]) -> dict[UUID, Standing]:
    """How far line items are."""
    found = await connection.execute(_STANDINGS, {"items": list(items)})
    return {row.id: Standing(int(row.granted), int(row.used)) for row in found}


async def sample_of_breaks(
    connection: Connection, instants: Sequence[datetime]
) -> list[BreakRequest]:
    """The break that was decided next after each of them."""
    asked = {"instants": [uuid7_floor(each) for each in instants]}
    found = await connection.execute(_SAMPLE, asked)
    return [msgspec.convert(row.request, BreakRequest, strict=False) for row in found]


async def put_plan(connection: Connection, plan: PacingPlan) -> None:
    """The next plan, with the prices of all its line items in one statement."""
    made: Any = msgspec.to_builtins(plan, str_keys=True)
    await connection.execute(insert(pacing_plans).values(id=plan.id, plan=made))


async def latest_plan(connection: Connection) -> PacingPlan | None:
    """The one in force; None before there was any."""
    asked = select(cast(pacing_plans.c.plan, Text)).order_by(pacing_plans.c.id.desc()).limit(1)
    found = (await connection.execute(asked)).scalar()
    return None if found is None else plan_of(found)


async def plan(connection: Connection, plan_id: UUID) -> PacingPlan | PastPlan | None:
    """One of them, or what is kept of it."""
    asked = select(cast(pacing_plans.c.plan, Text)).where(pacing_plans.c.id == plan_id)
    found = (await connection.execute(asked)).scalar()
    # In this order: what was packed between the two questions is found by the second.
    return await past_plan(connection, plan_id) if found is None else plan_of(found)
