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
    context = np.array([1.0, 0.5])
    drawn = believed.drawn(context, draws=4_000, rng=rng)
    assert np.allclose(drawn.mean(axis=0), believed.mean() @ context, atol=0.01)
    assert believed.weight.sum() == pytest.approx(1)


def test_draws_of_an_arm_scatter_as_its_whole_regression_would() -> None:
    # Feature by feature, with the covariance of shared and own written out, scale by scale.
    rng = np.random.default_rng(6)
    contexts = np.column_stack([np.ones(200), rng.random(200)])
    beliefs = LinearBeliefs.blank(arms=2, features=2).learned(
        contexts, rng.integers(0, 2, 200), rng.random(200)
    )
    believed, context = posterior(beliefs), np.array([1.0, -0.5])
    variance, level = np.zeros((len(believed.weight), 2)), np.zeros((len(believed.weight), 2))
    for scale, arm in np.ndindex(variance.shape):
        moves = np.eye(2) - believed.pull[scale, arm]
        shared = believed.root[scale] @ believed.root[scale].T
        own = believed.own_root[scale, arm] @ believed.own_root[scale, arm].T
        unit = context @ (moves @ shared @ moves.T + own) @ context
        degrees = believed.degrees
        variance[scale, arm] = believed.noise[scale] * unit * degrees / (degrees - 2)
        level[scale, arm] = context @ (moves @ believed.shared[scale] + believed.own[scale, arm])
    weight = believed.weight[:, None]
    mean = (weight * level).sum(axis=0)
    spread = np.sqrt((weight * (variance + (level - mean) ** 2)).sum(axis=0))
    drawn = believed.drawn(context, draws=40_000, rng=rng)
    assert np.allclose(drawn.mean(axis=0), mean, atol=0.01 * spread.max() * 3)
    assert np.allclose(drawn.std(axis=0), spread, rtol=0.03)


def test_beliefs_and_rules_of_different_kinds_are_refused() -> None:
    linear, hurdle = (kind.blank(arms=2, features=1) for kind in (LinearBeliefs, HurdleBeliefs))
    for beliefs, rule in ((linear, Rule.HURDLE), (hurdle, Rule.THOMPSON), (hurdle, Rule.UCB)):
        with pytest.raises(Invalid, match="this kind"):
            propensities(
                beliefs,
                np.ones((1, 1)),
                rule=rule,
                width=0.2,
                floor=0.0,
                rng=np.random.default_rng(0),
            )
