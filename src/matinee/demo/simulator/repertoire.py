"""The films that the simulated audience comes across, as arrays: features, fame, rules."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from matinee.demo.film_facts import FilmFacts
from matinee.demo.film_texts import FilmText
from matinee.demo.simulator.parameters import Parameters
from matinee.demo.windows import Licence
from matinee.vocabulary.maturity import MaturityRating

Reals: TypeAlias = NDArray[np.float32]
Mask: TypeAlias = NDArray[np.bool_]

_DECADES = np.arange(1940, 2020, 10)
_DECADE_SPREAD = 7.0
_LONGEST_MINUTES = 240
_USUAL_MINUTES = 100
_FAMILY_TAIL = 100
"""So many of the tail's films are for children, who would otherwise run out of them."""


@dataclass(frozen=True, slots=True, eq=False)
class Repertoire:
    """Films by row; the 400 come first. ``features`` has ``blocks`` of columns by kind and name.

    ``ages`` are -1 where unknown; ``opens`` and ``closes`` count days from the base day.
    """

    imdb: tuple[str, ...]
    names: tuple[str, ...]
    main: int
    minutes: Reals
    years: NDArray[np.int16]
    ages: NDArray[np.int16]
    genres: tuple[str, ...]
    genre_of: Mask
    languages: tuple[frozenset[str], ...]
    fame: Reals
    features: Reals
    blocks: Mapping[str, tuple[str, ...]]
    opens: NDArray[np.int32]
    held_back: tuple[str | None, ...]

    def __len__(self) -> int:
        return len(self.imdb)

    def columns(self, block: str) -> slice:
        """Where a block of features lies."""
        start = 0
        for name, members in self.blocks.items():
            if name == block:
                return slice(start, start + len(members))
            start += len(members)
        raise KeyError(block)


def build_repertoire(
    films: Sequence[FilmFacts],
    texts: Mapping[str, FilmText],
    licences: Mapping[str, Licence],
    parameters: Parameters,
) -> Repertoire:
    """Choose the films and lay out what is known of them."""
    chosen = _chosen(films, texts, parameters.tail_films)
    genres = tuple(sorted({genre for film in chosen for genre in film.genres}))
    genre_of = np.array([[genre in film.genres for genre in genres] for film in chosen])
    licence_of = [licences.get(film.imdb) for film in chosen]
    features, blocks = _features(chosen, texts, genres, genre_of)
    return Repertoire(
        imdb=tuple(film.imdb for film in chosen),
        names=tuple(film.name for film in chosen),
        main=len(texts),
        minutes=np.array([film.runtime_minutes or _USUAL_MINUTES for film in chosen], np.float32),
        years=np.array([film.year for film in chosen], np.int16),
        ages=np.array([_age(film, texts.get(film.imdb)) for film in chosen], np.int16),
        genres=genres,
        genre_of=genre_of,
        languages=tuple(
            frozenset(tag.partition("-")[0] for tag in film.languages) for film in chosen
        ),
        fame=_standardised(np.log1p([film.reviews for film in chosen])),
        features=features,
        blocks=blocks,
        opens=np.array([-9999 if lot is None else lot.opens for lot in licence_of], np.int32),
        held_back=tuple(None if lot is None else lot.held_back for lot in licence_of),
    )


def _chosen(
    films: Sequence[FilmFacts], texts: Mapping[str, FilmText], tail: int
) -> list[FilmFacts]:
    unique = {film.imdb: film for film in reversed(films)}
    main = [unique[imdb] for imdb in sorted(texts)]
    rest = [
        film
        for film in unique.values()
        if film.imdb not in texts
        and film.genres
        and film.runtime_minutes is not None
        and film.runtime_minutes <= _LONGEST_MINUTES
    ]
    rest.sort(key=lambda film: (-film.reviews, film.imdb))
    family = [film for film in rest if film.certificate == "G"][:_FAMILY_TAIL]
    kept = {film.imdb for film in family}
    return [*main, *family, *[film for film in rest if film.imdb not in kept][: tail - len(family)]]


def _age(film: FilmFacts, text: FilmText | None) -> int:
    rating = MaturityRating.known("MPA", film.certificate or "")
    if rating is not None:
        return rating.age
    return text.maturity_age if text else -1


def _features(
    films: Sequence[FilmFacts],
    texts: Mapping[str, FilmText],
    genres: tuple[str, ...],
    genre_of: Mask,
) -> tuple[Reals, dict[str, tuple[str, ...]]]:
    said = [texts[film.imdb].keywords if film.imdb in texts else () for film in films]
    keywords = _recurring(said)
    directors = _recurring([film.directors for film in films])
    years = np.array([[film.year] for film in films])
    distance = (years - (_DECADES[None, :] + 5)) / _DECADE_SPREAD
    decades = np.exp(-(distance**2) / 2)
    abroad = np.array([[bool(film.languages) and "en" not in film.languages] for film in films])
    parts = (
        genre_of / np.sqrt(np.maximum(1, genre_of.sum(axis=1, keepdims=True))),
        decades / decades.sum(axis=1, keepdims=True),
        np.array([[word in have for word in keywords] for have in said]),
        np.array([[name in film.directors for name in directors] for film in films]),
        abroad,
    )
    blocks = {
        "genre": genres,
        "decade": tuple(str(decade) for decade in _DECADES),
        "keyword": keywords,
        "director": directors,
        "abroad": ("abroad",),
    }
    return np.hstack(parts).astype(np.float32), blocks


def _recurring(lists: Sequence[Sequence[str]]) -> tuple[str, ...]:
    counts = Counter(word for words in lists for word in words)
    return tuple(sorted(word for word, count in counts.items() if count > 1))


def _standardised(values: NDArray[np.floating]) -> Reals:
    return ((values - values.mean()) / values.std()).astype(np.float32)
