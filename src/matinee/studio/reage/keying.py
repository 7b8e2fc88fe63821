"""Strength over time: a few keys, and a curve through them that never overshoots. Pure.

Piecewise cubic Hermite interpolation with limited slopes (Fritsch and Carlson 1980): between two
keys the strength stays between theirs, so a key of 0 is a frame in which nothing changes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

from matinee.errors import Invalid


@dataclass(frozen=True, slots=True)
class StrengthKey:
    """At this frame (from 0) the change has this strength: 0 is none, 1 is all of it."""

    frame: int
    strength: float


def strengths(keys: Sequence[StrengthKey], frames: int) -> NDArray[np.float64]:
    """(frames,): the strength in every frame; before the first key and after the last it holds.

    Raises:
        Invalid: there is no key, two share a frame, or one lies outside the shot or outside 0 to 1.
    """
    if not keys:
        raise Invalid("There is no key.", remedy="Set the strength in one frame.", field="keys")
    at = [key.frame for key in keys]
    if len(set(at)) != len(at):
        raise Invalid("Two keys share a frame.", remedy="Keep one of them.", field="keys")
    for key in keys:
        if not 0 <= key.frame < frames or not 0 <= key.strength <= 1:
            raise Invalid(
                f"A key of {key.strength:g} in frame {key.frame} is out of bounds.",
                remedy=f"Give frames from 0 to {frames - 1} and strengths from 0 to 1.",
                field="keys",
            )
    ordered = sorted(keys, key=lambda key: key.frame)
    places = np.array([key.frame for key in ordered], np.float64)
    values = np.array([key.strength for key in ordered], np.float64)
    if len(ordered) == 1:
        return np.full(frames, values[0])
    held = np.clip(np.arange(frames, dtype=np.float64), places[0], places[-1])
    return np.clip(PchipInterpolator(places, values)(held), 0, 1)
