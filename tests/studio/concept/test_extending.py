"""A picture goes on beyond its edges, and what it showed stays as it was."""

from __future__ import annotations

from contextlib import suppress

import numpy as np
import pytest
from benchmarks.studio.drawn_surfaces import stripes
from hypothesis import given, settings
from hypothesis import strategies as st

from matinee.errors import Invalid
from matinee.studio.concept import extending
from matinee.studio.concept.colour import Bytes
from matinee.studio.concept.extending import extended
from matinee.studio.concept.model import MOST_FILLED, Margins


def test_stripes_go_on_in_step_on_both_sides_and_nothing_inside_moves() -> None:
    truth = stripes(931)[:140, :160]
    made, beyond = extended(truth[:, 24:132], Margins(left=0.2, right=0.25))
    assert made.shape == (140, 108 + 22 + 27, 3)
    np.testing.assert_array_equal(made[:, 22:130], truth[:, 24:132])
    assert (beyond[:, 22:130] == 0).all()
    assert (beyond[:, :22] == 255).all()
    off = np.abs(made.astype(int) - truth[:, 2:159])[beyond > 0]
    assert off.mean() < 10


@settings(max_examples=30, deadline=None)
@given(
    st.integers(1, 900), st.integers(1, 900),
    *[st.floats(0, 0.5, allow_nan=False)] * 4,
)  # fmt: skip
def test_no_more_is_filled_than_may_be(
    high: int, wide: int, left: float, top: float, right: float, bottom: float
) -> None:
    asked: list[int] = []

    def counted(whole: Bytes, hole: Bytes) -> Bytes:
        assert whole.shape[:2] == hole.shape
        asked.append(int(np.count_nonzero(hole)))
        return whole

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(extending, "fill", counted)
        with suppress(Invalid):
            extended(np.zeros((high, wide, 3), np.uint8), Margins(left, top, right, bottom))
    assert all(count <= MOST_FILLED for count in asked)
