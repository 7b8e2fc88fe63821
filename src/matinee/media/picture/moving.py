"""What moves by itself: the motion in a picture that the camera's own does not explain.

Dense optical flow (DIS, Kroeger et al. 2016); the camera's motion is an affine field fitted to the
picture's margin, where subjects seldom are, by least absolute distances (reweighted squares).
"""

from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

_MARGIN = 0.12
_ROUNDS = 6
_STILL = 0.4
"""Pixels of 160 a width, from one picture to the other, below which nothing is said to move."""
_QUICK = 0.97
"""Share of the picture that is slower than what counts as moving fully."""


def own_motion(before: NDArray[np.uint8], after: NDArray[np.uint8]) -> NDArray[np.float64]:
    """(height, width) from 0 to 1, of two grey pictures 160 wide, an eighth of a second apart."""
    flow = np.asarray(_flow().calc(before, after, None), np.float64)
    height, width = before.shape
    down, across = np.mgrid[0:height, 0:width]
    place = np.stack([np.ones(before.size), across.ravel() / width, down.ravel() / height], axis=1)
    moved = flow.reshape(-1, 2)
    edge = np.minimum(place[:, 1:], 1 - place[:, 1:]).min(axis=1) < _MARGIN
    weight = np.ones(int(edge.sum()))
    away = np.linalg.norm(moved, axis=1)
    for _ in range(_ROUNDS):
        camera = np.linalg.lstsq(
            place[edge] * weight[:, None], moved[edge] * weight[:, None], rcond=None
        )[0]
        away = np.linalg.norm(moved - place @ camera, axis=1)
        weight = 1 / np.sqrt(away[edge] + 0.1)
    even = cv2.GaussianBlur(away.reshape(height, width), (0, 0), width / 64)
    return np.minimum(even / max(float(np.quantile(even, _QUICK)), _STILL), 1.0)


@lru_cache(maxsize=1)
def _flow() -> Any:
    return cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
