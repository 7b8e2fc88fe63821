"""Another material on a wall, a floor or a sign, of which the four corners are known. Pure.

The material is woven flat and brought into the picture by the one projective map that four corners
allow (Hartley and Zisserman 2004, chapter 4); the light on the wall is kept as on a cloth.
"""

import cv2
import numpy as np

from matinee.errors import Invalid
from matinee.studio.concept.colour import Bytes, Floats
from matinee.studio.concept.draping import sized
from matinee.studio.concept.model import Corners
from matinee.studio.concept.recolouring import repainted
from matinee.studio.concept.texture import evened, woven

_FLAT = 1_024
"""The longest side of the flat material, in pixels, at most."""
_WIDER = 1.5
"""How many times wider than it is seen it is woven, since what is near is seen larger."""
_SMALLEST = 8
_FINER = 4
"""Edges are drawn this many times finer, and then softened."""


def resurfaced(picture: Bytes, corners: Corners, example: Bytes, *, scale: float) -> Bytes:
    """The picture (h, w, 3; sRGB) with the example's material between four corners.

    ``scale`` is how wide the example lies, as a share of the wall's width. What stands before
    the wall is papered over with it. Invalid names ``corners``.
    """
    height, width = picture.shape[:2]
    places = np.array(corners.clockwise, np.float32) * np.array([width, height], np.float32)
    sides = np.linalg.norm(np.roll(places, -1, axis=0) - places, axis=1)
    turns = _turns(places)
    if np.any(turns <= 0) or sides.min() < _SMALLEST:
        raise Invalid(
            "These corners enclose no wall.",
            remedy="Give upper left, upper right, lower right and lower left, in this order.",
            field="corners",
        )
    wide, high = max(sides[0], sides[2]), max(sides[1], sides[3])
    share = min(_FLAT / max(wide, high), _WIDER)
    flat_wide, flat_high = max(16, round(wide * share)), max(16, round(high * share))
    piece = sized(evened(example), wide=flat_wide * scale)
    flat = woven(piece, flat_high, flat_wide)
    whole = np.array([[0, 0], [flat_wide, 0], [flat_wide, flat_high], [0, flat_high]], np.float32)
    seen = cv2.getPerspectiveTransform(whole, places)
    material = cv2.warpPerspective(
        flat, seen, (width, height), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE
    )
    inside = _filled(places, (height, width))
    return repainted(picture, inside, material.astype(np.uint8))


def _turns(places: Floats) -> Floats:
    """At each corner whether the way bends to the right (above 0), as all do in a wall."""
    along = np.roll(places, -1, axis=0) - places
    on = np.roll(along, -1, axis=0)
    return (along[:, 0] * on[:, 1] - along[:, 1] * on[:, 0]).astype(np.float32)


def _filled(places: Floats, shape: tuple[int, int]) -> Bytes:
    fine = np.zeros((shape[0] * _FINER, shape[1] * _FINER), np.uint8)
    cv2.fillConvexPoly(fine, np.rint(places * _FINER).astype(np.int32), 255)
    return cv2.resize(fine, shape[::-1], interpolation=cv2.INTER_AREA).astype(np.uint8)
