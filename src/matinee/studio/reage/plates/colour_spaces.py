"""From a plate's colour space to the one that faces are worked on in, and back. Pure.

OpenColorIO's own built-in configuration of ACES, named by its version, so that the same plate is
the same picture on every machine; no file and no variable of the environment changes it. The
working space is sRGB's curve on Rec. 709, which both pages and networks take for a picture. It is
not clipped: what is brighter than white, or outside its primaries, comes back as it was.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from matinee.errors import Invalid
from matinee.studio.concept.colour import Floats
from matinee.studio.reage.plates.loading import opencolorio

CONFIGURATION = "cg-config-v4.0.0_aces-v2.0_ocio-v2.5"
WORKING = "sRGB Encoded Rec.709 (sRGB)"
DISPLAYED = "Linear Rec.709 (sRGB)"
"""What a shot of PNG becomes in OpenEXR, which holds light."""
SPACES = {
    DISPLAYED: "lin_rec709_scene",
    "ACEScg": "lin_ap1_scene",
    "ACES2065-1": "lin_ap0_scene",
    "Linear P3-D65": "lin_p3d65_scene",
    "Linear Rec.2020": "lin_rec2020_scene",
}
"""The spaces that a plate may be in, and what OpenEXR calls each (``colorInteropID``)."""


@dataclass(frozen=True, slots=True)
class PlateColour:
    """Brings pixels of one space to the working space and back."""

    space: str
    _there: Any
    _back: Any

    def working(self, pixels: Floats) -> Floats:
        """Pixels (..., 3) of the plate as the working space codes them; 1 is display white."""
        return _applied(self._there, pixels)

    def plate(self, coded: Floats) -> Floats:
        """Pixels (..., 3) of the working space in the plate's."""
        return _applied(self._back, coded)


@cache
def plate_colour(space: str) -> PlateColour:
    """What converts plates of a space; Invalid where it is none of :data:`SPACES`."""
    if space not in SPACES:
        raise Invalid(
            "This colour space is not known.",
            remedy=f"Choose one of {', '.join(SPACES)}.",
            field="space",
        )
    library = opencolorio()
    configuration = library.Config.CreateFromBuiltinConfig(CONFIGURATION)
    there, back = (
        configuration.getProcessor(*pair).getOptimizedCPUProcessor(library.OPTIMIZATION_LOSSLESS)
        for pair in ((space, WORKING), (WORKING, space))
    )
    return PlateColour(space, there, back)


def _applied(processor: Any, pixels: Floats) -> Floats:
    held = np.array(pixels, np.float32, order="C")
    if held.size:
        processor.applyRGB(held)
    return held
