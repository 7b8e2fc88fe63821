"""What is asked of concept work, and what leaves it."""

import re
from dataclasses import dataclass
from enum import StrEnum

from matinee.errors import Invalid

LARGEST_PICTURE = 20 * 1024 * 1024
"""Bytes of a picture that is given."""
MOST_PIXELS = 24_000_000
MOST_FILLED = 300_000
"""Pixels that are filled at a time: some seven seconds of one core, and 0.7 gigabytes."""
_HEX = re.compile(r"#?([0-9a-fA-F]{6})")


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a picture, in shares of its width and height from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Corners:
    """The corners of a wall in shares of width and height: upper left first, then clockwise."""

    clockwise: tuple[
        tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]
    ]


@dataclass(frozen=True, slots=True)
class Margins:
    """How much a picture is carried on beyond each edge, in shares of its width and height."""

    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0


class Hour(StrEnum):
    """An hour or a season that a picture can be graded to."""

    DAWN = "dawn"
    NOON = "noon"
    GOLDEN = "golden-hour"
    BLUE = "blue-hour"
    NIGHT = "night"
    WINTER = "winter"
    AUTUMN = "autumn"


@dataclass(frozen=True, slots=True)
class Lamp:
    """A light in the picture's plane.

    Where it is in shares of width and height, how far it reaches in shares of the longer side, its
    sRGB colour, and how bright it is beside what was there.
    """

    left: float
    top: float
    reach: float
    colour: tuple[int, int, int]
    strength: float


@dataclass(frozen=True, slots=True)
class Recolouring:
    """A picture (PNG or JPEG), where its cloth or wall is (a box, or a mask as PNG), and a colour.

    ``wanted`` is sRGB, 0 to 255 each.
    """

    picture: bytes
    wanted: tuple[int, int, int]
    box: Box | None = None
    mask: bytes | None = None
    title: str = "A recoloured picture"


@dataclass(frozen=True, slots=True)
class Filling:
    """A picture (PNG or JPEG), and what of it is to go: all of a box, or a mask as PNG."""

    picture: bytes
    box: Box | None = None
    mask: bytes | None = None
    title: str = "A picture with something taken out"


def read_colour(text: str) -> tuple[int, int, int]:
    """The colour that ``#rrggbb`` writes."""
    found = _HEX.fullmatch(text.strip())
    if found is None:
        raise Invalid(
            "This is no colour.",
            remedy="Write six hexadecimal digits, such as #265496.",
            field="colour",
        )
    red, green, blue = bytes.fromhex(found[1])
    return red, green, blue
