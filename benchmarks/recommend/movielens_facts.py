"""What MovieLens says of its titles before anybody watched them: genres and the decade."""

import re
from dataclasses import dataclass

import numpy as np

from benchmarks.material import shared
from matinee.errors import Invalid
from matinee.recommend.arrays import Reals
from matinee.recommend.histories import Histories

_YEAR = re.compile(r"\((\d{4})\)\s*$")
_FIRST_DECADE, _DECADES = 1910, 10


@dataclass(frozen=True, slots=True)
class Film:
    """A line of movies.dat; an item that is not listed there has no name, year or genres."""

    name: str = ""
    year: int = 1910
    genres: tuple[str, ...] = ()


def listed_films(histories: Histories) -> tuple[Film, ...]:
    """For the items as ``sasrec.txt`` numbers them."""
    films = _films()
    return tuple(films.get(original, Film()) for original in _original_ids(histories))


def movielens_facts(histories: Histories) -> Reals:
    """float32[items, genres + decades], 0 or 1, for the items as ``sasrec.txt`` numbers them.

    Items that movies.dat does not list have no facts: a row of zeros.
    """
    films = _films()
    genres = sorted({genre for film in films.values() for genre in film.genres})
    facts = np.zeros((histories.item_count, len(genres) + _DECADES), np.float32)
    for item, original in enumerate(_original_ids(histories)):
        if original not in films:
            continue
        film = films[original]
        facts[item, [genres.index(genre) for genre in film.genres]] = 1
        decade = min(max((film.year - _FIRST_DECADE) // 10, 0), _DECADES - 1)
        facts[item, len(genres) + decade] = 1
    return facts


def _films() -> dict[int, Film]:
    films: dict[int, Film] = {}
    lines = shared("movielens-1m", "movies.dat").read_text(encoding="latin-1").splitlines()
    for line in lines:
        number, name, listed = line.split("::")
        year = _YEAR.search(name)
        films[int(number)] = Film(
            _YEAR.sub("", name).strip(),
            int(year[1]) if year else _FIRST_DECADE,
            tuple(listed.split("|")),
        )
    return films


def _original_ids(histories: Histories) -> list[int]:
    """``sequences.tsv`` holds the same events in the same order, under MovieLens' own ids."""
    lines = shared("movielens-1m", "sequences.tsv").read_text(encoding="utf-8").splitlines()
    flat = np.array([int(item) for line in lines for item in line.split("\t")[1].split()])
    originals = np.full(histories.item_count, -1)
    originals[histories.items] = flat
    if not (originals[histories.items] == flat).all():
        raise Invalid("sequences.tsv and sasrec.txt do not hold the same events.", field="items")
    return originals.tolist()
