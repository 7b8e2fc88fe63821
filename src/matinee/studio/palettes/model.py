"""A palette as it is offered."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Swatch:
    """A colour (sRGB), and the share of the picture that it stands for; 0 where it is of none."""

    colour: tuple[int, int, int]
    share: float = 0.0

    @property
    def written(self) -> str:
        """As ``#rrggbb``."""
        return "#{:02x}{:02x}{:02x}".format(*self.colour)


class Mood(StrEnum):
    """A light and a pace; the first of each three is calm, the last fierce."""

    SUNLIT = "sunlit"
    BUSTLING = "bustling"
    GLARING = "glaring"
    TENDER = "tender"
    UNEASY = "uneasy"
    OMINOUS = "ominous"
    STILL = "still"
    RESTLESS = "restless"
    DREAD = "dread"


@dataclass(frozen=True, slots=True)
class MoodOfDay:
    """A script day's mood, and the colours that the table has for it."""

    mood: Mood
    swatches: tuple[Swatch, ...]
