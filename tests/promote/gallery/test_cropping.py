from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matinee.promote.gallery.cropping import SHAPES, Attention, Box, crop_all, most_cut

_share = st.floats(0.05, 0.3)
_place = st.floats(0, 0.7)


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    return draw(_place), draw(_place), draw(_share), draw(_share)


def test_every_shape_has_its_ratio_and_lies_in_the_picture() -> None:
    for crop in crop_all(1280, 720, [], (0.4, 0.4, 0.2, 0.2)):
        left, top, wide, high = crop.box
        assert wide * 1280 / (high * 720) == pytest.approx(SHAPES[crop.shape])
        assert min(left, top) >= 0
        assert max(left + wide, top + high) <= 1 + 1e-9


@settings(max_examples=40)
@given(boxes(), boxes())
def test_what_a_crop_says_that_it_cuts_it_cuts(head: Box, salient: Box) -> None:
    for crop in crop_all(1280, 720, [head], salient):
        assert crop.cut == pytest.approx(most_cut(crop.box, [head, salient]))
        assert 0 <= crop.cut <= 1


@settings(max_examples=40)
@given(st.floats(0, 0.8))
def test_a_narrow_head_is_whole_in_every_shape_wherever_it_is(left: float) -> None:
    head = (left, 0.3, 0.2, 0.4)
    assert max(crop.cut for crop in crop_all(1280, 720, [head], head)) < 0.01


def test_two_heads_far_apart_cannot_both_be_whole_in_a_tall_crop() -> None:
    crops = crop_all(1280, 720, [(0.0, 0.3, 0.2, 0.3), (0.8, 0.3, 0.2, 0.3)], (0, 0.3, 0.2, 0.3))
    cuts = {crop.shape: crop.cut for crop in crops}
    assert cuts["wide"] < 1e-9
    assert cuts["tall"] > 0.5


def test_of_windows_that_cut_nothing_the_one_that_keeps_most_of_the_attention_is_taken() -> None:
    right = Attention(tuple([0.0] * 20 + [0.1] * 10 + [0.0] * 10))
    for crop in crop_all(1280, 720, [], (0.6, 0.4, 0.05, 0.2), right):
        assert crop.box[0] <= 0.5
        assert crop.box[0] + crop.box[2] >= 0.75
        assert crop.keeps == pytest.approx(1.0)
