"""Orders of shelf rows: exact, the same on every machine, ties broken by row."""

from functools import cached_property
from sys import byteorder

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int32]
Mask = NDArray[np.bool_]
Scores = NDArray[np.float32]

_SIZE = np.int32(0x7FFF_FFFF)
"""All bits of a float but its sign."""
_LOW, _HIGH = (0, 1) if byteorder == "little" else (1, 0)
"""Where the halves of a 64-bit integer lie."""
_FIRST_LOOK = 256
_FRONT = 1_500
"""So far a ranking is put in order before anybody asks for more of it."""
_FEW = 8 * _FRONT
"""So many rows are all looked at: to find which of them promise something would take longer."""
_SAMPLE = 4_096


def best_first(scores: Scores, rows: Rows, most: int | None = None) -> Rows:
    """``rows`` by falling score, equal scores by rising row; not-a-number comes last.

    Score and row are packed into one integer, since sorting integers is several times faster than a
    stable sort of floats, and as exact. Of ``most`` alone, the others need no order.
    """
    values = scores[rows]
    values[np.isnan(values)] = -np.inf
    np.subtract(np.float32(0.0), values, out=values)  # What falls rises; both zeros become one.
    bits = values.view(np.int32)
    keys = np.empty(rows.size, np.int64)
    halves = keys.view(np.int32)
    halves[_HIGH::2] = bits ^ ((bits >> 31) & _SIZE)  # Integers in the order of the floats.
    halves[_LOW::2] = rows
    if most is not None and most < keys.size:
        keys.partition(most)
        keys, halves = keys[:most], halves[: 2 * most]
    keys.sort()
    return halves[_LOW::2].copy()


class Ranking:
    """``rows`` by falling score, as ``best_first`` has them: the front now, the whole when needed.

    A page looks at the best few hundred of all that may be offered, and sorting a hundred thousand
    titles for them cost more than the rest of it.
    """

    def __init__(self, scores: Scores, rows: Rows) -> None:
        self._scores, self._rows = scores, rows
        self.front = best_first(scores, self._promising(), _FRONT)

    @cached_property
    def whole(self) -> Rows:
        """All of them, in order."""
        if self.front.size == self._rows.size:
            return self.front
        return best_first(self._scores, self._rows)

    def first(self, free: Mask, size: int) -> Rows:
        """The first ``size`` that are free."""
        found = first(self.front, free, size)
        return found if found.size == size else first(self.whole, free, size)

    def _promising(self) -> Rows:
        """The rows of which the front is made; all where scores tell too few of them apart."""
        if self._rows.size <= _FEW:
            return self._rows
        values = self._scores[self._rows]
        values[np.isnan(values)] = -np.inf
        for some in (values[:: values.size // _SAMPLE + 1], values):
            # Twice what is needed, since a sample errs; of all of them, no sample does.
            behind = some.size - 2 * _FRONT * some.size // values.size - 1
            front = self._rows[values >= np.partition(some, behind)[behind]]
            if front.size >= _FRONT:
                break
        return front


def among(order: Rows, others: Rows) -> Mask:
    """Which of ``order`` are in ``others``; by a table, since rows are small numbers from 0 on.

    Looked up by hand: a page asks for so few that the checks of ``np.isin`` would cost most of it.
    """
    if not order.size or not others.size:
        return np.zeros(order.size, np.bool_)
    marked = np.zeros(max(int(order.max()), int(others.max())) + 1, np.bool_)
    marked[others] = True
    return marked[order]


def rows_where(mask: Mask) -> Rows:
    """The rows that are set."""
    return np.flatnonzero(mask).astype(np.int32)


def first(order: Rows, free: Mask, size: int) -> Rows:
    """The first ``size`` rows of ``order`` that are free; most often a short look is enough."""
    for reach in (_FIRST_LOOK, 16 * _FIRST_LOOK):
        look = order[:reach]
        found = look[free[look]]
        if found.size >= size or order.size <= reach:
            return found[:size]
    return order[free[order]][:size]


def stretched(values: Scores) -> Scores:
    """``values`` brought to 0…1 by their least and greatest; equal values all become 0."""
    if values.size == 0:
        return values
    low, high = float(values.min()), float(values.max())
    if high <= low:
        return np.zeros_like(values)
    return ((values - low) / (high - low)).astype(np.float32)
