"""Linear bandits: they find the better arm, know how likely a choice was, survive a restart."""

import numpy as np
import pytest

from matinee.errors import Conflict, Invalid
from matinee.experiments.bandits.choosing import Rule, propensities
from matinee.experiments.bandits.linear import LinearBeliefs
from matinee.experiments.bandits.written import read, written
from matinee.experiments.off_policy.estimators import ipw
from matinee.experiments.off_policy.logged import LoggedRounds, TargetPolicy

TRUTH = np.array([[0.8, -0.5], [0.1, 0.6], [0.3, 0.1]])
RULES = pytest.mark.parametrize("rule", [Rule.UCB, Rule.THOMPSON])


def played(rule: Rule, rounds: int = 1_500, floor: float = 0.05) -> tuple[LoggedRounds, float]:
    """A bandit that learns in batches of 50; the log, and the mean regret of its last third."""
    rng = np.random.default_rng(3)
    beliefs = LinearBeliefs.blank(arms=3, features=2)
    arms, rewards, logged, regret = [], [], [], []
    for _ in range(rounds // 50):
        contexts = np.column_stack((np.ones(50), rng.normal(size=50)))
        chances = propensities(beliefs, contexts, rule=rule, width=0.5, floor=floor, rng=rng)
        assert np.allclose(chances.sum(axis=1), 1)
        assert chances.min() >= floor / 3 - 1e-12
        chosen = (rng.random((50, 1)) > chances.cumsum(axis=1)).sum(axis=1)
        means = contexts @ TRUTH.T
        gained = means[np.arange(50), chosen] + rng.normal(0, 0.3, 50)
        beliefs = beliefs.learned(contexts, chosen, gained)
        regret.append((means.max(axis=1) - means[np.arange(50), chosen]).mean())
        arms.append(chosen)
        rewards.append(gained)
        logged.append(chances[np.arange(50), chosen])
    columns = [np.concatenate(parts) for parts in (arms, rewards, logged)]
    log = LoggedRounds(
        columns[0], np.zeros(rounds, np.int64), columns[1], columns[2], action_count=3
    )
    return log, float(np.mean(regret[-10:]))


@RULES
def test_it_finds_the_better_arm_for_each_context(rule: Rule) -> None:
    rng = np.random.default_rng(1)
    means = np.column_stack((np.ones(5_000), rng.normal(size=5_000))) @ TRUTH.T
    by_chance = float((means.max(axis=1) - means.mean(axis=1)).mean())
    assert played(rule)[1] < by_chance / 5


@RULES
def test_its_log_can_judge_another_policy(rule: Rule) -> None:
    log, _ = played(rule, rounds=6_000, floor=0.3)
    evenly = ipw(log, TargetPolicy(np.full((1, 3, 1), 1 / 3)))
    assert evenly.value == pytest.approx(0.4, abs=4 * evenly.standard_error)  # mean over the arms


def test_the_order_and_the_batches_of_rewards_do_not_matter() -> None:
    rng = np.random.default_rng(5)
    contexts, arms = rng.normal(size=(60, 2)), rng.integers(0, 3, 60)
    rewards = rng.normal(size=60)
    blank = LinearBeliefs.blank(arms=3, features=2)
    at_once = blank.learned(contexts, arms, rewards)
    later = blank
    for rows in np.array_split(rng.permutation(60), 7):
        later = later.learned(contexts[rows], arms[rows], rewards[rows])
    assert np.allclose(at_once.precision, later.precision)
    assert np.allclose(at_once.moment, later.moment)
    assert (at_once.count == later.count).all()


def test_thompson_frequencies_agree_with_the_chance_of_the_larger_of_two_normals() -> None:
    blank = LinearBeliefs.blank(arms=2, features=1)
    known = blank.learned(np.ones((9, 1)), np.zeros(9, np.int64), np.ones(9))
    told = propensities(
        known, np.ones((1, 1)), rule=Rule.THOMPSON, width=1.0, floor=0.0,
        rng=np.random.default_rng(0), draws=20_000,
    )  # fmt: skip
    # The first is N(0.9, 0.1), the second N(0, 1): the first is larger with Φ(0.9 / √1.1).
    assert told[0, 0] == pytest.approx(0.8046, abs=0.012)


def test_an_arm_that_is_not_allowed_is_never_chosen() -> None:
    blank = LinearBeliefs.blank(arms=3, features=2)
    told = propensities(
        blank, np.ones((4, 2)), rule=Rule.UCB, width=1.0, floor=0.5,
        rng=np.random.default_rng(0), allowed=np.array([[1, 0, 1]]),
    )  # fmt: skip
    assert (told[:, 1] == 0).all()
    assert np.allclose(told.sum(axis=1), 1)


def test_a_restart_changes_no_choice() -> None:
    rng = np.random.default_rng(6)
    known = LinearBeliefs.blank(arms=4, features=3).learned(
        rng.normal(size=(40, 3)), rng.integers(0, 4, 40), rng.normal(size=40)
    )
    again = read(written(known))
    assert isinstance(again, LinearBeliefs)
    contexts = rng.normal(size=(10, 3))
    assert (again.expected(contexts) == known.expected(contexts)).all()
    assert (again.uncertainty(contexts) == known.uncertainty(contexts)).all()
    assert again.ridge == known.ridge


def test_bytes_that_are_no_beliefs_are_named() -> None:
    with pytest.raises(Conflict, match="cannot be read"):
        read(b"nothing of the kind")


def test_a_context_of_another_length_is_refused() -> None:
    with pytest.raises(Invalid, match="2 features"):
        LinearBeliefs.blank(arms=2, features=2).expected(np.ones((1, 3)))
