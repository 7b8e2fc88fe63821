"""An edit by hand: which grade, and which windows somebody has set."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from matinee.errors import Invalid
from matinee.promote.gallery.cropping import SHAPES, Box

LEAST_ZOOM = 0.3
"""Share of the largest window of a shape that a window is at least: below, pixels show."""


class Grade(StrEnum):
    """What is done to the light and colour of a picture, by a procedure."""

    AS_SHOT = "as_shot"
    BRIGHT = "bright"
    WARM = "warm"
    COOL = "cool"
    VIVID = "vivid"
    NIGHT = "night"
    MONOCHROME = "monochrome"


@dataclass(frozen=True, slots=True)
class Edit:
    """A grade of the whole picture, and windows by shape, as shares of the film's frame."""

    grade: Grade = Grade.AS_SHOT
    windows: Mapping[str, Box] = field(default_factory=dict[str, Box])

    @property
    def written(self) -> dict[str, Any]:
        """As JSON."""
        windows = {shape: [round(part, 5) for part in box] for shape, box in self.windows.items()}
        return {"grade": self.grade.value, "windows": windows}

    @classmethod
    def read(cls, kept: Mapping[str, Any] | None) -> "Edit":
        """From JSON; nothing was edited where there is none."""
        if kept is None:
            return cls()
        windows = {
            str(shape): (float(box[0]), float(box[1]), float(box[2]), float(box[3]))
            for shape, box in kept["windows"].items()
        }
        return cls(Grade(kept["grade"]), windows)

    def with_window(self, shape: str, box: Box) -> "Edit":
        """The same, one window set anew."""
        return Edit(self.grade, {**self.windows, shape: box})


def window_of(shape: str, picture: float, *, zoom: float, across: float, down: float) -> Box:
    """The window of a shape in a picture whose width by height is ``picture``.

    ``zoom`` is its size as a share of the largest that fits, from `LEAST_ZOOM` to 1; ``across``
    and ``down`` say where it stands, from 0 (left, top) to 1, of the room that there is. So every
    window has its ratio and lies in the picture. Invalid for another shape or number.
    """
    if shape not in SHAPES:
        raise Invalid("There is no such shape.", field="shape")
    if not (LEAST_ZOOM <= zoom <= 1 and 0 <= across <= 1 and 0 <= down <= 1):
        raise Invalid(
            "This window does not lie in the picture.",
            remedy=f"Give a size from {LEAST_ZOOM:.0%} to 100%, and places from 0% to 100%.",
            field="zoom",
        )
    ratio = SHAPES[shape]
    wide, high = (ratio / picture, 1.0) if ratio <= picture else (1.0, picture / ratio)
    wide, high = wide * zoom, high * zoom
    return (1 - wide) * across, (1 - high) * down, wide, high


def place_of(shape: str, picture: float, box: Box) -> tuple[float, float, float]:
    """Zoom, across and down of a window: what `window_of` makes it of."""
    ratio = SHAPES[shape]
    largest = ratio / picture if ratio <= picture else 1.0
    left, top, wide, high = box
    across = left / (1 - wide) if wide < 1 - 1e-9 else 0.5
    down = top / (1 - high) if high < 1 - 1e-9 else 0.5
    return min(1.0, wide / largest), min(1.0, max(0.0, across)), min(1.0, max(0.0, down))
