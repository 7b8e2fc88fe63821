"""Facts of 17,472 films, read from the CC0 database inside the installed bokeh-sampledata."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from importlib.resources import as_file, files
from typing import Any

from matinee.errors import Unavailable

_NO_NAME = "list of "
"""How articles begin that the column of a cast holds beside people."""
_SUFFIXES = frozenset({"Jr.", "Sr.", "Jr", "Sr", "II", "III", "Esq."})
"""What follows a comma inside a name, in a column that separates names by commas."""

_QUERY = """
SELECT omdb.ID, imdbID, Title, Year, omdb.Rating, Runtime, Genre, Director, Writer, "Cast",
       Language, Country, Released, coalesce(Reviews, 0)
FROM omdb LEFT JOIN tomatoes ON tomatoes.ID = omdb.ID
ORDER BY omdb.ID
"""


@dataclass(frozen=True, slots=True)
class FilmFacts:
    """What the database says of one film; lists without an order of merit are alphabetical.

    ``certificate`` is one of the MPA's. ``languages`` are BCP 47 tags and ``countries`` ISO 3166
    codes, withdrawn ones included; words that stand for neither are left out. ``reviews`` counts
    the critics who wrote about the film, which says how well known it is, not how good.
    """

    wikidata: str
    imdb: str
    name: str
    year: int
    certificate: str | None
    runtime_minutes: int | None
    genres: tuple[str, ...]
    directors: tuple[str, ...]
    writers: tuple[str, ...]
    cast: tuple[str, ...]
    languages: tuple[str, ...]
    countries: tuple[str, ...]
    released: str
    reviews: int


def read_film_facts() -> tuple[FilmFacts, ...]:
    """Every record of the database, in the order of its Wikidata number."""
    words = json.loads(
        files("matinee.demo").joinpath("wikidata_words.json").read_text(encoding="utf-8")
    )
    languages, countries = words["languages"], words["countries"]
    return tuple(
        FilmFacts(
            wikidata=f"Q{row[0]}",
            imdb=row[1],
            name=row[2],
            year=row[3],
            certificate=row[4],
            runtime_minutes=None if row[5] is None else round(row[5]),
            genres=_parts(row[6]),
            directors=_parts(row[7]),
            writers=_parts(row[8]),
            cast=_parts(row[9]),
            languages=_translated(_parts(row[10]), languages),
            countries=_translated(_parts(row[11]), countries),
            released=row[12],
            reviews=row[13],
        )
        for row in _rows()
    )


def _rows() -> list[tuple[Any, ...]]:
    with as_file(files("bokeh_sampledata").joinpath("_data", "movies.db")) as path:
        try:
            with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
                return connection.execute(_QUERY).fetchall()
        except sqlite3.Error as broken:
            raise Unavailable(
                f"The demo's films cannot be read ({broken}).",
                remedy="Install the locked requirements again; they bring bokeh-sampledata.",
            ) from broken


def _parts(joined: str | None) -> tuple[str, ...]:
    parts: list[str] = []
    for part in (joined or "").split(", "):
        if part in _SUFFIXES and parts:
            parts[-1] += f", {part}"
        elif part and not part.startswith(_NO_NAME):
            parts.append(part)
    return tuple(dict.fromkeys(parts))


def _translated(words: Iterable[str], codes: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes[word] for word in words if word in codes))
