"""Since when and until when titles are open without a break, from the windows that govern them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int32]
Seconds = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Openings:
    """For each title, in epoch seconds; −inf and inf where a side is open, nan where it is closed.

    ``newest_part`` is since when the newest part of it that is open is so: an episode of a series
    or of a season. −inf where there is none.
    """

    since: Seconds
    until: Seconds
    newest_part: Seconds


def openings_at(
    moment: float, rows: Rows, starts: Seconds, ends: Seconds, parents: Rows
) -> Openings:
    """What is open at ``moment``: each window is a row, a start and an end, which is not in it.

    Windows that touch or overlap are one. ``parents`` are rows, −1 for none, two levels at most.
    """
    since = np.full(len(parents), np.inf)
    until = np.full(len(parents), -np.inf)
    now = (starts <= moment) & (moment < ends)
    while now.any():
        np.minimum.at(since, rows[now], starts[now])
        np.maximum.at(until, rows[now], ends[now])
        touches = (starts <= until[rows]) & (since[rows] <= ends)
        now = touches & ((starts < since[rows]) | (ends > until[rows]))
    closed = until == -np.inf
    since[closed] = until[closed] = np.nan
    newest = np.where(closed, -np.inf, since)
    # From episodes to their seasons, and from those to the series.
    for _ in range(2):
        has = np.flatnonzero(parents >= 0)
        np.maximum.at(newest, parents[has], newest[has])
    is_part = np.full(len(parents), -np.inf)
    has = np.flatnonzero(parents >= 0)
    np.maximum.at(is_part, parents[has], newest[has])
    return Openings(since, until, is_part)
