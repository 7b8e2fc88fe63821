"""Draws as they are stored."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from matinee.experiments.exploration.draws import Draw, Slot
from matinee.experiments.tables import draws
from matinee.foundation.database import Connection
from matinee.vocabulary.ids import RecommendationId, TitleId


async def add(connection: Connection, made: Sequence[Draw], *, at: datetime) -> None:
    """Keep draws; a slot that is there stays as it is."""
    rows = [
        {
            "recommendation_id": one.slot.recommendation_id,
            "row": one.slot.row,
            "position": one.slot.position,
            "policy": one.policy,
            "titles": list(one.titles),
            "probabilities": list(one.probabilities),
            "chosen": one.chosen,
            "estimated": one.estimated,
            "at": at,
        }
        for one in made
    ]
    await connection.execute(insert(draws).on_conflict_do_nothing(), rows)


async def listed(
    connection: Connection, policy: str, *, since: datetime, limit: int
) -> tuple[Draw, ...]:
    """What a policy drew, oldest first."""
    found = await connection.execute(
        select(draws)
        .where(draws.c.policy == policy, draws.c.at >= since)
        .order_by(draws.c.at, draws.c.recommendation_id, draws.c.row, draws.c.position)
        .limit(limit)
    )
    return tuple(
        Draw(
            slot=Slot(RecommendationId(row.recommendation_id), row.row, row.position),
            policy=row.policy,
            titles=tuple(map(TitleId, row.titles)),
            probabilities=tuple(row.probabilities),
            chosen=row.chosen,
            estimated=row.estimated,
        )
        for row in found
    )


async def remove(connection: Connection, *, before: datetime) -> int:
    """Remove old ones."""
    return (await connection.execute(delete(draws).where(draws.c.at < before))).rowcount
