"""One picture of all that can be searched, and what of it a member may see."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import tantivy
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from matinee.catalogue.model import Mask, Shelf
from matinee.discover.indexing.directory import Directory, EntryKey, decades_of
from matinee.discover.model import Asked, EntryKind

_KEPT = 64

Counts = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """What one kind of member may see: rows of the shelf, entries, and titles behind each entry.

    ``basis`` holds the masks that the view was made from, so that they are known again.
    """

    rows: Mask
    entries: Mask
    titles: Counts
    basis: tuple[Mask, Mask]


@dataclass(frozen=True, slots=True, eq=False)
class Holdings:
    """Shelf and directory of one version of the catalogue, joined.

    ``row_of`` is each entry's row of the shelf, -1 for what is no title or is gone; ``entry_of`` is
    the way back, -1 for seasons and episodes. ``members`` is entries × rows: the titles of a
    person, genre, mood or decade, and each title itself. ``searcher`` is the picture of the texts.
    """

    shelf: Shelf
    directory: Directory
    row_of: NDArray[np.int32] = field(repr=False)
    entry_of: NDArray[np.int32] = field(repr=False)
    members: csr_matrix = field(repr=False)
    titles_of_genre: csr_matrix = field(repr=False)
    searcher: tantivy.Searcher | None = field(default=None, repr=False)
    _views: dict[Hashable, View] = field(default_factory=dict, repr=False)
    _lists: dict[Hashable, Mask] = field(default_factory=dict, repr=False)

    @classmethod
    def of(
        cls, shelf: Shelf, directory: Directory, searcher: tantivy.Searcher | None = None
    ) -> "Holdings":
        """Join them; a title that only one of them knows cannot be found."""
        row_of = np.full(len(directory), -1, np.int32)
        entry_of = np.full(len(shelf), -1, np.int32)
        index = directory.index
        for row in np.flatnonzero(shelf.top_level).tolist():
            entry = index.get(EntryKey(EntryKind.TITLE, str(shelf.ids[row])))
            if entry is not None:
                row_of[entry], entry_of[row] = row, entry
        members = _members(shelf, directory, row_of)
        genres = shelf.genre_of.T.tocsr().astype(np.int32)
        return cls(shelf, directory, row_of, entry_of, members, genres, searcher)

    def written(self, what: Literal["countries", "subtitles"], values: frozenset[str]) -> Mask:
        """The rows whose list of countries, or of subtitle languages, has one of ``values``."""
        known = self._lists.get((what, values))
        if known is not None:
            return known
        mask = np.zeros(len(self.shelf), np.bool_)
        for entry, title in self.directory.words.items():
            listed = title.countries if what == "countries" else _bases(title.subtitles)
            if not values.isdisjoint(listed):
                mask[self.row_of[entry]] |= self.row_of[entry] >= 0
        while len(self._lists) >= _KEPT:
            self._lists.pop(next(iter(self._lists)), None)
        self._lists[what, values] = mask
        return mask

    def view(self, asked: Asked) -> View:
        """What this member may see now; kept for all who may see the same."""
        shelf = self.shelf
        lawful = shelf.watchable(
            territory=asked.territory,
            at=asked.at,
            kids=asked.kids,
            maturity_limit=asked.maturity_limit,
        )
        spoken = shelf.speaks(asked.languages)
        key = (id(lawful), id(spoken))
        known = self._views.get(key)
        if known is not None and known.basis[0] is lawful and known.basis[1] is spoken:
            return known
        rows = lawful & spoken & (self.entry_of >= 0)
        titles = np.asarray(self.members @ rows.astype(np.int32), np.int32)
        view = View(rows, titles > 0, titles, (lawful, spoken))
        while len(self._views) >= _KEPT:
            self._views.pop(next(iter(self._views)), None)
        self._views[key] = view
        return view


def _bases(languages: Iterable[str]) -> list[str]:
    return [language.partition("-")[0] for language in languages]


def _members(shelf: Shelf, directory: Directory, row_of: NDArray[np.int32]) -> csr_matrix:
    titles = np.flatnonzero(row_of >= 0)
    linked = row_of[directory.of_title] >= 0
    genres = shelf.genre_of.tocoo()
    genre_entries = np.array(
        [directory.index[EntryKey(EntryKind.GENRE, genre)] for genre in shelf.genres], np.int64
    )
    dated = np.flatnonzero(shelf.top_level & (shelf.years > 0))
    decade_entries = np.zeros(400, np.int64)
    for decade in decades_of(shelf):
        key = EntryKey(EntryKind.COLLECTION, str(decade))
        decade_entries[decade // 10] = directory.index[key]
    entries = np.concatenate(
        (
            titles,
            directory.of_entry[linked],
            genre_entries[genres.col],
            decade_entries[shelf.years[dated] // 10],
        )
    )
    rows = np.concatenate((row_of[titles], row_of[directory.of_title[linked]], genres.row, dated))
    ones = np.ones(len(entries), np.int32)
    joined = csr_matrix((ones, (entries, rows)), shape=(len(directory), len(shelf)))
    joined.data[:] = 1
    return joined
