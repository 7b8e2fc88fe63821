"""What is written of titles, for those who make them searchable."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import text

from matinee.catalogue.facts import NamedPerson, TitleWords
from matinee.catalogue.repository.reading import version
from matinee.foundation.database import Connection
from matinee.vocabulary.ids import PersonId, TitleId

_PART = 2000
_WORDS = text(
    """
    SELECT id, name, coalesce(original_language, ''),
        ARRAY(SELECT texts.name FROM catalogue.texts
            WHERE title_id = titles.id AND texts.name <> '' ORDER BY language),
        ARRAY(SELECT concat_ws(' ', nullif(tagline, ''), nullif(synopsis_short, ''),
                nullif(synopsis_long, '')) FROM catalogue.texts
            WHERE title_id = titles.id AND tagline || synopsis_short || synopsis_long <> ''
            ORDER BY language),
        ARRAY(SELECT keyword FROM catalogue.keywords
            WHERE title_id = titles.id ORDER BY place, keyword),
        ARRAY(SELECT country FROM catalogue.countries
            WHERE title_id = titles.id ORDER BY place, country),
        ARRAY(SELECT language FROM catalogue.languages
            WHERE title_id = titles.id AND use = 'subtitles' ORDER BY place, language),
        credited.ids, credited.names, credited.roles
    FROM catalogue.titles
    LEFT JOIN LATERAL (
        SELECT array_agg(people.id ORDER BY role, billing, people.name) AS ids,
            array_agg(people.name ORDER BY role, billing, people.name) AS names,
            array_agg(role ORDER BY role, billing, people.name) AS roles
        FROM catalogue.credits JOIN catalogue.people ON people.id = person_id
        WHERE title_id = titles.id
    ) AS credited ON true
    WHERE kind IN ('film', 'series') AND (
        :after < 0 OR id IN (SELECT title_id FROM catalogue.changes WHERE version > :after)
    )
    ORDER BY id
    """
)


async def title_words(connection: Connection, *, after: int) -> tuple[int, list[TitleWords]]:
    """The version, and the words of all titles that changed after ``after`` as they are at it."""
    await connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
    found = list[TitleWords]()
    at = await version(connection)
    async with connection.stream(_WORDS, {"after": after}) as result:
        async for part in result.partitions(_PART):
            found.extend(map(_words, part))
    return at, found


def _words(row: Sequence[Any]) -> TitleWords:
    title, name, language, names, synopses, keywords, countries, subtitles = row[:8]
    ids, called, roles = (column or () for column in row[8:])
    return TitleWords(
        id=TitleId(title),
        names=tuple(dict.fromkeys((name, *names))),
        synopses=tuple(synopses),
        keywords=tuple(keywords),
        people=tuple(
            NamedPerson(PersonId(person), person_name, role)
            for person, person_name, role in zip(ids, called, roles, strict=True)
        ),
        countries=tuple(countries),
        original_language=language,
        subtitles=tuple(subtitles),
    )
