"""Eyelids drawn over a portrait's eyes: a lid in the colour of the skin, and lashes at its edge."""

import cv2
import numpy as np
from numpy.typing import NDArray

from matinee.media.picture.eyes import corners_of_eyes
from matinee.media.picture.faces import Face, Picture

_HIGH, _MARGIN = 0.24, 1.06
"""Half the height of an eye by its width, and how far a lid reaches beyond the corners."""
_LASHES = 0.25
"""What is left of the skin's light in lashes."""
Reals = NDArray[np.floating]


def with_lids(picture: Picture, face: Face, share: float) -> Picture:
    """The portrait with both eyes shut so far: from 0, as it is, to 1."""
    eyes = corners_of_eyes(picture, face)
    if eyes is None:
        raise AssertionError("the eyes of a portrait can be told")
    drawn = picture.astype(np.float32)
    for begin, end in eyes:
        across = end - begin
        wide, middle = float(np.linalg.norm(across)), (begin + end) / 2
        angle = float(np.degrees(np.arctan2(across[1], across[0])))
        axes = (round(_MARGIN * wide / 2), max(1, round(_HIGH * wide)))
        centre = (round(float(middle[0])), round(float(middle[1])))
        eye = np.zeros(picture.shape[:2], np.uint8)
        cv2.ellipse(eye, centre, axes, angle, 0, 360, 255, -1)
        edge = middle[1] + (2 * share - 1) * axes[1]
        rows = np.arange(picture.shape[0])[:, None]
        shut = _soft((eye > 0) & (rows <= edge), wide)
        near = max(1.0, 0.04 * wide)
        lashes = _soft((eye > 0) & (np.abs(rows - (edge - near)) <= near), wide)
        skin = _skin(picture, middle, wide)
        drawn = drawn * (1 - shut) + skin * shut
        drawn = drawn * (1 - lashes) + skin * _LASHES * lashes
    return np.clip(drawn, 0, 255).astype(np.uint8)


def _soft(where: NDArray[np.bool_], wide: float) -> Reals:
    mask = cv2.GaussianBlur(where.astype(np.float32), (0, 0), max(0.5, 0.02 * wide))
    return np.asarray(mask, np.float32)[:, :, None]


def _skin(picture: Picture, middle: Reals, wide: float) -> Reals:
    """Its colour between eye and brow."""
    x, y = (float(each) for each in middle)
    above = picture[
        max(0, int(y - 0.42 * wide)) : max(1, int(y - 0.3 * wide)),
        max(0, int(x - 0.25 * wide)) : int(x + 0.25 * wide) + 1,
    ]
    return np.asarray(np.median(above.reshape(-1, 3), axis=0), np.float32)
