"""Mild warps of a face by its marks: jaw line, under the chin, brows, corners of the mouth. Pure.

Marks are the 468 of MediaPipe's mesh, in pixels. Over time the head's place, size and tilt are kept
and only the form of the face is calmed, so that a warp neither trembles nor lags. A warp is a sum
of Gaussian bells along the marks, bounded so that it cannot fold: it falls to nothing before the
matte's edge, and where it is nothing every sample stays as it was.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from matinee.errors import Invalid
from matinee.studio.concept.colour import Bytes, Floats
from matinee.studio.reage.compositing import Depth

Points = NDArray[np.float64]
FURTHEST = 0.03
"""How far anything is moved at most, in widths of the face."""
_BELL = 0.09
"""The deviation of one bell, in widths of the face."""
_FADE = 0.12
"""How far inside the matte a warp is whole, in widths of the face."""
_SOFT = 0.04
"""How far what the matte says of shares is smoothed, in widths of the face."""
_STEEPEST = 0.8
"""Pixels by which a move may change from one pixel to the next: from 1 on a picture could fold."""
_CALM_FORM, _CALM_PLACE = 2.0, 0.8
"""Frames over which form, and place, are smoothed (deviations)."""
_BRIDGED, _PARTING = 4, 8
"""Frames without a face that are bridged, and over which a warp then fades away."""
_EARS, _BETWEEN_BROWS, _CHIN = (234, 454), 168, 152
_JAW = (58, 172, 136, 150, 149, 378, 379, 365, 397, 288)
_UNDER = (176, 148, 152, 377, 400)
_BROWS = ((70, 63, 105, 66, 107), (300, 293, 334, 296, 336))
"""Each from its outer end to its inner."""
_CORNERS = (61, 291)
_BELOW = 0.1
"""How far below the chin's line what hangs there is taken hold of, in widths of the face."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How each part moves at full strength, −1 to 1: 1 firms or lifts it, −1 lets it sag."""

    jaw: float = 0.0
    chin: float = 0.0
    brows: float = 0.0
    mouth: float = 0.0

    def __post_init__(self) -> None:
        for name in ("jaw", "chin", "brows", "mouth"):
            if not -1 <= getattr(self, name) <= 1:
                raise Invalid(f"{name} lies between -1 and 1.", remedy="Correct it.", field=name)

    @property
    def moves(self) -> bool:
        """Whether it moves anything."""
        return any((self.jaw, self.chin, self.brows, self.mouth))


@dataclass(frozen=True, slots=True)
class Steadied:
    """``marks`` (n, 468, 2) in pixels, and how far each frame's may be relied on (n), 0 to 1."""

    marks: Points
    sure: NDArray[np.float64]


def steadied(found: Sequence[Points | None]) -> Steadied:
    """The marks of a shot, calmed; frames without a face are bridged, or lose the warp by degrees.

    Raises:
        Invalid: no frame shows a face whose marks can be told.
    """
    known = np.array([number for number, each in enumerate(found) if each is not None])
    if not known.size:
        raise Invalid(
            "No frame shows a face whose parts can be told.",
            remedy="Leave the form of the face as it is, or give a shot in which it is larger.",
            field="jaw",
            code="no_face",
        )
    seen = np.stack([each for each in found if each is not None])
    middles = seen.mean(axis=1)
    forms = seen - middles[:, None]
    # What turns and sizes each face onto the first, as one complex factor (Procrustes).
    flat = forms[..., 0] + 1j * forms[..., 1]
    factors = (flat @ flat[0].conj()) / (np.abs(flat[0]) ** 2).sum()
    plain = flat / factors[:, None]
    places = np.stack([middles[:, 0], middles[:, 1], factors.real, factors.imag], axis=1)
    numbers = np.arange(len(found))
    held = _over(numbers, known, places, _CALM_PLACE)
    form = _over(numbers, known, np.concatenate([plain.real, plain.imag], axis=1), _CALM_FORM)
    count = plain.shape[1]
    turned = (form[:, :count] + 1j * form[:, count:]) * (held[:, 2] + 1j * held[:, 3])[:, None]
    marks = np.stack([turned.real, turned.imag], axis=-1) + held[:, None, :2]
    away = np.abs(numbers[:, None] - known).min(axis=1)
    return Steadied(marks, np.clip(1 - (away - _BRIDGED) / _PARTING, 0, 1))


def displacement(marks: Points, matte: Bytes, shape: Shape, strength: float) -> Floats:
    """(h, w, 2; x first): from where each pixel is taken, relative to itself, in pixels.

    Zero outside the matte (h, w), and wherever nothing is moved; by shares where the matte is soft.
    """
    field = np.zeros((*matte.shape, 2), np.float32)
    rows, columns = np.nonzero(matte)
    if strength == 0 or not shape.moves or not rows.size:
        return field
    part = np.s_[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    wide = float(np.linalg.norm(marks[_EARS[1]] - marks[_EARS[0]]))
    below, right = np.mgrid[part].astype(np.float32)
    moved = np.zeros((*below.shape, 2), np.float32)
    for places, ways in _pulls(marks, shape, wide):
        apart = places[:, None] - places
        reach = 2 * (_BELL * wide) ** 2
        most = float(np.exp(-(apart**2).sum(axis=-1) / reach).sum(axis=1).max())
        for (x, y), way in zip(places, ways, strict=True):
            bell = np.exp(-((right - x) ** 2 + (below - y) ** 2) / np.float32(reach)) / most
            moved += bell[..., None] * way.astype(np.float32)
    moved *= _held(matte[part], wide)[..., None] * np.float32(-strength)
    far = np.linalg.norm(moved, axis=-1)
    moved *= np.minimum(1, FURTHEST * wide / np.maximum(far, 1e-6))[..., None]
    field[part] = moved * np.float32(min(1.0, _STEEPEST / max(_steepness(moved), 1e-6)))
    return field


def _held(matte: Bytes, wide: float) -> Floats:
    """How much of a move each pixel of a matte (h, w) takes: 0 at its edge, smooth everywhere."""
    inside = np.pad((matte > 0).astype(np.uint8), 1)
    deep = cv2.distanceTransform(inside, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)[1:-1, 1:-1]
    fade = np.clip((deep - 1) / (_FADE * wide), 0, 1)
    share = cv2.GaussianBlur(matte.astype(np.float32) / 255, (0, 0), max(_SOFT * wide, 0.5))
    return np.asarray(share * fade * fade * (3 - 2 * fade), np.float32)


def _steepness(moved: Floats) -> float:
    """How fast a field (h, w, 2) changes at most from pixel to pixel; below 1 it cannot fold."""
    steps = [np.diff(moved, axis=axis) for axis in (0, 1)]
    squares = [float((each**2).sum(axis=-1).max(initial=0)) for each in steps]
    return float(np.sqrt(sum(squares)))


def shaped(frame: NDArray[Depth], field: Floats) -> NDArray[Depth]:
    """The frame (h, w, 3) with every pixel taken from where :func:`displacement` says."""
    rows, columns = np.nonzero(field.any(axis=-1))
    if not rows.size:
        return frame.copy()
    below, right = np.indices(frame.shape[:2], np.float32)
    white = np.iinfo(frame.dtype).max
    taken = cv2.remap(
        frame.astype(np.float32),
        right + field[..., 0],
        below + field[..., 1],
        cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )
    result = frame.copy()
    painted = np.clip(np.rint(taken[rows, columns]), 0, white)
    result[rows, columns] = painted.astype(frame.dtype)
    return result


def _pulls(marks: Points, shape: Shape, wide: float) -> list[tuple[Points, Points]]:
    """Places (k, 2) with how far the picture moves there (k, 2), in pixels, part by part."""
    down = marks[_CHIN] - marks[_BETWEEN_BROWS]
    down = down / max(float(np.linalg.norm(down)), 1e-6)
    across = np.array([-down[1], down[0]])
    far = FURTHEST * wide
    pulls: list[tuple[Points, Points]] = []
    if shape.jaw:
        jaw = marks[list(_JAW)]
        beside = (jaw - marks[_CHIN]) @ across
        # Towards the middle, the more the further out: of a face that turns the near side more.
        inward = -np.outer(beside / (wide / 2), across)
        pulls.append((jaw, shape.jaw * far * (inward - 0.35 * down)))
    if shape.chin:
        under = marks[list(_UNDER)] + _BELOW * wide * down
        pulls.append((under, np.tile(-shape.chin * far * down, (len(under), 1))))
    for brow in _BROWS if shape.brows else ():
        share = np.linspace(1, 0.4, len(brow))[:, None]
        pulls.append((marks[list(brow)], -shape.brows * far * share * down))
    for corner in _CORNERS if shape.mouth else ():
        beside = np.sign((marks[corner] - marks[_CHIN]) @ across)
        way = -0.8 * down + 0.3 * beside * across
        pulls.append((marks[[corner]], shape.mouth * far * way[None]))
    return pulls


def _over(
    numbers: NDArray[np.int64], known: NDArray[np.int64], values: Points, calm: float
) -> Points:
    """Values (k, m) of the known frames for every frame (n, m), joined by lines and smoothed."""
    after = np.clip(np.searchsorted(known, numbers), 0, len(known) - 1)
    before = np.maximum(after - (known[after] > numbers), 0)
    gap = np.maximum(known[after] - known[before], 1)
    share = np.clip((numbers - known[before]) / gap, 0, 1)[:, None]
    joined = values[before] * (1 - share) + values[after] * share
    return gaussian_filter1d(joined, calm, axis=0, mode="nearest")
