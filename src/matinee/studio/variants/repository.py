"""All SQL on how pictures of boards were made."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from matinee.foundation.database import Connection
from matinee.studio.tables import concept_makings
from matinee.studio.variants.model import Method, VariantMaking


async def add(connection: Connection, making: VariantMaking) -> None:
    """Write down how a picture was made."""
    values = {name: getattr(making, name) for name in VariantMaking.__slots__}
    await connection.execute(insert(concept_makings).values(**values))


async def of_boards(connection: Connection, boards: Collection[UUID]) -> dict[UUID, VariantMaking]:
    """How the pictures of some boards were made, by picture."""
    found = select(concept_makings).where(concept_makings.c.board.in_(boards))
    rows = await connection.execute(found)
    makings = (_making(row) for row in rows)
    return {each.reference: each for each in makings}


def _making(row: Any) -> VariantMaking:
    return replace(VariantMaking(*row), method=Method(row.method))
