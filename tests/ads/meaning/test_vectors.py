"""Vectors as they are kept: near to what they were, and alike to the last bit in any order."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.ads.meaning.vectors import WIDTH, likeness, packed, rows_of
from matinee.errors import Invalid


def units(seed: int, count: int) -> np.ndarray:
    rows = np.random.default_rng(seed).normal(size=(count, WIDTH)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@given(st.integers(0, 2**32 - 1))
def test_likeness_is_the_cosine_to_within_a_two_hundredth(seed: int) -> None:
    vectors = units(seed, 3)
    kept = packed(vectors)
    found = likeness(rows_of([kept[1], kept[2], ""]), kept[0])
    assert np.allclose(found[:2], vectors[1:] @ vectors[0], atol=0.005)
    assert found[2] == 0


@given(st.integers(0, 2**32 - 1))
def test_likeness_is_the_same_alone_as_among_others_and_turned_round(seed: int) -> None:
    kept = packed(units(seed, 40))
    among = likeness(rows_of(kept), kept[7])
    assert among.tolist() == [float(likeness(rows_of([each]), kept[7])[0]) for each in kept]
    assert among[3] == likeness(rows_of([kept[7]]), kept[3])[0]


def test_the_largest_numbers_still_add_exactly() -> None:
    full = rows_of(packed(np.ones((1, WIDTH), np.float32)))
    assert int(full.astype(np.int64)[0] @ full[0].astype(np.int64)) < 2**24


@pytest.mark.parametrize("broken", ["x", "AAAA", "é" * 512])
def test_what_is_no_meaning_is_refused(broken: str) -> None:
    with pytest.raises(Invalid):
        rows_of([broken])
