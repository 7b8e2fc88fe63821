"""What people decided: written once, read in the order in which it was said."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select

from matinee.foundation.database import Connection
from matinee.studio.breakdown.model import BY_KEY, Method
from matinee.studio.model import Decision, Told, Verdict
from matinee.studio.tables import decisions


async def add(connection: Connection, production: UUID, made: Sequence[Decision]) -> None:
    """Write decisions down."""
    if made:
        await connection.execute(
            insert(decisions),
            [
                {
                    "id": one.id,
                    "production": production,
                    "draft": one.draft,
                    "at": one.at,
                    "by": one.by,
                    "resting": one.resting,
                    "carried_from": one.carried_from,
                    "told": _told_values(one.told),
                }
                for one in made
            ],
        )


async def of_draft(connection: Connection, draft: UUID) -> tuple[Decision, ...]:
    """A draft's decisions, the first first."""
    found = await connection.execute(
        select(decisions).where(decisions.c.draft == draft).order_by(decisions.c.at, decisions.c.id)
    )
    return tuple(_decision(row) for row in found)


async def of_production(connection: Connection, production: UUID) -> tuple[Decision, ...]:
    """Everything that was decided on any draft of a production, the first first."""
    found = await connection.execute(
        select(decisions)
        .where(decisions.c.production == production)
        .order_by(decisions.c.at, decisions.c.id)
    )
    return tuple(_decision(row) for row in found)


def _told_values(told: Told) -> dict[str, Any]:
    return {
        "verdict": told.verdict.value,
        "scene": told.scene,
        "category": told.category.key,
        "name": told.name,
        "was_category": told.was_category.key if told.was_category else None,
        "was_name": told.was_name,
        "head": told.head,
        "method": told.method.value if told.method else None,
        "paragraph": told.paragraph,
        "start": told.start,
        "end": told.end,
        "line": told.line,
        "heading": told.heading,
    }


def _decision(row: Row[Any]) -> Decision:
    told = row.told
    return Decision(
        id=row.id,
        draft=row.draft,
        told=Told(
            verdict=Verdict(told["verdict"]),
            scene=told["scene"],
            category=BY_KEY[told["category"]],
            name=told["name"],
            was_category=BY_KEY[told["was_category"]] if told["was_category"] else None,
            was_name=told["was_name"],
            head=told["head"],
            method=Method(told["method"]) if told["method"] else None,
            paragraph=told["paragraph"],
            start=told["start"],
            end=told["end"],
            line=told["line"],
            heading=told["heading"],
        ),
        at=row.at,
        by=row.by,
        resting=row.resting,
        carried_from=row.carried_from,
    )
