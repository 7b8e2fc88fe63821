"""SQL of meanings: which are missing, and those that were made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Text, Uuid, bindparam, delete, select, text
from sqlalchemy.dialects.postgresql import ARRAY, insert

from matinee.ads.tables import scene_meanings
from matinee.foundation.database import Connection
from matinee.vocabulary.ids import TitleId

# Breaks keep their place as an ISO 8601 duration.
_UNREAD_BREAKS = text(
    """
    SELECT title_id, array_agg(DISTINCT at_ms ORDER BY at_ms) AS places FROM (
        SELECT title_id,
            round(1000 * extract(epoch FROM (each->>'at')::interval))::bigint AS at_ms
        FROM ads.title_breaks, jsonb_array_elements(breaks) AS each
    ) of_titles
    WHERE NOT EXISTS (
        SELECT 1 FROM ads.scene_meanings known
        WHERE known.title_id = of_titles.title_id AND known.at_ms = of_titles.at_ms
    )
    GROUP BY title_id ORDER BY title_id LIMIT :most
    """
)
_UNREAD_CREATIVES = text(
    """
    SELECT id, made->>'shows' AS shows FROM ads.creatives
    WHERE made->>'shows' <> '' AND coalesce(made->>'meaning', '') = '' ORDER BY id LIMIT :most
    """
)
_PUT_CREATIVES = text(
    """
    UPDATE ads.creatives SET made = jsonb_set(made, '{meaning}', to_jsonb(read.meaning))
    FROM unnest(:ids, :shows, :meanings) AS read(id, shows, meaning)
    WHERE creatives.id = read.id AND made->>'shows' = read.shows
    """
).bindparams(
    bindparam("ids", type_=ARRAY(Uuid())),
    bindparam("shows", type_=ARRAY(Text())),
    bindparam("meanings", type_=ARRAY(Text())),
)
_KNOWN = select(scene_meanings.c.at_ms, scene_meanings.c.words, scene_meanings.c.title_id)


@dataclass(frozen=True, slots=True)
class SceneMeaning:
    """Of the scene before a place of a title; ``words`` is a digest of what it was read by."""

    title_id: TitleId
    at_ms: int
    words: str
    meaning: str


async def unread_breaks(connection: Connection, most: int) -> dict[TitleId, list[int]]:
    """Of up to so many titles, the places (milliseconds) whose scenes were not read."""
    found = await connection.execute(_UNREAD_BREAKS, {"most": most})
    return {TitleId(row.title_id): list(row.places) for row in found}


async def read_places(
    connection: Connection, after: UUID | None, most: int
) -> dict[TitleId, dict[int, str]]:
    """Of the next titles, the places that were read, each with the digest of its words."""
    titles = select(scene_meanings.c.title_id).distinct().order_by(scene_meanings.c.title_id)
    if after is not None:
        titles = titles.where(scene_meanings.c.title_id > after)
    asked = _KNOWN.where(scene_meanings.c.title_id.in_(titles.limit(most)))
    found = dict[TitleId, dict[int, str]]()
    for row in await connection.execute(asked.order_by(scene_meanings.c.title_id)):
        found.setdefault(TitleId(row.title_id), {})[row.at_ms] = row.words
    return found


async def put_scenes(connection: Connection, read: Sequence[SceneMeaning]) -> None:
    """Instead of those of the same places."""
    if not read:
        return
    rows = insert(scene_meanings).values([
        {"title_id": each.title_id, "at_ms": each.at_ms, "words": each.words,
         "meaning": each.meaning}
        for each in read
    ])  # fmt: skip
    await connection.execute(
        rows.on_conflict_do_update(
            index_elements=["title_id", "at_ms"],
            set_={"words": rows.excluded.words, "meaning": rows.excluded.meaning},
        )
    )


async def forget_scenes(connection: Connection, title: TitleId, places: Sequence[int]) -> None:
    """Those of places that are no break any more, or of a title that is gone."""
    await connection.execute(
        delete(scene_meanings).where(
            scene_meanings.c.title_id == title, scene_meanings.c.at_ms.in_(places)
        )
    )


async def unread_creatives(connection: Connection, most: int) -> dict[UUID, str]:
    """What creatives show, in words, where these were not read."""
    found = await connection.execute(_UNREAD_CREATIVES, {"most": most})
    return {row.id: row.shows for row in found}


async def put_creatives(
    connection: Connection, shows: Mapping[UUID, str], meanings: Mapping[UUID, str]
) -> None:
    """Keep what was made of their words, where these are still the same."""
    ids = list(meanings)
    rows = {
        "ids": ids,
        "shows": [shows[of] for of in ids],
        "meanings": [meanings[of] for of in ids],
    }
    await connection.execute(_PUT_CREATIVES, rows)
