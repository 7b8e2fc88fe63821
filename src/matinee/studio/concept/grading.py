"""Grades: a picture as at another hour or season, with a lamp, or in a reference's mood. Pure.

Each is a grade and no more: colours and light are changed by one rule for the whole picture, and
nothing is added, moved or cast. No model makes anything.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matinee.studio.concept.colour import (
    Bytes,
    Floats,
    from_lab,
    luminance,
    to_lab,
    to_linear,
    to_srgb,
)
from matinee.studio.concept.model import Hour, Lamp

_SAMPLE = 200_000
_LEAST_SPREAD = 1.0
"""Variance of CIELAB below which a picture has no spread that could be stretched."""


@dataclass(frozen=True, slots=True)
class Grade:
    """What a grade does: colour of the light (linear), stops, and factors on CIELAB.

    ``low`` is added to a* and b* of what is dark; ``green`` turns the hue of leaves by degrees.
    """

    light: tuple[float, float, float]
    stops: float
    contrast: float
    chroma: float
    low: tuple[float, float] = (0.0, 0.0)
    green: float = 0.0


GRADES = {
    Hour.DAWN: Grade((1.06, 0.97, 0.95), -0.5, 0.88, 0.80, (3.0, -6.0)),
    Hour.NOON: Grade((1.00, 1.00, 1.02), 0.25, 1.08, 1.05),
    Hour.GOLDEN: Grade((1.22, 0.98, 0.66), -0.1, 1.02, 1.08, (2.0, -2.0)),
    Hour.BLUE: Grade((0.72, 0.92, 1.32), -1.3, 0.92, 0.75, (0.0, -8.0)),
    Hour.NIGHT: Grade((0.66, 0.88, 1.30), -2.6, 1.05, 0.45, (0.0, -7.0)),
    Hour.WINTER: Grade((0.94, 1.00, 1.08), 0.15, 0.92, 0.62, (0.0, -3.0)),
    Hour.AUTUMN: Grade((1.10, 0.99, 0.84), -0.1, 1.00, 1.00, (1.0, 1.0), 42.0),
}
"""What the eye expects of each: chosen by us by eye, after no measurement."""
_LEAVES = (100.0, 170.0)
"""Hue angles in CIELAB between which something may be leaves, in degrees."""


def graded(picture: Bytes, hour: Hour, *, strength: float = 1.0) -> Bytes:
    """The picture (h, w, 3; sRGB) as at another hour; strength 0 leaves it as it is."""
    grade = GRADES[hour]
    linear = to_linear(picture)
    light = np.array(grade.light, np.float32)
    lit = linear * (light / luminance(light)).astype(np.float32) * np.float32(2.0**grade.stops)
    lab = to_lab(lit.astype(np.float32))
    middle = np.float32(50 * 2.0 ** (grade.stops / 3))
    lightness = np.clip(middle + (lab[..., 0] - middle) * grade.contrast, 0, 100)
    dark = np.clip(1 - lightness / 60, 0, 1)
    colours = lab[..., 1:] * np.float32(grade.chroma)
    if grade.green:
        colours = _turned(colours, grade.green)
    colours += dark[..., None] * np.array(grade.low, np.float32)
    return _mixed(picture, from_lab(np.dstack([lightness, colours])), strength)


def lamplit(picture: Bytes, lamp: Lamp) -> Bytes:
    """The picture with a lamp's light added to what is there, falling off by distance squared.

    It knows no depth: everything is taken to face the lamp at one distance from the picture's
    plane, nothing casts a shadow, and what is black stays black.
    """
    height, width = picture.shape[:2]
    far = max(lamp.reach, 1e-3) * max(height, width)
    rows, columns = np.ogrid[0:height, 0:width]
    away = (columns - lamp.left * width) ** 2 + (rows - lamp.top * height) ** 2
    fall = (lamp.strength / (1 + away / far**2)).astype(np.float32)
    colour = to_linear(np.array(lamp.colour, np.uint8))
    linear = to_linear(picture)
    added = linear * (1 + fall[..., None] * colour / max(float(luminance(colour)), 1e-3))
    # What grows brighter than white is bent towards it instead of being cut off.
    most = added.max(axis=-1, keepdims=True)
    bent = np.where(most > 0.8, 0.8 + 0.2 * np.tanh((most - 0.8) / 0.2), most)
    shown = to_srgb(added * bent / np.maximum(most, 1e-6))
    return np.clip(np.rint(shown), 0, 255).astype(np.uint8)


def in_mood(picture: Bytes, reference: Bytes, *, strength: float = 1.0) -> Bytes:
    """The picture (h, w, 3; sRGB) with mean and covariance of a reference's colours, in CIELAB.

    The linear map that moves colours least on the whole (Monge and Kantorovich; Pitié and
    Kokaram 2007).
    """
    own, theirs = (
        to_lab(to_linear(_sampled(each))).astype(np.float64) for each in (picture, reference)
    )
    spread, wanted = _covariance(own), _covariance(theirs)
    root = _root(spread)
    back = np.linalg.inv(root)
    mapped = back @ _root(root @ wanted @ root) @ back
    lab = to_lab(to_linear(picture))
    moved = (lab - own.mean(axis=0)) @ mapped.T + theirs.mean(axis=0)
    return _mixed(picture, from_lab(moved), strength)


def _turned(colours: Floats, degrees: float) -> Floats:
    """Colours (..., 2) with the hue of leaves turned towards red, the more the greener they are."""
    hue = np.degrees(np.arctan2(colours[..., 1], colours[..., 0])) % 360
    low, high = _LEAVES
    share = np.clip(1 - np.abs(hue - (low + high) / 2) / (high - low), 0, 1)
    turn = -np.radians(degrees) * np.clip(2 * share, 0, 1)
    cosine, sine = np.cos(turn), np.sin(turn)
    a, b = colours[..., 0], colours[..., 1]
    return np.stack([a * cosine - b * sine, a * sine + b * cosine], axis=-1).astype(np.float32)


def _mixed(picture: Bytes, linear: Floats, strength: float) -> Bytes:
    before = picture.astype(np.float32)
    return np.clip(np.rint(before + strength * (to_srgb(linear) - before)), 0, 255).astype(np.uint8)


def _sampled(picture: Bytes) -> Bytes:
    pixels = picture.reshape(-1, 3)
    return pixels[:: max(1, len(pixels) // _SAMPLE)]


def _covariance(lab: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.cov(lab.T) + _LEAST_SPREAD * np.eye(3)


def _root(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """The symmetric square root of a positive matrix."""
    values, vectors = np.linalg.eigh(matrix)
    return (vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T
