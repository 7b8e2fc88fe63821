"""What can be tried on a picture of a board, and what is kept of how a variant was made."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, TypeAlias
from uuid import UUID

from matinee.errors import Invalid
from matinee.studio.concept.model import Box, Corners, Hour, Lamp, Margins

MOST_BEYOND = 0.5
"""How far a picture is carried on beyond one edge, as a share of its own side."""


class Method(StrEnum):
    """By which procedure a variant was made."""

    COLOUR = "colour"
    CLOTH = "cloth"
    HOUR = "hour"
    LAMP = "lamp"
    MOOD = "mood"
    SURFACE = "surface"
    EXTENDED = "extended"


@dataclass(frozen=True, slots=True)
class InColour:
    """The garment in a box in another colour (sRGB)."""

    box: Box
    colour: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class InCloth:
    """The garment in a box in the cloth of a picture of the same board.

    ``scale`` is how wide the example lies, as a share of the garment's width; ``drape`` 0 to 1.
    """

    box: Box
    example: UUID
    scale: float = 0.25
    drape: float = 0.5

    def __post_init__(self) -> None:
        """Invalid names what lies outside its bounds."""
        within("scale", self.scale, 0.02, 2)
        within("drape", self.drape, 0, 1)


@dataclass(frozen=True, slots=True)
class AtHour:
    """The whole picture graded to an hour or a season; strength 0 to 1."""

    hour: Hour
    strength: float = 1.0

    def __post_init__(self) -> None:
        """Invalid names what lies outside its bounds."""
        within("strength", self.strength, 0, 1)


@dataclass(frozen=True, slots=True)
class InLamplight:
    """The whole picture with a lamp's light added."""

    lamp: Lamp

    def __post_init__(self) -> None:
        """Invalid names what lies outside its bounds."""
        within("lamp_left", self.lamp.left, -1, 2)
        within("lamp_top", self.lamp.top, -1, 2)
        within("reach", self.lamp.reach, 0.02, 3)
        within("brightness", self.lamp.strength, 0, 10)


@dataclass(frozen=True, slots=True)
class InMood:
    """The whole picture in the colours of another picture of the board; strength 0 to 1."""

    example: UUID
    strength: float = 1.0

    def __post_init__(self) -> None:
        """Invalid names what lies outside its bounds."""
        within("strength", self.strength, 0, 1)


@dataclass(frozen=True, slots=True)
class OfMaterial:
    """A wall between four corners in the material of a picture of the same board.

    ``scale`` is how wide the example lies, as a share of the wall's width.
    """

    corners: Corners
    example: UUID
    scale: float = 0.25

    def __post_init__(self) -> None:
        """Invalid names what lies outside its bounds."""
        within("scale", self.scale, 0.02, 2)


@dataclass(frozen=True, slots=True)
class BeyondEdges:
    """The picture carried on beyond its edges, by half of it on each side at most."""

    margins: Margins

    def __post_init__(self) -> None:
        """Invalid names what lies outside its bounds."""
        for side, share in asdict(self.margins).items():
            within(f"margin_{side}", share, 0, MOST_BEYOND)


Wish: TypeAlias = InColour | InCloth | AtHour | InLamplight | InMood | OfMaterial | BeyondEdges
METHODS: Mapping[type[Wish], Method] = {
    InColour: Method.COLOUR,
    InCloth: Method.CLOTH,
    AtHour: Method.HOUR,
    InLamplight: Method.LAMP,
    InMood: Method.MOOD,
    OfMaterial: Method.SURFACE,
    BeyondEdges: Method.EXTENDED,
}


@dataclass(frozen=True, slots=True)
class VariantMaking:
    """How a picture of a board was made of others of the same board.

    ``mask_sha256`` is of the mask's bytes, row by row; ``figures`` are contrasts by what the
    garment was compared with (``set``, ``skin``), each as ``concept/contrast.py`` has it.
    """

    reference: UUID
    board: UUID
    picture: UUID
    example: UUID | None
    method: Method
    settings: Mapping[str, Any]
    mask_sha256: str | None
    figures: Mapping[str, Mapping[str, float]]


def within(field: str, value: float, least: float, most: float) -> None:
    """Invalid names the field where its value is out of bounds or no number."""
    if not least <= value <= most:
        raise Invalid(f"The {field} lies between {least:g} and {most:g}.", field=field)
