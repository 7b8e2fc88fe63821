"""The change of a render put into the plate itself, in the plate's own values. Pure.

A render tells how pixels that a page can show were changed. That difference is added in the working
space to what the plate holds, only where the matte is and something changed; every other sample
keeps its bits, so that nothing outside the change was ever converted.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from matinee.studio.concept.colour import Bytes
from matinee.studio.reage.coded import Coded
from matinee.studio.reage.plates.colour_spaces import PlateColour

Halves: TypeAlias = NDArray[np.float16]
_BRIGHTEST = 65504.0
"""The largest half float."""


def finished(
    plate: Halves, before: Coded, after: Coded, matte: Bytes, colour: PlateColour
) -> Halves:
    """The plate (h, w, 3) with what was changed between two pictures of it (h, w, 3; coded).

    ``matte`` is (h, w). A sample that is no number, or infinite, stays as it was.
    """
    changed = (matte > 0) & (before != after).any(axis=-1)
    white = np.float32(np.iinfo(before.dtype).max)
    moved = (after[changed].astype(np.float32) - before[changed].astype(np.float32)) / white
    held = plate[changed]
    with np.errstate(over="ignore", invalid="ignore"):
        coded = np.asarray(colour.working(held.astype(np.float32)) + moved, np.float32)
        light = colour.plate(coded)
        painted = np.clip(light, -_BRIGHTEST, _BRIGHTEST).astype(np.float16)
    whole = np.isfinite(held).all(axis=-1, keepdims=True) & np.isfinite(painted)
    result = plate.copy()
    result[changed] = np.where(whole & (moved != 0).any(axis=-1, keepdims=True), painted, held)
    return result


def as_plate(picture: Coded, colour: PlateColour) -> Halves:
    """A coded picture (h, w, 3) as a plate of the colour's space."""
    white = np.float32(np.iinfo(picture.dtype).max)
    return colour.plate(picture.astype(np.float32) / white).astype(np.float16)
