"""Measures of searches from the places of what was chosen, computed by hand."""

import pytest

from matinee.discover.searches.quality import all_of, quality_of


def test_a_search_without_a_choice_counts_as_a_miss() -> None:
    told = quality_of({-2: 1, -1: 3, 0: 4, 2: 1, 11: 1})
    assert told is not None
    assert (told.searches, told.found_nothing) == (10, 0.1)
    assert (told.success1, told.success10) == (0.4, 0.5)
    assert told.mrr == pytest.approx((4 + 1 / 3 + 1 / 12) / 10)
    assert told.ndcg10 == pytest.approx((4 + 1 / 2) / 10)
    # Wilson's interval of 5 in 10, from a published table.
    assert (told.low, told.high) == (
        pytest.approx(0.2366, abs=1e-4),
        pytest.approx(0.7634, abs=1e-4),
    )


def test_where_nobody_searched_nothing_is_told() -> None:
    assert quality_of({}) is None


def test_arms_add_up() -> None:
    assert all_of([{0: 1, -1: 2}, {0: 3}, {}]) == {0: 4, -1: 2}
