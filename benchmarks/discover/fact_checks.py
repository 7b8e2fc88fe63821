"""Hard constraints held against the facts as the demo's source has them, apart from the search.

A name that a title bears to the letter means what is called so; another one, all that begins so.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from benchmarks.discover.demo_films import DemoFilms
from matinee.catalogue.importing.genre_words import genre_words
from matinee.demo.film_facts import FilmFacts
from matinee.vocabulary.ids import TitleId


def breaches(
    films: DemoFilms, intent: Mapping[str, Any], titles: Sequence[UUID]
) -> tuple[int, int]:
    """How many titles were checked, and how many break a constraint."""
    broken = 0
    borne = {facts.name.lower() for facts in films.facts.values()}
    for title in titles:
        facts = films.facts[TitleId(title)]
        age = films.ages.get(TitleId(title))
        names = _Names(facts.name.lower(), borne)
        wanted = all(_meets(facts, names, age, key, value) for key, value in intent.items())
        refused = any(
            _meets(facts, names, age, key, [value])
            for key, values in intent.get("without", {}).items()
            if key not in {"text", "moods", "years", "minutes"}
            for value in values
        )
        refused = refused or any(
            _meets(facts, names, age, key, intent["without"][key])
            for key in ("years", "minutes")
            if key in intent.get("without", {})
        )
        broken += not wanted or refused
    return len(titles), broken


@dataclass(frozen=True, slots=True)
class _Names:
    """A title's name, and all that some title bears, in small letters."""

    name: str
    borne: Collection[str]

    def called(self, said: str) -> bool:
        """Whether the title is meant by what was said."""
        said = said.lower()
        return self.name == said if said in self.borne else self.name.startswith(said)


def _meets(facts: FilmFacts, names: _Names, age: int | None, key: str, value: Any) -> bool:
    check = _CHECKS.get(key)
    if key == "titles":
        return any(map(names.called, value))
    if key == "age":
        return age is not None and age <= value
    return check is None or check(facts, value)


def _between(value: int | None, bounds: Sequence[int | None]) -> bool:
    low, high = bounds
    return bool(value) and (low is None or value >= low) and (high is None or value <= high)


def _speaks(facts: FilmFacts, languages: Sequence[str]) -> bool:
    return any(tag.partition("-")[0] in languages for tag in facts.languages)


_CHECKS: Mapping[str, Callable[[FilmFacts, Any], bool]] = {
    "people": lambda facts, names: {*facts.cast, *facts.directors, *facts.writers}.issuperset(
        names
    ),
    "directors": lambda facts, names: set(facts.directors).issuperset(names),
    "years": lambda facts, bounds: _between(facts.year, bounds),
    "minutes": lambda facts, bounds: _between(facts.runtime_minutes, bounds),
    "languages": _speaks,
    "subtitles": lambda _facts, _languages: False,
    "countries": lambda facts, codes: not set(facts.countries).isdisjoint(codes),
    "genres": lambda facts, genres: set(genre_words(facts.genres)).issuperset(genres),
}
"""By key; the demo knows no subtitles, so that nothing may be let through under one."""
