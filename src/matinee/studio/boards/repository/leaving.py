"""All SQL on who is let in to a board from outside, and on boards that leave the house."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, insert, select, update

from matinee.foundation.database import Connection
from matinee.studio.boards.model import ConceptBoard, Guest
from matinee.studio.tables import (
    concept_boards,
    concept_commissions,
    concept_fields,
    concept_guests,
    concept_makings,
    concept_operations,
    concept_promotions,
    concept_references,
    concept_versions,
)

_GUEST = [getattr(concept_guests.c, name) for name in Guest.__slots__]


async def add_guest(connection: Connection, guest: Guest, token_sha256: str) -> None:
    """Write a link down, with the hash of its secret."""
    values = {name: getattr(guest, name) for name in Guest.__slots__}
    await connection.execute(insert(concept_guests).values(**values, token_sha256=token_sha256))


async def guests(connection: Connection, board_id: UUID) -> list[Guest]:
    """The links of a board, the newest first."""
    query = select(*_GUEST).where(concept_guests.c.board == board_id)
    order = query.order_by(concept_guests.c.created_at.desc(), concept_guests.c.id)
    return [Guest(*row) for row in await connection.execute(order)]


async def guest_by(connection: Connection, token_sha256: str) -> tuple[Guest, ConceptBoard] | None:
    """The link with a secret of this hash, and its board."""
    return await _guest(connection, concept_guests.c.token_sha256 == token_sha256)


async def guest_now(connection: Connection, identifier: UUID) -> tuple[Guest, ConceptBoard] | None:
    """A link as it is now, and its board."""
    return await _guest(connection, concept_guests.c.id == identifier)


async def _guest(
    connection: Connection, which: ColumnElement[bool]
) -> tuple[Guest, ConceptBoard] | None:
    query = (
        select(*_GUEST, *concept_boards.c)
        .join(concept_boards, concept_boards.c.id == concept_guests.c.board)
        .where(which)
    )
    row = (await connection.execute(query)).first()
    if row is None:
        return None
    return Guest(*row[: len(_GUEST)]), ConceptBoard(*row[len(_GUEST) :])


async def revoke_guest(
    connection: Connection, board_id: UUID, identifier: UUID, at: datetime
) -> bool:
    """End a link; whether the board has it."""
    ours = update(concept_guests).where(
        concept_guests.c.id == identifier, concept_guests.c.board == board_id
    )
    return (await connection.execute(ours.values(revoked_at=at))).rowcount > 0


async def set_deleted(
    connection: Connection, board_id: UUID, *, at: datetime | None, by: str | None
) -> None:
    """Say that a board is deleted, and by whom; or that it is not."""
    ours = update(concept_boards).where(concept_boards.c.id == board_id)
    await connection.execute(ours.values(deleted_at=at, deleted_by=by))


async def deleted_boards(
    connection: Connection, productions: Collection[UUID]
) -> list[ConceptBoard]:
    """Deleted boards of some productions, the last deleted first."""
    query = select(concept_boards).where(
        concept_boards.c.production.in_(productions), concept_boards.c.deleted_at.is_not(None)
    )
    order = query.order_by(concept_boards.c.deleted_at.desc(), concept_boards.c.id)
    return [ConceptBoard(*row) for row in await connection.execute(order)]


async def deleted_before(connection: Connection, at: datetime) -> list[UUID]:
    """Boards that were deleted before a moment."""
    query = select(concept_boards.c.id).where(concept_boards.c.deleted_at < at)
    return list((await connection.execute(query)).scalars())


async def destroy_board(connection: Connection, board_id: UUID, at: datetime) -> None:
    """Forget a board that was deleted before a moment, with all that is said of it."""
    ours = select(concept_boards.c.id).where(
        concept_boards.c.id == board_id, concept_boards.c.deleted_at < at
    )
    if (await connection.execute(ours.with_for_update())).first() is None:
        return
    for table in (
        concept_guests, concept_versions, concept_fields, concept_operations, concept_makings,
        concept_promotions, concept_commissions, concept_references,
    ):  # fmt: skip
        await connection.execute(delete(table).where(table.c.board == board_id))
    await connection.execute(delete(concept_boards).where(concept_boards.c.id == board_id))
