"""A shelf's columns after some titles have changed: the same as if all had been read again.

Reading a whole catalogue again for one new title takes as long as the catalogue is large; this
takes a few milliseconds of copying. Titles are never taken out of a catalogue, only put in and
changed.
"""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from matinee.catalogue.shelf_columns import ShelfColumns

Value = TypeVar("Value", bound=np.generic)
Rows = NDArray[np.int32]
_GENERATIONS = 2
"""An episode takes what it lacks from its season, and that from the series."""


def changed_columns(
    former: ShelfColumns, fresh: ShelfColumns, parents: Sequence[UUID | None]
) -> ShelfColumns:
    """``former`` with the titles of ``fresh`` as they are there; ``parents`` are theirs, by id."""
    merge = _Merge(former.ids, fresh.ids)
    genres, genre_codes = _words(former.genres, fresh.genres)
    places, place_codes = _words(former.territories, fresh.territories)
    spoken, spoken_codes = _words(former.languages, fresh.languages)
    above = merge.values(
        np.where(former.parents >= 0, merge.kept[former.parents], -1).astype(np.int32),
        np.array([-1 if one is None else merge.row_of[one] for one in parents], np.int32),
    )
    genre_rows, genre_of = merge.entries(
        (former.genre_rows, former.genre_codes), (fresh.genre_rows, genre_codes[fresh.genre_codes])
    )
    window_rows, window_at, starts, ends = merge.entries(
        (former.window_rows, former.window_territories, former.window_starts, former.window_ends),
        (
            fresh.window_rows, place_codes[fresh.window_territories], fresh.window_starts,
            fresh.window_ends,
        ),
    )  # fmt: skip
    age_rows, age_at, ages = merge.entries(
        (former.age_rows, former.age_territories, former.ages),
        (fresh.age_rows, place_codes[fresh.age_territories], fresh.ages),
    )
    audio_rows, audio_of = merge.entries(
        (former.audio_rows, former.audio_codes), (fresh.audio_rows, spoken_codes[fresh.audio_codes])
    )
    genres, genre_of = _as_they_come(genres, genre_of)
    places, both = _as_they_come(places, np.concatenate((window_at, age_at)))
    spoken, audio_of = _as_they_come(spoken, audio_of)
    return ShelfColumns(
        ids=merge.ids,
        names=tuple(merge.values(_objects(former.names), _objects(fresh.names)).tolist()),
        years=merge.values(former.years, fresh.years),
        kinds=merge.values(former.kinds, fresh.kinds),
        runtimes=merge.values(former.runtimes, fresh.runtimes),
        parents=above,
        numbers=merge.values(former.numbers, fresh.numbers),
        known_only=merge.values(former.known_only, fresh.known_only),
        genres=genres,
        genre_rows=genre_rows,
        genre_codes=genre_of,
        territories=places,
        window_rows=window_rows,
        window_territories=both[: len(window_at)],
        window_starts=starts,
        window_ends=ends,
        age_rows=age_rows,
        age_territories=both[len(window_at) :],
        ages=ages,
        languages=spoken,
        audio_rows=audio_rows,
        audio_codes=audio_of,
    )


def touched_rows(columns: ShelfColumns, changed: Iterable[int]) -> NDArray[np.intp]:
    """The rows that changed, and those of their seasons and episodes, which take from them."""
    touched = np.zeros(len(columns.ids), np.bool_)
    touched[list(changed)] = True
    child = columns.parents >= 0
    for _ in range(_GENERATIONS):
        touched[child] |= touched[columns.parents[child]]
    return np.flatnonzero(touched)


class _Merge:
    """Where the rows of both go: ``kept`` those of the former, ``put`` the changed and new."""

    def __init__(self, former: tuple[UUID, ...], fresh: tuple[UUID, ...]) -> None:
        held = {identifier: row for row, identifier in enumerate(former)}
        new = [identifier for identifier in fresh if identifier not in held]
        if new:
            self.ids = tuple(sorted((*former, *new)))
            self.row_of = {identifier: row for row, identifier in enumerate(self.ids)}
        else:
            self.ids, self.row_of = former, held
        row_of = self.row_of
        self.kept: Rows = np.array([row_of[one] for one in former], np.int32)
        self.put: Rows = np.array([row_of[one] for one in fresh], np.int32)
        self._changed = np.zeros(len(self.ids), np.bool_)
        self._changed[self.put] = True

    def values(self, former: NDArray[Value], fresh: NDArray[Value]) -> NDArray[Value]:
        """One value for each title."""
        merged = np.empty(len(self.ids), former.dtype)
        merged[self.kept] = former
        merged[self.put] = fresh
        return merged

    def entries(
        self, former: Sequence[NDArray[Any]], fresh: Sequence[NDArray[Any]]
    ) -> list[NDArray[Any]]:
        """Lists of entries, of which the first column is the title's row, in the order of rows."""
        rows = self.kept[former[0]]
        stays = ~self._changed[rows]
        rows = np.concatenate((rows[stays], self.put[fresh[0]]))
        order = np.argsort(rows, kind="stable")
        others = [
            np.concatenate((old[stays], new))[order]
            for old, new in zip(former[1:], fresh[1:], strict=True)
        ]
        return [rows[order], *others]


def _words(former: tuple[str, ...], fresh: tuple[str, ...]) -> tuple[tuple[str, ...], Rows]:
    """Both vocabularies as one, and the numbers in it of the fresh one's words."""
    codes = {word: code for code, word in enumerate(former)}
    numbers = [codes.setdefault(word, len(codes)) for word in fresh]
    return tuple(codes), np.array(numbers, np.int32)


def _as_they_come(words: tuple[str, ...], codes: Rows) -> tuple[tuple[str, ...], Rows]:
    """Words numbered in the order in which they first come; those that are nowhere go."""
    found, first = np.unique(codes, return_index=True)
    found = found[np.argsort(first, kind="stable")]
    numbers = np.zeros(len(words), np.int32)
    numbers[found] = np.arange(len(found), dtype=np.int32)
    return tuple(words[code] for code in found.tolist()), numbers[codes]


def _objects(values: Sequence[str]) -> NDArray[np.object_]:
    held = np.empty(len(values), np.object_)
    held[:] = values
    return held
