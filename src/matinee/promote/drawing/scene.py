"""What a composition is given, and what it gives back: the place that it leaves for the title."""

from dataclasses import dataclass

from matinee.promote.drawing.canvas import Canvas
from matinee.promote.drawing.colour import Palette
from matinee.promote.drawing.dice import Dice


@dataclass(frozen=True, slots=True)
class Scene:
    """A frame to fill: tall for a poster, wide for the art behind a page's first lines."""

    canvas: Canvas
    dice: Dice
    inks: Palette

    @property
    def width(self) -> int:
        """Of the frame."""
        return self.canvas.width

    @property
    def height(self) -> int:
        """Of the frame."""
        return self.canvas.height

    @property
    def wide(self) -> bool:
        """Whether the frame lies; then words stand over its left half."""
        return self.canvas.width > self.canvas.height

    @property
    def focus(self) -> float:
        """Where across the frame the main thing belongs."""
        return self.width * (0.7 if self.wide else 0.5)

    @property
    def span(self) -> float:
        """The shorter side: what sizes are measured by."""
        return min(self.canvas.width, self.canvas.height)


@dataclass(frozen=True, slots=True)
class Lockup:
    """The place for the title: a box, the colour beneath it, and how the lines stand in it.

    ``foot`` is how high above the lower edge the small line with year and director stands.
    """

    top: float
    height: float
    ground: str
    anchor: str = "middle"
    block: bool = False
    low: bool = False
    lively: bool = False
    left: float = 28
    width: float = 344
    foot: float = 21
