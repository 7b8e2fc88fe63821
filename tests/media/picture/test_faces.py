from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matinee.media.picture.faces import Face, find_faces

_BOX = (0.4, 0.3, 0.2, 0.3)


def test_a_face_that_looks_ahead_has_as_much_of_its_head_on_either_side() -> None:
    left, top, wide, high = Face(_BOX, 0.9, axis=0.5).head
    assert left + wide / 2 == pytest.approx(0.5)
    assert (wide, high) == (pytest.approx(0.2 * 1.24), pytest.approx(0.3 * 1.3))
    assert top == pytest.approx(0.24)


def test_of_a_face_seen_from_the_side_the_back_of_the_head_is_not_forgotten() -> None:
    """The box is the front alone; the ears lie near its left edge, so the head goes on there."""
    left, _, wide, _ = Face(_BOX, 0.9, axis=0.43).head
    assert left < 0.27
    assert left + wide == pytest.approx(0.6 + 0.12 * 0.2)


@settings(max_examples=40)
@given(st.floats(0, 0.8), st.floats(0, 0.7), st.floats(-0.1, 1.1))
def test_a_head_has_its_face_in_it_and_ends_with_the_picture(
    left: float, top: float, axis: float
) -> None:
    box = (left, top, 0.2, 0.3)
    begin, above, wide, high = Face(box, 0.9, axis).head
    assert begin <= left
    assert above <= top
    assert begin + wide >= min(1.0, left + 0.2) - 1e-9
    assert above + high >= min(1.0, top + 0.3) - 1e-9
    assert min(begin, above) >= 0
    assert max(begin + wide, above + high) <= 1 + 1e-9


def test_several_who_look_at_once_see_what_each_would_see_alone() -> None:
    flat = np.full((90, 60, 3), (90, 120, 160), np.uint8)
    with ThreadPoolExecutor(4) as looking:
        assert list(looking.map(find_faces, [flat] * 40)) == [[]] * 40
