"""All SQL on boards: their references, and the numbered operations that they are a fold of."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Text, exists, func, insert, select, update
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.dialects.postgresql import insert as upsert

from matinee.foundation.database import Connection
from matinee.studio.boards.model import (
    COMMENT,
    GONE,
    LINK,
    ConceptBoard,
    Numbered,
    Operation,
    Reference,
    Version,
)
from matinee.studio.tables import (
    concept_boards,
    concept_fields,
    concept_operations,
    concept_references,
    concept_versions,
)


async def add_board(connection: Connection, board: ConceptBoard) -> None:
    """Write a board down."""
    values = {name: getattr(board, name) for name in ConceptBoard.__slots__}
    await connection.execute(insert(concept_boards).values(**values))


async def boards_of(connection: Connection, productions: Collection[UUID]) -> list[ConceptBoard]:
    """Those of some productions, the newest first."""
    query = select(concept_boards).where(
        concept_boards.c.production.in_(productions), concept_boards.c.deleted_at.is_(None)
    )
    order = query.order_by(concept_boards.c.created_at.desc(), concept_boards.c.id)
    return [ConceptBoard(*row) for row in await connection.execute(order)]


async def board(connection: Connection, production: UUID, identifier: UUID) -> ConceptBoard | None:
    """One board of a production."""
    query = select(concept_boards).where(
        concept_boards.c.id == identifier,
        concept_boards.c.production == production,
        concept_boards.c.deleted_at.is_(None),
    )
    row = (await connection.execute(query)).first()
    return None if row is None else ConceptBoard(*row)


async def add_reference(connection: Connection, reference: Reference) -> None:
    """Write a reference down."""
    values = {name: getattr(reference, name) for name in Reference.__slots__}
    await connection.execute(insert(concept_references).values(**values))


async def reference(connection: Connection, production: UUID, identifier: UUID) -> Reference | None:
    """A picture on a board of a production that is not deleted."""
    of = concept_references.c.id == identifier
    row = (await connection.execute(_references(production).where(of))).first()
    return None if row is None else _reference(row)[0]


async def references_of(
    connection: Connection, production: UUID, digests: Collection[str], boards: Collection[UUID]
) -> list[tuple[Reference, str]]:
    """Pictures on such boards, with the names of these, the oldest first.

    Those whose given files have one of these hashes, and all that are on some boards.
    """
    columns = concept_references.c
    query = _references(production).where(columns.sha256.in_(digests) | columns.board.in_(boards))
    found = await connection.execute(query.order_by(columns.added_at, columns.id))
    return [_reference(row) for row in found]


def _references(production: UUID) -> Select[Any]:
    return (
        select(*concept_references.c, concept_boards.c.name.label("board_name"))
        .join(concept_boards, concept_boards.c.id == concept_references.c.board)
        .where(concept_boards.c.production == production, concept_boards.c.deleted_at.is_(None))
    )


def _reference(row: Any) -> tuple[Reference, str]:
    return Reference(*row[:-1]), row.board_name


async def values_of(
    connection: Connection, references: Collection[Reference], field: str
) -> dict[UUID, Any]:
    """The value of one field of some pictures, by their ids."""
    columns = concept_fields.c
    query = select(columns.pin, columns.value).where(
        columns.board.in_({one.board for one in references}),
        columns.pin.in_([one.id for one in references]),
        columns.field == field,
    )
    return {row.pin: row.value for row in await connection.execute(query)}


async def hold(connection: Connection, board_id: UUID) -> int:
    """Let nobody else number operations of the board until the end; its last number."""
    query = select(concept_boards.c.sequence).where(concept_boards.c.id == board_id)
    return (await connection.execute(query.with_for_update())).scalar_one()


async def taken(
    connection: Connection, board_id: UUID, identifiers: Collection[UUID]
) -> dict[UUID, Numbered]:
    """Those of these operations that the board took before."""
    query = select(concept_operations).where(
        concept_operations.c.board == board_id, concept_operations.c.id.in_(identifiers)
    )
    return {one.operation.id: one for one in map(_numbered, await connection.execute(query))}


async def known_pins(connection: Connection, board_id: UUID) -> set[UUID]:
    """Every pin that the board ever had."""
    query = select(concept_references.c.id).where(concept_references.c.board == board_id)
    return set((await connection.execute(query)).scalars())


async def add_operations(
    connection: Connection, board_id: UUID, new: Sequence[Numbered], *, at: datetime, by: str
) -> None:
    """Write numbered operations down, with what now stands, and the board's last number."""
    rows = [
        {
            "board": board_id,
            "sequence": one.sequence,
            "id": one.operation.id,
            "pin": one.operation.pin,
            "field": one.operation.field,
            "value": one.operation.value,
            "at": at,
            "by": by,
        }
        for one in new
    ]
    await connection.execute(insert(concept_operations), rows)
    standing = upsert(concept_fields)
    replaced = {"value": standing.excluded.value, "sequence": standing.excluded.sequence}
    kept = ("board", "pin", "field", "value", "sequence")
    await connection.execute(
        standing.on_conflict_do_update(
            index_elements=["board", "pin", "field"], set_=replaced
        ),
        [{name: row[name] for name in kept} for row in rows],
    )  # fmt: skip
    last = update(concept_boards).where(concept_boards.c.id == board_id)
    await connection.execute(last.values(sequence=new[-1].sequence))


async def since(
    connection: Connection, board_id: UUID, sequence: int, *, most: int
) -> list[Numbered]:
    """The operations after a number, in order."""
    query = (
        select(concept_operations)
        .where(concept_operations.c.board == board_id, concept_operations.c.sequence > sequence)
        .order_by(concept_operations.c.sequence)
        .limit(most)
    )
    return [_numbered(row) for row in await connection.execute(query)]


async def standing(
    connection: Connection, board_id: UUID, pins: Collection[UUID] | None = None
) -> list[tuple[UUID, str, Any, int]]:
    """Pin, field, value and number of all that stands on a board, or on some pins of it."""
    columns = concept_fields.c
    query = select(columns.pin, columns.field, columns.value, columns.sequence)
    query = query.where(columns.board == board_id)
    if pins is not None:
        query = query.where(columns.pin.in_(pins))
    found = await connection.execute(query)
    return [(row.pin, row.field, row.value, row.sequence) for row in found]


async def comments(connection: Connection, board_id: UUID) -> int:
    """How many comments stand on a board."""
    columns = concept_fields.c
    query = select(func.count()).where(
        columns.board == board_id,
        columns.field.startswith(f"{COMMENT} "),
        columns.value.cast(Text) != "null",
    )
    return (await connection.execute(query)).scalar_one()


async def empty_comments(connection: Connection, board_id: UUID, fields: Sequence[str]) -> None:
    """Forget who said what in the operations that once said some comments."""
    columns = concept_operations.c
    said = update(concept_operations).where(
        columns.board == board_id,
        columns.field.in_(fields),
        columns.field == func.concat(f"{COMMENT} ", columns.id.cast(Text)),
    )
    if fields:
        await connection.execute(said.values(value=None, by=""))


async def standing_at(
    connection: Connection, board_id: UUID, sequence: int
) -> list[tuple[UUID, str, Any, int]]:
    """What stood when an operation was the last: the fold of all up to it."""
    columns = concept_operations.c
    query = (
        select(columns.pin, columns.field, columns.value, columns.sequence)
        .where(columns.board == board_id, columns.sequence <= sequence)
        .ext(distinct_on(columns.pin, columns.field))
        .order_by(columns.pin, columns.field, columns.sequence.desc())
    )
    found = await connection.execute(query)
    return [(row.pin, row.field, row.value, row.sequence) for row in found]


async def linked(connection: Connection, production: UUID) -> list[tuple[UUID, UUID, str]]:
    """Board, pin and field of each link that stands on a board, or on a picture that hangs."""
    columns, other = concept_fields.c, concept_fields.alias()
    gone = exists().where(
        other.c.board == columns.board,
        other.c.pin == columns.pin,
        other.c.field == GONE,
        other.c.value.cast(Text) == "true",
    )
    query = (
        select(columns.board, columns.pin, columns.field)
        .join(concept_boards, concept_boards.c.id == columns.board)
        .where(
            concept_boards.c.production == production,
            concept_boards.c.deleted_at.is_(None),
            columns.field.startswith(f"{LINK} "),
            columns.value.cast(Text) == "true",
            ~gone,
        )
    )
    return [(row.board, row.pin, row.field) for row in await connection.execute(query)]


async def add_version(connection: Connection, version: Version) -> None:
    """Write a version down."""
    values = {name: getattr(version, name) for name in Version.__slots__}
    await connection.execute(insert(concept_versions).values(**values))


async def versions(connection: Connection, board_id: UUID) -> list[Version]:
    """Those of a board, the newest first."""
    query = select(concept_versions).where(concept_versions.c.board == board_id)
    order = query.order_by(concept_versions.c.at.desc(), concept_versions.c.id)
    return [Version(*row) for row in await connection.execute(order)]


async def announce(connection: Connection, channel: str, board_id: UUID, words: str = "") -> None:
    """Tell every process that follows the board, once this is committed."""
    await connection.execute(select(func.pg_notify(channel, f"{board_id} {words}".strip())))


def _numbered(row: Any) -> Numbered:
    return Numbered(row.sequence, Operation(row.id, row.pin, row.field, row.value))
