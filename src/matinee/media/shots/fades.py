"""Fades: the picture's contrast falls to one even colour and rises again as another shot.

An even frame is one whose luma hardly varies, whatever its level, so that fades to white count too.
From each run of even frames the fade reaches outwards for as long as contrast keeps rising
(Lienhart 1999, on the standard deviation of luma).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matinee.media.shots.evidence import Evidence


@dataclass(frozen=True, slots=True)
class FadeRule:
    """What a fade asks for."""

    even: float = 2.5
    """Standard deviation of luma, in grey levels, below which a frame is even."""
    least_frames: int = 4
    """Frames that a ramp takes on at least one side; a shorter one is a cut to black."""
    least_top: float = 6.0
    """Contrast that the ramp leads to at least."""
    most_frames: int = 120


def find_fades(evidence: Evidence, rule: FadeRule | None = None) -> NDArray[np.float64]:
    """(k, 2): first and last frame of each, in order."""
    rule = rule or FadeRule()
    even = evidence.spread < rule.even
    edges = np.flatnonzero(np.diff(np.concatenate([[0], even.astype(np.int8), [0]])))
    found: list[tuple[int, int]] = []
    for first, after in edges.reshape(-1, 2):
        out = _ramp(evidence.spread[max(0, first - rule.most_frames) : first][::-1])
        into = _ramp(evidence.spread[after : after + rule.most_frames])
        if max(_rising(evidence, first, -out, rule), _rising(evidence, after - 1, into, rule)):
            found.append((int(first) - out, int(after) - 1 + into))
    return np.array(_joined(found), dtype=float).reshape(-1, 2)


def _ramp(spread: NDArray[np.float32]) -> int:
    """Frames over which contrast keeps rising, away from the even ones; grain may ripple it."""
    highest, at, steps = 0.0, 0, 0
    for steps, value in enumerate(spread, start=1):
        if value > highest * 1.02 + 0.15:
            highest, at = float(value), steps
        elif steps - at > 1:
            break
    return at


def _rising(evidence: Evidence, start: int, frames: int, rule: FadeRule) -> bool:
    steps = abs(frames)
    if steps < rule.least_frames:
        return False
    top = evidence.spread[start + frames]
    # A cut from black rises at once: its largest step is most of the whole.
    path = evidence.spread[min(start, start + frames) : max(start, start + frames) + 1]
    steepest = float(np.abs(np.diff(path)).max())
    return bool(top > rule.least_top and steepest < 0.5 * top)


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for first, last in spans:
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined
