"""Metrics against cases worked out by hand."""

import numpy as np
import pytest

from matinee.recommend.evaluation.metrics import (
    first_unseen,
    gains,
    hits,
    places,
    reciprocal_ranks,
)


def rows(*values: list[float]) -> np.ndarray:
    return np.array(values, np.float32)


def nothing_seen(scores: np.ndarray) -> np.ndarray:
    return np.zeros(scores.shape, np.bool_)


def test_the_third_best_of_five() -> None:
    scores = rows([0.9, 0.1, 0.7, 0.5, 0.3])
    where = places(scores, np.array([3], np.int32), nothing_seen(scores))
    assert (where.above.tolist(), where.tied.tolist(), where.field.tolist()) == ([2], [1], [5])
    assert hits(where, 2).tolist() == [0.0]
    assert hits(where, 3).tolist() == [1.0]
    assert gains(where, 3).tolist() == pytest.approx([1 / 2])  # 1 / log2(4)
    assert gains(where, 2).tolist() == [0.0]
    assert reciprocal_ranks(where).tolist() == pytest.approx([1 / 3])


def test_seen_items_do_not_compete() -> None:
    scores = rows([0.9, 0.1, 0.7, 0.5, 0.3])
    seen = np.array([[True, False, True, False, False]])
    where = places(scores, np.array([3], np.int32), seen)
    assert (where.above.tolist(), where.field.tolist()) == ([0], [3])
    assert gains(where, 10).tolist() == [1.0]


def test_ties_give_the_mean_over_all_orders() -> None:
    scores = rows([1.0, 0.5, 0.5, 0.5, 0.0])
    where = places(scores, np.array([2], np.int32), nothing_seen(scores))
    # Ranks 2, 3 and 4, each with probability one third.
    assert hits(where, 3).tolist() == pytest.approx([2 / 3])
    assert gains(where, 3).tolist() == pytest.approx([(1 / np.log2(3) + 1 / 2) / 3])
    assert reciprocal_ranks(where).tolist() == pytest.approx([(1 / 2 + 1 / 3 + 1 / 4) / 3])


def test_a_model_that_says_nothing_does_as_well_as_chance() -> None:
    scores = np.zeros((4, 100), np.float32)
    where = places(scores, np.arange(4, dtype=np.int32), nothing_seen(scores))
    assert hits(where, 10).tolist() == pytest.approx([0.1] * 4)


def test_a_score_that_is_not_a_number_comes_last() -> None:
    scores = rows([np.nan, 0.2, -5.0])
    where = places(scores, np.array([0], np.int32), nothing_seen(scores))
    assert (where.above.tolist(), where.tied.tolist()) == ([2], [1])


def test_more_places_than_items_is_no_mistake() -> None:
    scores = rows([0.2, 0.1])
    where = places(scores, np.array([1], np.int32), nothing_seen(scores))
    assert hits(where, 10).tolist() == [1.0]
    assert gains(where, 10).tolist() == pytest.approx([1 / np.log2(3)])


def test_each_row_is_judged_by_itself() -> None:
    scores = rows([0.3, 0.2, 0.1], [0.1, 0.2, 0.3])
    where = places(scores, np.array([0, 0], np.int32), nothing_seen(scores))
    assert where.above.tolist() == [0, 2]


def test_the_first_unseen_leave_seen_items_out() -> None:
    scores = rows([0.9, 0.8, 0.7, 0.1])
    seen = np.array([[True, False, False, False]])
    assert sorted(first_unseen(scores, seen, 2)[0].tolist()) == [1, 2]
