"""A herd: members who came on one day and made one title far more of than everybody else does.

Whoever wants to push a title makes accounts and has them watch it. Each may look like anybody; but
those who came together watch the title many times more often than those who came before and after.
So what members of one day of arrival may add to a title is bounded by what all others make of it
(shilling attacks: Lam and Riedl, 2004; the bound is that of a Poisson count). What exceeds it is
left out of a training and named there; the log is not touched, and without the bound all of it
counts again.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matinee.recommend.arrays import Floats, Mask

DAY = 86_400.0
_FREE = 20
"""Viewings that any day's newcomers may bring to a title, whatever others make of it."""

_DEVIATIONS = 3.0


@dataclass(frozen=True, slots=True)
class Herd:
    """``seen`` viewings of a title by those who came on a day, of which ``allowed`` count.

    ``title`` is the number by which the title was asked about, ``day`` days since 1970.
    """

    title: int
    day: int
    seen: int
    allowed: int


def held_back(
    members: NDArray[np.integer],
    titles: NDArray[np.integer],
    at: Floats,
    first_seen: Floats,
    *,
    factor: float,
) -> tuple[Mask, tuple[Herd, ...]]:
    """Which rows exceed the bound, and the herds that they belong to, the largest first.

    One row per member and title; ``at`` and ``first_seen`` (per member; infinite: by no clock, and
    never held back) are seconds since 1970. Of c members of a day, a title that the share p of all
    other members watched may have 20 + e + 3 √e with e = ``factor`` · c · p; the earliest count.
    Where those of one day are more than all others together there is nothing to compare with.
    A ``factor`` of 0 holds nothing back.
    """
    held = np.zeros(len(members), np.bool_)
    rows = np.flatnonzero(np.isfinite(first_seen[members])) if factor else np.zeros(0, np.int64)
    if not rows.size:
        return held, ()
    days = np.floor(first_seen[members[rows]] / DAY).astype(np.int64)
    width = int(titles.max()) + 1
    keys, group, seen = np.unique(
        days * width + titles[rows], return_inverse=True, return_counts=True
    )
    day, title = np.divmod(keys, width)
    came = _members_by_day(members[rows], first_seen, day)
    others = len(np.unique(members)) - came
    elsewhere = np.bincount(titles, minlength=width)[title] - seen
    expected = factor * came * (elsewhere + 1) / (others + 1)
    allowed = np.floor(_FREE + expected + _DEVIATIONS * np.sqrt(expected)).astype(np.int64)
    herds = np.flatnonzero((seen > allowed) & (others >= came))
    for herd in herds:
        theirs = rows[group == herd]
        held[theirs[np.argsort(at[theirs], kind="stable")][allowed[herd] :]] = True
    found = [
        Herd(int(title[herd]), int(day[herd]), int(seen[herd]), int(allowed[herd]))
        for herd in herds
    ]
    return held, tuple(sorted(found, key=lambda herd: herd.allowed - herd.seen))


def _members_by_day(
    members: NDArray[np.integer], first_seen: Floats, days: NDArray[np.int64]
) -> NDArray[np.int64]:
    arrived, counts = np.unique(
        np.floor(first_seen[np.unique(members)] / DAY).astype(np.int64), return_counts=True
    )
    return counts[np.searchsorted(arrived, days)]
