"""Intervals and diagnostics: what they promise, counted."""

import numpy as np
import pytest

from matinee.errors import Invalid
from matinee.experiments.off_policy.diagnostics import diagnose
from matinee.experiments.off_policy.estimators import Estimate
from matinee.experiments.off_policy.intervals import (
    Interval,
    bernstein_interval,
    binomial_interval,
    bootstrap_interval,
    normal_interval,
)
from matinee.experiments.off_policy.logged import LoggedRounds, TargetPolicy
from matinee.experiments.off_policy.reward_model import expected_rewards, fit_rewards


def ratio(rng: np.random.Generator) -> Estimate:
    weights = rng.gamma(2.0, 0.5, 400)
    return Estimate(weights * rng.normal(3.0, 1.0, 400), weights)


def test_normal_and_bootstrap_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    rng = np.random.default_rng(5)
    held = np.zeros(2)
    for _ in range(100):
        estimate = ratio(rng)
        held[0] += normal_interval(estimate).holds(3.0)
        held[1] += bootstrap_interval(estimate, rng=rng, draws=200).holds(3.0)
    assert (held / 100 >= 0.88).all()
    assert (held / 100 < 1).all()


def test_the_bernstein_interval_is_wider_and_wants_bounds_that_hold() -> None:
    clicks = np.array([0.0] * 95 + [1.0] * 5)
    estimate = Estimate(clicks, np.ones(100))
    wide, narrow = bernstein_interval(estimate, least=0, most=1), normal_interval(estimate)
    assert wide.upper - wide.lower > narrow.upper - narrow.lower
    with pytest.raises(Invalid, match="bounds"):
        bernstein_interval(estimate, least=0, most=0.5)


def test_the_exact_interval_of_42_in_10000() -> None:
    # As tabulated for Clopper and Pearson: 0.003029 to 0.005673.
    assert binomial_interval(42, 10_000).lower == pytest.approx(0.003029, abs=1e-6)
    assert binomial_interval(42, 10_000).upper == pytest.approx(0.005673, abs=1e-6)
    assert binomial_interval(0, 10).lower == 0


def test_intervals_that_share_a_value_are_a_tie() -> None:
    assert Interval(0, 2).overlaps(Interval(2, 3))
    assert not Interval(0, 1).overlaps(Interval(2, 3))


def rounds_of(propensity: float, size: int = 1_000) -> LoggedRounds:
    actions = np.random.default_rng(1).integers(0, 2, size)
    return LoggedRounds(
        actions, np.zeros(size, np.int64), np.ones(size), np.full(size, propensity), action_count=3
    )


def test_sound_weights_raise_no_warning() -> None:
    told = diagnose(rounds_of(0.5), TargetPolicy(np.array([[[0.5], [0.5], [0.0]]])))
    assert told.warnings == ()
    assert told.effective == pytest.approx(1_000)


def test_wrong_propensities_and_missing_support_are_said() -> None:
    told = diagnose(rounds_of(0.2), TargetPolicy(np.array([[[0.5], [0.2], [0.3]]])))
    assert told.support == pytest.approx(0.7)
    assert any("average" in warning for warning in told.warnings)
    assert any("never occur" in warning for warning in told.warnings)


def test_the_reward_model_finds_what_made_the_rewards() -> None:
    rng = np.random.default_rng(2)
    size = 20_000
    actions, positions = rng.integers(0, 3, size), rng.integers(0, 2, size)
    context = rng.normal(size=(size, 1))
    logit = np.array([-1.0, 0.0, 1.0])[actions] + np.array([0.3, -0.3])[positions]
    chance = 1 / (1 + np.exp(-logit - 0.5 * context[:, 0]))
    rounds = LoggedRounds(
        actions,
        positions,
        (rng.random(size) < chance).astype(np.float64),
        np.full(size, 1 / 3),
        action_count=3,
        position_count=2,
    )
    model = fit_rewards(rounds, context)
    assert model.context[0] == pytest.approx(0.5, abs=0.06)
    assert model.action[2] - model.action[0] == pytest.approx(2.0, abs=0.15)
    expected = expected_rewards(rounds, context, rng=rng)
    at = expected[np.arange(size), actions, positions]
    assert np.abs(at - chance).mean() < 0.02
