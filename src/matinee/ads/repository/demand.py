"""SQL of who booked what."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import msgspec
from sqlalchemy import Text, cast, func, select, update
from sqlalchemy.dialects.postgresql import aggregate_order_by, insert

from matinee.ads.model import OLDEST, Advertiser, Campaign, Creative, LineItem, State
from matinee.ads.tables import (
    advertisers,
    campaigns,
    conditioned,
    creatives,
    exclusions,
    house,
    line_items,
    pacing_plans,
    snapshots,
)
from matinee.foundation.database import Connection

T = TypeVar("T")
_EXCLUDED = ("genres", "moods", "titles", "from_age", "to_age")
_LADDERS = (
    select(func.array_agg(aggregate_order_by(conditioned.c.ladder, conditioned.c.ladder)))
    .where(conditioned.c.creative_id == creatives.c.id, conditioned.c.stage == "ready")
    .correlate(creatives)
    .scalar_subquery()
    .label("ladders")
)


async def open_house(connection: Connection, key: bytes) -> None:
    """The one row of the house, with the key of its beacons, where there is none yet."""
    row = insert(house).values(id=1, demand_version=0, beacon_key=key)
    await connection.execute(row.on_conflict_do_nothing())


async def house_facts(connection: Connection) -> tuple[int, bytes, UUID | None]:
    """The version of the demand, the key of beacons, and the plan of pacing in force."""
    latest = select(pacing_plans.c.id).order_by(pacing_plans.c.id.desc()).limit(1)
    asked = select(house.c.demand_version, house.c.beacon_key, latest.scalar_subquery())
    version, key, plan = (await connection.execute(asked)).one()
    return version, bytes(key), plan


async def demand_version(connection: Connection) -> int | None:
    """The version of the demand; None where nothing was ever booked."""
    return (await connection.execute(select(house.c.demand_version))).scalar()


async def changed(connection: Connection) -> None:
    """Tell every process, on the caller's transaction, that the demand is another."""
    await connection.execute(update(house).values(demand_version=house.c.demand_version + 1))


async def put_advertiser(connection: Connection, advertiser: Advertiser) -> None:
    """Add or change one."""
    row = {"id": advertiser.id, "name": advertiser.name, "domain": advertiser.domain}
    adding = insert(advertisers).values(row)
    await connection.execute(adding.on_conflict_do_update(index_elements=["id"], set_=row))


async def put_campaign(connection: Connection, campaign: Campaign) -> None:
    """Add or change one; its advertiser stays."""
    row = {"id": campaign.id, "name": campaign.name, "state": campaign.state.value}
    adding = insert(campaigns).values(row | {"advertiser_id": campaign.advertiser_id})
    await connection.execute(adding.on_conflict_do_update(index_elements=["id"], set_=row))


async def put_creative(connection: Connection, creative: Creative) -> None:
    """Add or change one; its ladders are counted, not told."""
    made = _plain(replace(creative, ladders=()))
    row = {"id": creative.id, "advertiser_id": creative.advertiser_id, "made": made}
    adding = insert(creatives).values(row)
    await connection.execute(adding.on_conflict_do_update(index_elements=["id"], set_=row))


async def put_line_item(connection: Connection, item: LineItem, at: datetime) -> bool:
    """Add or change one; False where less than what is out and billed would be left to it.

    From ``at`` on, what it excludes counts against it where it is shown all the same.
    """
    adding = insert(line_items).values(
        id=item.id,
        campaign_id=item.campaign_id,
        booked=_plain(item),
        budget=item.budget,
        out=0,
        billed=0,
        shadow=0,
    )
    done = await connection.execute(
        adding.on_conflict_do_update(
            index_elements=["id"],
            set_={"booked": adding.excluded.booked, "budget": adding.excluded.budget},
            where=line_items.c.out + line_items.c.billed <= adding.excluded.budget,
        ).returning(line_items.c.id)
    )
    if done.first() is None:
        return False
    await _keep_exclusions(connection, item, at)
    return True


async def _keep_exclusions(connection: Connection, item: LineItem, at: datetime) -> None:
    """Write down where it must not run, if that is another than before."""
    without = item.targeting
    now = (
        sorted(without.without_genres),
        sorted(without.without_moods),
        sorted(without.without_titles),
        without.from_age,
        without.to_age,
    )
    columns = [exclusions.c[name] for name in _EXCLUDED]
    asked = (
        select(*columns)
        .where(exclusions.c.line_item_id == item.id)
        .order_by(exclusions.c.since.desc())
        .limit(1)
    )
    before = (await connection.execute(asked)).first()
    if (tuple(before) if before else ([], [], [], 0, OLDEST)) == now:
        return
    row = dict(zip(_EXCLUDED, now, strict=True))
    adding = insert(exclusions).values(row | {"line_item_id": item.id, "since": at})
    await connection.execute(
        adding.on_conflict_do_update(index_elements=["line_item_id", "since"], set_=row)
    )


async def list_advertisers(connection: Connection) -> list[Advertiser]:
    """Every one, by name."""
    found = await connection.execute(select(advertisers).order_by(advertisers.c.name))
    return [Advertiser(row.id, row.name, row.domain) for row in found]


async def list_campaigns(
    connection: Connection, only: Collection[UUID] | None = None
) -> list[Campaign]:
    """Every one, or those of a set."""
    asked = select(campaigns).order_by(campaigns.c.id)
    if only is not None:
        asked = asked.where(campaigns.c.id.in_(only))
    return [
        Campaign(row.id, row.advertiser_id, row.name, State(row.state))
        for row in await connection.execute(asked)
    ]


async def list_line_items(connection: Connection, campaign: UUID) -> list[LineItem]:
    """Line items of a campaign."""
    asked = (
        select(line_items.c.booked)
        .where(line_items.c.campaign_id == campaign)
        .order_by(line_items.c.id)
    )
    return [_typed(row.booked, LineItem) for row in await connection.execute(asked)]


async def line_item_to_change(
    connection: Connection, campaign: UUID, item: UUID
) -> LineItem | None:
    """One of a campaign, which nobody else changes before the end of the transaction."""
    asked = select(line_items.c.booked).where(
        line_items.c.id == item, line_items.c.campaign_id == campaign
    )
    row = (await connection.execute(asked.with_for_update())).first()
    return None if row is None else _typed(row.booked, LineItem)


async def active_line_items(connection: Connection) -> list[LineItem]:
    """Those that are active, of campaigns that are."""
    asked = (
        select(line_items.c.booked)
        .join(campaigns, campaigns.c.id == line_items.c.campaign_id)
        .where(campaigns.c.state == State.ACTIVE.value)
        .where(line_items.c.booked["state"].astext == State.ACTIVE.value)
    )
    return [_typed(row.booked, LineItem) for row in await connection.execute(asked)]


async def list_creatives(connection: Connection, advertiser: UUID | None = None) -> list[Creative]:
    """Creatives of an advertiser, or all."""
    asked = select(creatives.c.made, _LADDERS).order_by(creatives.c.id)
    if advertiser is not None:
        asked = asked.where(creatives.c.advertiser_id == advertiser)
    found = await connection.execute(asked)
    return [_creative(row.made, row.ladders) for row in found]


async def creative(connection: Connection, creative_id: UUID) -> Creative | None:
    """One of them."""
    asked = select(creatives.c.made, _LADDERS).where(creatives.c.id == creative_id)
    row = (await connection.execute(asked)).first()
    return None if row is None else _creative(row.made, row.ladders)


async def keep_snapshot(connection: Connection, version: str, demand: Any) -> None:
    """The demand that decisions name, for their replay; kept once, with when it was taken last."""
    row = insert(snapshots).values(version=version, taken_at=func.now(), demand=_plain(demand))
    again = {"taken_at": row.excluded.taken_at}
    await connection.execute(row.on_conflict_do_update(index_elements=["version"], set_=again))


async def snapshot(connection: Connection, version: str) -> str | None:
    """The demand of that name as JSON, which is large: the caller chooses where to read it."""
    asked = select(cast(snapshots.c.demand, Text)).where(snapshots.c.version == version)
    return (await connection.execute(asked)).scalar()


def _creative(made: Any, ladders: list[str] | None) -> Creative:
    return replace(_typed(made, Creative), ladders=tuple(ladders or ()))


def _plain(value: Any) -> Any:
    return msgspec.to_builtins(value, str_keys=True)


def _typed(value: Any, kind: type[T]) -> T:
    return msgspec.convert(value, kind, strict=False)
