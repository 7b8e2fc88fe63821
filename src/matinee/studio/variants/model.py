"""What can be tried on a picture of a board, and what is kept of how a variant was made."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias
from uuid import UUID

from matinee.errors import Invalid
from matinee.studio.concept.model import Box


class Method(StrEnum):
    """By which procedure a variant was made."""

    COLOUR = "colour"
    CLOTH = "cloth"


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


Wish: TypeAlias = InColour | InCloth
METHODS: Mapping[type[Wish], Method] = {InColour: Method.COLOUR, InCloth: Method.CLOTH}


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
