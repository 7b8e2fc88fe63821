"""EASE with decay: what it sums, what it solves, and that it reads the order."""

import time

import numpy as np
import pytest
from tests.recommend.worlds import chains, histories_of

from matinee.recommend.decayed_ease import scores, transition_grams, transition_weights
from matinee.recommend.ease import co_occurrence, ease
from matinee.recommend.evaluation.harness import fit_and_evaluate
from matinee.recommend.histories import Histories
from matinee.recommend.linear import DecayedEase, ItemWeights


def step_by_step(histories: Histories, exponent: float) -> tuple[np.ndarray, np.ndarray]:
    """The sums as the text states them, one step at a time."""
    size = histories.item_count
    features, following = np.zeros((size, size)), np.zeros((size, size))
    strengths = (
        np.ones(histories.items.size) if histories.strengths is None else histories.strengths
    )
    for start, end in zip(histories.offsets[:-1], histories.offsets[1:], strict=True):
        for place in range(start, end - 1):
            known = np.zeros(size)
            ages = place - np.arange(start, place + 1)
            known[histories.items[start : place + 1]] = (
                strengths[start : place + 1] * (1.0 + ages) ** -exponent
            )
            features += np.outer(known, known)
            following[:, histories.items[place + 1]] += known * strengths[place + 1]
    return features, following


@pytest.mark.parametrize("exponent", [0.0, 0.8])
def test_the_sums_are_those_of_every_step(exponent: float) -> None:
    histories = chains(members=20, item_count=15)
    expected = step_by_step(histories, exponent)
    found = transition_grams(histories, exponent=exponent, stretch=100)
    np.testing.assert_allclose(found[0], expected[0], rtol=1e-5, atol=1e-5)
    np.testing.assert_allclose(found[1], expected[1], rtol=1e-5, atol=1e-5)


def test_strengths_count_for_features_and_for_targets() -> None:
    plain = chains(members=10, item_count=15)
    strengths = np.random.default_rng(1).uniform(0.2, 1, plain.items.size).astype(np.float32)
    histories = Histories(plain.offsets, plain.items, plain.item_count, strengths)
    expected = step_by_step(histories, 0.8)
    found = transition_grams(histories, exponent=0.8, stretch=100)
    np.testing.assert_allclose(found[0], expected[0], rtol=1e-5, atol=1e-5)
    np.testing.assert_allclose(found[1], expected[1], rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("stretch", [1, 3, 7])
def test_a_cut_history_keeps_every_step(stretch: int) -> None:
    histories = chains(members=10, item_count=15)
    _, following = transition_grams(histories, exponent=0.8, stretch=stretch)
    steps = histories.items.size - len(histories)
    neighbours = zip(histories.items[:-1], histories.items[1:], strict=True)
    within = histories.members[:-1] == histories.members[1:]
    assert all(
        following[a, b] >= 1 for (a, b), same in zip(neighbours, within, strict=True) if same
    )
    assert transition_grams(histories, exponent=50.0, stretch=stretch)[1].sum() == pytest.approx(
        steps, rel=1e-3
    )


def test_members_with_one_title_or_none_teach_nothing() -> None:
    features, following = transition_grams(
        histories_of([0], [], [1], item_count=3), exponent=0.8, stretch=8
    )
    assert not features.any()
    assert not following.any()


def test_the_weights_solve_the_ridge_regression() -> None:
    features, following = transition_grams(chains(), exponent=0.8, stretch=64)
    weights = transition_weights(features, following, ridge=7.0, diagonal_share=0.5)
    regularised = features + 7.0 * np.eye(len(features)) + 0.5 * np.diag(np.diag(features))
    np.testing.assert_allclose(regularised @ weights, following, atol=1e-3)


def test_a_title_recommends_the_one_that_follows_it_and_not_the_one_before() -> None:
    model = DecayedEase(ridge=5.0).fit(chains())
    assert np.mean(np.argmax(model.weights, axis=1) == (np.arange(40) + 1) % 40) > 0.9


def test_it_foresees_the_next_title_better_than_ease_where_order_matters() -> None:
    histories = chains()
    decayed = fit_and_evaluate(DecayedEase(ridge=5.0).fit, histories)
    plain = fit_and_evaluate(
        lambda past: ItemWeights(ease(co_occurrence(past), ridge=5.0), 0.0), histories
    )
    assert decayed.ndcg10.mean() > 1.3 * plain.ndcg10.mean()


def test_scoring_one_history_is_what_scoring_many_gives() -> None:
    model = DecayedEase(ridge=5.0).fit(chains())
    history = histories_of([4, 9, 2], item_count=40)
    newest_first = np.array([2, 9, 4], np.int32)
    amounts = ((1.0 + np.arange(3)) ** -0.8).astype(np.float32)
    np.testing.assert_allclose(
        scores(model.weights, newest_first, amounts), model.score(history)[0], rtol=1e-5, atol=1e-7
    )


def test_three_hundred_titles_are_scored_in_well_under_a_millisecond() -> None:
    generator = np.random.default_rng(0)
    weights = generator.standard_normal((3416, 3416), np.float32)
    amounts = np.ones(300, np.float32)
    seconds: list[float] = []
    for _ in range(60):
        items = generator.choice(3416, 300, replace=False).astype(np.int32)
        started = time.perf_counter()
        scores(weights, items, amounts)
        seconds.append(time.perf_counter() - started)
    assert min(seconds) < 0.001
