from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matinee.home.layout.ranking import Ranking, among, best_first, first

SCORES = st.lists(st.floats(width=32, allow_nan=False), max_size=60)


@given(SCORES)
def test_the_best_come_first_and_equals_keep_their_order(values: list[float]) -> None:
    rows = np.arange(len(values), dtype=np.int32)
    order = best_first(np.array(values, np.float32), rows).tolist()
    assert order == sorted(range(len(values)), key=lambda row: (-values[row], row))


def test_what_has_no_score_comes_last() -> None:
    scores = np.array([np.nan, -5.0, 3.0], np.float32)
    assert best_first(scores, np.arange(3, dtype=np.int32)).tolist() == [2, 1, 0]


@given(st.integers(0, 400), st.integers(0, 30), st.integers(0, 100))
def test_the_first_free_are_found_however_deep_they_lie(size: int, wanted: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    order = random.permutation(size).astype(np.int32)
    free = random.random(size) < random.choice((0.01, 0.5, 1.0))
    expected = [row for row in order.tolist() if free[row]][:wanted]
    assert first(order, free, wanted).tolist() == expected


@given(st.lists(st.integers(0, 50)), st.lists(st.integers(0, 50)))
def test_which_rows_are_among_others(order: list[int], others: list[int]) -> None:
    found = among(np.array(order, np.int32), np.array(others, np.int32))
    assert found.tolist() == [row in others for row in order]


@given(st.integers(0, 9_000), st.sampled_from((3, 500, 10**6)), st.integers(0, 100))
def test_a_ranking_is_the_whole_order_though_it_sorts_a_front(
    size: int, kinds: int, seed: int
) -> None:
    random = np.random.default_rng(seed)
    scores = random.integers(0, kinds, size + 5).astype(np.float32)
    scores[random.random(size + 5) < 0.1] = np.nan
    rows = random.permutation(size + 5)[:size].astype(np.int32)
    free = random.random(size + 5) < random.choice((0.001, 0.5, 1.0))
    order = best_first(scores, rows)
    ranking = Ranking(scores, rows)
    assert ranking.front.tolist() == order[: ranking.front.size].tolist()
    assert ranking.first(free, 40).tolist() == order[free[order]][:40].tolist()
    assert ranking.whole.tolist() == order.tolist()
