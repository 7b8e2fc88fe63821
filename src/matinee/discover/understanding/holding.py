"""Hard parts of a wish as a mask over the shelf, and soft ones as scores: arrays, no I/O.

A title whose fact is not known does not meet what is wanted of it; what is refused is refused where
it is known. Genres are compared with the other words that a catalogue may have for them.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matinee.catalogue.model import Mask
from matinee.discover.indexing.directory import EntryKey
from matinee.discover.indexing.holdings import Holdings
from matinee.discover.model import EntryKind
from matinee.discover.understanding.lexicons.genres import CALLED
from matinee.discover.understanding.names import NameBook
from matinee.discover.understanding.wishes import OPEN, Bounds, Named, Order, Terms, Wish
from matinee.vocabulary.places import Language, Territory

RowScores = NDArray[np.float32]


def meeting_wish(book: NameBook, wish: Wish, territory: Territory) -> Mask:
    """The rows of the shelf that meet every hard part of a wish."""
    holdings = book.holdings
    shelf = holdings.shelf
    mask = np.ones(len(shelf), np.bool_)
    for part in _masks(book, wish):
        mask &= part
    for part in _masks(book, wish.without):
        mask &= ~part
    if wish.age is not None:
        ages = shelf.maturity_ages(territory)
        mask &= (ages >= 0) & (ages <= wish.age)
    return mask


def ordered(book: NameBook, wish: Wish, rows: NDArray[np.int32]) -> NDArray[np.int32] | None:
    """The rows in the order that is asked for, titles without the fact last; None for no order."""
    shelf = book.holdings.shelf
    years, minutes = shelf.years[rows].astype(np.int64), shelf.runtimes[rows].astype(np.int64)
    match wish.order:
        case Order.NEWEST:
            keys = -years
        case Order.OLDEST:
            keys = np.where(years > 0, years, 9999)
        case Order.LONGEST:
            keys = -minutes
        case Order.SHORTEST:
            keys = np.where(minutes > 0, minutes, 9999)
        case Order.POPULAR:
            keys = -book.prior[book.holdings.entry_of[rows]]
        case None:
            return None
    return rows[np.argsort(keys, kind="stable")]


def _masks(book: NameBook, terms: Terms) -> list[Mask]:
    holdings = book.holdings
    shelf = holdings.shelf
    masks: list[Mask] = []
    if terms.titles:
        masks.append(_any([_of_any(holdings, EntryKind.TITLE, name) for name in terms.titles]))
    masks += [_of_any(holdings, EntryKind.PERSON, name) for name in terms.people]
    masks += [_directed_by(book, name) for name in terms.directors]
    masks += [_genre(holdings, genre) for genre in terms.genres]
    masks += _bounded(shelf.years, terms.years)
    masks += _bounded(shelf.runtimes, terms.minutes)
    if terms.languages:
        masks.append(_speaking(holdings, terms.languages))
    if terms.countries:
        masks.append(_listed(holdings, "countries", terms.countries))
    if terms.subtitles:
        masks.append(_listed(holdings, "subtitles", [tag.base for tag in terms.subtitles]))
    return masks


def _any(masks: Sequence[Mask]) -> Mask:
    return np.logical_or.reduce(masks)


def _speaking(holdings: Holdings, languages: Sequence[Language]) -> Mask:
    return holdings.shelf.speaks(tuple(languages))


def _bounded(values: NDArray[np.int16], bounds: Bounds) -> list[Mask]:
    if bounds == OPEN:
        return []
    low, high = bounds
    mask = values > 0
    if low is not None:
        mask &= values >= low
    if high is not None:
        mask &= values <= high
    return [mask]


def _genre(holdings: Holdings, genre: str) -> Mask:
    shelf = holdings.shelf
    mask = np.zeros(len(shelf), np.bool_)
    for word in (genre, *CALLED.get(genre, ())):
        if word in shelf.genres:
            column = shelf.genre_of[:, shelf.genres.index(word)]
            mask |= np.asarray(column.todense(), np.bool_).ravel()
    return mask


def _of_any(holdings: Holdings, kind: EntryKind, name: Named) -> Mask:
    """The titles of one of those who are called so."""
    mask = np.zeros(len(holdings.shelf), np.bool_)
    members = holdings.members
    for key in name.keys:
        entry = holdings.directory.index.get(EntryKey(kind, key))
        if entry is not None:
            mask[members.indices[members.indptr[entry] : members.indptr[entry + 1]]] = True
    return mask


def _directed_by(book: NameBook, name: Named) -> Mask:
    holdings = book.holdings
    mask = np.zeros(len(holdings.shelf), np.bool_)
    people, titles = book.directing
    for key in name.keys:
        entry = holdings.directory.index.get(EntryKey(EntryKind.PERSON, key))
        if entry is not None:
            rows = holdings.row_of[titles[people == entry]]
            mask[rows[rows >= 0]] = True
    return mask


def _listed(holdings: Holdings, what: str, values: Sequence[str]) -> Mask:
    """Titles one of whose countries, or subtitle languages, is among ``values``."""
    return holdings.written("countries" if what == "countries" else "subtitles", frozenset(values))
