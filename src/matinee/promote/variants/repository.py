"""All SQL of which member reads which text."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from matinee.foundation.database import Connection
from matinee.promote.synopses.model import TextId, TextKind
from matinee.promote.tables import readings
from matinee.promote.variants.model import Place, Read
from matinee.vocabulary.ids import ProfileId, TitleId
from matinee.vocabulary.places import Language


async def reading(connection: Connection, place: Place, profile: ProfileId) -> Read | None:
    """What a member reads in a place."""
    found = await connection.execute(select(readings).where(*_of(place, profile)))
    row = found.first()
    return None if row is None else _read(row)


async def keep(connection: Connection, read: Read, among: Sequence[TextId]) -> None:
    """Keep what a member reads; what was kept stays while it is ``among`` the place's texts."""
    said = {"text_id": read.text_id, "at": read.at, "reward": read.reward}
    statement = upsert(readings).values(
        title_id=read.place.title_id,
        profile_id=read.profile_id,
        language=read.place.language,
        kind=read.place.kind,
        **said,
    )
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=["title_id", "profile_id", "language", "kind"],
            set_=said,
            where=readings.c.text_id.not_in(list(among)),
        )
    )


async def unjudged(connection: Connection, *, before: datetime, limit: int) -> tuple[Read, ...]:
    """Readings old enough to be judged that were not, the oldest first."""
    found = await connection.execute(
        select(readings)
        .where(readings.c.reward.is_(None), readings.c.at < before)
        .order_by(readings.c.at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return tuple(map(_read, found))


async def judge(connection: Connection, read: Read, reward: float) -> None:
    """Keep what came of a reading."""
    await connection.execute(
        update(readings).where(*_of(read.place, read.profile_id)).values(reward=reward)
    )


async def of_place(connection: Connection, place: Place) -> tuple[Read, ...]:
    """Everybody who read in a place."""
    found = await connection.execute(
        select(readings).where(
            readings.c.title_id == place.title_id,
            readings.c.language == place.language,
            readings.c.kind == place.kind,
        )
    )
    return tuple(map(_read, found))


async def forget(
    connection: Connection, *, profile: ProfileId | None = None, before: datetime | None = None
) -> None:
    """Drop the readings of a profile, or those from before a time."""
    if profile is not None:
        await connection.execute(delete(readings).where(readings.c.profile_id == profile))
    if before is not None:
        await connection.execute(delete(readings).where(readings.c.at < before))


def _of(place: Place, profile: ProfileId) -> tuple[ColumnElement[bool], ...]:
    return (
        readings.c.title_id == place.title_id,
        readings.c.profile_id == profile,
        readings.c.language == place.language,
        readings.c.kind == place.kind,
    )


def _read(row: Row[Any]) -> Read:
    place = Place(TitleId(row.title_id), Language(row.language), TextKind(row.kind))
    return Read(place, ProfileId(row.profile_id), TextId(row.text_id), row.at, row.reward)
