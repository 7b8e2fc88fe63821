"""Taste groups: the genres that a member watches so much of that pictures and words may turn to it.

A member belongs to several, and to none while little is known. It is worked out when it is asked
for and kept nowhere.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from matinee.audience.model import History
from matinee.catalogue.model import Shelf
from matinee.promote.tastes.model import TASTES, Taste

_FEWEST = 3
"""Titles of a genre before anybody is said to watch it."""
_SHARE = 0.25
"""Of what a member watches; below it a genre is one among others."""


def genres_watched(shelf: Shelf, history: History) -> list[list[str]]:
    """The genres of each title of the shelf that a member has finished or begun."""
    watched = {*history.watched, *(each.title_id for each in history.watching)}
    return _genres_of(shelf, [shelf.index[title] for title in watched if title in shelf.index])


def groups_of(shelf: Shelf, history: History) -> tuple[Taste, ...]:
    """A member's taste groups by the shelf; what they waved away does not count."""
    watched = {*history.watched, *(each.title_id for each in history.watching)} - history.hidden
    rows = [shelf.index[title] for title in watched if title in shelf.index]
    return standing_out(_genres_of(shelf, rows), _usual(shelf))


def standing_out(genres: Sequence[Sequence[str]], usual: Mapping[str, float]) -> tuple[Taste, ...]:
    """The groups of who watched titles of these ``genres``, what is least ``usual`` first.

    ``usual`` is each genre's share of all titles: nearly everybody watches drama, since most of
    what there is to watch is.
    """
    counts = {taste: sum(taste in each for each in genres) for taste in TASTES}
    held = [
        taste
        for taste, count in counts.items()
        if count >= _FEWEST and count >= _SHARE * len(genres)
    ]
    surplus = {taste: counts[taste] / len(genres) - usual.get(taste, 0.0) for taste in held}
    return tuple(sorted(held, key=lambda taste: -surplus[taste]))


@lru_cache(maxsize=1)
def _usual(shelf: Shelf) -> Mapping[str, float]:
    """Each genre's share of the titles; counted once of a shelf, not once of a page."""
    held = np.asarray((shelf.genre_of > 0).sum(axis=0)).ravel() / max(1, shelf.genre_of.shape[0])
    return dict(zip(shelf.genres, held.tolist(), strict=True))


def _genres_of(shelf: Shelf, rows: Sequence[int]) -> list[list[str]]:
    return [[shelf.genres[column] for column in shelf.genre_of[row].indices] for row in rows]
