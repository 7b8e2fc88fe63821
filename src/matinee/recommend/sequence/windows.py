"""Histories cut into windows, and windows of like length put into batches: little is padding."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from matinee.recommend.arrays import Items
from matinee.recommend.histories import Histories
from matinee.recommend.occasions import Occasions

PADDING = -1


def shifted_windows(
    histories: Histories, length: int, random: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where windows begin and end, so that every event but a history's first is a target once.

    A history longer than ``length`` + 1 is cut anew each time, at places that are drawn, so that no
    event always stands at a window's poor beginning.
    """
    starts: list[int] = []
    ends: list[int] = []
    for first, last in zip(histories.offsets[:-1], histories.offsets[1:], strict=True):
        end = int(last)
        if end - first > length + 1:
            cut = int(random.integers(length // 2, length + 1))
            starts.append(end - cut - 1)
            ends.append(end)
            end -= cut
        while end - first > 1:
            start = max(int(first), end - length - 1)
            starts.append(start)
            ends.append(end)
            end = start + 1
    return np.array(starts, np.int64), np.array(ends, np.int64)


def batches(
    histories: Histories, length: int, tokens: int, random: np.random.Generator
) -> Iterator[Items]:
    """One pass: windows sorted by length (shaken a little), batches in a drawn order.

    A batch is int32[b, l + 1], -1 after an end: column t is asked for by the columns before it.
    """
    for starts, ends in stretches(histories, length, tokens, random):
        yield padded(histories.items, starts, ends)


def stretches(
    histories: Histories, length: int, tokens: int, random: np.random.Generator
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Where the windows of each batch of one pass begin and end."""
    starts, ends = shifted_windows(histories, length, random)
    lengths = ends - starts
    order = np.argsort(lengths + random.uniform(0, 4, len(lengths)), kind="stable")
    groups: list[NDArray[np.int64]] = []
    at = 0
    while at < len(order):
        ahead = lengths[order[at : at + tokens]]
        longest = np.maximum.accumulate(ahead - 1)
        fits = int(np.searchsorted(longest * np.arange(1, len(longest) + 1), tokens, "right"))
        groups.append(order[at : at + max(1, fits)])
        at += max(1, fits)
    for group in random.permutation(len(groups)):
        chosen = groups[group]
        yield starts[chosen], ends[chosen]


def padded(items: Items, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> Items:
    """int32[b, longest]: each stretch at the left, -1 after it."""
    places, inside = _places(starts, ends)
    return np.where(inside, items[places], PADDING).astype(np.int32)


def padded_occasions(
    occasions: Occasions, starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> Occasions:
    """uint8[b, longest, 4]: the same of how events came about, 0 after an end."""
    places, inside = _places(starts, ends)
    return occasions[places] * inside[:, :, None].astype(np.uint8)


def _places(
    starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    longest = int((ends - starts).max())
    places = starts[:, None] + np.arange(longest)[None, :]
    inside = places < ends[:, None]
    return np.where(inside, places, 0), inside
