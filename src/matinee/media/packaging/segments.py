"""Where a film is cut into segments: at every scene end, and at even lengths in between.

A segment begins with an IDR frame and looks back at nothing before it (closed GOPs), so that an ad
break at a scene end needs nothing encoded again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

TARGET_SECONDS = 4.0
_SHORTEST = 0.8
PART_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Part:
    """Segments that are encoded together: their starts, in seconds, and where the last one ends."""

    number: int
    starts: tuple[float, ...]
    end: float


def segment_starts(seconds: float, scene_ends: Sequence[float]) -> list[float]:
    """Starts of segments, the first 0: none longer than the target, none across a scene's end.

    A scene that ends less than ``_SHORTEST`` seconds after another, or before the film's own end,
    begins no segment of its own.
    """
    fixed = [0.0]
    for end in sorted(scene_ends):
        if end - fixed[-1] >= _SHORTEST and seconds - end >= _SHORTEST:
            fixed.append(end)
    starts: list[float] = []
    for begin, end in zip(fixed, [*fixed[1:], seconds], strict=True):
        count = max(1, int(np.ceil((end - begin) / TARGET_SECONDS - 1e-9)))
        starts += [begin + (end - begin) * step / count for step in range(count)]
    return starts


def parts_of(starts: Sequence[float], seconds: float) -> Iterator[Part]:
    """Group segments into parts of about a minute, which are encoded side by side."""
    group: list[float] = []
    number = 0
    for start in starts:
        if group and start - group[0] >= PART_SECONDS:
            yield Part(number, tuple(group), start)
            group, number = [], number + 1
        group.append(start)
    if group:
        yield Part(number, tuple(group), seconds)
