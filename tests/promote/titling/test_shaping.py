"""Glyphs stand where HarfBuzz puts them, none is missing, and mixed directions are in order."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pytest
from tests.promote.titling.conftest import TITLES

from matinee.errors import Invalid, Unavailable
from matinee.promote.titling.harfbuzz import hb
from matinee.promote.titling.model import BY_LANGUAGE, COMMON
from matinee.promote.titling.shaping import Paragraph, ShapedLine
from matinee.promote.titling.typefaces import Typefaces


def _line(text: str, language: str, typefaces: Typefaces) -> ShapedLine:
    return Paragraph(text, language, typefaces).line(0, len(text))


def _alone(text: str, language: str, typefaces: Typefaces) -> list[tuple[int, float, float]]:
    """What HarfBuzz by itself makes of a whole text: glyph, x and y in ems."""
    face = next(iter(typefaces.of(language)))
    buffer: Any = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.language = language
    hb.shape(face.font, buffer)
    found: list[tuple[int, float, float]] = []
    pen = 0
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        x, y = (pen + place.x_offset) / face.units, place.y_offset / face.units
        found.append((info.codepoint, x, y))
        pen += place.x_advance
    return found


@pytest.mark.parametrize("language", sorted(set(TITLES) - {"ar"}))
def test_a_title_of_one_direction_is_shaped_as_harfbuzz_shapes_it(
    language: str, typefaces: Typefaces
) -> None:
    wanted = _alone(TITLES[language], language, typefaces)
    got = [
        (each.number, each.x, each.y)
        for each in _line(TITLES[language], language, typefaces).glyphs
    ]
    assert [each[0] for each in got] == [each[0] for each in wanted]
    assert 0 not in [each[0] for each in got]
    for one, other in zip(got, wanted, strict=True):
        assert one[1:] == pytest.approx(other[1:], abs=1e-9)


def test_each_run_of_mixed_directions_is_shaped_as_harfbuzz_shapes_it(typefaces: Typefaces) -> None:
    title = "فيلم Big Bunny جديد"
    got = [each.number for each in _line(title, "ar", typefaces).glyphs]
    runs = [" جديد", "Big Bunny", "فيلم "]
    assert got == [glyph for run in runs for glyph, _, _ in _alone(run, "ar", typefaces)]


def test_a_latin_word_in_a_thai_title_has_glyphs_of_another_face(typefaces: Typefaces) -> None:
    line = _line("ตอน Ω 2: Привет", "th", typefaces)
    names = {each.face.name for each in line.glyphs}
    assert names == {BY_LANGUAGE["th"], COMMON}
    assert all(each.number for each in line.glyphs)


def test_marks_stay_with_their_letter(typefaces: Typefaces) -> None:
    decomposed = unicodedata.normalize("NFD", "ế")
    line = _line(decomposed, "vi", typefaces)
    assert {each.face.name for each in line.glyphs} == {COMMON}


def test_a_letter_without_a_glyph_is_named(typefaces: Typefaces) -> None:
    with pytest.raises(Invalid, match=r"U\+13000"):
        Paragraph("\U00013000 film", "en", typefaces)


def test_without_the_build_it_is_said_how_to_bring_typefaces(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="build"):
        Paragraph("Film", "en", Typefaces(tmp_path))
