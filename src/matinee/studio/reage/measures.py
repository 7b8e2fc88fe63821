"""What a re-aged shot is measured by. Pure; what is told in bytes is of 255.

None of them says how old anybody looks: there is no measure here that could.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from matinee.studio.concept.colour import Bytes, Floats

_LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)
INSIDE = 127
"""A matte above this is the skin itself, not its edge."""
_DETAIL = 1.0
_FEWEST = 32


def outside_change(source: Bytes, result: Bytes, matte: Bytes) -> int:
    """How many samples differ where the matte is 0: (n, h, w, 3) twice, (n, h, w)."""
    return int(np.count_nonzero((source != result)[matte == 0]))


def error_inside(result: Bytes, truth: Bytes, matte: Bytes) -> NDArray[np.float64]:
    """(n,): the mean distance to the truth within each frame's matte; NaN where it is empty."""
    apart = np.abs(result.astype(np.float32) - truth).mean(axis=-1)
    return _means(apart, matte > INSIDE)


def warp_errors(
    frames: Bytes, flow: Floats, seen: NDArray[np.bool_], matte: Bytes
) -> NDArray[np.float64]:
    """(n - 1,): how far each frame's skin is from the same skin in the next (Lai et al. 2018).

    ``flow`` (n - 1, h, w, 2) leads to the next frame; ``seen`` (n - 1, h, w) is what it shows too.
    """
    high, wide = frames.shape[1:3]
    rows, columns = np.mgrid[0:high, 0:wide].astype(np.float32)
    apart = np.empty(flow.shape[:3], np.float32)
    for number, (now, after, moved) in enumerate(zip(frames, frames[1:], flow, strict=False)):
        brought = cv2.remap(
            after.astype(np.float32) @ _LUMA,
            columns + moved[..., 0],
            rows + moved[..., 1],
            cv2.INTER_LINEAR,
        )
        apart[number] = np.abs(brought - now.astype(np.float32) @ _LUMA)
    return _means(apart, seen & (matte[:-1] > INSIDE))


def detail_kept(source: Bytes, result: Bytes, matte: Bytes) -> NDArray[np.float64]:
    """(n,): the finest band's strength within the matte, as a share of the source's."""
    kept = np.full(len(source), np.nan)
    for number, (before, after, marked) in enumerate(zip(source, result, matte, strict=True)):
        inside = cv2.erode((marked > INSIDE).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
        if np.count_nonzero(inside) >= _FEWEST:
            kept[number] = _finest(after)[inside].std() / max(_finest(before)[inside].std(), 1e-6)
    return kept


def _finest(frame: Bytes) -> Floats:
    luma = frame.astype(np.float32) @ _LUMA
    return np.asarray(luma - cv2.GaussianBlur(luma, (0, 0), _DETAIL), np.float32)


def _means(values: Floats, where: NDArray[np.bool_]) -> NDArray[np.float64]:
    counts = where.sum(axis=(1, 2))
    sums = np.where(where, values, 0).sum(axis=(1, 2), dtype=np.float64)
    return np.where(counts >= _FEWEST, sums / np.maximum(counts, 1), np.nan)
