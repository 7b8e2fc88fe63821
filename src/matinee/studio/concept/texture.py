"""Cloth or wallpaper of any size from a piece of it: image quilting (Efros and Freeman 2001). Pure.

A piece that is a whole repeat is laid side by side. Of any other, square patches are laid in rows
so that each overlaps its neighbours where the two are alike, and are joined along the line of least
difference. Every pixel is a copy of one of the piece.
"""

import cv2
import numpy as np

from matinee.errors import Invalid
from matinee.studio.concept.colour import Bytes, Floats, luminance, to_linear, to_srgb

SMALLEST, LARGEST = 16, 512
"""Sides in pixels of a piece; a larger one is made smaller first."""
MOST_WOVEN = 1_400
"""The longest side of what is woven at a time."""
_SAME_STEP = 6.0
"""How far two steps between columns may be apart and be the same, in eight bits."""
_ALIKE = 1.1
"""A patch is chosen by chance among those at most this much worse than the best."""


def evened(piece: Bytes) -> Bytes:
    """The piece (h, w, 3; sRGB) without the light that fell on it slowly from one side."""
    linear = to_linear(piece)
    bright = luminance(linear)
    wide = max(piece.shape[:2]) / 3
    slow = cv2.GaussianBlur(bright, (0, 0), wide, borderType=cv2.BORDER_REFLECT)
    even = linear * (float(bright.mean()) / np.maximum(slow, 1e-3))[..., None]
    return np.clip(np.rint(to_srgb(even.astype(np.float32))), 0, 255).astype(np.uint8)


def woven(piece: Bytes, height: int, width: int, *, seed: int = 7) -> Bytes:
    """A texture (height, width, 3) like the piece (h, w, 3; sRGB, 16 to 512 pixels a side)."""
    if not SMALLEST <= min(piece.shape[:2]) <= max(piece.shape[:2]) <= LARGEST:
        raise Invalid(
            f"A piece of cloth has {SMALLEST} to {LARGEST} pixels a side.", field="example"
        )
    if _goes_round(piece) and _goes_round(piece.transpose(1, 0, 2)):
        times = (-(-height // piece.shape[0]), -(-width // piece.shape[1]), 1)
        return np.tile(piece, times)[:height, :width]
    chance = np.random.default_rng(seed)
    patch = max(12, min(piece.shape[:2]) // 2)
    lap = max(4, patch // 5)
    step = patch - lap
    rows, columns = -(-(height - lap) // step), -(-(width - lap) // step)
    rows, columns = max(rows, 1), max(columns, 1)
    cloth = np.zeros((rows * step + lap, columns * step + lap, 3), np.float32)
    source = piece.astype(np.float32)
    for row in range(rows):
        for column in range(columns):
            top, left = row * step, column * step
            place = cloth[top : top + patch, left : left + patch]
            known = np.zeros((patch, patch), np.float32)
            known[:lap] = row > 0
            known[:, :lap] = np.maximum(known[:, :lap], column > 0)
            chosen = _like(source, place, known, chance)
            keep = _kept(place, chosen, lap, above=row > 0, beside=column > 0)
            place[...] = np.where(keep[..., None], place, chosen)
    return cloth[:height, :width].astype(np.uint8)


def _goes_round(piece: Bytes) -> bool:
    """Whether the piece goes on at its left where it ends at its right: it is a whole repeat.

    It does where the step from its last column to its first one is made somewhere within it, too.
    """
    columns = piece.astype(np.float32)
    last = np.abs(columns[:, :-1] - columns[:, -1:]).mean(axis=(0, 2))
    first = np.abs(columns[:, 1:] - columns[:, :1]).mean(axis=(0, 2))
    return bool((last + first)[:-1].min() <= _SAME_STEP)


def _like(source: Floats, place: Floats, known: Floats, chance: np.random.Generator) -> Floats:
    """A patch of the source that fits what is known of the place already."""
    patch = len(place)
    if not known.any():
        top = int(chance.integers(0, source.shape[0] - patch + 1))
        left = int(chance.integers(0, source.shape[1] - patch + 1))
        return source[top : top + patch, left : left + patch]
    weight = np.repeat(known[..., None], 3, axis=2)
    apart = np.maximum(cv2.matchTemplate(source, place, cv2.TM_SQDIFF, mask=weight), 0)
    good = np.argwhere(apart <= apart.min() * _ALIKE + 1e-3)
    top, left = good[chance.integers(len(good))]
    return source[top : top + patch, left : left + patch]


def _kept(place: Floats, chosen: Floats, lap: int, *, above: bool, beside: bool) -> np.ndarray:
    """Which pixels of the place stay: those before the line of least difference in each overlap."""
    apart = ((place - chosen) ** 2).sum(axis=2)
    keep = np.zeros(apart.shape, bool)
    if beside:
        cut = _least(apart[:, :lap])
        keep[:, :lap] |= np.arange(lap)[None, :] < cut[:, None]
    if above:
        cut = _least(apart[:lap].T)
        keep[:lap] |= np.arange(lap)[:, None] < cut[None, :]
    return keep


def _least(cost: Floats) -> np.ndarray:
    """For each row (n, m) the column of the cheapest way down, a step aside at most each row."""
    total = cost.copy()
    for row in range(1, len(total)):
        before = np.pad(total[row - 1], 1, constant_values=np.inf)
        total[row] += np.minimum(np.minimum(before[:-2], before[1:-1]), before[2:])
    way = np.empty(len(total), np.intp)
    way[-1] = int(total[-1].argmin())
    for row in range(len(total) - 2, -1, -1):
        low = max(way[row + 1] - 1, 0)
        way[row] = low + int(total[row, low : way[row + 1] + 2].argmin())
    return way
