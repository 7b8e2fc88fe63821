from __future__ import annotations

import numpy as np
import pytest

from matinee.errors import Invalid
from matinee.experiments.bandits.choosing import Rule, propensities
from matinee.experiments.bandits.hurdle import HurdleBeliefs
from matinee.experiments.bandits.linear import LinearBeliefs
from matinee.experiments.bandits.pooled import posterior
from matinee.experiments.bandits.written import read, written


def _taught(rounds: int, seed: int = 5) -> HurdleBeliefs:
    """Arm 0 is taken up often and brings little, arm 1 seldom and brings much: .04 against .16."""
    rng = np.random.default_rng(seed)
    arms = rng.integers(0, 2, rounds)
    taken = rng.random(rounds) < np.array([0.4, 0.2])[arms]
    rewards = np.where(taken, np.array([0.1, 0.8])[arms], 0.0)
    contexts = np.column_stack([np.ones(rounds), rng.random(rounds)])
    return HurdleBeliefs.blank(arms=2, features=2).learned(contexts, arms, rewards)


def _chances(beliefs: HurdleBeliefs, *, width: float = 0.2, floor: float = 0.02) -> np.ndarray:
    return propensities(
        beliefs,
        np.array([[1.0, 0.5]]),
        rule=Rule.HURDLE,
        width=width,
        floor=floor,
        rng=np.random.default_rng(1),
    )[0]


def test_an_arm_that_is_taken_up_often_and_brings_little_loses() -> None:
    assert _chances(_taught(2_000))[1] > 0.95


def test_nothing_is_preferred_before_the_first_reward() -> None:
    blank = HurdleBeliefs.blank(arms=2, features=2)
    assert _chances(blank)[0] == pytest.approx(0.5, abs=0.06)


def test_every_arm_keeps_its_part_of_even_chance_and_a_barred_one_none() -> None:
    beliefs = _taught(2_000)
    chances = _chances(beliefs, floor=0.1)
    assert chances.min() >= 0.05
    assert chances.sum() == pytest.approx(1)
    only = propensities(
        beliefs,
        np.array([[1.0, 0.5]]),
        rule=Rule.HURDLE,
        width=0.2,
        floor=0.1,
        rng=np.random.default_rng(1),
        allowed=np.array([[1.0, 0.0]]),
    )
    assert only.tolist() == [[1.0, 0.0]]


def test_beliefs_come_back_from_bytes_and_choose_the_same() -> None:
    beliefs = _taught(300)
    again = read(written(beliefs))
    assert isinstance(again, HurdleBeliefs)
    assert _chances(again).tolist() == _chances(beliefs).tolist()


def test_rewards_in_two_parts_teach_the_same_as_at_once() -> None:
    rng = np.random.default_rng(2)
    contexts, arms = rng.random((40, 2)), rng.integers(0, 2, 40)
    rewards = np.where(rng.random(40) < 0.5, rng.random(40), 0.0)
    blank = HurdleBeliefs.blank(arms=2, features=2)
    whole = blank.learned(contexts, arms, rewards)
    parts = blank.learned(contexts[:15], arms[:15], rewards[:15])
    parts = parts.learned(contexts[15:], arms[15:], rewards[15:])
    assert np.allclose(parts.share.moment, whole.share.moment)
    assert np.allclose(parts.seen, whole.seen)


def test_a_reward_that_is_no_share_is_refused() -> None:
    with pytest.raises(Invalid):
        HurdleBeliefs.blank(arms=2, features=1).learned(
            np.ones((1, 1)), np.zeros(1, np.int64), np.array([1.5])
        )


def test_the_pooled_mean_is_that_of_a_regression_whose_variances_are_weighed() -> None:
    # With one scale the answer is generalised least squares; with all, draws scatter about it.
    rng = np.random.default_rng(3)
    contexts = np.column_stack([np.ones(400), rng.random(400)])
    arms = rng.integers(0, 3, 400)
    rewards = contexts @ np.array([0.2, 0.3]) + 0.1 * arms + rng.normal(0, 0.1, 400)
    beliefs = LinearBeliefs.blank(arms=3, features=2).learned(contexts, arms, rewards)
    believed = posterior(beliefs)
    assert np.allclose(believed.mean() @ np.array([1, 0.5]), [0.35, 0.45, 0.55], atol=0.03)
    drawn = believed.coefficients(draws=4_000, rng=rng)
    assert np.allclose(drawn.mean(axis=0), believed.mean(), atol=0.01)
    assert believed.weight.sum() == pytest.approx(1)
