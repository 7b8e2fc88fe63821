"""Letters as outlines: measured, broken into lines, and drawn without any font on the machine.

The faces come from the pages' build (open licences). A letter that a face does not have, such as
one of Chinese or Arabic, falls back to the machine's fonts with estimated widths.
"""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Self

from matinee.promote.drawing.canvas import number

_WIDE = frozenset("WF")
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_FALLBACK = 'font-family="Georgia,Noto Serif,Noto Serif CJK SC,serif" font-weight="700"'


@dataclass(frozen=True, slots=True)
class Face:
    """One typeface: advances, outlines and kerning in ``units`` to the em."""

    name: str
    units: int
    cap: float
    tail: float
    glyphs: Mapping[str, tuple[int, str]]
    kerns: Mapping[str, int]

    def covers(self, text: str) -> bool:
        """Whether every letter of ``text`` can be drawn."""
        return all(letter in self.glyphs or letter == " " for letter in text)

    def advance(self, text: str) -> float:
        """The width of ``text`` in ems."""
        space = (self.units // 4, "")
        total = sum(self.glyphs.get(letter, space)[0] for letter in text)
        total += sum(self.kerns.get(a + b, 0) for a, b in pairwise(text))
        return total / self.units

    def weight(self, text: str) -> int:
        """How many bytes the outlines of ``text`` take, each letter once, each use counted."""
        drawn = [letter for letter in text if letter in self.glyphs and self.glyphs[letter][1]]
        outlines = sum(len(self.glyphs[letter][1]) + 46 for letter in set(drawn))
        return outlines + 27 * (len(drawn) - len(set(drawn)))


SYSTEM = Face("system", 1000, 0.7, 0.22, {}, {})
"""Stands for whatever fonts the reader's machine has."""


@dataclass(frozen=True, slots=True)
class Lettering:
    """The faces that a build has brought; none is needed for a poster to be drawn."""

    faces: Mapping[str, Face]

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what the pages' build wrote; no file means no faces."""
        if not path.exists():
            return cls({})
        held = json.loads(path.read_bytes())
        units = held["units"]
        faces = {
            name: Face(
                name,
                units,
                face["cap"] / units,
                face["tail"] / units,
                {letter: (width, data) for letter, (width, data) in face["glyphs"].items()},
                face["kerns"],
            )
            for name, face in held["faces"].items()
        }
        return cls(faces)


@lru_cache(maxsize=1024)
def _estimated(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in _WIDE:
        return 1.0
    if unicodedata.combining(letter):
        return 0.0
    return 0.36 if letter in " .,'’:;!|iIl" else 0.62


def measure(face: Face, text: str) -> float:
    """The width of ``text`` in ems, estimated where the face is the system's."""
    return face.advance(text) if face.glyphs else sum(map(_estimated, text))


def runs_right_to_left(text: str) -> bool:
    """Whether the first strong letter runs from right to left (Unicode annex 9, rule P2)."""
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction in _RIGHT_TO_LEFT:
            return True
        if direction == "L":
            return False
    return False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a title: its words, its width in ems and its size."""

    text: str
    ems: float
    size: float


def pieces(name: str) -> list[str]:
    """Where a title may break: at spaces, and in scripts without spaces between any two letters."""
    words: list[str] = []
    for word in name.split():
        if len(word) > 4 and all(unicodedata.east_asian_width(letter) in _WIDE for letter in word):
            words.extend(word)
        else:
            words.append(word)
    return words


def _joined(words: Sequence[str]) -> str:
    packed = all(len(word) == 1 and _estimated(word) == 1.0 for word in words)
    return ("" if packed else " ").join(words)


def _broken(words: Sequence[str], widths: Sequence[float], space: float, lines: int) -> list[int]:
    """Where each line ends so that the widest is as narrow as can be (dynamic programming)."""
    count = len(words)
    sums = [0.0]
    for width in widths:
        sums.append(sums[-1] + width)
    best = [[float("inf")] * (count + 1) for _ in range(lines + 1)]
    cut = [[0] * (count + 1) for _ in range(lines + 1)]
    best[0][0] = 0.0
    for line in range(1, lines + 1):
        for end in range(line, count + 1):
            for start in range(line - 1, end):
                width = sums[end] - sums[start] + space * (end - start - 1)
                worst = max(best[line - 1][start], width)
                if worst < best[line][end]:
                    best[line][end], cut[line][end] = worst, start
    ends, end = [count], count
    for line in range(lines, 1, -1):
        end = cut[line][end]
        ends.append(end)
    return ends[::-1]


def fit(
    face: Face,
    name: str,
    *,
    width: float,
    height: float,
    largest: float,
    leading: float = 1.06,
    block: bool = False,
) -> list[Line]:
    """Break ``name`` into the lines that can be set largest within ``width`` by ``height``.

    A ``block`` sets every line to the full width, as posters do; the sizes then differ.
    """
    words = pieces(name)
    widths = [measure(face, word) for word in words]
    space = measure(face, " ")
    chosen: list[Line] = []
    filled = 0.0
    for lines in range(1, min(len(words), 7) + 1):
        start, texts = 0, list[str]()
        for end in _broken(words, widths, space, lines):
            texts.append(_joined(words[start:end]))
            start = end
        ems = [max(measure(face, text), 0.01) for text in texts]
        sizes = [min(width / em, largest) for em in ems]
        even = min(sizes)
        sizes = [min(size, even * 2.4) for size in sizes] if block else [even] * lines
        tall = sum(sizes) * face.cap * leading + (sizes[-1] * face.cap * 0.22 * (lines - 1))
        if texts[-1] != texts[-1].upper():
            tall += sizes[-1] * face.tail
        if tall > height:
            sizes = [size * height / tall for size in sizes]
        ink = sum(size * size * em for size, em in zip(sizes, ems, strict=True))
        if ink > filled * 1.08:
            filled = ink
            chosen = [Line(t, e, s) for t, e, s in zip(texts, ems, sizes, strict=True)]
    return chosen


def draw(face: Face, lines: Sequence[Line], *, x: float, y: float, anchor: str, fill: str) -> str:
    """The lines as markup, the first with its top at ``y``; ``anchor`` is start, middle or end."""
    parts: list[str] = []
    placed: dict[str, float] = {}
    top = y
    for line in lines:
        baseline = top + line.size * face.cap
        top = baseline + line.size * face.cap * 0.24
        wide = line.ems * line.size
        left = x - wide * {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
        if face.glyphs:
            parts.append(_outlines(face, line, left, baseline, placed))
        else:
            parts.append(_written(line, left + wide / 2, baseline, wide))
    return f'<g fill="{fill}">{"".join(parts)}</g>'


def _written(line: Line, middle: float, baseline: float, wide: float) -> str:
    direction = ' direction="rtl"' if runs_right_to_left(line.text) else ""
    return (
        f'<text x="{number(middle)}" y="{number(baseline)}" text-anchor="middle" '
        f'font-size="{number(line.size)}" textLength="{number(wide)}" '
        f'lengthAdjust="spacingAndGlyphs" {_FALLBACK}{direction}>{escape(line.text)}</text>'
    )


def _outlines(
    face: Face, line: Line, left: float, baseline: float, placed: dict[str, float]
) -> str:
    """Each letter's outline once; where it comes again, a reference that is moved."""
    parts: list[str] = []
    pen = 0
    previous = ""
    for letter in line.text:
        pen += face.kerns.get(previous + letter, 0)
        advance, data = face.glyphs.get(letter, (face.units // 4, ""))
        name = f"l{ord(letter)}"
        if letter in placed:
            parts.append(f'<use href="#{name}" x="{number(pen - placed[letter])}"/>')
        elif data:
            placed[letter] = pen
            parts.append(f'<path id="{name}" transform="translate({pen})" d="{data}"/>')
        pen += advance
        previous = letter
    move = f"translate({number(left)} {number(baseline)})scale({line.size / face.units:.4f})"
    return f'<g transform="{move}">{"".join(parts)}</g>'
