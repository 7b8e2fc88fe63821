"""SQL of blends: what was asked for titles' worlds, and what was made of them."""

from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Row, select
from sqlalchemy.dialects.postgresql import insert

from matinee.ads.blends.model import Blend, Grant
from matinee.ads.tables import blend_grants, blends
from matinee.foundation.database import Connection
from matinee.vocabulary.ids import TitleId


async def add_grant(connection: Connection, grant: Grant) -> None:
    """Keep what was asked."""
    row = {"id": grant.id, "title_id": grant.title, "asked": msgspec.to_builtins(grant)}
    await connection.execute(insert(blend_grants).values(row))


async def grant(connection: Connection, identifier: UUID) -> Grant | None:
    """One of them."""
    asked = select(blend_grants.c.asked).where(blend_grants.c.id == identifier)
    row = (await connection.execute(asked)).first()
    return None if row is None else msgspec.convert(row.asked, Grant, strict=False)


async def grants_of(connection: Connection, title: TitleId, *, limit: int) -> list[Grant]:
    """Those of a title, the newest first."""
    asked = (
        select(blend_grants.c.asked)
        .where(blend_grants.c.title_id == title)
        .order_by(blend_grants.c.id.desc())
        .limit(limit)
    )
    found = await connection.execute(asked)
    return [msgspec.convert(row.asked, Grant, strict=False) for row in found]


async def latest_grants(connection: Connection, *, limit: int) -> list[Grant]:
    """Those of all titles, the newest first."""
    asked = select(blend_grants.c.asked).order_by(blend_grants.c.id.desc()).limit(limit)
    found = await connection.execute(asked)
    return [msgspec.convert(row.asked, Grant, strict=False) for row in found]


async def put(connection: Connection, blend: Blend) -> None:
    """Keep a blend, or what is new of it."""
    row = {
        "creative_id": blend.creative,
        "campaign_id": blend.campaign,
        "made": msgspec.to_builtins(blend),
        "closed": bool(blend.closed),
    }
    adding = insert(blends).values(row)
    await connection.execute(adding.on_conflict_do_update(index_elements=["creative_id"], set_=row))


async def one(connection: Connection, creative: UUID, *, hold: bool = False) -> Blend | None:
    """That of a creative; held until the transaction ends where it is to be changed."""
    asked = select(blends.c.made).where(blends.c.creative_id == creative)
    row = (await connection.execute(asked.with_for_update() if hold else asked)).first()
    return None if row is None else _blend(row)


async def listed(
    connection: Connection, *, campaign: UUID | None = None, limit: int
) -> list[Blend]:
    """Those of a campaign, or all, the newest first."""
    asked = select(blends.c.made).order_by(blends.c.creative_id.desc()).limit(limit)
    if campaign is not None:
        asked = asked.where(blends.c.campaign_id == campaign)
    return [_blend(row) for row in await connection.execute(asked)]


async def open_ones(connection: Connection) -> list[Blend]:
    """Those that nothing closed yet."""
    asked = select(blends.c.made).where(blends.c.closed.is_(False)).order_by(blends.c.creative_id)
    return [_blend(row) for row in await connection.execute(asked)]


def _blend(row: Row[Any]) -> Blend:
    return msgspec.convert(row.made, Blend, strict=False)
