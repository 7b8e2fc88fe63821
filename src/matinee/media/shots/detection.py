"""The detectors by name, and their combination: all boundaries of a film, then its shots."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from matinee.media.decoding.thumbnails import Thumbnails
from matinee.media.shots.cuts import (
    COLOUR_RULE,
    STRUCTURE_RULE,
    find_cuts,
    find_cuts_by_both,
)
from matinee.media.shots.dissolves import find_dissolves
from matinee.media.shots.evidence import Evidence
from matinee.media.shots.fades import find_fades


class BoundaryKind(StrEnum):
    """How one shot becomes the next."""

    CUT = "cut"
    FADE = "fade"
    DISSOLVE = "dissolve"


@dataclass(frozen=True, slots=True, order=True)
class Boundary:
    """From the first to the last frame of a transition; of a cut, the new shot's first, twice."""

    first: int
    last: int
    kind: BoundaryKind


@dataclass(frozen=True, slots=True)
class Shot:
    """From its first to its last frame, both included, and how it began; the film's has no way."""

    first: int
    last: int
    begins_by: BoundaryKind | None


def colour_cuts(evidence: Evidence) -> list[Boundary]:
    """Cuts by the overlap of colour histograms alone: what the fast pass uses."""
    return _cuts(find_cuts(evidence, evidence.colour_distance, COLOUR_RULE))


def structure_cuts(evidence: Evidence) -> list[Boundary]:
    """Cuts by block matching alone."""
    return _cuts(find_cuts(evidence, evidence.structure_distance, STRUCTURE_RULE))


def gradual_only(evidence: Evidence) -> list[Boundary]:
    """Fades and dissolves, without knowing of cuts."""
    return _gradual(evidence, np.zeros(len(evidence.film), dtype=bool))


def combined(evidence: Evidence) -> list[Boundary]:
    """Cuts by both measures, then fades and dissolves in what cuts leave; fades come first."""
    cuts = find_cuts_by_both(evidence)
    taken = np.zeros(len(evidence.film), dtype=bool)
    taken[cuts] = True
    gradual = _gradual(evidence, taken)
    within = np.zeros(len(evidence.film), dtype=bool)
    for each in gradual:
        if each.kind is BoundaryKind.FADE:
            within[each.first : each.last + 1] = True
    return sorted([*_cuts(cuts[~within[cuts]]), *gradual])


def boundaries_of(film: Thumbnails) -> list[Boundary]:
    """All boundaries of a film by the combination, in order."""
    return combined(Evidence.of(film)) if len(film) > 1 else []


def shots_between(boundaries: list[Boundary], frames: int) -> list[Shot]:
    """The shots of a film of so many frames; a gradual boundary is shared by its middle."""
    starts: list[tuple[int, BoundaryKind | None]] = [(0, None)]
    for each in boundaries:
        middle = (each.first + each.last + 1) // 2
        if starts[-1][0] < middle < frames:
            starts.append((middle, each.kind))
    ends = [start - 1 for start, _ in starts[1:]] + [frames - 1]
    return [Shot(first, last, kind) for (first, kind), last in zip(starts, ends, strict=True)]


def _cuts(at: NDArray[np.intp]) -> list[Boundary]:
    return [Boundary(int(frame), int(frame), BoundaryKind.CUT) for frame in at]


def _gradual(evidence: Evidence, taken: NDArray[np.bool_]) -> list[Boundary]:
    fades = find_fades(evidence)
    taken = taken.copy()
    for first, last in fades.astype(int):
        taken[first : last + 1] = True
    found = [Boundary(int(a), int(b), BoundaryKind.FADE) for a, b in fades]
    for a, b in find_dissolves(evidence, taken):
        found.append(Boundary(int(a), int(b), BoundaryKind.DISSOLVE))
    return sorted(found)
