"""How a garment stands out: from what is around it, and from the skin that is seen with it. Pure.

Figures are of the picture as it is, in the light that it was taken in. Colour difference is
CIEDE2000 between medians in CIELAB (Sharma, Wu and Dalal 2005); the ratio of lightness is that of
WCAG 2.2, (brighter + 0.05) / (darker + 0.05) in relative luminance.
"""

from dataclasses import dataclass

import numpy as np

from matinee.studio.concept.colour import Bytes, delta_e, luminance, to_lab, to_linear

FEWEST = 64
"""Pixels below which no figure is given."""
_MOST = 250_000


@dataclass(frozen=True, slots=True)
class Contrast:
    """Between the garment and something else: colour difference, ratio of lightness, pixels."""

    delta_e: float
    ratio: float
    pixels: int


def contrast(picture: Bytes, garment: Bytes, other: Bytes) -> Contrast | None:
    """Between two parts of a picture (h, w, 3; sRGB), each a mask (h, w; above 127 counts).

    None where one of them has fewer than 64 pixels.
    """
    one, two = (picture[mask > 127] for mask in (garment, other))
    if min(len(one), len(two)) < FEWEST:
        return None
    linear = [to_linear(each[:: max(1, len(each) // _MOST)]) for each in (one, two)]
    medians = [np.median(to_lab(each), axis=0) for each in linear]
    light = sorted(float(np.median(luminance(each))) for each in linear)
    return Contrast(
        delta_e=float(delta_e(medians[0], medians[1])),
        ratio=(light[1] + 0.05) / (light[0] + 0.05),
        pixels=len(two),
    )
