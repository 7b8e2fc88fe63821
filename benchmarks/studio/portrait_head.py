"""A head for shots whose truth is known: a public-domain portrait on a surface made by code.

The portrait is ``skimage.data.astronaut`` (NASA, public domain), in linear light and at its own
scale. The surface is a height over the picture's plane: a rounded head with a nose and eye sockets.
What an artist changes is changed in the portrait itself, so it is known in every frame.
"""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from scipy.interpolate import PchipInterpolator

from matinee.errors import Unavailable
from matinee.studio.concept.colour import Bytes, Floats, to_linear

try:
    from skimage import data as pictures
except ImportError:
    pictures = None

MIDDLE = 225.0
"""The column about which the head turns, in the portrait's pixels."""
EYES = ((203.0, 102.0), (246.0, 104.0))
_OUTLINE = np.array(
    [[16, 0], [24, 30], [45, 56], [70, 68], [95, 71], [112, 66], [128, 50], [142, 43], [160, 38],
     [174, 30], [184, 17], [190, 0]]
)  # fmt: skip
"""Rows and the half-width of the head there, read off the portrait."""
_DEEPEST = 62.0


@dataclass(frozen=True, slots=True)
class Head:
    """Arrays over the portrait (512, 512).

    ``height`` is in pixels towards the camera, far below 0 where there is no head; ``before`` and
    ``after`` (…, 3; linear light) are the portrait and the artist's version; ``face``, 0 to 1, is
    where the artist may change something; ``behind`` (…, 3) is what is seen past the head.
    """

    height: Floats
    before: Floats
    after: Floats
    face: Floats
    behind: Floats


@lru_cache(maxsize=1)
def portrait_head() -> Head:
    """The head; Unavailable where the picture is not installed."""
    if pictures is None:
        raise Unavailable(
            "The portrait that the shot is rendered from is not installed.",
            remedy="Install the extra dev, which brings scikit-image.",
        )
    portrait: Bytes = np.asarray(pictures.astronaut(), np.uint8)
    height = _height()
    face = _face()
    before = to_linear(portrait)
    return Head(
        height=height,
        before=before,
        after=_younger(before, face),
        face=face,
        behind=_behind(portrait, height),
    )


def _grid() -> tuple[Floats, Floats]:
    y, x = np.mgrid[0:512, 0:512].astype(np.float32)
    return x, y


def _spot(x: Floats, y: Floats, at: tuple[float, float], wide: float, high: float) -> Floats:
    """A soft spot, 1 in its middle."""
    far = ((x - at[0]) / wide) ** 2 + ((y - at[1]) / high) ** 2
    return np.exp(-far).astype(np.float32)


def _height() -> Floats:
    x, y = _grid()
    half = PchipInterpolator(_OUTLINE[:, 0], _OUTLINE[:, 1], extrapolate=False)(y)
    half = np.nan_to_num(np.asarray(half, np.float32))
    across = (x - MIDDLE) / np.maximum(half, 1e-3)
    along = (y - 103) / 90
    deep = _DEEPEST * np.sqrt(np.maximum(1 - along**2, 0))
    round_head = deep * np.sqrt(np.maximum(1 - across**2, 0))
    ridge = np.clip((y - 96) / 34, 0, 1) * _spot(x, y, (224.0, 122.0), 8.0, 18.0)
    form = round_head + 15 * ridge + 3 * _spot(x, y, (225.0, 168.0), 16.0, 10.0)
    for eye in EYES:
        form -= 4 * _spot(x, y, eye, 13.0, 8.0)
    smooth = cv2.GaussianBlur(form, (0, 0), 1.2)
    return np.where((np.abs(across) < 1) & (half > 0), smooth, -1000).astype(np.float32)


def _face() -> Floats:
    """Skin alone: without eyes, brows, nostrils and the mouth."""
    x, y = _grid()
    oval = ((x - 224) / 38) ** 2 + ((y - 132) / 44) ** 2
    skin = np.clip((1.05 - oval) / 0.2, 0, 1)
    for at_x, at_y in EYES:
        skin *= 1 - _spot(x, y, (at_x, at_y - 1), 11.0, 5.5)
        skin *= 1 - 0.9 * _spot(x, y, (at_x, at_y - 12), 14.0, 3.5)
    skin *= 1 - _spot(x, y, (225.0, 145.0), 20.0, 7.0)
    soft = cv2.GaussianBlur(skin.astype(np.float32), (0, 0), 1.0)
    return np.where(soft > 0.02, soft, 0).astype(np.float32)


def _younger(before: Floats, face: Floats) -> Floats:
    """What an artist might paint: fewer lines and blotches, lighter under the eyes, warmer cheeks.

    In logarithms, so that it is a change of the skin and not of the light on it.
    """
    x, y = _grid()
    log = np.log(np.maximum(before, 1e-3))
    light = log.mean(axis=-1, keepdims=True)
    colour = log - light
    lines = cv2.GaussianBlur(light, (0, 0), 0.9) - cv2.GaussianBlur(light, (0, 0), 5.0)
    lines = lines[..., None]
    blotches = cv2.GaussianBlur(colour, (0, 0), 1.0) - cv2.GaussianBlur(colour, (0, 0), 9.0)
    lifted = sum(0.22 * _spot(x, y, (at_x, at_y + 9), 10.0, 4.0) for at_x, at_y in EYES)
    lifted = lifted + sum(
        0.16 * _spot(x, y, at, 4.0, 11.0) for at in ((201.0, 138.0), (249.0, 140.0))
    )
    warmth = sum(_spot(x, y, at, 11.0, 9.0) for at in ((199.0, 123.0), (248.0, 125.0)))
    tint = np.asarray(warmth)[..., None] * np.array([0.10, -0.05, -0.03], np.float32)
    change = -0.9 * lines - 0.7 * blotches + np.asarray(lifted)[..., None] + tint
    return (before * np.exp(face[..., None] * change)).astype(np.float32)


def _behind(portrait: Bytes, height: Floats) -> Floats:
    """The portrait with the head taken out."""
    hole = cv2.dilate((height > -999).astype(np.uint8) * 255, np.ones((15, 15), np.uint8))
    small = cv2.resize(portrait, (128, 128), interpolation=cv2.INTER_AREA)
    filled = cv2.inpaint(small, cv2.resize(hole, (128, 128)), 4, cv2.INPAINT_TELEA)
    large = cv2.resize(filled, (512, 512), interpolation=cv2.INTER_CUBIC)
    kept = portrait.copy()
    kept[hole > 0] = large[hole > 0]
    return to_linear(kept)
