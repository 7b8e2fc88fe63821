"""Everything that is known of one title, in one round trip."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from matinee.catalogue.facts import (
    Asset,
    AvailabilityWindow,
    Credit,
    Person,
    TerritoryRating,
    Title,
    TitleKind,
    TitleText,
)
from matinee.catalogue.repository.instants import instant
from matinee.foundation.database import Connection
from matinee.vocabulary.ids import PersonId, TitleId
from matinee.vocabulary.maturity import MaturityRating
from matinee.vocabulary.places import Language, Territory
from matinee.vocabulary.window import Window

_DETAIL = text(
    """
    SELECT id, kind, name, year, runtime_minutes, original_language, parent_id, number, known_only,
        source, marks,
        ARRAY(SELECT genre FROM catalogue.genres WHERE title_id = :id ORDER BY place, genre),
        ARRAY(SELECT keyword FROM catalogue.keywords WHERE title_id = :id ORDER BY place, keyword),
        ARRAY(SELECT country FROM catalogue.countries WHERE title_id = :id ORDER BY place, country),
        ARRAY(SELECT language FROM catalogue.languages
            WHERE title_id = :id AND use = 'audio' ORDER BY place, language),
        ARRAY(SELECT language FROM catalogue.languages
            WHERE title_id = :id AND use = 'subtitles' ORDER BY place, language),
        ARRAY(SELECT json_build_array(territory, board, label, age, set_by)
            FROM catalogue.maturity WHERE title_id = :id ORDER BY territory),
        ARRAY(SELECT json_build_array(territory, nullif(extract(epoch FROM starts), '-infinity'),
                nullif(extract(epoch FROM ends), 'infinity'))
            FROM catalogue.windows WHERE title_id = :id ORDER BY territory, starts),
        ARRAY(SELECT json_build_array(language, name, synopsis_short, synopsis_long, tagline,
                licence) FROM catalogue.texts WHERE title_id = :id ORDER BY language),
        ARRAY(SELECT json_build_array(people.id, people.name, role, "character", billing)
            FROM catalogue.credits JOIN catalogue.people ON people.id = person_id
            WHERE title_id = :id ORDER BY role, billing, people.name, people.id),
        ARRAY(SELECT json_build_array(kind, blob_key, language)
            FROM catalogue.assets WHERE title_id = :id ORDER BY kind, blob_key),
        ARRAY(SELECT json_build_array(register, value)
            FROM catalogue.external_ids WHERE title_id = :id ORDER BY register, value),
        ARRAY(SELECT id FROM catalogue.titles AS part
            WHERE part.parent_id = :id ORDER BY number, id)
    FROM catalogue.titles WHERE id = :id
    """
)


async def title(connection: Connection, title_id: TitleId) -> Title | None:
    """The title of that id."""
    found = (await connection.execute(_DETAIL, {"id": title_id})).one_or_none()
    return None if found is None else _title(found)


def _title(row: Sequence[Any]) -> Title:
    facts, lists, things = row[:11], row[11:16], row[16:]
    ratings, windows, texts, credited, assets, external_ids, children = things
    marks: Mapping[str, str] = facts[10]
    return Title(
        id=TitleId(facts[0]),
        kind=TitleKind(facts[1]),
        name=facts[2],
        year=facts[3],
        runtime_minutes=facts[4],
        original_language=Language(facts[5]) if facts[5] else None,
        parent_id=TitleId(facts[6]) if facts[6] else None,
        number=facts[7],
        known_only=facts[8],
        source=facts[9],
        marks=marks,
        genres=tuple(lists[0]),
        keywords=tuple(lists[1]),
        countries=tuple(lists[2]),
        audio=tuple(map(Language, lists[3])),
        subtitles=tuple(map(Language, lists[4])),
        maturity=tuple(
            TerritoryRating(Territory(territory), MaturityRating(board, label, age), set_by)
            for territory, board, label, age, set_by in ratings
        ),
        windows=tuple(
            AvailabilityWindow(
                Territory(territory),
                Window(_instant(starts), _instant(ends)),
            )
            for territory, starts, ends in windows
        ),
        texts=tuple(TitleText(Language(language), *words) for language, *words in texts),
        credits=tuple(
            Credit(Person(PersonId(UUID(person)), name), role, character, billing)
            for person, name, role, character, billing in credited
        ),
        assets=tuple(
            Asset(kind, key, Language(language) if language else None)
            for kind, key, language in assets
        ),
        external_ids=tuple((register, value) for register, value in external_ids),
        children=tuple(map(TitleId, children)),
    )


def _instant(seconds: float | None) -> datetime | None:
    return None if seconds is None else instant(seconds)
