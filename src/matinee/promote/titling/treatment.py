"""A picture with its title: the place, the scrim, the letters, and the contrast that came of it."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from matinee.promote.titling.contrast import Pixels, behind, contrasts, inked, veiled
from matinee.promote.titling.ink import outline
from matinee.promote.titling.model import Wish
from matinee.promote.titling.placing import (
    REACH,
    WHOLE,
    Box,
    Placement,
    Room,
    best_place,
    wished_place,
)
from matinee.promote.titling.setting import Setter

_FADE = 0.24
"""How far a scrim fades beyond the letters, as a share of the picture."""
_AIR = 0.35
"""How far it is whole beyond the letters, in ems."""
_SHARED = 0.62
"""How much of the strength lies on the whole scrim; the rest is a soft shadow about the letters,
so that a few bright pixels behind them do not darken a third of the picture."""
_SOFT = 0.16
"""The blur of that shadow, in ems."""


@dataclass(frozen=True)
class Treatment:
    """A treated picture; ``contrast`` is the least of any pixel behind a letter.

    ``layer`` is the title alone, as SVG of the picture's size.
    """

    pixels: Pixels
    ground: Pixels
    placement: Placement
    contrast: float
    layer: str


def treat(
    picture: Pixels,
    setter: Setter,
    faces: Sequence[Box],
    saliency: NDArray[np.float64],
    room: Room = WHOLE,
    *,
    wish: Wish | None = None,
) -> Treatment:
    """Set a title on a picture: (height, width, 3) in sRGB; boxes are shares of it.

    Where it costs least, or as somebody wishes.
    """
    if wish is None:
        placed = best_place(picture, setter, faces, saliency, room)
    else:
        placed = wished_place(picture, setter, faces, saliency, wish, room)
    high, wide = picture.shape[:2]
    ground = veiled(picture, scrim_of(placed, wide, high), placed.ink) if placed.scrim else picture
    stood = ground[behind(placed.coverage, REACH * placed.title.size)]
    layer = outline(
        placed.title,
        left=placed.left,
        top=placed.top,
        width=wide,
        height=high,
        ink="#" + "".join(f"{part:02x}" for part in placed.ink),
    )
    return Treatment(
        inked(ground, placed.coverage, placed.ink),
        ground,
        placed,
        float(contrasts(placed.ink, stood).min()),
        layer,
    )


def scrim_of(placed: Placement, wide: int, high: int) -> NDArray[np.float32]:
    """(high, wide): the veil on to the edges that the title stands at, and the letters' shadow.

    Behind the letters the two together have the strength that was asked for.
    """
    air = _AIR * placed.title.size
    down, aside = placed.place.split("-")
    top, bottom = placed.top - air, placed.top + placed.title.height + air
    left, right = placed.left - air, placed.left + placed.title.width + air
    rows = _fade(high, top, bottom, open_before=down == "top", open_after=down == "bottom")
    if aside == "middle":
        columns = np.ones(wide, np.float64)
    else:
        from_right = (aside == "end") != placed.title.from_right
        columns = _fade(wide, left, right, open_before=not from_right, open_after=from_right)
    veil = _SHARED * placed.scrim
    shadow = 1 - (1 - placed.scrim) / (1 - veil)
    left_over = (1 - veil * rows[:, None] * columns[None, :]) * (1 - shadow * _shadow(placed))
    return np.asarray(1 - left_over, np.float32)


def _shadow(placed: Placement) -> NDArray[np.float32]:
    """(high, wide): 1 behind the letters, softly down to 0."""
    soft = max(1.0, _SOFT * placed.title.size)
    near = behind(placed.coverage, REACH * placed.title.size)
    wider = behind(placed.coverage, REACH * placed.title.size + 1.5 * soft)
    blurred = np.asarray(cv2.GaussianBlur(wider.astype(np.float32), (0, 0), soft), np.float32)
    return np.minimum(blurred / blurred[near].min(), np.float32(1.0))


def _fade(
    length: int, begin: float, end: float, *, open_before: bool, open_after: bool
) -> NDArray[np.float64]:
    """1 from ``begin`` to ``end`` and, where it is open, to the edge; else smoothly down to 0."""
    at = np.arange(length) + 0.5
    before = np.zeros(length) if open_before else np.maximum(0.0, begin - at)
    after = np.zeros(length) if open_after else np.maximum(0.0, at - end)
    away = np.clip(np.maximum(before, after) / (_FADE * length), 0.0, 1.0)
    return 1 - away * away * (3 - 2 * away)
