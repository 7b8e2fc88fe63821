"""All SQL on the files that pictures of boards rest on: their own, and those they were made of."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, func, literal, select, union_all

from matinee.foundation.database import Connection
from matinee.studio.tables import (
    concept_commissions,
    concept_makings,
    concept_promotions,
    concept_references,
)


async def files_of(
    connection: Connection, board_id: UUID, pictures: Collection[UUID]
) -> dict[UUID, frozenset[str]]:
    """For some pictures of a board the hashes of the files that they rest on, by picture.

    Those are of its own file and, upwards to the first, of the pictures that a variant was made of,
    that a model began from, or that something final was asked as. A picture that the board does not
    have is left out.
    """
    made = _made_of(board_id)
    first: Any = func.unnest(literal(sorted(pictures), ARRAY(Uuid))).column_valued("first")
    line: Any = select(first.label("first"), first.label("picture")).cte("line", recursive=True)
    further = select(line.c.first, made.c.of).join(made, made.c.reference == line.c.picture)
    line = line.union(further)
    columns = concept_references.c
    found = await connection.execute(
        select(line.c.first, columns.sha256)
        .join(concept_references, columns.id == line.c.picture)
        .where(columns.board == board_id)
    )
    files: dict[UUID, set[str]] = {}
    for picture, digest in found:
        files.setdefault(picture, set()).add(digest)
    return {picture: frozenset(several) for picture, several in files.items()}


def _made_of(board_id: UUID) -> Any:
    """Each picture of a board beside those of the same board that it came of."""
    made, asked, final = concept_makings.c, concept_commissions.c, concept_promotions.c
    of_asked = select(final.reference, asked.reference.label("of")).join(
        concept_commissions, asked.id == final.commission
    )
    return union_all(
        select(made.reference, made.picture.label("of")).where(made.board == board_id),
        select(made.reference, made.example.label("of")).where(made.board == board_id),
        select(asked.reference, asked.source.label("of")).where(asked.board == board_id),
        of_asked.where(final.board == board_id),
    ).subquery("made")
