"""A print rendered to a line: never enlarged, cut or titled where the partner says no."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pydantic import ValidationError
from tests.promote.delivery.prints import flat_print, signed

from matinee.promote.delivery.examples import examples
from matinee.promote.delivery.model import Format, Line, Margins, Reason, Specification, Zone
from matinee.promote.delivery.rendering import Letters, Print, Rendered, render, shapes_for
from matinee.promote.titling.setting import Setter
from matinee.promote.titling.typefaces import Typefaces


def _reasons(done: Rendered) -> set[Reason]:
    return {each.reason for each in done.shortfalls}


def _rendered(held: Print, **line: object) -> Rendered:
    asked = Line.model_validate({"name": "line", "width": 640, "height": 360} | line)
    return render(held, asked, signed)


def test_a_picture_is_as_large_as_asked_for_and_signed() -> None:
    done = _rendered(flat_print(), width=320, height=240)
    assert done.shortfalls == ()
    assert done.content.endswith(b"credentials")
    with Image.open(io.BytesIO(done.content)) as seen:
        assert (seen.size, seen.format) == ((320, 240), "JPEG")
    assert done.enlarged == pytest.approx(240 / 360, abs=0.01)
    png = _rendered(flat_print(), width=320, height=180, format=Format.PNG)
    assert png.content.startswith(b"\x89PNG")


def test_pixels_are_not_invented_beyond_what_the_line_allows() -> None:
    assert _reasons(_rendered(flat_print(), width=1280, height=720)) == {Reason.SIZE}
    assert _rendered(flat_print(), width=1280, height=720, most_enlarged=2).shortfalls == ()


def test_a_head_that_the_crop_would_cut_is_a_reason_and_nothing_is_sent() -> None:
    wide = (0.02, 0.2, 0.96, 0.5)
    done = _rendered(flat_print(faces=(wide,)), width=240, height=360)
    assert Reason.CROP in _reasons(done)
    assert done.content == b""


def test_a_face_keeps_to_the_safe_area_and_out_of_what_the_partner_lays_over() -> None:
    held = flat_print(faces=((0.0, 0.7, 0.15, 0.25),))
    assert _rendered(held).shortfalls == ()
    safe = Margins(left=0.1, top=0.1, right=0.1, bottom=0.1)
    assert _reasons(_rendered(held, safe=safe)) == {Reason.FACE_UNSAFE}
    bar = Zone(name="bar", left=0, top=0.8, width=1, height=0.2)
    assert _reasons(_rendered(held, zones=(bar,))) == {Reason.FACE_COVERED}


def test_the_weight_is_kept_by_quality_or_it_is_a_reason() -> None:
    held = flat_print(noisy=True)
    light = _rendered(held, most_bytes=220_000)
    assert 0 < len(light.content) <= 220_000
    assert light.quality < 95
    assert _reasons(_rendered(held, most_bytes=10_000)) == {Reason.WEIGHT}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_title_stays_in_the_safe_area_and_out_of_overlays(
    typefaces: Typefaces, language: str
) -> None:
    name = {"en": "The Big Rabbit", "ar": "الأرنب الكبير"}[language]
    setter = Setter(name, language, typefaces)
    safe = Margins(left=0.2, top=0.1, right=0.1, bottom=0.25)
    zone = Zone(name="badge", left=0, top=0, width=1, height=0.3)
    line = Line(name="a", width=640, height=360, titled=True, safe=safe, zones=(zone,))
    done = render(flat_print(), line, signed, Letters(setter))
    assert done.shortfalls == ()
    assert done.contrast >= 4.5
    with Image.open(io.BytesIO(done.content)) as seen:
        moved = np.abs(np.asarray(seen, np.int16) - (60, 80, 110)).max(axis=2) > 90
    rows, columns = np.flatnonzero(moved.any(axis=1)), np.flatnonzero(moved.any(axis=0))
    assert rows[0] >= 0.3 * 360 - 2
    assert rows[-1] <= 0.75 * 360 + 2
    assert columns[0] >= 0.2 * 640 - 2
    assert columns[-1] <= 0.9 * 640 + 2
    all_of_it = Zone(name="all", left=0, top=0, width=1, height=1)
    barred = line.model_copy(update={"zones": (all_of_it,)})
    assert Reason.TITLE_COVERED in _reasons(render(flat_print(), barred, signed, Letters(setter)))


@settings(max_examples=60)
@given(st.integers(32, 4096), st.integers(32, 4096))
def test_the_shape_that_keeps_most_is_cut_from(width: int, height: int) -> None:
    known = {"wide": 16 / 9, "poster": 2 / 3, "square": 1.0, "tall": 9 / 16}
    ratio = width / height
    kept = {shape: min(ratio, each) / max(ratio, each) for shape, each in known.items()}
    shapes = shapes_for(ratio)
    assert kept[shapes[0]] == max(kept.values())
    assert [kept[shape] for shape in shapes] == sorted(
        (kept[shape] for shape in shapes), reverse=True
    )
    assert all(kept[shape] >= 0.6 for shape in shapes[1:])


def test_examples_say_what_they_are_and_nonsense_is_refused() -> None:
    assert len(examples()) >= 3
    assert all("no partner's own" in each.wanted.about for each in examples())
    line = {"name": "a", "width": 640, "height": 360}
    for wrong in (
        {"width": 31},
        {"width": 4000, "height": 100},
        {"languages": ["en"]},
        {"format": "gif"},
        {"zones": [{"name": "z", "left": 0.6, "top": 0, "width": 0.5, "height": 0.1}]},
        {"name": "A line"},
    ):
        with pytest.raises(ValidationError):
            Line.model_validate(line | wrong)
    with pytest.raises(ValidationError):
        Specification.model_validate({"name": "s", "partner": "P", "lines": [line, line]})
