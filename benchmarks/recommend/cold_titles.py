"""Titles that are hidden from training, and the viewings of them that are asked for."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matinee.recommend.arrays import Items
from matinee.recommend.histories import Histories

FIRST_PLAYS = 30


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """Histories without hidden titles at the moments when members came to one of them."""

    past: Histories
    targets: Items
    members: NDArray[np.int64]

    def of(self, chosen: NDArray[np.bool_]) -> "Moments":
        """Some of them."""
        return Moments(self.past.choosing(chosen), self.targets[chosen], self.members[chosen])


@dataclass(frozen=True, slots=True, eq=False)
class Hidden:
    """``plays`` are the first of each hidden title, ``asked`` the viewings that come after."""

    titles: Items
    plays: Moments
    asked: Moments


def without(histories: Histories, titles: Items) -> Histories:
    """The same members, who never came to those titles."""
    kept = ~np.isin(histories.items, titles)
    return Histories.of(
        histories.members[kept],
        histories.items[kept],
        member_count=len(histories),
        item_count=histories.item_count,
    )


def hidden_titles(
    histories: Histories, titles: Items, all_hidden: Items, *, most: int, seed: int
) -> Hidden:
    """The viewings of some hidden titles, in a drawn order: 30 plays first, at most so many asked.

    MovieLens' order says what a member came to after what, not which member was first.
    """
    random = np.random.default_rng(seed)
    members = histories.members
    places = np.flatnonzero(
        np.isin(histories.items, titles) & (histories.ages < histories.lengths[members] - 1)
    )
    shuffled = random.permutation(places)
    order = shuffled[np.argsort(histories.items[shuffled], kind="stable")]
    items = histories.items[order]
    rank = np.arange(order.size) - np.searchsorted(items, items)
    plays = order[rank < FIRST_PLAYS]
    asked = random.permutation(order[rank >= FIRST_PLAYS])[:most]
    return Hidden(
        titles,
        _moments(histories, plays, all_hidden),
        _moments(histories, np.sort(asked), all_hidden),
    )


def moments_of_others(histories: Histories, *, count: int, seed: int) -> Moments:
    """Drawn viewings of titles that are not hidden."""
    random = np.random.default_rng(seed)
    able = np.flatnonzero(histories.ages < histories.lengths[histories.members] - 1)
    places = np.sort(random.choice(able, min(count, able.size), replace=False))
    return _moments(histories, places, np.empty(0, np.int32))


def _moments(histories: Histories, places: NDArray[np.int64], hidden: Items) -> Moments:
    rows: list[Items] = []
    members = histories.members[places]
    secret = np.zeros(histories.item_count, np.bool_)
    secret[hidden] = True
    for place, member in zip(places.tolist(), members.tolist(), strict=True):
        before = histories.items[histories.offsets[member] : place]
        rows.append(before[~secret[before]])
    lengths = np.array([row.size for row in rows])
    past = Histories.of(
        np.repeat(np.arange(len(rows)), lengths),
        np.concatenate(rows),
        member_count=len(rows),
        item_count=histories.item_count,
    )
    return Moments(past, histories.items[places], members)
