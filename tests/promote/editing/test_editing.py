from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matinee.errors import Invalid
from matinee.promote.editing.grading import grade
from matinee.promote.editing.model import LEAST_ZOOM, Edit, Grade, place_of, window_of
from matinee.promote.gallery.cropping import SHAPES

_share = st.floats(0, 1)


@settings(max_examples=60)
@given(st.sampled_from(sorted(SHAPES)), st.floats(LEAST_ZOOM, 1), _share, _share)
def test_every_window_has_its_ratio_and_lies_in_the_picture(
    shape: str, zoom: float, across: float, down: float
) -> None:
    left, top, wide, high = window_of(shape, 16 / 9, zoom=zoom, across=across, down=down)
    assert wide * 16 / (high * 9) == pytest.approx(SHAPES[shape])
    assert min(left, top) >= 0
    assert max(left + wide, top + high) <= 1 + 1e-9
    again = place_of(shape, 16 / 9, (left, top, wide, high))
    assert window_of(shape, 16 / 9, zoom=again[0], across=again[1], down=again[2]) == pytest.approx(
        (left, top, wide, high)
    )


def test_a_window_beyond_the_picture_is_refused() -> None:
    for wrong in ({"zoom": 0.1}, {"zoom": 1.5}, {"across": -0.1}, {"down": float("nan")}):
        asked = {"zoom": 0.5, "across": 0.5, "down": 0.5} | wrong
        with pytest.raises(Invalid):
            window_of("poster", 16 / 9, **asked)
    with pytest.raises(Invalid):
        window_of("round", 16 / 9, zoom=0.5, across=0.5, down=0.5)


def test_an_edit_is_read_as_it_was_written() -> None:
    edit = Edit(Grade.WARM).with_window("tall", (0.1, 0.0, 0.25, 0.8))
    assert Edit.read(edit.written) == edit
    assert Edit.read(None) == Edit()


@pytest.mark.parametrize("named", list(Grade))
def test_a_grade_keeps_what_is_lighter_lighter_and_does_what_its_name_says(named: Grade) -> None:
    greys = np.repeat(np.arange(256, dtype=np.uint8)[None, :, None], 3, axis=2)
    done = grade(greys, named).astype(np.int16)
    assert (np.diff(done[0], axis=0) >= 0).all()
    red, _, blue = (int(part) for part in done[0, 128])
    match named:
        case Grade.AS_SHOT:
            assert (done == greys).all()
        case Grade.WARM:
            assert red > 128 > blue
        case Grade.COOL | Grade.NIGHT:
            assert red < blue
        case Grade.MONOCHROME:
            colours = np.random.default_rng(3).integers(0, 256, (4, 4, 3)).astype(np.uint8)
            assert (np.ptp(grade(colours, named), axis=2) == 0).all()
        case Grade.BRIGHT:
            assert red > 140
        case Grade.VIVID:
            assert np.ptp(grade(np.full((1, 1, 3), (150, 120, 100), np.uint8), named)) > 50
