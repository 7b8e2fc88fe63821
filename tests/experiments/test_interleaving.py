"""Team draft: both rankings have the same say, and the better one is preferred."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matinee.errors import Invalid
from matinee.experiments.interleaving import FIRST, SECOND, team_draft


@given(
    st.permutations(range(12)), st.permutations(range(12)), st.integers(1, 20), st.integers(0, 99)
)
def test_the_list_holds_no_title_twice_and_teams_differ_by_one_at_most(
    first: list[int], second: list[int], length: int, seed: int
) -> None:
    made = team_draft(
        np.array(first), np.array(second), length=length, rng=np.random.default_rng(seed)
    )
    assert len(set(made.titles.tolist())) == len(made.titles) == min(length, 12)
    assert abs(int((made.teams == FIRST).sum() - (made.teams == SECOND).sum())) <= 1


def test_a_title_is_credited_to_whoever_picked_it() -> None:
    made = team_draft(np.array([1, 2]), np.array([3, 4]), length=4, rng=np.random.default_rng(0))
    assert made.credit([1]) == 1
    assert made.credit([3, 4]) == -1
    assert made.credit([1, 3]) == made.credit([]) == 0


def test_equal_rankings_win_equally_often() -> None:
    rng = np.random.default_rng(1)
    ranking = np.arange(20)
    won = [team_draft(ranking, ranking, length=10, rng=rng).credit([0]) for _ in range(4_000)]
    assert abs(sum(won)) < 4 * np.sqrt(4_000)


def test_the_ranking_that_puts_the_wanted_first_is_preferred() -> None:
    rng = np.random.default_rng(2)
    good, poor = np.arange(20), np.arange(20)[::-1].copy()
    won = [team_draft(good, poor, length=10, rng=rng).credit([0, 1]) for _ in range(500)]
    assert sum(won) > 400


def test_a_ranking_that_names_a_title_twice_is_refused() -> None:
    with pytest.raises(Invalid):
        team_draft(np.array([1, 1]), np.array([2]), length=2, rng=np.random.default_rng(0))
