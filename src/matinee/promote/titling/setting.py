"""A title set into a box: as large as it can be, in even lines, with room for every mark."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from matinee.errors import Invalid
from matinee.promote.titling.breaking import breaks_of, even_lines
from matinee.promote.titling.shaping import Paragraph, ShapedLine
from matinee.promote.titling.typefaces import Typefaces

MOST_LETTERS = 120
_MOST_LINES = 6
_LEADING = 1.16
"""From baseline to baseline in ems, where no mark asks for more."""
_AIR = 0.1
"""Between the ink of two lines, in ems."""
_WORTH = 1.08
"""How much larger the letters have to become for another line."""


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line in a block: where its pen begins, and its baseline, in pixels from the upper left."""

    line: ShapedLine
    x: float
    baseline: float


@dataclass(frozen=True, slots=True)
class SetTitle:
    """A title as a block of ink: ``size`` is the em, all in pixels."""

    lines: tuple[PlacedLine, ...]
    size: float
    width: float
    height: float
    from_right: bool

    @property
    def words(self) -> tuple[str, ...]:
        """The lines as they are read."""
        return tuple(each.line.text for each in self.lines)


def tidy(text: str) -> str:
    """A title without control signs and doubled space; Invalid if it is empty or too long."""
    spaced = "".join(" " if letter.isspace() else letter for letter in text)
    kept = "".join(letter for letter in spaced if unicodedata.category(letter) not in {"Cc", "Cs"})
    kept = unicodedata.normalize("NFC", " ".join(kept.split()))
    if not kept or len(kept) > MOST_LETTERS:
        raise Invalid(
            f"A title has from 1 to {MOST_LETTERS} letters.",
            remedy="Give the title a name that fits on a picture.",
            code="title_length",
        )
    return kept


class Setter:
    """Sets one title into boxes of many sizes; it is shaped once."""

    def __init__(self, text: str, language: str, typefaces: Typefaces) -> None:
        """Invalid where the title cannot be set: see ``tidy`` and ``Paragraph``."""
        self.text = tidy(text)
        self._paragraph = Paragraph(self.text, language, typefaces)
        ends = breaks_of(self.text, language)
        self._begins = [0, *ends[:-1]]
        self._ends = ends
        self._widths = [
            [
                _inked(self._paragraph.line(begin, end)) if to >= at else 0.0
                for to, end in enumerate(ends)
            ]
            for at, begin in enumerate(self._begins)
        ]

    def fit(self, width: float, height: float, *, largest: float, align: str) -> SetTitle:
        """The title within ``width`` by ``height``, no em larger than ``largest``, all in pixels.

        ``align`` is ``start`` (the side that the language begins on), ``middle`` or ``end``.
        """
        best: tuple[float, Sequence[ShapedLine]] | None = None
        for count in range(1, min(len(self._ends), _MOST_LINES) + 1):
            lines = self._lines(count)
            high = _heights(lines)[-1] - lines[-1].ink[3]
            wide = max(_inked(line) for line in lines)
            size = min(largest, width / wide, height / high)
            if best is None or size > best[0] * _WORTH:
                best = (size, lines)
        if best is None:
            raise AssertionError("a title has at least one line")
        return self._placed(best[1], best[0], align)

    def _lines(self, count: int) -> list[ShapedLine]:
        start = 0
        lines: list[ShapedLine] = []
        for end in even_lines(self._widths, count):
            lines.append(self._paragraph.line(self._begins[start], self._ends[end - 1]))
            start = end
        return lines

    def _placed(self, lines: Sequence[ShapedLine], size: float, align: str) -> SetTitle:
        baselines = _heights(lines)
        wide = max(_inked(line) for line in lines)
        share = {"start": 0.0, "middle": 0.5, "end": 1.0}[align]
        share = 1 - share if self._paragraph.from_right else share
        placed = tuple(
            PlacedLine(
                line,
                size * (share * (wide - _inked(line)) - line.ink[0]),
                size * baseline,
            )
            for line, baseline in zip(lines, baselines, strict=True)
        )
        high = baselines[-1] - lines[-1].ink[3]
        return SetTitle(placed, size, size * wide, size * high, self._paragraph.from_right)


def _inked(line: ShapedLine) -> float:
    """The width of what is drawn, in ems; a little for a line without ink."""
    left, _, right, _ = line.ink
    return max(right - left, 0.01)


def _heights(lines: Sequence[ShapedLine]) -> list[float]:
    """The baselines in ems below the top of the first line's ink: no two lines touch."""
    found = [lines[0].ink[1]]
    for above, line in pairwise(lines):
        step = max(_LEADING, line.ink[1] - above.ink[3] + _AIR)
        found.append(found[-1] + step)
    return found
