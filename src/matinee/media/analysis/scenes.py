"""Scenes: runs of shots that are linked to each other by likeness, though others lie between.

Overlapping links (Hanjalic et al. 1999): a shot is linked to the most alike of those that follow
soon; where no link passes over a boundary, a scene ends. Fades end scenes by themselves.
"""

import numpy as np
from numpy.typing import NDArray

from matinee.media.shots.detection import BoundaryKind, Shot
from matinee.media.shots.evidence import Evidence

_REACH_SECONDS = 45.0
_ALIKE = 0.24
"""Distance of colours below which two shots are one place."""
_LEAST_SECONDS = 6.0
_DARK = 32.0
"""Mean luma, in grey levels, of black ground with some letters on it."""


def scene_starts(evidence: Evidence, shots: list[Shot]) -> list[int]:
    """Which shots begin a scene; the first always does."""
    if not shots:
        return []
    at = evidence.film.at
    begins = at[[shot.first for shot in shots]]
    keys = [_key_frames(shot) for shot in shots]
    linked = np.zeros(len(shots), dtype=bool)
    dark = [_is_dark(evidence, shot) for shot in shots]
    for index in range(len(shots)):
        last = index
        if dark[index]:
            continue
        for other in range(index + 1, len(shots)):
            if begins[other] - at[shots[index].last] > _REACH_SECONDS:
                break
            if not dark[other] and _distance(evidence, keys[index], keys[other]) < _ALIKE:
                last = other
        linked[index + 1 : last + 1] = True
    starts = [0]
    for index in range(1, len(shots)):
        faded = shots[index].begins_by is BoundaryKind.FADE
        long_enough = begins[index] - begins[starts[-1]] >= _LEAST_SECONDS
        if faded or dark[index - 1] or (not linked[index] and long_enough):
            starts.append(index)
    return starts


def _is_dark(evidence: Evidence, shot: Shot) -> bool:
    """Black, or letters on black: whatever stands there, it is no place that one returns to."""
    return float(np.median(evidence.level[shot.first : shot.last + 1])) < _DARK


def _key_frames(shot: Shot) -> NDArray[np.intp]:
    """Three frames of a shot, away from its transitions."""
    length = shot.last - shot.first
    return shot.first + np.array([length // 4, length // 2, 3 * length // 4])


def _distance(evidence: Evidence, a: NDArray[np.intp], b: NDArray[np.intp]) -> float:
    pairs = np.array(np.meshgrid(a, b)).reshape(2, -1)
    return float(evidence.colour_distance(pairs[0], pairs[1]).min())
