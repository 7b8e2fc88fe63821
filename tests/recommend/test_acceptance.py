"""Which models may serve."""

import pytest

from matinee.recommend.acceptance import Figures, Verdict, judge
from matinee.recommend.evaluation.intervals import Interval


def figures(ndcg10: float, error: float = 0.002) -> Figures:
    return Figures(ndcg10, error, 0.2, 0.02, 0.5, 2000)


def verdict(
    new: float,
    live: float | None,
    *,
    error: float = 0.002,
    side_by_side: Interval | None = None,
    erased: bool = False,
) -> Verdict:
    return judge(
        figures(new, error),
        None if live is None else figures(live, error),
        side_by_side=side_by_side,
        tolerance=0.1,
        erased=erased,
    )


def test_the_first_models_may_serve() -> None:
    assert verdict(0.01, None).accepted


def test_better_models_may_serve() -> None:
    assert verdict(0.17, 0.15).accepted


@pytest.mark.parametrize(("new", "accepted"), [(0.136, True), (0.134, False)])
def test_models_behind_by_more_than_the_tolerance_may_not(new: float, *, accepted: bool) -> None:
    assert verdict(new, 0.15).accepted is accepted


def test_what_chance_explains_is_not_held_against_them() -> None:
    assert verdict(0.10, 0.15, error=0.03).accepted


def test_titles_that_neither_had_seen_decide_where_there_are_any() -> None:
    behind = Interval(-0.05, 0.004, -0.058, -0.042)
    ahead = Interval(0.01, 0.004, 0.002, 0.018)
    assert not verdict(0.17, 0.15, side_by_side=behind).accepted
    assert verdict(0.10, 0.15, side_by_side=ahead).accepted


def test_after_an_erasure_worse_models_serve_and_say_so() -> None:
    found = verdict(0.10, 0.15, erased=True)
    assert found.accepted
    assert "erased" in found.reason
