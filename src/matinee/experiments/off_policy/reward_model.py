"""What an action at a position brings in a context: ridge logistic regression, fitted across folds.

By Newton's method (iteratively reweighted least squares). Each round is predicted by a model that
has not seen it, as DR needs it (Chernozhukov and others 2018).
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from matinee.errors import Invalid
from matinee.experiments.off_policy.logged import Integers, LoggedRounds, Reals

_STEPS = 50
_SETTLED = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class LogisticRewards:
    """The chance of a reward of 1 is the logistic of intercept + action + position + context.

    ``context`` has one coefficient for each feature.
    """

    intercept: float
    action: Reals
    position: Reals
    context: Reals

    def expected(self, context: Reals) -> Reals:
        """For every action and position: shape (rounds, actions, positions)."""
        base = self.intercept + context @ self.context
        return expit(base[:, None, None] + self.action[:, None] + self.position)


def fit_rewards(rounds: LoggedRounds, context: Reals, *, ridge: float = 1.0) -> LogisticRewards:
    """Fit on all rounds; ``context`` has shape (rounds, features), ``ridge`` spares the intercept.

    Rewards lie between 0 and 1.
    """
    if rounds.rewards.min() < 0 or rounds.rewards.max() > 1:
        raise Invalid("A logistic model is for rewards from 0 to 1.", field="rewards")
    design = np.hstack(
        (
            np.ones((len(rounds), 1)),
            np.eye(rounds.action_count)[rounds.actions],
            np.eye(rounds.position_count)[rounds.positions],
            context,
        )
    )
    penalty = np.full(design.shape[1], ridge)
    penalty[0] = 1e-9
    coefficients = np.zeros(design.shape[1])
    for _ in range(_STEPS):
        chance = expit(design @ coefficients)
        gradient = design.T @ (rounds.rewards - chance) - penalty * coefficients
        curvature = (design.T * (chance * (1 - chance))) @ design + np.diag(penalty)
        step = np.linalg.solve(curvature, gradient)
        coefficients += step
        if np.abs(step).max() < _SETTLED:
            break
    parts = np.split(coefficients[1:], np.cumsum([rounds.action_count, rounds.position_count]))
    return LogisticRewards(float(coefficients[0]), *parts)


def expected_rewards(
    rounds: LoggedRounds,
    context: Reals,
    *,
    rng: np.random.Generator,
    folds: int = 3,
    ridge: float = 1.0,
) -> Reals:
    """What each round would bring by action and position, foreseen by models of the other folds.

    Shape (rounds, actions, positions).
    """
    fold: Integers = rng.permutation(np.arange(len(rounds)) % folds)
    expected = np.empty((len(rounds), rounds.action_count, rounds.position_count))
    for each in range(folds):
        kept = fold != each
        part = LoggedRounds(
            actions=rounds.actions[kept],
            positions=rounds.positions[kept],
            rewards=rounds.rewards[kept],
            propensities=rounds.propensities[kept],
            action_count=rounds.action_count,
            position_count=rounds.position_count,
        )
        model = fit_rewards(part, context[kept], ridge=ridge)
        expected[~kept] = model.expected(context[~kept])
    return expected
