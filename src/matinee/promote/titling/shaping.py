"""From the letters of a line to glyphs in their places: HarfBuzz, run by run, in visual order.

A run has one direction, one script and one face; HarfBuzz sees the letters around it, so that
Arabic joins as if there were no run.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from matinee.errors import Invalid
from matinee.promote.titling.bidi import levels_of, of_line, visual_runs
from matinee.promote.titling.harfbuzz import hb
from matinee.promote.titling.typefaces import Typeface, Typefaces, is_unseen, runs_from_the_right


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph of a line; ``x`` from the line's left and ``y`` upwards from its baseline, in ems.

    ``letter`` is the place in the title of the first letter that it stands for.
    """

    face: Typeface
    number: int
    x: float
    y: float
    letter: int


@dataclass(frozen=True)
class ShapedLine:
    """A line of a title; ``width`` is the way that the pen goes, in ems."""

    text: str
    glyphs: tuple[Glyph, ...]
    width: float

    @cached_property
    def ink(self) -> tuple[float, float, float, float]:
        """What is drawn: left, top, right, bottom in ems, upwards from the baseline."""
        boxes: list[tuple[float, float, float, float]] = []
        for each in self.glyphs:
            extents = each.face.font.get_glyph_extents(each.number)
            if extents is None or not extents.width:
                continue
            em = each.face.units
            left, top = each.x + extents.x_bearing / em, each.y + extents.y_bearing / em
            boxes.append((left, top, left + extents.width / em, top + extents.height / em))
        if not boxes:
            return (0.0, 0.0, 0.0, 0.0)
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        return (min(lefts), max(tops), max(rights), min(bottoms))


class Paragraph:
    """A title in one language, from which lines are cut and shaped."""

    def __init__(self, text: str, language: str, typefaces: Typefaces) -> None:
        """Invalid where a letter has no glyph, or the title turns directions explicitly."""
        self.text = text
        self.language = str(language)  # HarfBuzz takes no kind of text but plain text.
        self.from_right = runs_from_the_right(language)
        self._levels = levels_of(text, from_right=self.from_right)
        self._faces = typefaces.choose(text, language)
        self._scripts = _scripts(text)
        self._codes = [ord(letter) for letter in text]
        self._shaped: dict[tuple[int, int], ShapedLine] = {}

    def line(self, begin: int, end: int) -> ShapedLine:
        """The letters from ``begin`` to ``end`` as a line, without the space at its end."""
        while end > begin and self.text[end - 1].isspace():
            end -= 1
        known = self._shaped.get((begin, end))
        if known is None:
            known = self._shaped[begin, end] = self._shape(begin, end)
        return known

    def _shape(self, begin: int, end: int) -> ShapedLine:
        levels = of_line(self._levels, self.text, begin, end, base=int(self.from_right))
        glyphs: list[Glyph] = []
        pen = 0.0
        for first, last in visual_runs(levels):
            parts = self._parts(begin + first, begin + last)
            backwards = levels[first] % 2 == 1
            for start, stop in reversed(parts) if backwards else parts:
                pen = self._set(glyphs, pen, begin, end, start, stop, backwards=backwards)
        return ShapedLine(self.text[begin:end], tuple(glyphs), pen)

    def _parts(self, begin: int, end: int) -> list[tuple[int, int]]:
        """Stretches of one face and one script."""
        parts: list[tuple[int, int]] = []
        for place in range(begin, end):
            same = parts and (self._faces[place], self._scripts[place]) == (
                self._faces[place - 1],
                self._scripts[place - 1],
            )
            if same:
                parts[-1] = (parts[-1][0], place + 1)
            else:
                parts.append((place, place + 1))
        return parts

    def _set(
        self,
        glyphs: list[Glyph],
        pen: float,
        begin: int,
        end: int,
        start: int,
        stop: int,
        *,
        backwards: bool,
    ) -> float:
        face = self._faces[start]
        buffer = hb.Buffer()
        buffer.add_codepoints(self._codes[begin:end], start - begin, stop - start)
        buffer.direction = "rtl" if backwards else "ltr"
        buffer.script = self._scripts[start]
        buffer.language = self.language
        hb.shape(face.font, buffer)
        em = face.units
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            letter = begin + info.cluster
            if info.codepoint == 0 and not is_unseen(self.text[letter]):
                raise Invalid(
                    f"The face {face.name} has no glyph for {self.text[letter]} as it stands here.",
                    remedy="Write the title without it.",
                    code="letter_missing",
                )
            x, y = pen + place.x_offset / em, place.y_offset / em
            glyphs.append(Glyph(face, info.codepoint, x, y, letter))
            pen += place.x_advance / em
        return pen


def _scripts(text: str) -> list[str]:
    """The script of each letter, by ISO 15924; what is common to all goes with what it follows."""
    found = [script_of(letter) for letter in text]
    last = next((each for each in found if each), "Latn")
    for place, each in enumerate(found):
        last = each or last
        found[place] = last
    return found


@lru_cache(maxsize=4096)
def script_of(letter: str) -> str:
    """HarfBuzz's script for one letter; empty for one that many scripts share."""
    buffer = hb.Buffer()
    buffer.add_str(letter)
    buffer.guess_segment_properties()
    return str(buffer.script or "")
