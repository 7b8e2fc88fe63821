"""Estimators against cases worked out by hand, and against a policy whose value is known."""

import numpy as np
import pytest

from matinee.errors import Conflict, Invalid
from matinee.experiments.off_policy.estimators import (
    direct_method,
    doubly_robust,
    ipw,
    replay,
    snipw,
    switch_doubly_robust,
)
from matinee.experiments.off_policy.logged import LoggedRounds, TargetPolicy


def four_rounds() -> LoggedRounds:
    return LoggedRounds(
        actions=np.array([0, 1, 0, 1]),
        positions=np.zeros(4, np.int64),
        rewards=np.array([1.0, 0.0, 0.0, 1.0]),
        propensities=np.array([0.5, 0.5, 0.25, 0.75]),
        action_count=2,
    )


def always(first: float) -> TargetPolicy:
    return TargetPolicy(np.array([[[first], [1 - first]]]))


def expecting(first: float, second: float) -> np.ndarray:
    return np.tile(np.array([first, second])[None, :, None], (4, 1, 1))


def test_ipw_weighs_each_reward_by_how_much_likelier_it_was() -> None:
    # Weights 0.8/0.5, 0.2/0.5, 0.8/0.25, 0.2/0.75; rewards in the first and the last round.
    assert ipw(four_rounds(), always(0.8)).value == pytest.approx((1.6 + 4 / 15) / 4)


def test_snipw_divides_by_the_sum_of_the_weights() -> None:
    whole = 1.6 + 0.4 + 3.2 + 4 / 15
    assert snipw(four_rounds(), always(0.8)).value == pytest.approx((1.6 + 4 / 15) / whole)


def test_the_direct_method_believes_the_model() -> None:
    value = direct_method(four_rounds(), always(0.8), expecting(0.5, 0.1)).value
    assert value == pytest.approx(0.8 * 0.5 + 0.2 * 0.1)


def test_dr_adds_the_weighted_errors_of_the_model() -> None:
    errors = (1.6 * 0.5 + 0.4 * -0.1 + 3.2 * -0.5 + 4 / 15 * 0.9) / 4
    value = doubly_robust(four_rounds(), always(0.8), expecting(0.5, 0.1)).value
    assert value == pytest.approx(0.42 + errors)


def test_switch_dr_leaves_the_heaviest_rounds_to_the_model() -> None:
    errors = (1.6 * 0.5 + 0.4 * -0.1 + 4 / 15 * 0.9) / 4
    value = switch_doubly_robust(
        four_rounds(), always(0.8), expecting(0.5, 0.1), most_weight=2.0
    ).value
    assert value == pytest.approx(0.42 + errors)


def test_replay_counts_only_where_the_log_did_the_same() -> None:
    assert replay(four_rounds(), always(1.0)).value == pytest.approx(0.5)


def test_replay_refuses_a_policy_that_draws() -> None:
    with pytest.raises(Invalid, match="leave nothing to chance"):
        replay(four_rounds(), always(0.8))


def test_a_policy_that_the_log_never_followed_cannot_be_replayed() -> None:
    rounds = LoggedRounds(
        np.array([0]), np.array([0]), np.array([1.0]), np.array([0.5]), action_count=2
    )
    with pytest.raises(Conflict, match="never did"):
        replay(rounds, always(0.0))


def test_a_round_without_a_probability_is_refused() -> None:
    with pytest.raises(Invalid, match="propensity"):
        LoggedRounds(np.array([0]), np.array([0]), np.array([1.0]), np.array([0.0]), action_count=2)


def test_a_policy_whose_probabilities_do_not_sum_to_one_is_refused() -> None:
    with pytest.raises(Invalid, match="sum to 1"):
        TargetPolicy(np.full((1, 3, 1), 0.5))


@pytest.mark.parametrize("name", ["ipw", "snipw", "dr", "switch"])
def test_every_weighted_estimator_finds_a_value_that_is_known(name: str) -> None:
    rng = np.random.default_rng(7)
    size, logging, target = 40_000, np.array([0.6, 0.3, 0.1]), np.array([0.1, 0.2, 0.7])
    means = np.array([0.1, 0.3, 0.6])
    actions = rng.choice(3, size, p=logging)
    rounds = LoggedRounds(
        actions,
        np.zeros(size, np.int64),
        (rng.random(size) < means[actions]).astype(np.float64),
        logging[actions],
        action_count=3,
    )
    policy = TargetPolicy(target[None, :, None])
    wrong = np.full((size, 3, 1), 0.5)  # DR must survive a poor model.
    estimate = {
        "ipw": lambda: ipw(rounds, policy),
        "snipw": lambda: snipw(rounds, policy),
        "dr": lambda: doubly_robust(rounds, policy, wrong),
        "switch": lambda: switch_doubly_robust(rounds, policy, wrong, most_weight=8.0),
    }[name]()
    assert estimate.value == pytest.approx(target @ means, abs=4 * estimate.standard_error)
    assert estimate.standard_error < 0.02
