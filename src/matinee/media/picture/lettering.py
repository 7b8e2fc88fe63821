"""Text on the screen: rows of letters, found by PP-OCR's detector.

The network is PP-OCRv6's small detector (PaddlePaddle; Apache-2.0), whose ONNX file is carried by
the wheel `rapidocr`; it gives each pixel's probability of lying in the middle of a row, by
differentiable binarization (Liao et al. 2020). It also sees letters in blobs, so that only what is
long for its height counts as a row.
"""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from matinee.media.carried import carried_network
from matinee.media.picture.faces import Picture

_WIDE, _UNIT = 480, 32
"""Pixels across that the network looks at, and what both sides have to be a multiple of."""
_LIKELY, _SURE = 0.3, 0.6
"""Probability from which a pixel is a row's, and which a row's pixels have in the mean."""
_SHRUNK = 1.6
"""A row's middle is grown back by this times its area over its outline, as it was shrunk."""
_LONG, _TALLEST, _SMALLEST = 2.2, 0.25, 3
"""A row's width by its height at least, its share of the picture's height at most, its pixels."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of text: left, top, width, height as shares of the picture."""

    box: tuple[float, float, float, float]


def rows_of_text(picture: Picture) -> list[Row]:
    """Find rows in a picture of any size; letters below some 2% of its height are not seen."""
    height, width = picture.shape[:2]
    high = max(_UNIT, round(_WIDE * height / width / _UNIT) * _UNIT)
    small = cv2.resize(picture, (_WIDE, high), interpolation=cv2.INTER_AREA)
    likely = _likelihood(np.asarray(small, np.uint8))
    marked = (likely > _LIKELY).astype(np.uint8)
    contours, _ = cv2.findContours(marked, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    rows: list[Row] = []
    for contour in contours:
        x, y, wide, tall = cv2.boundingRect(contour)
        if min(wide, tall) < _SMALLEST:
            continue
        inside = np.zeros((tall, wide), np.uint8)
        cv2.drawContours(inside, [contour - np.array([x, y])], -1, 1, thickness=-1)
        if likely[y : y + tall, x : x + wide][inside > 0].mean() < _SURE:
            continue
        grown = _SHRUNK * wide * tall / (2 * (wide + tall))
        left, top = max(0.0, x - grown) / _WIDE, max(0.0, y - grown) / high
        right, below = min(_WIDE, x + wide + grown) / _WIDE, min(high, y + tall + grown) / high
        row = (left, top, right - left, below - top)
        if row[2] * width >= _LONG * row[3] * height and row[3] <= _TALLEST:
            rows.append(Row(row))
    return rows


def _likelihood(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(height, width): each pixel's probability, of a picture of such a size, blue first."""
    planes = ((picture.astype(np.float32) / 255 - 0.5) / 0.5).transpose(2, 0, 1)[None]
    (found,) = _network().run(None, {"x": np.ascontiguousarray(planes)})
    return np.asarray(found, np.float32)[0, 0]


@lru_cache(maxsize=1)
def _network() -> onnxruntime.InferenceSession:
    file = ("models", "PP-OCRv6_det_small.onnx")
    return carried_network("rapidocr", *file, does="sees letters")
