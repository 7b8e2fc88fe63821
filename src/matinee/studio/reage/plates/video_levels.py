"""Between R, G and B and what a movie stores of them, in the precision that it has. Pure.

FFmpeg's own conversion to sixteen bits keeps eight and takes 65280 for white, so it is done here:
Y'CbCr of limited range (ITU-R BT.601, BT.709, BT.2020), chroma co-sited with the even columns and
brought to the full width by half-sample cubic convolution (Keys 1981).
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matinee.studio.concept.colour import Floats

LUMA = {1: (0.2126, 0.0722), 5: (0.299, 0.114), 6: (0.299, 0.114), 9: (0.2627, 0.0593)}
"""Weights of red and blue, by the number of a matrix (ISO/IEC 23091-2)."""
REC_709 = 1
Samples = NDArray[np.uint16]


def pixels_of(planes: Sequence[NDArray[Any]], *, bits: int, matrix: int) -> Floats:
    """Coded R, G and B (h, w, 3; 1 is white) of luma (h, w) and two chroma of as many rows."""
    step = np.float32(1 << (bits - 8))
    high, wide = planes[0].shape
    luma = (planes[0].astype(np.float32) / step - 16) / np.float32(219)
    blue, red = (
        (_widened(each.astype(np.float32), wide) / step - 128) / np.float32(224)
        for each in planes[1:3]
    )
    of_red, of_blue = LUMA[matrix]
    held = np.empty((high, wide, 3), np.float32)
    held[..., 0] = luma + np.float32(2 * (1 - of_red)) * red
    held[..., 2] = luma + np.float32(2 * (1 - of_blue)) * blue
    held[..., 1] = (
        luma - np.float32(of_red) * held[..., 0] - np.float32(of_blue) * held[..., 2]
    ) / np.float32(1 - of_red - of_blue)
    return held


def planes_of(pixels: Floats, *, bits: int, matrix: int = REC_709) -> tuple[Samples, ...]:
    """Luma and two chroma (h, w each) of coded R, G and B (h, w, 3; 1 is white)."""
    step = np.float32(1 << (bits - 8))
    of_red, of_blue = LUMA[matrix]
    weights = np.array([of_red, 1 - of_red - of_blue, of_blue], np.float32)
    luma = pixels @ weights
    blue = (pixels[..., 2] - luma) / np.float32(2 * (1 - of_blue))
    red = (pixels[..., 0] - luma) / np.float32(2 * (1 - of_red))
    coded = (16 + 219 * luma, 128 + 224 * blue, 128 + 224 * red)
    # The lowest and highest four codes of ten bits belong to the signal's timing.
    bounds = step, step * 255 - 1
    return tuple(np.clip(np.rint(each * step), *bounds).astype(np.uint16) for each in coded)


def _widened(chroma: Floats, wide: int) -> Floats:
    if chroma.shape[1] == wide:
        return chroma
    near = np.pad(chroma, ((0, 0), (1, 2)), mode="edge")
    between = (9 * (near[:, 1:-2] + near[:, 2:-1]) - near[:, :-3] - near[:, 3:]) / np.float32(16)
    return np.stack([chroma, between], axis=-1).reshape(len(chroma), -1)[:, :wide]
