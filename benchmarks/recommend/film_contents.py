"""What Wikipedia says of MovieLens' films: joined by title and year, give or take one."""

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from benchmarks.material import shared
from benchmarks.recommend.movielens_facts import Film, listed_films
from matinee.recommend.arrays import Items, Reals
from matinee.recommend.histories import Histories

_ARTICLE = re.compile(r"^(.*), (The|A|An|Le|La|Les|Il|El|Das|Der|Die)$")
_OTHER_NAME = re.compile(r"\s*\([^)]*\)")
_FEWEST_FILMS = 2
_DECADES = 12


@dataclass(frozen=True, slots=True, eq=False)
class FilmContents:
    """Per item: genres, people (those of at least two films), year, and Wikipedia's extract.

    ``joined`` marks the items that were found; the others have MovieLens' genres and year alone.
    """

    genres: Reals
    people: csr_matrix
    years: Items
    extracts: tuple[str, ...]
    joined: np.ndarray[tuple[int], np.dtype[np.bool_]]

    def decades(self) -> Reals:
        """Item x decade, 0 or 1."""
        places = np.clip((self.years - 1910) // 10, 0, _DECADES - 1)
        return np.eye(_DECADES, dtype=np.float32)[places]


def film_contents(histories: Histories) -> FilmContents:
    """For the items as ``sasrec.txt`` numbers them."""
    films = listed_films(histories)
    pages = _pages()
    found = [_page_of(film, pages) for film in films]
    genres = [
        {*film.genres, *(page.genres if page else ())}
        for film, page in zip(films, found, strict=True)
    ]
    words = sorted({genre for listed in genres for genre in listed})
    marked = np.zeros((len(films), len(words)), np.float32)
    for item, listed in enumerate(genres):
        marked[item, [words.index(genre) for genre in listed]] = 1
    return FilmContents(
        genres=marked,
        people=_people([page.cast if page else () for page in found]),
        years=np.array([film.year for film in films], np.int32),
        extracts=tuple(page.extract if page else "" for page in found),
        joined=np.array([page is not None for page in found]),
    )


@dataclass(frozen=True, slots=True)
class _Page:
    genres: tuple[str, ...]
    cast: tuple[str, ...]
    extract: str


def _pages() -> dict[tuple[str, int], _Page]:
    pages: dict[tuple[str, int], _Page] = {}
    for file in sorted(shared("wikipedia-films").glob("movies-*.json")):
        for page in json.loads(file.read_text(encoding="utf-8")):
            told = _Page(tuple(page["genres"]), tuple(page["cast"]), page.get("extract", ""))
            pages.setdefault((_plain(page["title"]), page["year"]), told)
    return pages


def _page_of(film: Film, pages: dict[tuple[str, int], _Page]) -> _Page | None:
    for year in (film.year, film.year - 1, film.year + 1):
        found = pages.get((_plain(film.name), year))
        if found is not None:
            return found
    return None


def _plain(name: str) -> str:
    """``Matrix, The`` and ``The Matrix`` alike, without accents and signs."""
    name = _OTHER_NAME.sub("", name).strip()
    turned = _ARTICLE.match(name)
    if turned:
        name = f"{turned[2]} {turned[1]}"
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if letter.isalnum())


def _people(casts: Sequence[Sequence[str]]) -> csr_matrix:
    counts: dict[str, int] = {}
    for cast in casts:
        for person in set(cast):
            counts[person] = counts.get(person, 0) + 1
    known = {p: n for n, p in enumerate(sorted(p for p, c in counts.items() if c >= _FEWEST_FILMS))}
    pairs = sorted({(i, known[p]) for i, cast in enumerate(casts) for p in cast if p in known})
    rows, columns = [item for item, _ in pairs], [person for _, person in pairs]
    ones = np.ones(len(pairs), np.float32)
    return csr_matrix((ones, (rows, columns)), shape=(len(casts), len(known)))
