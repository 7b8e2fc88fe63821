"""Digital cosmetics: lines, tone and shadows of skin, band by band, within a matte. Pure.

Frequency separation, as retouchers do it by hand: the picture is cut into a fine band (pores,
grain, lashes), which is kept as it is, a middle band, in which lines lie, and a coarse one, which
is form and light. Bands are weighed by the matte (normalised convolution, Knutsson and Westin
1993), so that hair, eyes or a hand beside the skin never bleed into it. Each frame is worked on by
itself, with sizes that hold for the whole shot: nothing is there that could flicker by itself.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from matinee.errors import Invalid
from matinee.studio.concept.colour import Bytes, Floats
from matinee.studio.reage.compositing import Depth

_LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)
_FINE, _COARSE, _FORM = 1 / 90, 1 / 17, 1 / 8
"""Where bands part, in widths of the face."""
_LIGHT_LINES = 0.6
"""Of a line's lit side less is taken than of its dark one: skin keeps its relief."""
_FEWEST = 64


@dataclass(frozen=True, slots=True)
class Cosmetics:
    """How much of each is taken away at full strength, 0 to 1.

    ``lines`` are wrinkles and folds, ``tone`` is blotches of colour, ``shadows`` are dark places of
    the size of the skin under an eye.
    """

    lines: float = 0.8
    tone: float = 0.6
    shadows: float = 0.5

    def __post_init__(self) -> None:
        for name in ("lines", "tone", "shadows"):
            if not 0 <= getattr(self, name) <= 1:
                raise Invalid(f"{name} lies between 0 and 1.", remedy="Correct it.", field=name)


def face_width(mattes: Bytes) -> float:
    """The width of the face in pixels, from the mattes (n, h, w) of a shot: one for all frames.

    Of a circle as large as the largest tenth of the mattes, so that a hand before the face does not
    change what counts as a line.
    """
    areas = (mattes > 127).sum(axis=(1, 2))
    if not areas.size or areas.max() < _FEWEST:
        raise Invalid(
            "The matte marks almost nothing.",
            remedy=f"Mark at least {_FEWEST} pixels of skin in one frame.",
            field="matte",
        )
    return float(np.sqrt(np.percentile(areas, 90) * 4 / np.pi))


def retouched(
    frame: NDArray[Depth], matte: Bytes, strength: float, recipe: Cosmetics, *, width: float
) -> NDArray[Depth]:
    """The frame (h, w, 3; sRGB) with its skin retouched within the matte (h, w; soft).

    ``width`` is :func:`face_width` of the shot. It is worked on, and answered, in the frame's own
    depth. Where the matte is 0, and where the strength is 0, every sample stays as it was.
    """
    if matte.shape != frame.shape[:2]:
        raise Invalid(
            "The matte is of another size than the frame.",
            remedy="Give a matte of exactly the frame's width and height.",
            field="matte",
        )
    rows, columns = np.nonzero(matte)
    if strength == 0 or not rows.size:
        return frame.copy()
    around = int(np.ceil(3 * _FORM * width))
    top, left = max(0, rows.min() - around), max(0, columns.min() - around)
    part = np.s_[top : rows.max() + around + 1, left : columns.max() + around + 1]
    share = matte[part].astype(np.float32)[..., None] / np.float32(255)
    white = np.iinfo(frame.dtype).max
    shown = frame[part].astype(np.float32) * np.float32(255 / white)
    change = _change(shown, share[..., 0], recipe, width)
    result = frame.copy()
    moved = np.float32(strength * white / 255) * share * change
    painted = np.clip(np.rint(frame[part] + moved), 0, white)
    result[part] = np.where(share > 0, painted.astype(frame.dtype), frame[part])
    return result


def _change(shown: Floats, weight: Floats, recipe: Cosmetics, width: float) -> Floats:
    """What full strength adds to pixels (h, w, 3) in units of a byte."""
    luma = np.asarray(shown @ _LUMA, np.float32)
    colour = np.asarray(shown - luma[..., None], np.float32)
    fine, coarse, form = (_blurred(luma, weight, size * width) for size in (_FINE, _COARSE, _FORM))
    middle = fine - coarse
    lines = np.where(middle < 0, middle, _LIGHT_LINES * middle)
    shadows = np.minimum(coarse - form, 0)
    blotches = _blurred(colour, weight, _FINE * width) - _blurred(colour, weight, _FORM * width)
    light = -recipe.lines * lines - recipe.shadows * shadows
    return np.asarray(light[..., None] - recipe.tone * blotches, np.float32)


def _blurred(values: Floats, weight: Floats, size: float) -> Floats:
    """A Gaussian mean of what the matte shows, with this deviation in pixels."""
    shaped = weight if values.ndim == 2 else weight[..., None]
    above = cv2.GaussianBlur(values * shaped, (0, 0), max(size, 0.5))
    below = cv2.GaussianBlur(weight, (0, 0), max(size, 0.5))
    under = below if values.ndim == 2 else below[..., None]
    return np.asarray(above / np.maximum(under, 1e-4), np.float32)
