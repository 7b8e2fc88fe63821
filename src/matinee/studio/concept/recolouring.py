"""Change the colour of a cloth or a wall, and keep its folds, its light and its sheen. Pure.

In linear light a pixel is cloth × shading + highlight (dichromatic reflection, Shafer 1985). The
cloth's colour is changed; shading and highlight stay as they were found.
"""

from dataclasses import dataclass

import numpy as np

from matinee.errors import Invalid
from matinee.studio.concept.colour import Bytes, Floats, luminance, to_linear, to_srgb

FEWEST_PIXELS = 64
_FADED = 0.2
"""The sine of the angle between cloth and white below which sheen cannot be told from light."""
_NOISE = 0.02
"""What of a channel may be noise, quantisation or light from elsewhere, in linear light."""
_BRIGHTER = 1.5
"""How many times brighter a channel may become before its noise is believed the less for it."""
_TINT = 1.25
"""How much redder, greener or bluer than the whole its light may make a pixel of a material that is
laid over: old patterns and things of another colour would shine through."""
_SAMPLE = 250_000
"""Pixels from which a cloth's colour is told; more of them tell no more."""
_AT_ONCE = 1_000_000
_STRAY = 0.08
"""The share of a pixel's light that a weave or a coloured light may make look like sheen."""


@dataclass(frozen=True, slots=True)
class Cloth:
    """What was found within a mask, for its n pixels.

    ``colour`` is the cloth's in its middle light (linear, 3); ``shading`` (n) is 1 in that light;
    ``highlight`` (n) is the sheen's share of white.
    """

    colour: Floats
    shading: Floats
    highlight: Floats


def decompose(pixels: Floats) -> Cloth:
    """Take pixels (n, 3; linear light) apart into one colour, shading and highlight."""
    bright = luminance(pixels)
    dark, light = np.percentile(bright, [30, 80])
    middle = (bright >= dark) & (bright <= light) & (bright > 0)
    if np.count_nonzero(middle) < FEWEST_PIXELS // 2:
        raise Invalid(
            "What is marked is too small or too dark to tell its colour.",
            remedy=f"Mark at least {FEWEST_PIXELS} pixels that show the cloth.",
            field="mask",
        )
    hue = np.median(pixels[middle] / bright[middle, None], axis=0)
    colour = (hue * np.median(bright)).astype(np.float32)
    highlight = _highlight(pixels, bright, colour)
    diffuse = pixels - highlight[:, None]
    shading = np.maximum(diffuse @ colour / np.dot(colour, colour), 0).astype(np.float32)
    return Cloth(colour, shading, highlight)


def _highlight(pixels: Floats, bright: Floats, colour: Floats) -> Floats:
    """What white light adds, by least squares over cloth and white; 0 where they are alike."""
    along = colour / np.linalg.norm(colour)
    white = np.full(3, 1 / np.sqrt(3), np.float32)
    cosine = float(along @ white)
    sine_square = 1 - cosine * cosine
    if sine_square < _FADED**2:
        return np.zeros(len(pixels), np.float32)
    added = (pixels @ white - cosine * (pixels @ along)) / sine_square / np.sqrt(3)
    return np.clip(added - _STRAY * bright, 0, np.min(pixels, axis=1)).astype(np.float32)


def recolour(picture: Bytes, mask: Bytes, wanted: tuple[int, int, int]) -> Bytes:
    """The picture (h, w, 3; sRGB) with what is masked (h, w; 0 to 255, soft) in the wanted colour.

    ``wanted`` (sRGB) is what the cloth shows in its middle light. Where the mask is 0, every byte
    stays as it was.
    """
    return repainted(picture, mask, np.array(wanted, np.uint8))


def repainted(picture: Bytes, mask: Bytes, wanted: Bytes) -> Bytes:
    """As :func:`recolour`; ``wanted`` is one colour (3), or one for each pixel (h, w, 3)."""
    if mask.shape != picture.shape[:2]:
        raise Invalid(
            "The mask is of another size than the picture.",
            remedy="Give a mask of exactly the picture's width and height.",
            field="mask",
        )
    inside = mask > 0
    sure = mask[inside] > 127
    if np.count_nonzero(sure) < FEWEST_PIXELS:
        raise Invalid(
            "Almost nothing is marked.",
            remedy=f"Mark at least {FEWEST_PIXELS} pixels of the cloth.",
            field="mask",
        )
    before, share = picture[inside], mask[inside, None].astype(np.float32) / 255
    every = max(1, np.count_nonzero(sure) // _SAMPLE)
    old = decompose(to_linear(before[sure][::every])).colour
    new = wanted[inside] if wanted.ndim == 3 else np.broadcast_to(wanted, before.shape)
    after = np.empty_like(before)
    for start in range(0, len(before), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        tint = _TINT if wanted.ndim == 3 else None
        painted = to_srgb(_painted(to_linear(before[part]), old, to_linear(new[part]), tint))
        mixed = before[part] + share[part] * (painted - before[part])
        after[part] = np.clip(np.rint(mixed), 0, 255).astype(np.uint8)
    result = picture.copy()
    result[inside] = after
    return result


def _painted(pixels: Floats, old: Floats, new: Floats, tint: float | None) -> Floats:
    """Pixels (n, 3) of the old colour in the new ones (n, 3).

    A channel in which the old cloth is bright is scaled, which keeps light of another colour and
    the weave. One in which it is almost black holds noise instead of folds; there, shading that the
    other channels show is put in its place, in proportion. ``tint`` bounds, as a factor, what of a
    pixel's own hue counts as light of another colour: what lies beyond is another material.
    """
    highlight = _highlight(pixels, luminance(pixels), old)
    diffuse = pixels - highlight[:, None]
    shading = np.maximum(diffuse @ old / np.dot(old, old), 0)
    brighter = new / np.maximum(old, 1e-4)
    trust = old**2 / (old**2 + (_NOISE * np.maximum(1, brighter / _BRIGHTER)) ** 2)
    scaled = diffuse * brighter
    if tint is not None:
        even = shading[:, None] * new
        scaled = np.clip(scaled, even / tint, even * tint)
    return trust * scaled + (1 - trust) * shading[:, None] * new + highlight[:, None]
