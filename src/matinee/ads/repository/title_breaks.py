"""SQL of the breaks that a title has."""

from dataclasses import replace
from datetime import timedelta

import msgspec
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from matinee.ads.model import TitleBreak
from matinee.ads.tables import scene_meanings, title_breaks
from matinee.foundation.database import Connection
from matinee.vocabulary.ids import TitleId

_MILLISECOND = timedelta(milliseconds=1)


async def put(connection: Connection, title: TitleId, breaks: tuple[TitleBreak, ...]) -> None:
    """Set them, instead of those that were there; what their scenes mean is kept by itself."""
    bare = [replace(each, meaning="") for each in breaks]
    row = {"title_id": title, "breaks": msgspec.to_builtins(bare)}
    adding = insert(title_breaks).values(row)
    await connection.execute(adding.on_conflict_do_update(index_elements=["title_id"], set_=row))


async def of(connection: Connection, title: TitleId) -> tuple[TitleBreak, ...]:
    """Those of a title, by time, with the meanings of the scenes that were read."""
    asked = select(title_breaks.c.breaks).where(title_breaks.c.title_id == title)
    row = (await connection.execute(asked)).first()
    if row is None:
        return ()
    breaks = msgspec.convert(row.breaks, tuple[TitleBreak, ...], strict=False)
    read = select(scene_meanings.c.at_ms, scene_meanings.c.meaning)
    found = await connection.execute(read.where(scene_meanings.c.title_id == title))
    meant = {place.at_ms: place.meaning for place in found}
    return tuple(replace(each, meaning=meant.get(each.at // _MILLISECOND, "")) for each in breaks)
