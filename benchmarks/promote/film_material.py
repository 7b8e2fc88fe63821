"""Which 200 films the sentences are about, and all that is known of each.

120 are films of the demo (facts of Wikidata, this project's synopsis, and the extract where the
shared ``wikipedia-films`` has one of the same title and year), 80 are of ``wikipedia-films`` alone.
"""

import json
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from babel import Locale

from benchmarks.material import shared
from matinee.demo.film_facts import FilmFacts, read_film_facts
from matinee.demo.film_texts import read_film_texts

SEED = 20261126
"""Of the films and of the sentences that are counted; fixed before there was a checker."""
DEMO_FILMS, WIKIPEDIA_FILMS = 120, 80
_SHORTEST, _LONGEST = 45, 170
"""Words of an extract that is used."""
_NAME = re.compile(r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3}")


@dataclass(frozen=True, slots=True)
class FilmMaterial:
    """What is known of a film; ``texts`` are paragraphs in English."""

    key: str
    name: str
    year: int
    minutes: int | None
    genres: tuple[str, ...] = ()
    directors: tuple[str, ...] = ()
    writers: tuple[str, ...] = ()
    cast: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    texts: tuple[str, ...] = field(default=())

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody who is credited."""
        return (*self.directors, *self.writers, *self.cast)


def extract_files() -> list[Path]:
    """The shared files of extracts."""
    return sorted(shared("wikipedia-films").glob("movies-*.json"))


def films(seed: int = SEED, *, without: Sequence[FilmMaterial] = ()) -> list[FilmMaterial]:
    """200 films drawn by a seed, none of ``without``; always the same for the same data."""
    rng = random.Random(seed)
    taken = {film.key for film in without}
    extracts = _extracts()
    known = {(each["title"], each["year"]): each for each in extracts}
    facts = {each.imdb: each for each in read_film_facts()}
    of_demo = [
        _of_demo(facts[text.imdb], text.synopsis, known)
        for text in read_film_texts()
        if text.imdb in facts and text.imdb not in taken
    ]
    names = {film.name for film in of_demo}
    of_wikipedia = [
        _of_wikipedia(each)
        for each in extracts
        if each["title"] not in names and _key(each) not in taken
    ]
    return [
        *rng.sample(of_demo, min(DEMO_FILMS, len(of_demo))),
        *rng.sample(of_wikipedia, WIKIPEDIA_FILMS),
    ]


def demo_films(keys: frozenset[str]) -> list[FilmMaterial]:
    """Films of the demo by their IMDb ids."""
    known = {(each["title"], each["year"]): each for each in _extracts()}
    texts = {text.imdb: text.synopsis for text in read_film_texts()}
    return [
        _of_demo(facts, texts[facts.imdb], known)
        for facts in read_film_facts()
        if facts.imdb in keys and facts.imdb in texts
    ]


def _extracts() -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for file in extract_files():
        for each in json.loads(file.read_text(encoding="utf-8")):
            words = len(str(each.get("extract", "")).split())
            if _SHORTEST <= words <= _LONGEST and each.get("year"):
                found.append(each)
    return found


def _key(extract: dict[str, object]) -> str:
    return f"{extract['title']} ({extract['year']})"


def _of_demo(
    facts: FilmFacts, synopsis: str, known: dict[tuple[object, object], dict[str, object]]
) -> FilmMaterial:
    extract = known.get((facts.name, facts.year))
    english = Locale("en")
    return FilmMaterial(
        key=facts.imdb,
        name=facts.name,
        year=facts.year,
        minutes=facts.runtime_minutes,
        genres=facts.genres,
        directors=facts.directors,
        writers=facts.writers,
        cast=facts.cast,
        countries=tuple(
            english.territories[code] for code in facts.countries if code in english.territories
        ),
        languages=tuple(
            english.languages[tag] for tag in facts.languages if tag in english.languages
        ),
        texts=(synopsis, *([] if extract is None else [_text(extract)])),
    )


def _of_wikipedia(extract: dict[str, object]) -> FilmMaterial:
    cast = extract.get("cast") or []
    genres = extract.get("genres") or []
    assert isinstance(cast, list)
    assert isinstance(genres, list)
    return FilmMaterial(
        key=_key(extract),
        name=str(extract["title"]),
        year=int(str(extract["year"])),
        minutes=None,
        genres=tuple(str(each) for each in genres),
        cast=tuple(str(each) for each in cast if _NAME.fullmatch(str(each))),
        texts=(_text(extract),),
    )


def _text(extract: dict[str, object]) -> str:
    return " ".join(str(extract["extract"]).split())
