"""Make a variant: pixels in, pixels and figures out. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any

import numpy as np

from matinee.errors import Invalid
from matinee.studio.concept.colour import Bytes
from matinee.studio.concept.contrast import contrast
from matinee.studio.concept.cutout import boxed, cut_out
from matinee.studio.concept.draping import draped
from matinee.studio.concept.extending import extended
from matinee.studio.concept.grading import graded, in_mood, lamplit
from matinee.studio.concept.model import Box
from matinee.studio.concept.perspective import resurfaced
from matinee.studio.concept.recolouring import recolour
from matinee.studio.variants.model import (
    AtHour,
    BeyondEdges,
    InCloth,
    InColour,
    InLamplight,
    InMood,
    OfMaterial,
    Wish,
)


@dataclass(frozen=True, slots=True)
class Variant:
    """A picture that was made, by which mask (None: all of it), and how it stands out."""

    pixels: Bytes
    mask_sha256: str | None = None
    figures: Mapping[str, Mapping[str, float]] = field(default_factory=dict[str, Any])


def made(picture: Bytes, wish: Wish, example: Bytes | None, skin: Box | None) -> Variant:
    """The picture (h, w, 3; sRGB) as wished; ``skin`` is where skin is seen in it."""
    match wish:
        case InColour():
            mask = cut_out(picture, wish.box)
            return _worn(recolour(picture, mask, wish.colour), mask, skin)
        case InCloth():
            mask = cut_out(picture, wish.box)
            cloth = _given(example)
            pixels = draped(picture, mask, cloth, scale=wish.scale, drape=wish.drape)
            return _worn(pixels, mask, skin)
        case BeyondEdges():
            pixels, beyond = extended(picture, wish.margins)
            return Variant(pixels, sha256(beyond.tobytes()).hexdigest())
        case AtHour() | InLamplight() | InMood() | OfMaterial():
            return Variant(_lit(picture, wish, example))


def _lit(
    picture: Bytes, wish: AtHour | InLamplight | InMood | OfMaterial, example: Bytes | None
) -> Bytes:
    match wish:
        case AtHour():
            return graded(picture, wish.hour, strength=wish.strength)
        case InLamplight():
            return lamplit(picture, wish.lamp)
        case InMood():
            return in_mood(picture, _given(example), strength=wish.strength)
        case OfMaterial():
            return resurfaced(picture, wish.corners, _given(example), scale=wish.scale)


def _worn(pixels: Bytes, mask: Bytes, skin: Box | None) -> Variant:
    return Variant(pixels, sha256(mask.tobytes()).hexdigest(), _figures(pixels, mask, skin))


def _given(example: Bytes | None) -> Bytes:
    if example is None:
        raise Invalid(
            "There is no example.", remedy="Choose a picture of this board.", field="example"
        )
    return example


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
