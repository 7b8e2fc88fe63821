"""What an event says of a title, and how much it still says after newer ones.

The same rules serve training and the page: a member's events become one strength per title, and at
request time the k-th newest title (k from 0) counts (1 + k) ** −exponent of its strength, with the
exponent that the model was trained with. By rank and not by hours: who returns after a month is
still described by the last titles watched.

| what is known of a title, the first that holds | strength |
|---|---|
| the last thumb is down | −0.5 |
| the last thumb is up | 1.3 |
| finished once | 1 |
| begun and not finished | 0.4 |
| on the member's list | 0.3 |
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matinee.audience.model import KIND_CODES, EventKind
from matinee.recommend.arrays import Items, Reals

DISLIKED, LIKED, FINISHED, BEGUN, LISTED = -0.5, 1.3, 1.0, 0.4, 0.3
NEWEST = 256
"""Titles of a history that count; the next would weigh about 1%."""

_FINISH, _THUMB, _LIST, _PLAY, _PROGRESS = (
    KIND_CODES[kind]
    for kind in (
        EventKind.FINISH,
        EventKind.THUMB,
        EventKind.LIST,
        EventKind.PLAY,
        EventKind.PROGRESS,
    )
)


@dataclass(frozen=True, slots=True, eq=False)
class Standings:
    """One row per key, in the order of the keys; ``last`` is the place of its last event."""

    keys: NDArray[np.int64]
    strengths: Reals
    last: NDArray[np.int64]


def standings(keys: NDArray[np.integer], kinds: NDArray[np.uint8], values: Reals) -> Standings:
    """Where each key (a title, or a member and a title) stands after its events, oldest first."""
    unique, group = np.unique(keys.astype(np.int64), return_inverse=True)
    count = unique.size
    finished = _any(group, kinds == _FINISH, count)
    begun = _any(group, (kinds == _PLAY) | (kinds == _PROGRESS), count)
    thumb = _last_value(group, kinds == _THUMB, values, count)
    listed = _last_value(group, kinds == _LIST, values, count)
    strengths = np.zeros(count, np.float32)
    strengths[listed > 0] = LISTED  # What holds before others is written over them.
    strengths[begun] = BEGUN
    strengths[finished] = FINISHED
    strengths[thumb > 0] = LIKED
    strengths[thumb < 0] = DISLIKED
    last = np.zeros(count, np.int64)
    last[group] = np.arange(group.size)  # Of several, the last one stays.
    return Standings(unique, strengths, last)


def weigh_history(
    items: Items, kinds: NDArray[np.uint8], values: Reals, *, exponent: float, newest: int = NEWEST
) -> tuple[Items, Reals]:
    """A history, newest event first, as items and weights, newest title first.

    ``items`` is each event's title by its place in the models, -1 where they do not know it.
    """
    titles, strengths, _ = standing_history(items, kinds, values, newest=newest)
    return titles, strengths * recency(titles.size, exponent)


def standing_history(
    items: Items, kinds: NDArray[np.uint8], values: Reals, *, newest: int = NEWEST
) -> tuple[Items, Reals, NDArray[np.int64]]:
    """The same without fading: items, their strengths, and at which event each was left."""
    known = np.flatnonzero(items >= 0)[::-1]
    stood = standings(items[known], kinds[known], values[known])
    saying = np.flatnonzero(stood.strengths)
    order = saying[np.argsort(-stood.last[saying])][:newest]
    return stood.keys[order].astype(np.int32), stood.strengths[order], known[stood.last[order]]


def recency(count: int, exponent: float) -> Reals:
    """The weights of ``count`` titles, newest first."""
    return ((1.0 + np.arange(count)) ** -exponent).astype(np.float32)


def _any(group: NDArray[np.int64], chosen: NDArray[np.bool_], count: int) -> NDArray[np.bool_]:
    return np.bincount(group[chosen], minlength=count) > 0


def _last_value(
    group: NDArray[np.int64], chosen: NDArray[np.bool_], values: Reals, count: int
) -> Reals:
    """The value of the last chosen event of each group, 0 where there is none."""
    found = np.zeros(count, np.float32)
    said = values[chosen]
    found[group[chosen]] = np.where(np.isnan(said), np.float32(0), said)
    return found
