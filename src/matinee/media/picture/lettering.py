"""Text on the screen: rows of strokes, of even height, that contrast with what is behind them.

Strokes are found by the horizontal gradient, joined into rows by closing (Wolf et al. 2002), and a
row counts when it is long for its height and its strokes come and go as letters do.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Row:
    """One row of text: left, top, width, height as shares of the picture."""

    box: tuple[float, float, float, float]


def rows_of_text(grey: NDArray[np.uint8]) -> list[Row]:
    """Find rows in a luma picture of some 640 by 360."""
    height, width = grey.shape
    gradient = np.abs(cv2.Sobel(grey, cv2.CV_32F, 1, 0, ksize=3))
    strong = (gradient > 160).astype(np.uint8) * 255
    joined = cv2.morphologyEx(strong, cv2.MORPH_CLOSE, np.ones((3, 21), np.uint8))
    joined = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((5, 9), np.uint8))
    contours, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    rows: list[Row] = []
    for contour in contours:
        x, y, wide, high = cv2.boundingRect(contour)
        if not 8 <= high <= height // 4 or wide < 2.2 * high or wide < 40:
            continue
        filled = joined[y : y + high, x : x + wide].mean() / 255
        if filled > 0.55 and _letters(gradient[y : y + high, x : x + wide]):
            rows.append(Row((x / width, y / height, wide / width, high / height)))
    return rows


def _letters(gradient: NDArray[np.float32]) -> bool:
    """Whether strokes rise and fall often enough along the row, in most of its height."""
    high, wide = gradient.shape
    crossing = (gradient > 160).astype(np.int8)
    changes = np.abs(np.diff(crossing, axis=1)).sum(axis=1) / 2
    # A letter is about as wide as half of the row's height, and has two strokes with two edges.
    expected = wide / (0.6 * high)
    busy = changes > 0.8 * expected
    return bool(busy.mean() > 0.5)
