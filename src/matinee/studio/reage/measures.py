"""What a re-aged shot is measured by. Pure; what is told in bytes is of 255.

None of them says how old anybody looks: there is no measure here that could.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from matinee.studio.concept.colour import Bytes, Floats
from matinee.studio.reage.coded import Coded

_LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)
INSIDE = 127
"""A matte above this is the skin itself, not its edge."""
BLURS = (0.5, 0.7, 0.9, 1.2, 1.6, 2.2, 3.0, 4.0, 5.5, 8.0)
"""Sizes in pixels of the blurs that a result is held against."""
_DETAIL = 1.0
FEWEST = 32
"""Pixels of skin below which a frame is not measured."""


Box = tuple[slice, slice]


def box_of(matte: Bytes, around: float) -> Box | None:
    """The place of a matte's skin (h, w), and a share of its size more on each side.

    None where it shows too little.
    """
    rows, columns = np.nonzero(matte > INSIDE)
    if rows.size < FEWEST:
        return None
    spans: list[slice] = []
    for places, most in ((rows, matte.shape[0]), (columns, matte.shape[1])):
        first, last = int(places.min()), int(places.max()) + 1
        margin = round((last - first) * around)
        spans.append(slice(max(0, first - margin), min(most, last + margin)))
    return spans[0], spans[1]


def outside_change(source: Coded, result: Coded, matte: Bytes) -> int:
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
    apart = np.empty(flow.shape[:3], np.float32)
    for number, (now, after, moved) in enumerate(zip(frames, frames[1:], flow, strict=False)):
        then = brought(after.astype(np.float32) @ _LUMA, moved)
        apart[number] = np.abs(then - now.astype(np.float32) @ _LUMA)
    return _means(apart, seen & (matte[:-1] > INSIDE))


def brought(picture: Floats, moved: Floats) -> Floats:
    """What a picture (h, w, ...) shows where a flow (h, w, 2; x first) leads from each pixel."""
    rows, columns = np.mgrid[0 : picture.shape[0], 0 : picture.shape[1]].astype(np.float32)
    found = cv2.remap(
        picture,
        columns + moved[..., 0],
        rows + moved[..., 1],
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(found, np.float32)


def blurred(source: Bytes, matte: Bytes, size: float) -> Bytes:
    """Frames (n, h, w, 3) with a Gaussian blur of ``size`` pixels within their mattes (n, h, w)."""
    share = matte[..., None].astype(np.float32) / 255
    soft = np.stack([cv2.GaussianBlur(frame, (0, 0), size) for frame in source])
    mixed = source + share * (soft.astype(np.float32) - source)
    return np.asarray(np.rint(mixed), np.uint8)


def matched_blur(source: Bytes, result: Bytes, matte: Bytes) -> Bytes:
    """Of the blurs in :data:`BLURS` the one that changes the matte as much as the result did."""
    goal = np.nanmedian(error_inside(result, source, matte))
    tried = [blurred(source, matte, size) for size in BLURS]
    off = [abs(np.nanmedian(error_inside(each, source, matte)) - goal) for each in tried]
    return tried[int(np.argmin(off))]


def detail_kept(source: Bytes, result: Bytes, matte: Bytes) -> NDArray[np.float64]:
    """(n,): the finest band's strength within the matte, as a share of the source's."""
    kept = np.full(len(source), np.nan)
    for number, (before, after, marked) in enumerate(zip(source, result, matte, strict=True)):
        inside = cv2.erode((marked > INSIDE).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
        if np.count_nonzero(inside) >= FEWEST:
            kept[number] = _finest(after)[inside].std() / max(_finest(before)[inside].std(), 1e-6)
    return kept


def _finest(frame: Bytes) -> Floats:
    luma = frame.astype(np.float32) @ _LUMA
    return np.asarray(luma - cv2.GaussianBlur(luma, (0, 0), _DETAIL), np.float32)


def _means(values: Floats, where: NDArray[np.bool_]) -> NDArray[np.float64]:
    counts = where.sum(axis=(1, 2))
    sums = np.where(where, values, 0).sum(axis=(1, 2), dtype=np.float64)
    return np.where(counts >= FEWEST, sums / np.maximum(counts, 1), np.nan)
