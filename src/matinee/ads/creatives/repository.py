"""SQL of creatives' files: what was brought, the ladders in use, and what is fit for which."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Row, select, update
from sqlalchemy.dialects.postgresql import insert

from matinee.ads.creatives.model import Conditioning, Master, Stage
from matinee.ads.tables import conditioned, ladders, masters
from matinee.foundation.database import Connection
from matinee.media.model import Conditioned, Ladder, SpotFacts


async def put_master(connection: Connection, master: Master) -> None:
    """Keep what is known of a creative's file."""
    row = {
        "creative_id": master.creative_id,
        "store": master.store,
        "name": master.name,
        "facts": msgspec.to_builtins(master.facts),
        "at": master.at,
    }
    adding = insert(masters).values(row)
    await connection.execute(adding.on_conflict_do_update(index_elements=["creative_id"], set_=row))


async def list_masters(connection: Connection, creatives: Collection[UUID]) -> dict[UUID, Master]:
    """Those of a set of creatives that have a file, by creative."""
    found = await connection.execute(select(masters).where(masters.c.creative_id.in_(creatives)))
    return {
        row.creative_id: Master(
            row.creative_id,
            row.store,
            row.name,
            msgspec.convert(row.facts, SpotFacts, strict=False),
            row.at,
        )
        for row in found
    }


async def note_ladder(connection: Connection, ladder: Ladder, at: datetime) -> None:
    """That titles of such a ladder have breaks."""
    row = {"key": ladder.key, "ladder": msgspec.to_builtins(ladder), "asked_at": at}
    adding = insert(ladders).values(row)
    await connection.execute(
        adding.on_conflict_do_update(index_elements=["key"], set_={"asked_at": at})
    )


async def list_ladders(connection: Connection, since: datetime) -> list[Ladder]:
    """Those that were asked for since then."""
    asked = select(ladders.c.ladder).where(ladders.c.asked_at >= since).order_by(ladders.c.key)
    return [_ladder(row.ladder) for row in await connection.execute(asked)]


async def ladder(connection: Connection, key: str) -> Ladder | None:
    """One of them."""
    row = (await connection.execute(select(ladders.c.ladder).where(ladders.c.key == key))).first()
    return None if row is None else _ladder(row.ladder)


async def want(
    connection: Connection, pairs: Sequence[tuple[UUID, str]], at: datetime
) -> list[tuple[UUID, str]]:
    """Note what is to be conditioned; those of the pairs that still wait, old ones too."""
    if not pairs:
        return []
    rows = [
        {"creative_id": creative, "ladder": key, "stage": Stage.WAITING, "reason": "", "at": at}
        for creative, key in pairs
    ]
    await connection.execute(insert(conditioned).on_conflict_do_nothing(), rows)
    found = await connection.execute(
        select(conditioned.c.creative_id, conditioned.c.ladder).where(
            conditioned.c.creative_id.in_({creative for creative, _ in pairs}),
            conditioned.c.stage == Stage.WAITING,
        )
    )
    asked = set(pairs)
    return [pair for row in found if (pair := (row.creative_id, row.ladder)) in asked]


async def settle(connection: Connection, done: Conditioning) -> None:
    """What became of one."""
    await connection.execute(
        update(conditioned)
        .where(conditioned.c.creative_id == done.creative_id, conditioned.c.ladder == done.ladder)
        .values(
            stage=done.stage,
            reason=done.reason,
            made=None if done.made is None else msgspec.to_builtins(done.made),
            at=done.at,
        )
    )


async def note_fault(
    connection: Connection, creative: UUID, ladder: str, reason: str, at: datetime
) -> int:
    """Count a passing fault with one that waits, and keep its reason; how many there were."""
    counted = await connection.execute(
        update(conditioned)
        .where(conditioned.c.creative_id == creative, conditioned.c.ladder == ladder)
        .values(faults=conditioned.c.faults + 1, reason=reason, at=at)
        .returning(conditioned.c.faults)
    )
    return counted.scalar_one_or_none() or 0


async def wait_again(connection: Connection, creative: UUID, at: datetime) -> None:
    """What was refused of a creative waits as if it were new."""
    await connection.execute(
        update(conditioned)
        .where(conditioned.c.creative_id == creative, conditioned.c.stage == Stage.REFUSED)
        .values(stage=Stage.WAITING, reason="", at=at, faults=0)
    )


async def conditionings(connection: Connection, creatives: Collection[UUID]) -> list[Conditioning]:
    """Every ladder of a set of creatives, however far."""
    asked = (
        select(conditioned)
        .where(conditioned.c.creative_id.in_(creatives))
        .order_by(conditioned.c.creative_id, conditioned.c.ladder)
    )
    return [_conditioning(row) for row in await connection.execute(asked)]


def _conditioning(row: Row[Any]) -> Conditioning:
    made = None if row.made is None else msgspec.convert(row.made, Conditioned, strict=False)
    return Conditioning(row.creative_id, row.ladder, Stage(row.stage), row.reason, made, row.at)


def _ladder(plain: Any) -> Ladder:
    return msgspec.convert(plain, Ladder, strict=False)
