"""Dissolves: for a while every frame is a blend of the one before it all and the one after.

The middle of a window is fitted as a blend of its ends, at three places (the linear model of
Alattar 1993); a camera that moves over the same span does not fit, since what moved is in neither
end. Of what fits, two things tell dissolves from slow pans over soft ground: contrast sags in the
middle, since blending averages (ibid.), and no motion leads from the ends to the middle.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matinee.media.shots.evidence import Distances, Evidence, Frames

_CHUNK = 1024


@dataclass(frozen=True, slots=True)
class DissolveRule:
    """What a dissolve asks for."""

    half_windows: tuple[int, ...] = (5, 7, 9, 12, 16, 20)
    """Half of the spans, in frames, over which dissolves are looked for."""
    least_score: float = 0.28
    least_distance: float = 0.45
    """How different in structure the ends are at least."""
    least_difference: float = 8.0
    """The same in grey levels, root mean square."""
    most_contrast: float = 0.95
    """Contrast in the middle, as a share of that of the ends."""
    least_unmoved: float = 0.38
    """What the best shift of the whole picture leaves unexplained on one side at least."""
    stride: int = 2
    """Every so many frames a window is tried."""
    apart: int = 6
    """Frames between the middles of two dissolves, as a least."""


@dataclass(frozen=True, slots=True)
class Blend:
    """How well (k,) middles are blends of their windows' ends."""

    shares: NDArray[np.float32]
    """(k, 3): the share of the later end, less what an even blend would add to one half there."""
    residuals: NDArray[np.float32]
    """(k, 3): what the blend leaves unexplained, relative to the difference of the ends."""
    difference: Distances
    """(k,): of the ends, in grey levels, root mean square."""


def find_dissolves(
    evidence: Evidence, taken: NDArray[np.bool_], rule: DissolveRule | None = None
) -> NDArray[np.float64]:
    """(k, 2): first and last frame of each, in order, clear of frames that are ``taken``."""
    rule = rule or DissolveRule()
    count = len(evidence.film)
    best = np.zeros(count, np.float32)
    width = np.zeros(count, np.intp)
    blocked = np.concatenate([[0], np.cumsum(taken)])
    for half in rule.half_windows:
        if count <= 2 * half + 2:
            continue
        at = np.arange(half, count - half, rule.stride)
        at = at[blocked[at + half + 1] == blocked[at - half + 1]]
        score = np.zeros(count, np.float32)
        score[at] = dissolve_scores(evidence, at, half, rule)
        better = score > best
        best[better], width[better] = score[better], half
    return _peaks(evidence, best, width, rule)


def dissolve_scores(evidence: Evidence, at: Frames, half: int, rule: DissolveRule) -> Distances:
    """(k,): from 0 to about 1, how much each window looks like a dissolve."""
    scores = np.zeros(len(at), np.float32)
    for start in range(0, len(at), _CHUNK):
        part = at[start : start + _CHUNK]
        fit = blend(evidence, part, half)
        worst = fit.residuals.max(axis=1)
        even = 1 - np.abs(fit.shares - 0.5).max(axis=1) / 0.35
        likely = np.flatnonzero(
            (fit.difference > rule.least_difference) & (worst < 0.75) & (even > 0)
        )
        distance = evidence.structure_distance(part[likely] - half, part[likely] + half)
        value = distance * (1 - worst[likely]) * np.sqrt(even[likely])
        scores[start + likely] = np.where(distance > rule.least_distance, value, 0)
    return scores


def blend(evidence: Evidence, at: Frames, half: int) -> Blend:
    """Fit each frame ``at`` and two beside it to the frames ``half`` before and after."""
    luma = evidence.coarse
    first = luma[at - half].astype(np.float32)
    whole = luma[at + half] - first
    power = np.einsum("kp,kp->k", whole, whole) + 1e-6
    shares, residuals = [], []
    for quarter in (-half // 2, 0, half // 2):
        part = luma[at + quarter] - first
        share = np.einsum("kp,kp->k", part, whole) / power
        part -= share[:, None] * whole
        shares.append(share - quarter / (2 * half))
        residuals.append(np.sqrt(np.einsum("kp,kp->k", part, part) / power))
    return Blend(
        np.stack(shares, axis=1),
        np.stack(residuals, axis=1),
        np.sqrt(power / luma.shape[1]),
    )


def _peaks(
    evidence: Evidence, score: NDArray[np.float32], width: NDArray[np.intp], rule: DissolveRule
) -> NDArray[np.float64]:
    """The highest places first; each takes its own window and leaves the rest to others."""
    free = score.copy()
    found: list[tuple[int, int]] = []
    while free.size and free.max() >= rule.least_score:
        at = int(free.argmax())
        half = int(width[at])
        if not _sags(evidence, at, half, rule) or _moved(evidence, at, half, rule):
            free[at] = 0
            continue
        found.append((at - half + 1, at + half - 1))
        reach = half + rule.apart
        free[max(0, at - reach) : at + reach + 1] = 0
    return np.array(sorted(found), dtype=float).reshape(-1, 2)


def _sags(evidence: Evidence, at: int, half: int, rule: DissolveRule) -> bool:
    ends = (evidence.spread[at - half] + evidence.spread[at + half]) / 2
    return bool(evidence.spread[at] < rule.most_contrast * ends)


def _moved(evidence: Evidence, at: int, half: int, rule: DissolveRule) -> bool:
    frames = [evidence.film.luma[at + step] for step in (-half, 0, half)]
    sides = (shift_distance(frames[0], frames[1]), shift_distance(frames[1], frames[2]))
    return max(sides) < rule.least_unmoved


def shift_distance(before: NDArray[np.uint8], after: NDArray[np.uint8]) -> float:
    """What the best shift of the whole picture, by up to a third of it, leaves unexplained.

    In standard deviations, over what both pictures show.
    """
    a, b = _standardised(before), _standardised(after)
    height, width = a.shape
    least = np.inf
    for dy in range(-height // 4, height // 4 + 1):
        for dx in range(-width // 3, width // 3 + 1):
            ours = a[max(0, dy) : height + min(0, dy), max(0, dx) : width + min(0, dx)]
            theirs = b[max(0, -dy) : height + min(0, -dy), max(0, -dx) : width + min(0, -dx)]
            least = min(least, float(np.abs(ours - theirs).mean()))
    return least


def _standardised(luma: NDArray[np.uint8]) -> NDArray[np.float32]:
    values = luma.astype(np.float32)
    return (values - values.mean()) / max(float(values.std()), 4.0)
