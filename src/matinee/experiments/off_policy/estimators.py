"""The value of a policy from another's log: replay, DM, IPW, SNIPW, DR and Switch-DR.

Every one is a ratio of two means over the rounds, so that one interval and one bootstrap serve all.
Sources: Li and others 2011 (replay); Dudík, Langford and Li 2011 (DR); Swaminathan and Joachims
2015 (SNIPW); Wang, Agarwal and Dudík 2017 (Switch-DR).
"""

from dataclasses import dataclass

import numpy as np

from matinee.errors import Conflict, Invalid
from matinee.experiments.off_policy.logged import LoggedRounds, Reals, TargetPolicy


@dataclass(frozen=True, slots=True, eq=False)
class Estimate:
    """A policy's value, with what each round contributes: sum of the first by sum of the second.

    ``numerators`` and ``denominators`` have shape (rounds,).
    """

    numerators: Reals
    denominators: Reals

    @property
    def value(self) -> float:
        """The estimate, in the unit of a reward."""
        return float(self.numerators.mean() / self.denominators.mean())

    @property
    def influence(self) -> Reals:
        """How far each round moves the value; its mean is 0."""
        return (self.numerators - self.value * self.denominators) / self.denominators.mean()

    @property
    def standard_error(self) -> float:
        """Of the value, by the delta method."""
        return float(self.influence.std(ddof=1) / np.sqrt(len(self.numerators)))


def replay(rounds: LoggedRounds, policy: TargetPolicy) -> Estimate:
    """The mean reward where the log did what a policy without chance would have done."""
    chosen = policy.of_logged(rounds)
    if not ((chosen == 0) | (chosen == 1)).all():
        raise Invalid(
            "Replay judges policies that leave nothing to chance.",
            remedy="Draw from the policy first, or take IPW.",
        )
    if not chosen.any():
        raise Conflict("The log never did what the policy would do.", code="no_support")
    return Estimate(chosen * rounds.rewards, chosen)


def direct_method(rounds: LoggedRounds, policy: TargetPolicy, expected: Reals) -> Estimate:
    """The mean of what a model of rewards expects; ``expected``: rounds × actions × positions."""
    return _mean(_expected_under(rounds, policy, expected))


def ipw(rounds: LoggedRounds, policy: TargetPolicy) -> Estimate:
    """Rewards, weighted by how much likelier the policy would have done the same. Unbiased."""
    return _mean(policy.weights(rounds) * rounds.rewards)


def snipw(rounds: LoggedRounds, policy: TargetPolicy) -> Estimate:
    """IPW over the sum of the weights: a little biased, bounded by the rewards, less variable."""
    weights = policy.weights(rounds)
    if not weights.any():
        raise Conflict("The log never did what the policy may do.", code="no_support")
    return Estimate(weights * rounds.rewards, weights)


def doubly_robust(rounds: LoggedRounds, policy: TargetPolicy, expected: Reals) -> Estimate:
    """The model, put right by the weighted errors that it makes on what was logged."""
    return switch_doubly_robust(rounds, policy, expected, most_weight=np.inf)


def switch_doubly_robust(
    rounds: LoggedRounds, policy: TargetPolicy, expected: Reals, *, most_weight: float
) -> Estimate:
    """DR that trusts the model alone where a weight exceeds ``most_weight``."""
    weights = policy.weights(rounds)
    every = np.arange(len(rounds))
    error = rounds.rewards - expected[every, rounds.actions, rounds.positions]
    corrected = np.where(weights <= most_weight, weights, 0.0) * error
    return _mean(_expected_under(rounds, policy, expected) + corrected)


def _expected_under(rounds: LoggedRounds, policy: TargetPolicy, expected: Reals) -> Reals:
    if expected.shape != (len(rounds), rounds.action_count, rounds.position_count):
        raise Invalid("Expected rewards have the axes round, action and position.")
    at_position = expected[np.arange(len(rounds)), :, rounds.positions]
    return (policy.at_logged_position(rounds) * at_position).sum(axis=1)


def _mean(contributions: Reals) -> Estimate:
    return Estimate(contributions, np.ones_like(contributions))
