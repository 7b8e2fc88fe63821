"""Scenes: runs of shots that are linked to each other by likeness, though others lie between.

Overlapping links (Hanjalic et al. 1999): a shot is linked to the last of those alike that follow
soon; where no link passes over a boundary, a scene ends. Fades end scenes by themselves. Shots are
alike when parts of their pictures are found again in each other, wherever they lie: a face before
a place covers some of it, and another camera shows it elsewhere. Whether a scene ends is a verdict;
how far apart the two sides of a boundary are is a measure, over a longer memory.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from matinee.media.decoding.thumbnails import Thumbnails
from matinee.media.shots.detection import BoundaryKind, Shot
from matinee.media.shots.evidence import Evidence

_REACH_SECONDS = 20.0
_MEMORY_SECONDS = 40.0
"""How long a place is remembered where nothing but a measure hangs on it."""
_ALIKE, _FALLING = 0.5, 0.2
"""Distance below which two shots are one place, and what is less of it at the end of the reach."""
_SEEN_AGAIN, _ELSEWHERE = 0.25, 0.45
"""Distances at which a place is surely the same, and surely another."""
_LEAST_SECONDS = 3.0
_DARK = 32.0
"""Mean luma, in grey levels, of black ground with some letters on it."""
_DOWN, _ACROSS = 2, 4
_LUMA_BINS, _CHROMA_BINS, _CHROMA_REACH = 16, 8, 48
_LUMA_WEIGHT, _CHROMA_WEIGHT = 0.6, 1.4


@dataclass(frozen=True, slots=True)
class Partings:
    """What lies between shots: which of them begin a scene, and how far each is from before.

    ``apart`` (n,) is 0 where a place that was seen within forty seconds before is found again
    within forty after the shot begins, and 1 where the two likest shots, one of each side, are no
    more alike than two places are; 0 where only black lies on a side, for nothing is known there.
    """

    starts: list[int]
    apart: NDArray[np.float64]


def partings_of(evidence: Evidence, shots: list[Shot]) -> Partings:
    """The partings of a film; its first shot always begins a scene."""
    if not shots:
        return Partings([], np.empty(0))
    at = evidence.film.at
    begins, ends = at[[shot.first for shot in shots]], at[[shot.last for shot in shots]]
    dark = np.array([_is_dark(evidence, shot) for shot in shots])
    parts = [_parts(evidence.film, _key_frames(shot)) for shot in shots]
    linked = np.zeros(len(shots), dtype=bool)
    nearest = np.full(len(shots), np.inf)
    for index in np.flatnonzero(~dark):
        away = (begins[index + 1 :] - ends[index]) / _REACH_SECONDS
        others = np.flatnonzero(~dark[index + 1 :] & (away <= _MEMORY_SECONDS / _REACH_SECONDS))
        if not len(others):
            continue
        found = np.full(others[-1] + 1, np.inf)
        found[others] = [_distance(parts[index], parts[index + 1 + other]) for other in others]
        soon = away[: len(found)]
        alike = np.flatnonzero((soon <= 1) & (found < _ALIKE - _FALLING * soon))
        linked[index + 1 : index + 2 + alike[-1] if len(alike) else 0] = True
        least = np.minimum.accumulate(found[::-1])[::-1]
        over = slice(index + 1, index + 1 + len(found))
        nearest[over] = np.minimum(nearest[over], least)
    known = np.isfinite(nearest)
    apart = np.interp(np.where(known, nearest, 0.0), [_SEEN_AGAIN, _ELSEWHERE], [0.0, 1.0])
    return Partings(_starts(evidence, shots, linked, dark), apart)


def _starts(
    evidence: Evidence, shots: list[Shot], linked: NDArray[np.bool_], dark: NDArray[np.bool_]
) -> list[int]:
    begins = evidence.film.at[[shot.first for shot in shots]]
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


def _parts(film: Thumbnails, frames: NDArray[np.intp]) -> NDArray[np.float64]:
    """(f, 8, bins): the colours of eight parts of each frame, luma softened over its neighbours."""
    luma = film.luma[frames].astype(np.intp) * _LUMA_BINS // 256
    chroma = film.chroma[frames].astype(np.intp) - 128
    fine = np.clip(
        chroma * _CHROMA_BINS // (2 * _CHROMA_REACH) + _CHROMA_BINS // 2, 0, _CHROMA_BINS - 1
    )
    light = _counted(luma, _LUMA_BINS)
    padded = np.pad(light, ((0, 0), (0, 0), (1, 1)), mode="edge")
    soft = (padded[..., :-2] + 2 * padded[..., 1:-1] + padded[..., 2:]) / 4
    colour = _counted(fine[:, 0] * _CHROMA_BINS + fine[:, 1], _CHROMA_BINS**2)
    return np.concatenate([_LUMA_WEIGHT * soft, _CHROMA_WEIGHT * colour], axis=2)


def _counted(bins: NDArray[np.intp], count: int) -> NDArray[np.float64]:
    """(f, 8, count): shares of the bins in each part of (f, height, width)."""
    frames, height, width = bins.shape
    cut = bins.reshape(frames, _DOWN, height // _DOWN, _ACROSS, width // _ACROSS)
    parts = cut.transpose(0, 1, 3, 2, 4).reshape(frames * _DOWN * _ACROSS, -1)
    offset = np.arange(len(parts))[:, None] * count
    counted = np.bincount((parts + offset).reshape(-1), minlength=len(parts) * count)
    return counted.reshape(frames, _DOWN * _ACROSS, count) / parts.shape[1]


def _distance(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    """Of the two frames that are most alike: how far the parts are from their likest, 0 to 1."""
    frames, parts, bins = a.shape
    away = cdist(a.reshape(-1, bins), b.reshape(-1, bins), "cityblock").reshape(
        frames, parts, len(b), parts
    )
    there, back = away.min(axis=3).mean(axis=1), away.min(axis=1).mean(axis=2)
    return float((there + back).min()) / 8
