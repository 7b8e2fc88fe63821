"""Grades: a few named treatments of a whole picture's light and colour, after how colourists work.

Exposure and the balance of colours in linear light, contrast by a curve about the middle grey in
what the eye sees, saturation last, about luma (Rec. 709). No model; the same picture always gives
the same grade.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matinee.promote.editing.model import Grade

Pixels = NDArray[np.uint8]
_LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)
_GREY = 0.46
"""Middle grey (18% of the light) as sRGB writes it."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """``stops`` of exposure; ``balance`` of red, green and blue; contrast and saturation by 1."""

    stops: float = 0.0
    balance: tuple[float, float, float] = (1.0, 1.0, 1.0)
    contrast: float = 1.0
    saturation: float = 1.0


RECIPES: Mapping[Grade, Recipe] = {
    Grade.AS_SHOT: Recipe(),
    Grade.BRIGHT: Recipe(stops=0.5, contrast=1.04, saturation=1.03),
    Grade.WARM: Recipe(balance=(1.12, 1.0, 0.84), contrast=1.03),
    Grade.COOL: Recipe(balance=(0.88, 1.0, 1.14), contrast=1.03),
    Grade.VIVID: Recipe(stops=0.1, contrast=1.12, saturation=1.28),
    Grade.NIGHT: Recipe(stops=-0.9, balance=(0.8, 0.95, 1.2), contrast=1.06, saturation=0.75),
    Grade.MONOCHROME: Recipe(contrast=1.12, saturation=0.0),
}


def grade(picture: Pixels, named: Grade) -> Pixels:
    """(height, width, 3) in sRGB, graded; as shot it is what it was, to the bit."""
    recipe = RECIPES[named]
    if recipe == Recipe():
        return picture
    curve = [_curve(recipe, part) for part in recipe.balance]
    seen = np.stack([curve[plane][picture[:, :, plane]] for plane in range(3)], axis=2)
    luma = (seen @ _LUMA)[:, :, None]
    coloured = luma + recipe.saturation * (seen - luma)
    return np.asarray(np.round(np.clip(coloured, 0, 1) * 255), np.uint8)


def _curve(recipe: Recipe, part: float) -> NDArray[np.float32]:
    """(256,): what each value of one colour becomes, from 0 to 1."""
    value = np.arange(256) / 255
    linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    lit = linear * part * 2.0**recipe.stops
    # What would burn out is bent towards white, so that a sky keeps its drawing.
    lit = np.where(lit > 0.8, 0.8 + 0.2 * np.tanh((lit - 0.8) / 0.2), lit)
    eye = np.where(lit <= 0.0031308, 12.92 * lit, 1.055 * lit ** (1 / 2.4) - 0.055)
    # A curve through black, middle grey and white: steeper in the middle, flat at neither end.
    power = np.where(eye <= _GREY, eye / _GREY, (1 - eye) / (1 - _GREY)) ** recipe.contrast
    bent = np.where(eye <= _GREY, _GREY * power, 1 - (1 - _GREY) * power)
    return np.asarray(np.clip(bent, 0, 1), np.float32)
