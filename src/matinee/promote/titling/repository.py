"""All SQL of titles on pictures."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from matinee.foundation.database import Connection
from matinee.promote.gallery.model import PictureId
from matinee.promote.tables import title_wishes, treatments
from matinee.promote.titling.model import Treated, Wish
from matinee.vocabulary.places import Language


async def keep(connection: Connection, made: Sequence[Treated]) -> None:
    """Keep how shapes were treated; what was kept of the same shape and language goes."""
    for each in made:
        values = {
            "picture_id": each.picture_id,
            "language": str(each.language),
            "shape": each.shape,
            "text": each.text,
            "lines": list(each.lines),
            "place": each.place,
            "ink": each.ink,
            "em": each.em,
            "scrim": each.scrim,
            "contrast": each.contrast,
            "face": each.face,
            "recipe": each.recipe,
            "source_sha256": each.source_sha256,
            "made_at": each.made_at,
            "wish": None if each.wish is None else each.wish.model_dump(),
            "billed": each.billed,
            "lacks": each.lacks,
        }
        await connection.execute(
            upsert(treatments)
            .values(values)
            .on_conflict_do_update(index_elements=["picture_id", "language", "shape"], set_=values)
        )


async def of_pictures(
    connection: Connection, pictures: Sequence[PictureId]
) -> dict[PictureId, tuple[Treated, ...]]:
    """How each of these pictures was treated, by language; none for one that was not."""
    found = await connection.execute(
        select(treatments)
        .where(treatments.c.picture_id.in_(pictures))
        .order_by(treatments.c.language, treatments.c.shape)
    )
    listed: dict[PictureId, list[Treated]] = {}
    for row in found:
        listed.setdefault(PictureId(row.picture_id), []).append(_treated(row))
    return {picture: tuple(each) for picture, each in listed.items()}


async def languages(connection: Connection, picture: PictureId) -> frozenset[str]:
    """The languages in which a picture has its title, with all that is owed, in every shape."""
    found = await connection.execute(
        select(treatments.c.language)
        .where(treatments.c.picture_id == picture)
        .group_by(treatments.c.language)
        .having(func.bool_and(treatments.c.lacks == ""))
    )
    return frozenset(found.scalars())


async def drop(connection: Connection, picture: PictureId, language: Language) -> None:
    """Forget a picture's title in a language."""
    await connection.execute(
        delete(treatments).where(
            treatments.c.picture_id == picture, treatments.c.language == str(language)
        )
    )


async def wish(
    connection: Connection,
    picture: PictureId,
    language: Language,
    shape: str,
    wished: Wish,
    by: str,
    at: datetime,
) -> None:
    """Keep how somebody wants a title set."""
    await connection.execute(
        insert(title_wishes).values(
            picture_id=picture,
            language=str(language),
            shape=shape,
            wish=wished.model_dump(),
            by=by,
            at=at,
        )
    )


async def last_wishes(
    connection: Connection, picture: PictureId, language: Language, shape: str
) -> list[tuple[int, Wish]]:
    """The wish that holds and the one before it, by number; fewer where there are fewer."""
    found = await connection.execute(
        select(title_wishes)
        .where(
            title_wishes.c.picture_id == picture,
            title_wishes.c.language == str(language),
            title_wishes.c.shape == shape,
            title_wishes.c.undone_at.is_(None),
        )
        .order_by(title_wishes.c.number.desc())
        .limit(2)
    )
    return [(row.number, Wish.model_validate(row.wish)) for row in found]


async def take_back(connection: Connection, number: int, by: str, at: datetime) -> None:
    """Let a wish hold no more."""
    await connection.execute(
        update(title_wishes)
        .where(title_wishes.c.number == number)
        .values(undone_by=by, undone_at=at)
    )


async def wishes(
    connection: Connection, pictures: Sequence[PictureId]
) -> dict[PictureId, dict[tuple[Language, str], Wish]]:
    """The wishes that hold for each of these pictures, by language and shape."""
    found = await connection.execute(
        select(title_wishes)
        .where(title_wishes.c.picture_id.in_(pictures), title_wishes.c.undone_at.is_(None))
        .order_by(title_wishes.c.number)
    )
    listed: dict[PictureId, dict[tuple[Language, str], Wish]] = {}
    for row in found:
        each = listed.setdefault(PictureId(row.picture_id), {})
        each[Language(row.language), row.shape] = Wish.model_validate(row.wish)
    return listed


def _treated(row: Row[Any]) -> Treated:
    return Treated(
        picture_id=PictureId(row.picture_id),
        language=Language(row.language),
        shape=row.shape,
        text=row.text,
        lines=tuple(row.lines),
        place=row.place,
        ink=row.ink,
        em=row.em,
        scrim=row.scrim,
        contrast=row.contrast,
        face=row.face,
        recipe=row.recipe,
        source_sha256=row.source_sha256,
        made_at=row.made_at,
        wish=None if row.wish is None else Wish.model_validate(row.wish),
        billed=row.billed,
        lacks=row.lacks,
    )
