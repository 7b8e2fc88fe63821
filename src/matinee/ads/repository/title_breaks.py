"""SQL of the breaks that a title has."""

import msgspec
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from matinee.ads.model import TitleBreak
from matinee.ads.tables import title_breaks
from matinee.foundation.database import Connection
from matinee.vocabulary.ids import TitleId


async def put(connection: Connection, title: TitleId, breaks: tuple[TitleBreak, ...]) -> None:
    """Set them, instead of those that were there."""
    row = {"title_id": title, "breaks": msgspec.to_builtins(breaks)}
    adding = insert(title_breaks).values(row)
    await connection.execute(adding.on_conflict_do_update(index_elements=["title_id"], set_=row))


async def of(connection: Connection, title: TitleId) -> tuple[TitleBreak, ...]:
    """Those of a title, by time."""
    asked = select(title_breaks.c.breaks).where(title_breaks.c.title_id == title)
    row = (await connection.execute(asked)).first()
    return () if row is None else msgspec.convert(row.breaks, tuple[TitleBreak, ...], strict=False)
