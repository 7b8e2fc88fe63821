"""Wikipedia's films as holdings, with how often MovieLens rated each: what searches are asked of.

No database stands behind these: the same records that an import takes in go straight into the
shelf and the directory, each with an id of its own.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import numpy as np
from numpy.typing import NDArray

from benchmarks.material import shared
from matinee.catalogue.importing import wikipedia
from matinee.catalogue.importing.record import TitleRecord
from matinee.catalogue.model import (
    AvailabilityWindow,
    NamedPerson,
    Shelf,
    ShelvedTitle,
    TitleWords,
)
from matinee.discover.indexing.directory import Directory
from matinee.discover.indexing.holdings import Holdings
from matinee.discover.words.folding import words_of
from matinee.vocabulary.ids import PersonId, TitleId
from matinee.vocabulary.places import EVERYWHERE
from matinee.vocabulary.window import Window

TitleKey = tuple[str, int]
"""A folded name and a year."""

_ALWAYS = AvailabilityWindow(EVERYWHERE, Window())
_MOVIE = re.compile(r"(?P<name>.*?)(?:, (?P<article>The|A|An))?(?: \([^)]*\))* \((?P<year>\d{4})\)")


@dataclass(frozen=True)
class Films:
    """The catalogue; the place of a film is its row of the shelf.

    ``watched`` is how often MovieLens' small set rated a film of that name and year.
    """

    holdings: Holdings
    words: list[TitleWords]
    watched: NDArray[np.float32]


def film_files() -> list[Path]:
    """The files that the catalogue is made of."""
    return wikipedia.film_files(shared("wikipedia-films"))


def rating_files() -> list[Path]:
    """The files that the counts are made of."""
    return [shared("movielens-small", name) for name in ("movies.csv", "ratings.csv")]


def films(records: Iterable[TitleRecord] | None = None) -> Films:
    """Every film of the set."""
    given = records or _records()
    known = [(uuid5(NAMESPACE_URL, f"film {place}"), one) for place, one in enumerate(given)]
    known.sort(key=lambda pair: pair[0])
    shelf = Shelf.build(
        [
            ShelvedTitle(
                id=identifier,
                name=record.name,
                year=record.year,
                genres=record.genres,
                windows=(_ALWAYS,),
            )
            for identifier, record in known
        ]
    )
    words = [
        TitleWords(
            id=TitleId(identifier),
            names=(record.name,),
            synopses=tuple(text.synopsis_long for text in record.texts),
            people=tuple(
                NamedPerson(PersonId(uuid5(NAMESPACE_URL, credit.name)), credit.name, credit.role)
                for credit in record.credits
            ),
        )
        for identifier, record in known
    ]
    holdings = Holdings.of(shelf, Directory.of(words, shelf))
    return Films(holdings, words, _watched(shelf))


def rows_by_name(films: Films, *, with_extract: bool = False) -> Mapping[TitleKey, int]:
    """The row of each name and year, or of films with an extract alone.

    Of namesakes of a year it is the one that was rated most.
    """
    shelf = films.holdings.shelf
    taken = {words.id for words in films.words if any(words.synopses) or not with_extract}
    order = sorted(range(len(shelf)), key=lambda row: float(films.watched[row]))
    return {
        (" ".join(words_of(shelf.names[row])), int(shelf.years[row])): row
        for row in order
        if shelf.ids[row] in taken
    }


def row_near(called: Sequence[TitleKey], rows: Mapping[TitleKey, int]) -> int | None:
    """The row of one of the names in its year, or else in one beside it."""
    near = ((name, year + apart) for apart in (0, -1, 1) for name, year in called)
    return next((rows[key] for key in near if key in rows), None)


def _records() -> Iterable[TitleRecord]:
    for item in wikipedia.films(shared("wikipedia-films")):
        if item.record is not None:
            yield item.record


def _watched(shelf: Shelf) -> NDArray[np.float32]:
    counts = _counts()
    found = np.zeros(len(shelf), np.float32)
    for row, (name, year) in enumerate(zip(shelf.names, shelf.years.tolist(), strict=True)):
        folded = " ".join(words_of(name))
        near = ((folded, year + apart) for apart in (0, -1, 1))
        found[row] = next((counts[key] for key in near if key in counts), 0)
    return found


def _counts() -> dict[TitleKey, int]:
    movies, ratings = rating_files()
    with ratings.open(encoding="utf-8", newline="") as lines:
        rated = Counter(row["movieId"] for row in csv.DictReader(lines))
    counts: Counter[TitleKey] = Counter()
    with movies.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if (read := name_and_year(row["title"])) is not None:
                counts[read] += rated[row["movieId"]]
    return counts


def name_and_year(title: str) -> TitleKey | None:
    """``Matrix, The (1999)`` as ``the matrix`` and 1999; None without a year."""
    found = _MOVIE.match(title.strip())
    if found is None:
        return None
    name = f"{found['article'] or ''} {found['name']}"
    return " ".join(words_of(name)), int(found["year"])
