"""SQL of leases, impressions and beacons: where budgets stay true."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Uuid,
    any_,
    bindparam,
    func,
    literal,
    select,
    text,
    union,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from matinee.ads.billing import Lease, PlacedAd
from matinee.ads.tables import (
    beacons,
    impressions,
    invalid_beacons,
    leases,
    line_items,
    reached,
)
from matinee.ads.traffic.model import TrafficRule
from matinee.foundation.database import Connection

_RAISE = text(
    """
    WITH wanted AS (
        SELECT item.id, least(held.more, item.budget - item.out - item.billed,
                              held.ceiling - item.out - item.billed) AS more, held.lease
        FROM ads.line_items item
        JOIN unnest(CAST(:items AS uuid[]), CAST(:mores AS bigint[]),
                    CAST(:ceilings AS bigint[]), CAST(:leases AS uuid[]))
             AS held (id, more, ceiling, lease) ON held.id = item.id
        ORDER BY item.id
        FOR UPDATE OF item
    ), taken AS (
        UPDATE ads.line_items item SET out = out + wanted.more
        FROM wanted WHERE wanted.id = item.id AND wanted.more > 0
        RETURNING item.id, wanted.more, wanted.lease
    )
    INSERT INTO ads.leases AS lease
        (id, line_item_id, holder, granted, billed, expires_at, closes_at, closed)
    SELECT taken.lease, taken.id, :holder, taken.more, 0, :expires, :closes, false FROM taken
    ON CONFLICT (id) DO UPDATE SET granted = lease.granted + excluded.granted
    """
)
_CLOSE = text(
    """
    WITH over AS (
        UPDATE ads.leases SET closed = true
        WHERE id IN (
            SELECT id FROM ads.leases WHERE NOT closed AND closes_at <= :now
            ORDER BY id FOR UPDATE SKIP LOCKED
        )
        RETURNING line_item_id, granted, billed
    ), settled AS (
        SELECT line_item_id, sum(granted) AS granted, sum(billed) AS billed
        FROM over GROUP BY line_item_id
    )
    UPDATE ads.line_items item
    SET out = item.out - settled.granted, billed = item.billed + settled.billed
    FROM settled WHERE settled.line_item_id = item.id
    """
)

_ENDS = ("complete", "skip", "error")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a process asks for of a line item, in billionths, under its own lease or a new name.

    With a ``ceiling`` no more is granted than brings all that is out or billed up to it.
    """

    line_item_id: UUID
    lease_id: UUID
    more: int
    ceiling: int | None = None


async def raise_leases(
    connection: Connection,
    wanted: Sequence[Wanted],
    *,
    holder: UUID,
    expires: datetime,
    closes: datetime,
) -> None:
    """Lease as much of each line item as is wanted, as far as there is left of it.

    Line items are locked in the order of their ids, so that processes never wait in a ring.
    """
    if not wanted:
        return
    await connection.execute(
        _RAISE,
        {
            "items": [each.line_item_id for each in wanted],
            "mores": [each.more for each in wanted],
            "ceilings": [each.ceiling for each in wanted],
            "leases": [each.lease_id for each in wanted],
            "holder": holder,
            "expires": expires,
            "closes": closes,
        },
    )


async def extend_leases(
    connection: Connection, *, holder: UUID, now: datetime, expires: datetime, closes: datetime
) -> None:
    """A living process keeps what it holds; a lease that ran out is not taken up again."""
    await connection.execute(
        update(leases)
        .where(leases.c.holder == holder, ~leases.c.closed, leases.c.expires_at > now)
        .values(expires_at=expires, closes_at=closes)
    )


async def leases_of(
    connection: Connection, holder: UUID, now: datetime, items: Sequence[UUID] | None = None
) -> list[Lease]:
    """What a process holds, of all line items or of some."""
    asked = select(
        leases.c.id,
        leases.c.line_item_id,
        leases.c.granted,
        leases.c.billed,
        leases.c.expires_at,
    ).where(leases.c.holder == holder, ~leases.c.closed, leases.c.expires_at > now)
    if items is not None:
        asked = asked.where(leases.c.line_item_id == any_(literal(list(items), ARRAY(Uuid))))
    return [Lease(*row) for row in await connection.execute(asked)]


async def close_leases(connection: Connection, now: datetime) -> None:
    """Settle the leases under which no beacon can count any more."""
    await connection.execute(_CLOSE, {"now": now})


async def release_leases(connection: Connection, holder: UUID, now: datetime) -> None:
    """A process that stops decides no more; what it holds is settled when its beacons are over."""
    await connection.execute(
        update(leases).where(leases.c.holder == holder, ~leases.c.closed).values(expires_at=now)
    )


async def bill(connection: Connection, placed: PlacedAd, at: datetime) -> bool | None:
    """Count an impression once: True if it was the first, False if not, None if it is too late."""
    if not await note_impression(connection, placed, at):
        return False
    uses = placed.uses if await _first_of_household(connection, placed, at) else 0
    paid = await connection.execute(
        update(leases)
        .where(leases.c.id == placed.lease_id, ~leases.c.closed)
        .values(billed=leases.c.billed + uses)
        .returning(leases.c.id)
    )
    return None if paid.first() is None else True


async def note_impression(connection: Connection, placed: PlacedAd, at: datetime) -> bool:
    """Count an impression once that no lease pays for; whether it was the first."""
    row = insert(impressions).values(
        ad_id=placed.ad_id,
        campaign_id=placed.campaign_id,
        line_item_id=placed.line_item_id,
        creative_id=placed.creative_id,
        lease_id=placed.lease_id,
        price=placed.price,
        at=at,
    )
    first = await connection.execute(row.on_conflict_do_nothing().returning(impressions.c.ad_id))
    return first.first() is not None


async def _first_of_household(connection: Connection, placed: PlacedAd, at: datetime) -> bool:
    """Whether it counts towards the goal: where that is reach, with a household's first alone."""
    if not placed.household:
        return True
    row = insert(reached).values(
        line_item_id=placed.line_item_id, household=placed.household, at=at
    )
    first = await connection.execute(row.on_conflict_do_nothing().returning(reached.c.household))
    return first.first() is not None


async def note_beacon(connection: Connection, placed: PlacedAd, event: str, at: datetime) -> bool:
    """Keep an event of an ad once; whether it was new."""
    row = insert(beacons).values(
        ad_id=placed.ad_id, event=event, line_item_id=placed.line_item_id, at=at
    )
    done = await connection.execute(row.on_conflict_do_nothing().returning(beacons.c.ad_id))
    return done.first() is not None


async def note_invalid(
    connection: Connection, placed: PlacedAd, event: str, rule: TrafficRule, at: datetime
) -> None:
    """Keep an event of an ad that does not count, once, with the rule that kept it out."""
    row = insert(invalid_beacons).values(
        ad_id=placed.ad_id, event=event, rule=rule, line_item_id=placed.line_item_id, at=at
    )
    await connection.execute(row.on_conflict_do_nothing())


async def ended(connection: Connection, ads: Sequence[UUID]) -> set[UUID]:
    """Those of some ads that were seen to their end, were left, or could not be shown.

    What does not count as traffic does here: whoever told of it is not shown the ad again.
    """
    told = (
        select(table.c.ad_id).where(
            table.c.ad_id.in_(bindparam("ads", expanding=True)), table.c.event.in_(_ENDS)
        )
        for table in (beacons, invalid_beacons)
    )
    found = await connection.execute(union(*told), {"ads": list(ads)})
    return set(found.scalars())


async def billed_by_line_item(
    connection: Connection, campaign: UUID, start: datetime, end: datetime
) -> list[tuple[UUID, UUID, int, int]]:
    """Line item, creative, impressions, and their prices in billionths, of a campaign."""
    found = await connection.execute(
        select(
            impressions.c.line_item_id,
            impressions.c.creative_id,
            func.count(),
            func.sum(impressions.c.price),
        )
        .where(
            impressions.c.campaign_id == campaign,
            impressions.c.at >= start,
            impressions.c.at < end,
        )
        .group_by(impressions.c.line_item_id, impressions.c.creative_id)
        .order_by(impressions.c.line_item_id, impressions.c.creative_id)
    )
    return [(row[0], row[1], int(row[2]), int(row[3])) for row in found]


async def mean_price(connection: Connection, since: datetime) -> float | None:
    """What an impression cost since then, in billionths; None where there was none."""
    found = await connection.execute(
        select(func.avg(impressions.c.price)).where(impressions.c.at >= since)
    )
    mean = found.scalar()
    return None if mean is None else float(mean)


async def impressions_by_hour(
    connection: Connection, campaign: UUID
) -> list[tuple[UUID, datetime, int, int]]:
    """Line item, hour, impressions and their prices in billionths, of a campaign."""
    hour = func.date_trunc("hour", impressions.c.at, "UTC").label("hour")
    found = await connection.execute(
        select(impressions.c.line_item_id, hour, func.count(), func.sum(impressions.c.price))
        .where(impressions.c.campaign_id == campaign)
        .group_by(impressions.c.line_item_id, hour)
        .order_by(hour)
    )
    return [(row[0], row[1], int(row[2]), int(row[3])) for row in found]


async def reached_by_hour(
    connection: Connection, campaign: UUID
) -> dict[tuple[UUID, datetime], int]:
    """Households that were new to a line item, by hour, of those whose goal is reach."""
    hour = func.date_trunc("hour", reached.c.at, "UTC").label("hour")
    found = await connection.execute(
        select(reached.c.line_item_id, hour, func.count())
        .join(line_items, line_items.c.id == reached.c.line_item_id)
        .where(line_items.c.campaign_id == campaign)
        .group_by(reached.c.line_item_id, hour)
    )
    return {(row[0], row[1]): int(row[2]) for row in found}


async def reached_households(connection: Connection, campaign: UUID) -> dict[UUID, int]:
    """How many households each line item has reached, of those whose goal is reach."""
    found = await connection.execute(
        select(reached.c.line_item_id, func.count())
        .join(line_items, line_items.c.id == reached.c.line_item_id)
        .where(line_items.c.campaign_id == campaign)
        .group_by(reached.c.line_item_id)
    )
    return {row[0]: int(row[1]) for row in found}


async def events_by_line_item(
    connection: Connection, items: Sequence[UUID]
) -> dict[tuple[UUID, str], int]:
    """How often each event was told, by line item."""
    found = await connection.execute(
        select(beacons.c.line_item_id, beacons.c.event, func.count())
        .where(beacons.c.line_item_id.in_(bindparam("items", expanding=True)))
        .group_by(beacons.c.line_item_id, beacons.c.event),
        {"items": list(items)},
    )
    return {(row[0], row[1]): int(row[2]) for row in found}


async def standing(connection: Connection, item: UUID) -> tuple[int, int, int] | None:
    """Budget, what is out on leases, and what closed leases billed, in billionths."""
    found = await connection.execute(
        select(line_items.c.budget, line_items.c.out, line_items.c.billed).where(
            line_items.c.id == item
        )
    )
    row = found.first()
    return None if row is None else (row[0], row[1], row[2])
