"""A small real catalogue: well-known films from the demo's wheel of facts."""

import json
import sqlite3
from functools import lru_cache
from importlib import resources

from matinee.catalogue.model import (
    CreditRecord,
    MaturityRecord,
    TextRecord,
    TitleRecord,
    WindowRecord,
)

_COUNTRIES = {"United States": "US", "United Kingdom": "GB", "France": "FR", "Japan": "JP"}
_FIELDS = 'imdbID, Title, Year, Genre, Director, "Cast", Runtime, Country'


def _split(value: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (value or "").split(",") if part.strip())


@lru_cache(maxsize=1)
def films() -> tuple[TitleRecord, ...]:
    """Some seventy films that have words, as the catalogue takes them in."""
    lines = resources.files("matinee.demo").joinpath("film_texts.jsonl").read_text("utf-8")
    words = {each["imdb"]: each for each in map(json.loads, lines.splitlines())}
    facts = resources.files("bokeh_sampledata") / "_data" / "movies.db"
    with resources.as_file(facts) as path:
        connection = sqlite3.connect(path)
        rows = connection.execute(f"SELECT {_FIELDS} FROM omdb ORDER BY imdbID").fetchall()
        connection.close()
    return tuple(_film(row, words[row[0]]) for row in rows if row[0] in words)[::6]


def _film(row: tuple[str, ...], words: dict[str, str]) -> TitleRecord:
    identifier, name, year, genres, directors, cast, runtime, countries = row
    people = [("director", each) for each in _split(directors)[:1]]
    people += [("cast", each) for each in dict.fromkeys(_split(cast)[:4])]
    return TitleRecord(
        name=name,
        year=int(year),
        runtime_minutes=int(runtime) if runtime else None,
        genres=_split(genres),
        keywords=tuple(words["keywords"]),
        countries=tuple(_COUNTRIES[c] for c in _split(countries) if c in _COUNTRIES),
        external_ids={"imdb": identifier},
        credits=tuple(CreditRecord(name=who, role=role) for role, who in people),
        texts=(TextRecord(language="en", synopsis_short=words["synopsis"]),),
        maturity=(MaturityRecord(board="AGE", label=str(words["maturity_age"])),),
        windows=(WindowRecord(),),
    )
