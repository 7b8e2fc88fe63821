"""What is logged as a probability is how often it happens."""

from uuid import UUID

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from matinee.errors import Invalid
from matinee.experiments.exploration.draws import Slot, draw, generator_of, lot_of
from matinee.experiments.exploration.mixtures import (
    Chances,
    epsilon_mixture,
    softmax,
    thompson,
    with_guaranteed_looks,
)
from matinee.vocabulary.ids import RecommendationId, TitleId

PAGES = 3_000
SCORES = st.lists(st.floats(-5, 5), min_size=2, max_size=12)


def page(number: int) -> Slot:
    return Slot(RecommendationId(UUID(int=number * 2**70 + 1)), "explore", 3)


def titles(count: int) -> list[TitleId]:
    return [TitleId(UUID(int=number + 1)) for number in range(count)]


def drawn_on_many_pages(chances: Chances) -> np.ndarray:
    offered = titles(len(chances.probabilities))
    chosen = [draw(page(n), offered, chances, policy="p").chosen for n in range(PAGES)]
    return np.bincount(chosen, minlength=len(offered))


def agree(counts: np.ndarray, probabilities: np.ndarray) -> bool:
    """A chi-squared test at one in a million, with rare candidates put together."""
    expected = probabilities * counts.sum()
    assert counts[expected == 0].sum() == 0
    often = expected >= 5
    seen = np.append(counts[often], counts[~often].sum())
    hoped = np.append(expected[often], expected[~often].sum())
    keep = hoped > 0
    if keep.sum() < 2:
        return True
    return bool(stats.chisquare(seen[keep], hoped[keep]).pvalue > 1e-6)


@settings(max_examples=12)
@given(SCORES, st.floats(0.1, 3))
def test_a_softmax_draws_as_often_as_it_logs(scores: list[float], temperature: float) -> None:
    chances = softmax(np.array(scores), temperature=temperature)
    assert not chances.estimated
    assert agree(drawn_on_many_pages(chances), chances.probabilities)


@settings(max_examples=12)
@given(SCORES, st.floats(0, 1))
def test_an_epsilon_mixture_draws_as_often_as_it_logs(scores: list[float], epsilon: float) -> None:
    chances = epsilon_mixture(np.array(scores), epsilon=epsilon)
    assert agree(drawn_on_many_pages(chances), chances.probabilities)


@settings(max_examples=8)
@given(
    st.lists(st.tuples(st.integers(1, 40), st.integers(1, 40)), min_size=2, max_size=8),
    st.floats(0.01, 0.3),
)
def test_thompson_draws_as_often_as_it_logs_and_says_that_it_counted(
    beliefs: list[tuple[int, int]], floor: float
) -> None:
    successes, failures = np.array(beliefs, np.float64).T
    chances = thompson(successes, failures, rng=generator_of(page(0), "p"), floor=floor)
    assert chances.estimated
    assert chances.draws >= 1_000
    assert chances.probabilities.min() >= floor / len(beliefs) - 1e-12
    assert agree(drawn_on_many_pages(chances), chances.probabilities)


@settings(max_examples=8)
@given(SCORES, st.data())
def test_guaranteed_looks_keep_the_logged_probability_exact(
    scores: list[float], data: st.DataObject
) -> None:
    one = st.one_of(st.just(float("nan")), st.floats(0, 300))
    looks = np.array([data.draw(one) for _ in scores])
    chances = with_guaranteed_looks(
        softmax(np.array(scores), temperature=1), looks, guaranteed=200, share=0.3
    )
    assert agree(drawn_on_many_pages(chances), chances.probabilities)


def test_a_new_title_gets_its_looks_and_no_more_than_its_share() -> None:
    looks = np.array([np.nan, 0.0, np.nan])
    plain = softmax(np.array([3.0, -3.0, 2.0]), temperature=0.5)
    seen = 0.0
    for _ in range(2_000):
        chances = with_guaranteed_looks(plain, looks, guaranteed=100, share=0.2)
        assert chances.probabilities[1] <= 0.2 + plain.probabilities[1]
        seen += chances.probabilities[1]
        looks[1] = seen
    assert seen >= 95
    assert seen < 110  # Once it has had them, only its own merit speaks for it.


def test_nobody_is_owed_anything_when_all_had_their_looks() -> None:
    plain = softmax(np.array([0.0, 1.0]), temperature=1)
    had = np.array([200.0, np.nan])
    assert with_guaranteed_looks(plain, had, guaranteed=200, share=0.5) is plain


def test_the_same_page_draws_the_same_title_again_and_another_policy_draws_for_itself() -> None:
    chances = epsilon_mixture(np.zeros(5), epsilon=1)
    first = [draw(page(n), titles(5), chances, policy="p").chosen for n in range(50)]
    assert first == [draw(page(n), titles(5), chances, policy="p").chosen for n in range(50)]
    assert first != [draw(page(n), titles(5), chances, policy="q").chosen for n in range(50)]


def test_two_slots_of_a_page_are_drawn_independently() -> None:
    pairs = np.array(
        [
            (
                lot_of(page(n), "p"),
                lot_of(Slot(page(n).recommendation_id, "explore", 4), "p"),
            )
            for n in range(4_000)
        ]
    )
    assert abs(np.corrcoef(pairs.T)[0, 1]) < 0.06
    assert stats.kstest(pairs[:, 0], "uniform").pvalue > 1e-4


def test_a_candidate_without_a_chance_is_never_drawn() -> None:
    chances = epsilon_mixture(np.array([0.0, 1.0, 0.5]), epsilon=0)
    assert drawn_on_many_pages(chances).tolist() == [0, PAGES, 0]


def test_a_draw_names_all_candidates_with_their_probabilities() -> None:
    made = draw(page(1), titles(3), softmax(np.zeros(3), temperature=1), policy="p")
    assert made.title_id == made.titles[made.chosen]
    assert made.probability == pytest.approx(1 / 3)
    assert len(made.titles) == len(made.probabilities) == 3


def test_a_title_that_is_named_twice_is_refused() -> None:
    twice = [titles(1)[0]] * 2
    with pytest.raises(Invalid, match="another title"):
        draw(page(1), twice, softmax(np.zeros(2), temperature=1), policy="p")


def test_thompson_with_too_few_draws_is_refused() -> None:
    with pytest.raises(Invalid, match="1000 draws"):
        thompson(np.ones(2), np.ones(2), rng=np.random.default_rng(0), draws=999)


def test_no_candidates_is_refused_before_anything_is_computed() -> None:
    with pytest.raises(Invalid, match="no candidate"):
        softmax(np.empty(0), temperature=1)
