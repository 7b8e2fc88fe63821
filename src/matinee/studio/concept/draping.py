"""Lay another cloth over a garment's own folds. Pure.

Light and colour are told apart as in ``recolouring``; the new cloth takes the place of the colour
and the folds' light stays. Where the light falls off the cloth turns away, so the pattern is
shifted along the slope of the light: an appearance of drape, and no reconstruction of the form.
"""

import cv2
import numpy as np

from matinee.studio.concept.colour import Bytes, Floats, luminance, to_linear
from matinee.studio.concept.recolouring import repainted
from matinee.studio.concept.texture import LARGEST, MOST_WOVEN, SMALLEST, evened, woven

_SHIFT = 0.03
"""How far full drape shifts the pattern at most, as a share of the garment's longer side."""


def draped(picture: Bytes, mask: Bytes, example: Bytes, *, scale: float, drape: float) -> Bytes:
    """The picture (h, w, 3; sRGB) with what is masked (h, w; 0 to 255) in the cloth of an example.

    ``scale`` is how wide the example lies, as a share of the garment's width; ``drape`` from 0
    (flat) to 1. Where the mask is 0, every byte stays.
    """
    return repainted(picture, mask, cloth_of(picture, mask, example, scale=scale, drape=drape))


def cloth_of(picture: Bytes, mask: Bytes, example: Bytes, *, scale: float, drape: float) -> Bytes:
    """The colour of the new cloth at each pixel (h, w, 3; sRGB), before light falls on it."""
    cloth = np.zeros_like(picture)
    left, top, width, height = cv2.boundingRect((mask > 0).astype(np.uint8))
    if width == 0:
        return cloth
    part = np.s_[top : top + height, left : left + width]
    piece = sized(evened(example), wide=max(1.0, width * scale))
    large = max(1.0, max(height, width) / MOST_WOVEN)
    if large > 1:
        piece = sized(piece, wide=piece.shape[1] / large)
    texture = woven(piece, round(height / large), round(width / large))
    across, down = _shifts(picture[part], mask[part], drape=drape)
    columns, rows = np.meshgrid(
        np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)
    )
    cloth[part] = cv2.remap(
        texture,
        (columns + across) / np.float32(large),
        (rows + down) / np.float32(large),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REFLECT,
    )
    return cloth


def sized(piece: Bytes, *, wide: float) -> Bytes:
    """The piece at another width, within what can be woven."""
    smallest, largest = min(piece.shape[:2]), max(piece.shape[:2])
    share = float(np.clip(wide / piece.shape[1], SMALLEST / smallest, LARGEST / largest))
    size = tuple(max(SMALLEST, min(LARGEST, round(side * share))) for side in piece.shape[1::-1])
    way = cv2.INTER_AREA if share < 1 else cv2.INTER_CUBIC
    return cv2.resize(piece, size, interpolation=way).astype(np.uint8)


def _shifts(picture: Bytes, mask: Bytes, *, drape: float) -> tuple[Floats, Floats]:
    """How far the pattern lies aside (h, w) and down (h, w) of where it would lie flat, in pixels.

    The slope of the logarithm of the light, smoothed over what is finer than a fold.
    """
    longest = max(mask.shape)
    inside = (mask > 127).astype(np.float32)
    if not inside.any():
        return np.zeros(mask.shape, np.float32), np.zeros(mask.shape, np.float32)
    light = np.log(np.maximum(luminance(to_linear(picture)), 0.01)).astype(np.float32)
    fold = max(1.0, longest / 90)
    share = np.maximum(cv2.GaussianBlur(inside, (0, 0), fold), 1e-3)
    smooth = cv2.GaussianBlur(light * inside, (0, 0), fold) / share
    slopes = [cv2.Sobel(smooth, cv2.CV_32F, *way, ksize=3, scale=1 / 8) for way in ((1, 0), (0, 1))]
    most = max(float(np.percentile(np.abs(each[mask > 127]), 98)) for each in slopes) or 1.0
    far = drape * _SHIFT * longest
    across, down = (np.clip(each / most, -1, 1).astype(np.float32) * far for each in slopes)
    return across, down
