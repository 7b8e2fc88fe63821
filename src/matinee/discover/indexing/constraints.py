"""Hard constraints as a mask over the shelf: what is not known to meet one does not."""

import numpy as np
from numpy.typing import NDArray

from matinee.catalogue.model import Mask, TitleKind
from matinee.discover.indexing.directory import EntryKey
from matinee.discover.indexing.holdings import Holdings
from matinee.discover.model import Constraints, EntryKind
from matinee.vocabulary.places import Territory

_KINDS = tuple(TitleKind)


def meeting(holdings: Holdings, wanted: Constraints, territory: Territory) -> Mask:
    """The rows of the shelf that meet every constraint."""
    shelf = holdings.shelf
    mask = np.ones(len(shelf), np.bool_)
    if not wanted:
        return mask
    if wanted.kinds:
        mask &= np.isin(shelf.kinds, [_KINDS.index(kind) for kind in wanted.kinds])
    if wanted.decades:
        mask &= np.isin(shelf.years // 10 * 10, wanted.decades)
    _within(mask, shelf.years, wanted.years)
    _within(mask, shelf.runtimes, wanted.minutes)
    _having(mask, holdings, wanted)
    if wanted.languages:
        mask &= shelf.speaks(wanted.languages)
    if wanted.oldest_age is not None:
        ages = shelf.maturity_ages(territory)
        mask &= (ages >= 0) & (ages <= wanted.oldest_age)
    _written(mask, holdings, wanted)
    for title in wanted.without_titles:
        if title in shelf.index:
            mask[shelf.index[title]] = False
    return mask


def _within(mask: Mask, values: NDArray[np.int16], bounds: tuple[int | None, int | None]) -> None:
    first, last = bounds
    if first is not None or last is not None:
        mask &= values > 0
    if first is not None:
        mask &= values >= first
    if last is not None:
        mask &= values <= last


def _having(mask: Mask, holdings: Holdings, wanted: Constraints) -> None:
    entries = [
        *((EntryKind.GENRE, genre, True) for genre in wanted.genres),
        *((EntryKind.GENRE, genre, False) for genre in wanted.without_genres),
        *((EntryKind.MOOD, mood, True) for mood in wanted.moods),
        *((EntryKind.MOOD, mood, False) for mood in wanted.without_moods),
        *((EntryKind.PERSON, str(person), True) for person in wanted.people),
        *((EntryKind.PERSON, str(person), False) for person in wanted.without_people),
    ]
    for kind, key, has in entries:
        entry = holdings.directory.index.get(EntryKey(kind, key))
        titles = rows_of(holdings, entry)
        mask &= titles if has else ~titles


def rows_of(holdings: Holdings, entry: int | None) -> Mask:
    """The titles of an entry; none where there is no such entry."""
    mask = np.zeros(len(holdings.shelf), np.bool_)
    if entry is not None:
        members = holdings.members
        mask[members.indices[members.indptr[entry] : members.indptr[entry + 1]]] = True
    return mask


def _written(mask: Mask, holdings: Holdings, wanted: Constraints) -> None:
    if wanted.countries:
        mask &= holdings.written("countries", frozenset(wanted.countries))
    if wanted.subtitles:
        bases = frozenset(language.base for language in wanted.subtitles)
        mask &= holdings.written("subtitles", bases)
