"""The columns that a shelf is made of, and how children take what they lack from their parents."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
import numpy as np
from numpy.typing import NDArray

from matinee.catalogue.facts import ShelvedTitle, TitleKind

KINDS = tuple(TitleKind)
"""A title's kind is kept as its place in this tuple."""


@dataclass(frozen=True, slots=True)
class ShelfColumns:
    """Facts as columns: one entry per title, then one per genre, window, age and audio language.

    Windows are half open, in epoch seconds, with infinities where a side is open. Codes point into
    the vocabularies ``genres``, ``territories`` and ``languages``; -1 stands for none.
    """

    ids: tuple[UUID, ...]
    names: tuple[str, ...]
    years: NDArray[np.int16]
    kinds: NDArray[np.uint8]
    runtimes: NDArray[np.int16]
    parents: NDArray[np.int32]
    numbers: NDArray[np.int32]
    known_only: NDArray[np.bool_]
    genres: tuple[str, ...]
    genre_rows: NDArray[np.int32]
    genre_codes: NDArray[np.int32]
    territories: tuple[str, ...]
    window_rows: NDArray[np.int32]
    window_territories: NDArray[np.int32]
    window_starts: NDArray[np.float64]
    window_ends: NDArray[np.float64]
    age_rows: NDArray[np.int32]
    age_territories: NDArray[np.int32]
    ages: NDArray[np.int16]
    languages: tuple[str, ...]
    audio_rows: NDArray[np.int32]
    audio_codes: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class ShelfRows:
    """The same facts as the database hands them out: lists of values, one list per column.

    Titles name their parents by id; the other lists name titles by their place among these.
    """

    titles: Sequence[Sequence[Any]]
    genres: Sequence[Sequence[Any]]
    windows: Sequence[Sequence[Any]]
    ages: Sequence[Sequence[Any]]
    audio: Sequence[Sequence[Any]]


class Vocabulary:
    """Words numbered in the order in which they first come."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}

    def code(self, word: str) -> int:
        """The number of ``word``."""
        return self._codes.setdefault(word, len(self._codes))

    def codes(self, words: Iterable[str]) -> NDArray[np.int32]:
        """The numbers of ``words``."""
        return np.array([self.code(word) for word in words], np.int32)

    @property
    def words(self) -> tuple[str, ...]:
        """Every word, in the order of its number."""
        return tuple(self._codes)


def columns_of(titles: Iterable[ShelvedTitle]) -> ShelfColumns:
    """The columns of ``titles``, which may come in any order."""
    ordered = sorted(titles, key=lambda title: title.id)
    row_of = {title.id: row for row, title in enumerate(ordered)}
    genres, territories, languages = Vocabulary(), Vocabulary(), Vocabulary()
    genre_pairs: list[tuple[int, int]] = []
    windows: list[tuple[int, int, float, float]] = []
    ages: list[tuple[int, int, int]] = []
    audio: list[tuple[int, int]] = []
    for row, title in enumerate(ordered):
        genre_pairs += [(row, genres.code(genre)) for genre in title.genres]
        for entry in title.windows:
            start, end = entry.window.start, entry.window.end
            windows.append(
                (
                    row,
                    territories.code(entry.territory),
                    -np.inf if start is None else start.timestamp(),
                    np.inf if end is None else end.timestamp(),
                )
            )
        ages += [(row, territories.code(place), age) for place, age in title.ages.items()]
        spoken = title.audio or ((title.original_language,) if title.original_language else ())
        audio += [(row, languages.code(language.base)) for language in spoken]
    return ShelfColumns(
        ids=tuple(row_of),
        names=tuple(title.name for title in ordered),
        years=np.array([title.year or 0 for title in ordered], np.int16),
        kinds=np.array([KINDS.index(title.kind) for title in ordered], np.uint8),
        runtimes=np.array([title.runtime_minutes or 0 for title in ordered], np.int16),
        parents=np.array(
            [-1 if title.parent is None else row_of.get(title.parent, -1) for title in ordered],
            np.int32,
        ),
        numbers=np.array([title.number or 0 for title in ordered], np.int32),
        known_only=np.array([title.known_only for title in ordered], np.bool_),
        genres=genres.words,
        genre_rows=np.array([row for row, _ in genre_pairs], np.int32),
        genre_codes=np.array([code for _, code in genre_pairs], np.int32),
        territories=territories.words,
        window_rows=np.array([window[0] for window in windows], np.int32),
        window_territories=np.array([window[1] for window in windows], np.int32),
        window_starts=np.array([window[2] for window in windows], np.float64),
        window_ends=np.array([window[3] for window in windows], np.float64),
        age_rows=np.array([age[0] for age in ages], np.int32),
        age_territories=np.array([age[1] for age in ages], np.int32),
        ages=np.array([age[2] for age in ages], np.int16),
        languages=languages.words,
        audio_rows=np.array([row for row, _ in audio], np.int32),
        audio_codes=np.array([code for _, code in audio], np.int32),
    )


def columns_of_rows(rows: ShelfRows) -> ShelfColumns:
    """The columns of rows that come in the order of the ids; a parent that is not there is none."""
    genres, territories, languages = Vocabulary(), Vocabulary(), Vocabulary()
    kinds = {kind.value: place for place, kind in enumerate(KINDS)}
    titles = rows.titles
    row_of = {identifier: row for row, identifier in enumerate(titles[0])}
    return ShelfColumns(
        ids=tuple(titles[0]),
        names=tuple(titles[1]),
        years=np.array(titles[2], np.int16),
        kinds=np.array([kinds[kind] for kind in titles[3]], np.uint8),
        runtimes=np.array(titles[4], np.int16),
        parents=np.array([row_of.get(parent, -1) for parent in titles[5]], np.int32),
        known_only=np.array(titles[6], np.bool_),
        numbers=np.array(titles[7], np.int32),
        genre_rows=np.array(rows.genres[0], np.int32),
        genre_codes=genres.codes(rows.genres[1]),
        genres=genres.words,
        window_rows=np.array(rows.windows[0], np.int32),
        window_territories=territories.codes(rows.windows[1]),
        window_starts=np.array(rows.windows[2], np.float64),
        window_ends=np.array(rows.windows[3], np.float64),
        age_rows=np.array(rows.ages[0], np.int32),
        age_territories=territories.codes(rows.ages[1]),
        ages=np.array(rows.ages[2], np.int16),
        territories=territories.words,
        audio_rows=np.array(rows.audio[0], np.int32),
        audio_codes=languages.codes([tag.partition("-")[0] for tag in rows.audio[1]]),
        languages=languages.words,
    )


def inherited(
    rows: NDArray[np.int32], parents: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.intp]]:
    """Entries of ``rows`` spread to children that have none: the new rows, and which entry each is.

    Two rounds reach an episode that takes what its season took from the series.
    """
    entries = np.arange(len(rows), dtype=np.intp)
    for _ in range(2):
        held = np.bincount(rows, minlength=len(parents))
        lacking = np.flatnonzero((held == 0) & (parents >= 0))
        lacking = lacking[held[parents[lacking]] > 0]
        if not len(lacking):
            break
        order = np.argsort(rows, kind="stable")
        first = np.concatenate(([0], np.cumsum(held)))
        counts = held[parents[lacking]]
        within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        taken = order[np.repeat(first[parents[lacking]], counts) + within]
        rows = np.concatenate((rows, np.repeat(lacking, counts).astype(np.int32)))
        entries = np.concatenate((entries, entries[taken]))
    return rows, entries


def prepared_cards(columns: ShelfColumns, rows: NDArray[np.intp]) -> list[bytes]:
    """What a page shows of the titles in ``rows``, each as a JSON object made once."""
    place_of = np.full(len(columns.ids), -1, np.intp)
    place_of[rows] = np.arange(len(rows))
    genres: list[list[str]] = [[] for _ in rows]
    shown = place_of[columns.genre_rows]
    wanted = shown >= 0
    for place, code in zip(
        shown[wanted].tolist(), columns.genre_codes[wanted].tolist(), strict=True
    ):
        genres[place].append(columns.genres[code])
    maturity: list[dict[str, int]] = [{} for _ in rows]
    age_rows, entries = inherited(columns.age_rows, columns.parents)
    shown = place_of[age_rows]
    wanted, entries = shown >= 0, entries[shown >= 0]
    for place, code, age in zip(
        shown[wanted].tolist(),
        columns.age_territories[entries].tolist(),
        columns.ages[entries].tolist(),
        strict=True,
    ):
        maturity[place][columns.territories[code]] = age
    encode = msgspec.json.Encoder().encode
    facts = zip(
        rows.tolist(),
        columns.kinds[rows].tolist(),
        columns.years[rows].tolist(),
        columns.runtimes[rows].tolist(),
        genres,
        maturity,
        strict=True,
    )
    return [
        encode(
            {
                "id": columns.ids[row],
                "name": columns.names[row],
                "kind": KINDS[kind],
                "year": year or None,
                "runtime_minutes": runtime or None,
                "genres": of_genre,
                "maturity": ages,
                "poster": f"/v1/titles/{columns.ids[row]}/poster.svg",
            }
        )
        for row, kind, year, runtime, of_genre, ages in facts
    ]
