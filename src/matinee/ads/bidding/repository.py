"""SQL of outside buyers and of the bids they won."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from matinee.ads.bidding.model import Buyer, Ids
from matinee.ads.tables import buyers, won_bids
from matinee.foundation.database import Connection


@dataclass(frozen=True, slots=True)
class Won:
    """A bid that won; ``price`` in millionths per 1,000 impressions, ``billed`` its notice."""

    ad_id: UUID
    buyer_id: UUID
    ids: Ids
    creative: str
    domains: tuple[str, ...]
    billed: str
    price: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Account:
    """What a buyer won and owes, in billionths of the currency."""

    won: int
    billed: int
    billionths: int


async def put_buyer(connection: Connection, buyer: Buyer) -> None:
    """Add or change one."""
    facts = msgspec.to_builtins(buyer)
    row = upsert(buyers).values(id=buyer.id, facts=facts)
    await connection.execute(
        row.on_conflict_do_update(index_elements=["id"], set_={"facts": facts})
    )


async def list_buyers(connection: Connection) -> list[Buyer]:
    """Every one, by name."""
    found = await connection.execute(select(buyers.c.facts))
    known = [msgspec.convert(row.facts, Buyer, strict=False) for row in found]
    return sorted(known, key=lambda each: (each.name, each.id))


async def keep_won(connection: Connection, won: Sequence[Won]) -> None:
    """Write bids down that won."""
    rows = [
        {
            "ad_id": each.ad_id,
            "buyer_id": each.buyer_id,
            "bid": msgspec.to_builtins(each),
            "price": each.price,
            "at": each.at,
        }
        for each in won
    ]
    await connection.execute(insert(won_bids), rows)


async def bill(connection: Connection, ad_id: UUID, at: datetime) -> bool:
    """Note that the ad of a won bid was seen; False where no such bid was won."""
    done = await connection.execute(
        update(won_bids)
        .where(won_bids.c.ad_id == ad_id)
        .values(billed_at=at)
        .returning(won_bids.c.ad_id)
    )
    return done.first() is not None


async def taken(
    connection: Connection, buyer_id: UUID, deal: str, since: datetime, *, unseen_since: datetime
) -> int:
    """What a buyer won under a deal since then and was seen, or, won lately, may still be seen."""
    found = await connection.execute(
        select(func.count()).where(
            won_bids.c.buyer_id == buyer_id,
            won_bids.c.at >= since,
            won_bids.c.bid["ids"]["deal"].astext == deal,
            won_bids.c.billed_at.is_not(None) | (won_bids.c.at >= unseen_since),
        )
    )
    return int(found.scalar_one())


async def untold(connection: Connection, ad_id: UUID) -> tuple[Won, datetime] | None:
    """A won bid that was billed and whose buyer has not been told, and when it was billed."""
    found = await connection.execute(
        select(won_bids.c.bid, won_bids.c.billed_at).where(
            won_bids.c.ad_id == ad_id,
            won_bids.c.billed_at.is_not(None),
            won_bids.c.told_at.is_(None),
        )
    )
    row = found.first()
    return None if row is None else (msgspec.convert(row.bid, Won, strict=False), row.billed_at)


async def told(connection: Connection, ad_id: UUID, at: datetime) -> None:
    """The buyer took the notice."""
    await connection.execute(update(won_bids).where(won_bids.c.ad_id == ad_id).values(told_at=at))


async def account(
    connection: Connection, buyer_id: UUID, start: datetime, end: datetime
) -> Account:
    """Of bids that were won from ``start`` up to ``end``."""
    seen = won_bids.c.billed_at.is_not(None)
    found = await connection.execute(
        select(
            func.count(),
            func.count().filter(seen),
            func.coalesce(func.sum(won_bids.c.price).filter(seen), 0),
        ).where(won_bids.c.buyer_id == buyer_id, won_bids.c.at >= start, won_bids.c.at < end)
    )
    row = found.one()
    return Account(int(row[0]), int(row[1]), int(row[2]))
