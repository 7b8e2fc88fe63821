"""All SQL on what is asked for as final, and is."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from matinee.foundation.database import Connection
from matinee.studio.commissions.model import Promotion
from matinee.studio.tables import concept_boards, concept_commissions, concept_promotions

_COLUMNS = concept_promotions.c
_FIELDS = [_COLUMNS[name] for name in Promotion.__slots__]


async def add(connection: Connection, promotion: Promotion) -> bool:
    """Write down what is asked for; False where the commission has one already that is open."""
    values = {name: getattr(promotion, name) for name in Promotion.__slots__}
    added = insert(concept_promotions).values(**values).on_conflict_do_nothing()
    return bool((await connection.execute(added)).rowcount)


async def open_of(connection: Connection, commissions: Collection[UUID]) -> dict[UUID, Promotion]:
    """Those of some commissions that were not taken back, by commission."""
    query = select(*_FIELDS).where(
        _COLUMNS.commission.in_(commissions), _COLUMNS.taken_back_at.is_(None)
    )
    found = [Promotion(*row) for row in await connection.execute(query)]
    return {each.commission: each for each in found}


async def promote(
    connection: Connection,
    identifier: UUID,
    *,
    reference: UUID,
    decision: UUID,
    at: datetime,
    by: str,
) -> bool:
    """Write down that it is final; False where it is already, or was taken back."""
    waiting = update(concept_promotions).where(
        _COLUMNS.id == identifier,
        _COLUMNS.reference.is_(None),
        _COLUMNS.taken_back_at.is_(None),
    )
    values = {"reference": reference, "decision": decision, "promoted_at": at, "promoted_by": by}
    return bool((await connection.execute(waiting.values(**values))).rowcount)


async def take_back(
    connection: Connection, promotion: Promotion, *, at: datetime, by: str, reason: str
) -> bool:
    """Write down that it is final no more, or asked for no more; False where it changed since."""
    standing = update(concept_promotions).where(
        _COLUMNS.id == promotion.id,
        _COLUMNS.taken_back_at.is_(None),
        _COLUMNS.reference.is_not_distinct_from(promotion.reference),
    )
    values = {"taken_back_at": at, "taken_back_by": by, "taken_back_because": reason}
    return bool((await connection.execute(standing.values(**values))).rowcount)


async def final(connection: Connection) -> list[tuple[Promotion, UUID, UUID, UUID]]:
    """What is final on boards that are not deleted, the oldest first.

    Each with its production, its board and its output.
    """
    query = (
        select(
            *_FIELDS,
            concept_boards.c.production,
            concept_boards.c.id.label("of_board"),
            concept_commissions.c.output.label("made"),
        )
        .join(concept_commissions, concept_commissions.c.id == _COLUMNS.commission)
        .join(concept_boards, concept_boards.c.id == concept_commissions.c.board)
        .where(
            _COLUMNS.reference.is_not(None),
            _COLUMNS.taken_back_at.is_(None),
            concept_boards.c.deleted_at.is_(None),
        )
        .order_by(_COLUMNS.asked_at, _COLUMNS.id)
    )
    return [
        (Promotion(*row[: len(_FIELDS)]), row.production, row.of_board, row.made)
        for row in await connection.execute(query)
    ]
