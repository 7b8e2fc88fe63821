"""The window that follows a face through a shot. Pure.

Whole pixels only, so that what is cut out is what was shot; the middle follows the matte, smoothed
over time, so that a hand before the face does not make the window jump.
"""

from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d, median_filter

from matinee.errors import Invalid
from matinee.studio.concept.colour import Bytes

Sample = TypeVar("Sample", bound=np.number[Any])
LARGEST_SIDE = 384
"""Pixels of a window's side that a network on a processor is asked for."""
_STEP = 16
_AROUND = 1.25
_CALM = 3.0
"""Frames over which the window's middle is smoothed (a deviation)."""


@dataclass(frozen=True, slots=True)
class FaceCrop:
    """A square window for each frame: ``corners`` (n, 2) are row and column of its first pixel."""

    side: int
    corners: NDArray[np.int64]

    def cut(self, frames: NDArray[Sample], number: int) -> NDArray[Sample]:
        """The window of frame ``number``; what lies outside the picture repeats its edge."""
        return self.window(frames[number], number)

    def window(self, frame: NDArray[Sample], number: int) -> NDArray[Sample]:
        """The same, of that frame alone."""
        rows, columns = (
            np.clip(np.arange(first, first + self.side), 0, frame.shape[axis] - 1)
            for axis, first in enumerate(self.corners[number])
        )
        return frame[rows][:, columns]

    def placed(
        self, part: NDArray[np.float32], number: int, shape: tuple[int, int]
    ) -> NDArray[np.float32]:
        """A window (side, side, 3) laid into zeros of the frame's size (h, w)."""
        whole = np.zeros((*shape, *part.shape[2:]), np.float32)
        top, left = (int(each) for each in self.corners[number])
        from_top, from_left = max(0, -top), max(0, -left)
        to_top, to_left = max(0, top), max(0, left)
        high = min(self.side - from_top, shape[0] - to_top)
        wide = min(self.side - from_left, shape[1] - to_left)
        whole[to_top : to_top + high, to_left : to_left + wide] = part[
            from_top : from_top + high, from_left : from_left + wide
        ]
        return whole


def follow(
    mattes: Bytes, *, largest: int | None = LARGEST_SIDE, around: float = _AROUND
) -> FaceCrop:
    """The window for the mattes (n, h, w) of a shot, so many times as large as the matte.

    Raises:
        Invalid: no frame shows anything of the matte, or the face is larger than the window may be.
    """
    boxes = np.full((len(mattes), 4), np.nan)
    for number, matte in enumerate(mattes):
        rows, columns = np.nonzero(matte)
        if rows.size:
            boxes[number] = rows.min(), rows.max() + 1, columns.min(), columns.max() + 1
    known = np.flatnonzero(~np.isnan(boxes[:, 0]))
    if not known.size:
        raise Invalid("The matte is empty.", remedy="Mark the face.", field="matte")
    sides = np.maximum(boxes[:, 1] - boxes[:, 0], boxes[:, 3] - boxes[:, 2])
    side = int(np.ceil(np.nanmax(sides) * around / _STEP) * _STEP)
    if largest is not None and side > largest:
        raise Invalid(
            f"The face needs a window of {side} pixels; {largest} are worked on.",
            remedy="Give the shot at a smaller size.",
            field="matte",
            code="face_too_large",
        )
    middles = np.stack([boxes[:, 0] + boxes[:, 1], boxes[:, 2] + boxes[:, 3]], axis=1) / 2
    numbers = np.arange(len(mattes))
    calm = np.stack(
        [
            gaussian_filter1d(
                median_filter(np.interp(numbers, known, middles[known, axis]), 5), _CALM
            )
            for axis in range(2)
        ],
        axis=1,
    )
    return FaceCrop(side, np.rint(calm - side / 2).astype(np.int64))
