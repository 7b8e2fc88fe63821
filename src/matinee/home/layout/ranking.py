"""Orders of shelf rows: exact, the same on every machine, ties broken by row."""

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int32]
Mask = NDArray[np.bool_]
Scores = NDArray[np.float32]

_LOW = np.uint64(0xFFFF_FFFF)
_HIGH = np.uint64(32)
_SIGN = np.int32(0x7FFF_FFFF)
_FIRST_LOOK = 256


def best_first(scores: Scores, rows: Rows) -> Rows:
    """``rows`` by falling score, equal scores by rising row; not-a-number comes last.

    Score and row are packed into one integer, since sorting integers is several times faster than a
    stable sort of floats, and as exact.
    """
    values = scores[rows] + np.float32(0.0)  # Negative zero becomes zero.
    values[np.isnan(values)] = -np.inf
    bits = values.view(np.int32)
    rising = np.where(bits < 0, bits ^ _SIGN, bits)
    falling = (~rising).astype(np.int64) + (1 << 31)
    keys = (falling.astype(np.uint64) << _HIGH) | rows.astype(np.uint64)
    keys.sort()
    return (keys & _LOW).astype(np.int32)


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
    look = order[:_FIRST_LOOK]
    found = look[free[look]]
    if found.size < size and order.size > _FIRST_LOOK:
        found = order[free[order]]
    return found[:size]


def stretched(values: Scores) -> Scores:
    """``values`` brought to 0…1 by their least and greatest; equal values all become 0."""
    if values.size == 0:
        return values
    low, high = float(values.min()), float(values.max())
    if high <= low:
        return np.zeros_like(values)
    return ((values - low) / (high - low)).astype(np.float32)
