"""Make a variant: pixels in, pixels and figures out. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

import numpy as np

from matinee.errors import Invalid
from matinee.studio.concept.colour import Bytes
from matinee.studio.concept.contrast import contrast
from matinee.studio.concept.cutout import boxed, cut_out
from matinee.studio.concept.draping import draped
from matinee.studio.concept.model import Box
from matinee.studio.concept.recolouring import recolour
from matinee.studio.variants.model import InCloth, InColour, Wish


@dataclass(frozen=True, slots=True)
class Variant:
    """A picture that was made, by which mask (None: all of it), and how it stands out."""

    pixels: Bytes
    mask_sha256: str | None
    figures: dict[str, dict[str, float]]


def made(picture: Bytes, wish: Wish, example: Bytes | None, skin: Box | None) -> Variant:
    """The picture (h, w, 3; sRGB) as wished; ``skin`` is where skin is seen in it."""
    match wish:
        case InColour():
            mask = cut_out(picture, wish.box)
            pixels = recolour(picture, mask, wish.colour)
        case InCloth():
            if example is None:
                raise _no_example()
            mask = cut_out(picture, wish.box)
            pixels = draped(picture, mask, example, scale=wish.scale, drape=wish.drape)
    return Variant(pixels, sha256(mask.tobytes()).hexdigest(), _figures(pixels, mask, skin))


def _no_example() -> Invalid:
    return Invalid(
        "There is no example.", remedy="Choose a picture of this board.", field="example"
    )


def settings_of(wish: Wish, skin: Box | None) -> Mapping[str, Any]:
    """What was asked for, as it is kept."""
    told = {name: value for name, value in asdict(wish).items() if name != "example"}
    return told if skin is None else {**told, "skin": asdict(skin)}


def _figures(pixels: Bytes, mask: Bytes, skin: Box | None) -> dict[str, dict[str, float]]:
    """How the garment stands out from all around it, and from the skin in a box."""
    around = np.where(mask > 0, 0, 255).astype(np.uint8)
    others = {}
    if skin is not None:
        seen = np.minimum(boxed(pixels, skin), around)
        others["skin"], around = seen, np.where(seen > 0, 0, around)
    others["set"] = around
    found = {name: contrast(pixels, mask, other) for name, other in others.items()}
    return {name: asdict(each) for name, each in found.items() if each is not None}
