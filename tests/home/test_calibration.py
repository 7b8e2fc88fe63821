"""Lists in proportion to tastes, rows of titles that differ, and rows by what they are worth."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matinee.home.layout.calibration import calibrated, divergence
from matinee.home.layout.row_ranking import RowCandidate, RowOrder
from matinee.home.layout.variety import sameness, varied
from matinee.home.model import RowKind

ORDER = np.arange(100, 140, dtype=np.int32)
DRAMA_THEN_COMEDY = np.repeat(np.eye(2, dtype=np.float32), 20, axis=0)
FALLING = np.linspace(1, 0, 40, dtype=np.float32)
TASTE = np.array([0.7, 0.3], np.float32)


def test_a_list_holds_a_members_second_taste_in_its_proportion() -> None:
    laid = calibrated(ORDER, FALLING, DRAMA_THEN_COMEDY, TASTE, size=10, weight=1.0)
    assert np.count_nonzero(laid >= 120) == 3


def test_without_weight_a_list_is_the_order_itself() -> None:
    laid = calibrated(ORDER, FALLING, DRAMA_THEN_COMEDY, TASTE, size=10, weight=0.0)
    assert laid.tolist() == ORDER[:10].tolist()


def test_within_a_genre_the_better_title_still_comes_first() -> None:
    laid = calibrated(ORDER, FALLING, DRAMA_THEN_COMEDY, TASTE, size=20, weight=0.9)
    for genre in (laid[laid < 120], laid[laid >= 120]):
        assert genre.tolist() == sorted(genre.tolist())


def test_the_divergence_of_a_list_in_proportion_is_nothing() -> None:
    assert abs(divergence(np.tile(TASTE, (4, 1)), TASTE)) < 1e-6
    # By hand: all drama, smoothed by a hundredth of the target.
    expected = 0.7 * np.log(0.7 / 0.997) + 0.3 * np.log(0.3 / 0.003)
    assert np.isclose(divergence(DRAMA_THEN_COMEDY[:5], TASTE), expected, atol=1e-5)


@given(st.integers(0, 2**32 - 1), st.floats(0.05, 1.0))
def test_calibration_takes_each_title_once_and_never_worsens_the_proportions_much(
    seed: int, weight: float
) -> None:
    rng = np.random.default_rng(seed)
    genres = rng.dirichlet([0.3] * 6, 30).astype(np.float32)
    target = rng.dirichlet([0.5] * 6).astype(np.float32)
    order = rng.permutation(30).astype(np.int32)
    laid = calibrated(order, rng.random(30).astype(np.float32), genres, target, size=12, weight=1.0)
    assert len(set(laid.tolist())) == 12
    place = np.empty(30, np.int64)
    place[order] = np.arange(30)
    assert divergence(genres[place[laid]], target) <= divergence(genres[:12], target) + 0.05
    some = calibrated(order, FALLING[:30], genres, target, size=12, weight=weight)
    assert set(some.tolist()) <= set(order.tolist())


def test_a_varied_row_begins_with_the_best_and_parts_twins() -> None:
    features = np.repeat(np.eye(4, dtype=np.float32), 10, axis=0)
    row = varied(ORDER, features, size=4, weight=0.9)
    assert row[0] == ORDER[0]
    assert sorted((row - 100) // 10) == [0, 1, 2, 3]
    plain = varied(ORDER, features, size=4, weight=0.0)
    assert plain.tolist() == ORDER[:4].tolist()
    assert sameness(features[row - 100]) < sameness(features[plain - 100])


def candidate(kind: RowKind, *titles: int, lean: float = 1.0) -> RowCandidate:
    order = np.array(titles, np.int32)
    return RowCandidate(kind, titles[0], order, lambda: order, lean)


def test_the_row_whose_titles_are_worth_most_comes_next() -> None:
    scores = np.array([0.1, 0.1, 0.9, 0.9, 0.5, 0.5], np.float32)
    rows = [candidate(RowKind.GENRE, 0, 1), candidate(RowKind.GENRE, 2, 3)]
    order = RowOrder(rows, scores, 20)
    chosen = order.next(np.ones(6, np.bool_))
    assert chosen is rows[1]


def test_a_row_whose_best_titles_are_taken_is_worth_what_is_left() -> None:
    scores = np.array([0.1, 0.1, 0.9, 0.9, 0.5, 0.5], np.float32)
    rows = [candidate(RowKind.GENRE, 2, 3, 0, 1), candidate(RowKind.GENRE, 4, 5)]
    free = np.ones(6, np.bool_)
    free[[2, 3]] = False
    assert RowOrder(rows, scores, 20).next(free) is rows[1]


def test_a_second_row_of_a_kind_gives_way_to_an_equal_one_of_another() -> None:
    scores = np.full(6, 0.5, np.float32)
    rows = [candidate(RowKind.GENRE, number, number + 1) for number in (0, 2)]
    rows.append(candidate(RowKind.GENRE, 4, 5, lean=0.95))
    order = RowOrder([*rows[:2], candidate(RowKind.BECAUSE, 4, 5, lean=0.88)], scores, 20)
    free = np.ones(6, np.bool_)
    first = order.next(free)
    assert first is not None
    order.laid(first.kind)
    second = order.next(free)
    assert second is not None
    assert second.kind is RowKind.BECAUSE


def test_no_row_is_given_twice() -> None:
    rows = [candidate(RowKind.GENRE, 0), candidate(RowKind.NEW, 1)]
    order = RowOrder(rows, np.ones(2, np.float32), 20)
    free = np.ones(2, np.bool_)
    assert {id(order.next(free)), id(order.next(free))} == {id(row) for row in rows}
    assert order.next(free) is None


@given(st.integers(0, 2**32 - 1))
def test_what_rows_are_worth_is_kept_only_while_no_row_is_laid(seed: int) -> None:
    """An order that is asked on gives what a new one, made of what is left, would give."""
    rng = np.random.default_rng(seed)
    scores, free = rng.random(300).astype(np.float32), rng.random(300) < 0.8
    left = [
        candidate(RowKind.GENRE, *rng.choice(300, rng.integers(1, 70), replace=False).tolist())
        for _ in range(8)
    ]
    order = RowOrder(left, scores, 20)
    while (row := order.next(free)) is not None:
        assert row is RowOrder(left, scores, 20).next(free)
        left = [one for one in left if one is not row]
        if rng.random() < 0.6:
            free[row.head[:20]] = False
            order.laid(RowKind.NEW)


@given(st.integers(0, 2**32 - 1), st.floats(0.0, 1.0))
def test_a_calibrated_list_is_what_the_formula_says_place_by_place(
    seed: int, weight: float
) -> None:
    rng = np.random.default_rng(seed)
    genres = rng.dirichlet([0.3] * 6, 30).astype(np.float32)
    target = rng.dirichlet([0.5] * 6).astype(np.float32)
    relevance = rng.random(30).astype(np.float32)
    laid = calibrated(
        np.arange(30, dtype=np.int32), relevance, genres, target, size=12, weight=weight
    )
    suits = (relevance - relevance.min()) / (relevance.max() - relevance.min())
    for place, title in enumerate(laid.tolist(), start=1):
        mean = (genres + genres[laid[: place - 1]].sum(axis=0)) / place
        agreement = np.log(np.maximum(0.99 * mean + 0.01 * target, 1e-12)) @ target
        gain = (1 - weight) * suits + weight * agreement
        gain[laid[: place - 1]] = -np.inf
        assert gain[title] >= gain.max() - 1e-4
