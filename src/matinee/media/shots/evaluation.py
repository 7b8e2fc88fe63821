"""How well shot boundaries were found.

Two protocols: that of TransNet V2 and AutoShot (Souček & Lokoč 2020, Zhu et al. 2023), which knows
only where a transition lies, and the stricter one of TRECVID, which tells cuts from gradual ones.
All positions are frame numbers from 0; intervals include both ends.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Intervals = NDArray[np.float64]
"""(n, 2): first and last frame, in order."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What was found, what was invented, what was missed."""

    hits: int = 0
    false_alarms: int = 0
    misses: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.hits + other.hits,
            self.false_alarms + other.false_alarms,
            self.misses + other.misses,
        )

    @property
    def precision(self) -> float:
        """Share of what was reported that is true; 0 where nothing was reported."""
        return self.hits / max(self.hits + self.false_alarms, 1)

    @property
    def recall(self) -> float:
        """Share of what is true that was reported; 0 where nothing is true."""
        return self.hits / max(self.hits + self.misses, 1)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.hits / max(2 * self.hits + self.false_alarms + self.misses, 1)


def shots_of_scores(scores: NDArray[np.floating], threshold: float) -> Intervals:
    """Shots as the runs of frames that are no boundary; a film without any is one shot.

    Runs that are boundary from end to end have no shot; a shot ends where a boundary begins, so
    its last frame is the first one of the boundary.
    """
    above = np.concatenate([[False], np.asarray(scores) > threshold])
    rises = np.flatnonzero(~above[:-1] & above[1:])
    falls = np.flatnonzero(above[:-1] & ~above[1:])
    starts = np.concatenate([[0], falls])
    ends = rises
    if ends.size and ends[0] == 0:
        ends = ends[1:]
        starts = starts[1:]
    if not above[-1]:
        ends = np.concatenate([ends, [len(scores) - 1]])
    if not ends.size:
        return np.array([[0.0, len(scores) - 1.0]])
    return np.stack([starts[: len(ends)], ends], axis=1).astype(float)


def transitions(shots: Intervals) -> Intervals:
    """Between each shot's last frame and the next one's first."""
    return np.stack([shots[:-1, 1], shots[1:, 0]], axis=1)


def compare_transitions(truth: Intervals, found: Intervals, *, tolerance: float = 2) -> Counts:
    """One-to-one matches of transitions that touch when each is widened by half of a frame less.

    ``tolerance`` frames may lie between them in all, as in the published evaluator: each end is
    moved outwards by ``tolerance / 2 - 0.5``.
    """
    margin = tolerance / 2 - 0.5
    return _matched(_widened(truth, margin), _widened(found, margin))


def compare_cuts(
    truth: Sequence[int], found: Sequence[int], *, tolerance: int = 2
) -> tuple[Counts, NDArray[np.bool_]]:
    """One-to-one matches of cuts within ``tolerance`` frames; also which of ``found`` matched."""
    used = np.zeros(len(found), dtype=bool)
    hits = 0
    places = np.asarray(found, dtype=float)
    for place in truth:
        distance = np.where(used, np.inf, np.abs(places - place))
        if distance.size and distance.min() <= tolerance:
            used[int(distance.argmin())] = True
            hits += 1
    return Counts(hits, len(found) - hits, len(truth) - hits), used


def compare_gradual(truth: Intervals, found: Intervals) -> tuple[Counts, NDArray[np.bool_]]:
    """One-to-one matches of intervals that overlap, the largest overlap first."""
    used = np.zeros(len(found), dtype=bool)
    if not len(truth) or not len(found):
        return Counts(0, len(found), len(truth)), used
    first = np.maximum(truth[:, None, 0], found[None, :, 0])
    last = np.minimum(truth[:, None, 1], found[None, :, 1])
    shared = last - first + 1
    hits = 0
    while shared.max() > 0:
        of_truth, of_found = np.unravel_index(int(shared.argmax()), shared.shape)
        used[of_found] = True
        shared[of_truth, :] = -1
        shared[:, of_found] = -1
        hits += 1
    return Counts(hits, len(found) - hits, len(truth) - hits), used


def _widened(intervals: Intervals, margin: float) -> Intervals:
    return intervals + np.array([[-margin, margin]])


def _matched(truth: Intervals, found: Intervals) -> Counts:
    hits = at = 0
    for first, last in found:
        while at < len(truth) and truth[at, 1] < first:
            at += 1
        if at < len(truth) and truth[at, 0] <= last:
            hits += 1
            at += 1
    return Counts(hits, len(found) - hits, len(truth) - hits)
