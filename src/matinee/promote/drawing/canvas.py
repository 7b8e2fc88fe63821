"""A small writer of SVG: shapes in, compact markup out; everything that is text is escaped."""

from collections.abc import Iterable
from html import escape

Point = tuple[float, float]


def number(value: float) -> str:
    """At most one decimal, and none where it says nothing."""
    rounded = round(value, 1)
    whole = int(rounded)
    return str(whole) if whole == rounded else f"{rounded:.1f}"


def points(corners: Iterable[Point]) -> str:
    """A closed outline through ``corners`` as path data."""
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in corners) + "z"


class Canvas:
    """Collects shapes in a frame of ``width`` by ``height``."""

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self._parts: list[str] = []
        self._defined = 0

    @property
    def size(self) -> int:
        """How many bytes have been drawn so far."""
        return sum(map(len, self._parts))

    def add(self, markup: str) -> None:
        """Append markup made by this package."""
        self._parts.append(markup)

    def rect(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        """A filled rectangle."""
        self.add(
            f'<path fill="{fill}" d="M{number(x)} {number(y)}h{number(width)}'
            f'v{number(height)}h{number(-width)}z"/>'
        )

    def cover(self, fill: str) -> None:
        """The whole frame in one colour or gradient."""
        self.add(f'<path fill="{fill}" d="M0 0h{self.width}v{self.height}H0z"/>')

    def circle(self, x: float, y: float, radius: float, fill: str, more: str = "") -> None:
        """A filled circle."""
        self.add(
            f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" fill="{fill}"{more}/>'
        )

    def ring(self, x: float, y: float, radius: float, stroke: str, width: float) -> None:
        """A circle's outline."""
        self.circle(x, y, radius, "none", f' stroke="{stroke}" stroke-width="{number(width)}"')

    def shape(self, corners: Iterable[Point], fill: str, opacity: float = 1) -> None:
        """A filled polygon."""
        self.path(points(corners), fill, opacity)

    def path(self, data: str, fill: str, opacity: float = 1) -> None:
        """A filled path."""
        faint = "" if opacity == 1 else f' opacity="{opacity:.2g}"'
        self.add(f'<path fill="{fill}"{faint} d="{data}"/>')

    def stroke(self, data: str, colour: str, width: float, more: str = "") -> None:
        """A path's line."""
        self.add(
            f'<path fill="none" stroke="{colour}" stroke-width="{number(width)}"{more} d="{data}"/>'
        )

    def dots(self, places: Iterable[Point], colour: str, size: float) -> None:
        """Round dots of one size: lines of no length with round ends, the shortest there is."""
        data = "".join(f"M{number(x)} {number(y)}h0" for x, y in places)
        self.stroke(data, colour, size, ' stroke-linecap="round"')

    def vertical(self, *stops: tuple[float, str]) -> str:
        """A gradient from top to bottom; returns the fill that uses it."""
        return self._gradient('linearGradient id="{}" x2="0" y2="1"', "linearGradient", stops)

    def radial(self, *stops: tuple[float, str]) -> str:
        """A gradient from the middle outwards; returns the fill that uses it."""
        return self._gradient('radialGradient id="{}"', "radialGradient", stops)

    def _gradient(self, opening: str, name: str, stops: tuple[tuple[float, str], ...]) -> str:
        self._defined += 1
        identifier = f"g{self._defined}"
        inner = "".join(
            f'<stop offset="{number(at * 100)}%" stop-color="{colour[:7]}"'
            + (f' stop-opacity="{int(colour[7:9], 16) / 255:.2g}"/>' if len(colour) == 9 else "/>")
            for at, colour in stops
        )
        self.add(f"<{opening.format(identifier)}>{inner}</{name}>")
        return f"url(#{identifier})"

    def markup(self, *, title: str, metadata: str) -> str:
        """The whole document."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" '
            f'width="{self.width}" height="{self.height}" role="img">'
            f"<title>{escape(title)}</title>{metadata}{''.join(self._parts)}</svg>"
        )
