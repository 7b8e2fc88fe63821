"""How well ink is seen on what lies behind it: WCAG 2.2's contrast, pixel by pixel, and the scrim.

A scrim is a veil of one colour over the picture, as strong as the worst pixel behind the letters
needs and no stronger.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from matinee.promote.titling.ink import Coverage

Pixels = NDArray[np.uint8]
"""(height, width, 3): red, green, blue."""
Colour = tuple[int, int, int]

LIGHT: Colour = (255, 251, 243)
DARK: Colour = (17, 14, 12)
_STEPS = 14


def luminance(pixels: NDArray[np.floating] | Pixels) -> NDArray[np.float64]:
    """Relative luminance, from 0 to 1, of sRGB values from 0 to 255 on the last axis."""
    values = np.asarray(pixels, np.float64) / 255
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def contrasts(ink: Colour, pixels: NDArray[np.floating] | Pixels) -> NDArray[np.float64]:
    """The contrast of ``ink`` to each pixel, from 1 to 21."""
    one = float(luminance(np.array(ink, np.float64)))
    other = luminance(pixels)
    return (np.maximum(one, other) + 0.05) / (np.minimum(one, other) + 0.05)


def behind(coverage: Coverage, reach: float) -> NDArray[np.bool_]:
    """Which pixels the letters stand on, with those within ``reach`` pixels of their edges."""
    wide = 2 * max(1, round(reach)) + 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (wide, wide))
    return np.asarray(cv2.dilate(coverage, disc) > 0, np.bool_)


def veil_of(ink: Colour) -> Colour:
    """The colour of the scrim that suits an ink: the other end."""
    return DARK if is_light(ink) else LIGHT


def is_light(ink: Colour) -> bool:
    """Whether an ink is further from black than from white, by contrast."""
    one = float(luminance(np.array(ink, np.float64)))
    return (one + 0.05) / 0.05 > 1.05 / (one + 0.05)


def strength_needed(ink: Colour, pixels: Pixels, wanted: float) -> float:
    """The least strength of the scrim, from 0 to 1, at which every pixel has the contrast wanted.

    ``pixels`` are (count, 3), those behind the letters.
    """
    if not len(pixels) or float(contrasts(ink, pixels).min()) >= wanted:
        return 0.0
    # Only the pixels nearest to the ink can decide: the others are better under any scrim.
    near = luminance(pixels)
    light = is_light(ink)
    far = np.quantile(near, 0.9 if light else 0.1)
    deciding = pixels[near >= far if light else near <= far].astype(np.float64)
    veil = np.array(veil_of(ink), np.float64)
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        strength = (low + high) / 2
        mixed = np.round(deciding * (1 - strength) + veil * strength)
        if float(contrasts(ink, mixed).min()) >= wanted:
            high = strength
        else:
            low = strength
    return high


def veiled(picture: Pixels, strength: NDArray[np.float32], ink: Colour) -> Pixels:
    """``picture`` under a scrim for ``ink``; ``strength`` is (height, width), from 0 to 1."""
    veil = np.array(veil_of(ink), np.float32)
    share = strength[:, :, None]
    return np.asarray(np.round(picture * (1 - share) + veil * share), np.uint8)


def inked(ground: Pixels, coverage: Coverage, ink: Colour) -> Pixels:
    """``ground`` with the letters on it."""
    share = (coverage.astype(np.float32) / 255)[:, :, None]
    return np.asarray(np.round(ground * (1 - share) + np.array(ink, np.float32) * share), np.uint8)
