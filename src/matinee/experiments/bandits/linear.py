"""Linear bandits over discrete arms: LinUCB and linear Thompson sampling, with propensities.

Li, Chu, Langford and Schapire 2010 (disjoint LinUCB); Agrawal and Goyal 2013 (linear Thompson
sampling). Each arm keeps the ridge regression of its rewards on the contexts in which it was
chosen: ``precision`` (arms, features, features) and ``moment`` (arms, features). Rewards that come
late or in any order give the same state, since both are sums.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from matinee.errors import Invalid
from matinee.experiments.off_policy.logged import Integers, Reals
from matinee.experiments.thompson import FEWEST_DRAWS


class Rule(StrEnum):
    """How an arm is chosen from what is believed."""

    UCB = "linucb"
    THOMPSON = "thompson"


@dataclass(frozen=True, slots=True, eq=False)
class LinearBeliefs:
    """What is known of each arm; immutable, learning makes another.

    ``count`` is how many rewards each arm has had. ``ridge`` is what the precision starts with on
    its diagonal.
    """

    precision: Reals
    moment: Reals
    count: Integers
    ridge: float

    @classmethod
    def blank(cls, *, arms: int, features: int, ridge: float = 1.0) -> "LinearBeliefs":
        """Before the first reward."""
        if arms < 2 or features < 1 or ridge <= 0:
            raise Invalid("A bandit has at least two arms, one feature and a ridge above 0.")
        return cls(
            np.broadcast_to(np.eye(features) * ridge, (arms, features, features)).copy(),
            np.zeros((arms, features)),
            np.zeros(arms, np.int64),
            ridge,
        )

    @property
    def arms(self) -> int:
        """How many there are."""
        return len(self.count)

    @property
    def features(self) -> int:
        """How long a context is."""
        return self.moment.shape[1]

    def learned(
        self, contexts: Reals, arms: Integers, rewards: Reals, *, weights: Reals | None = None
    ) -> "LinearBeliefs":
        """With these rewards added: ``contexts`` (rounds, features), the others (rounds,)."""
        self._check(contexts)
        if not contexts.shape[0] == arms.shape[0] == rewards.shape[0]:
            raise Invalid("Contexts, arms and rewards are columns of one length.")
        if len(arms) and (arms.min() < 0 or arms.max() >= self.arms):
            raise Invalid(f"An arm lies from 0 to {self.arms - 1}.", field="arm")
        if not np.isfinite(rewards).all():
            raise Invalid("A reward is a finite number.", field="reward")
        counted = np.ones(len(arms)) if weights is None else weights
        precision, moment = self.precision.copy(), self.moment.copy()
        for arm in np.unique(arms):
            rows = arms == arm
            heavy = contexts[rows] * counted[rows, None]
            precision[arm] += heavy.T @ contexts[rows]
            moment[arm] += heavy.T @ rewards[rows]
        count = self.count + np.bincount(arms, minlength=self.arms)
        return LinearBeliefs(precision, moment, count, self.ridge)

    def expected(self, contexts: Reals) -> Reals:
        """What each arm is expected to bring: shape (rounds, arms)."""
        self._check(contexts)
        return contexts @ self._coefficients().T

    def uncertainty(self, contexts: Reals) -> Reals:
        """The standard deviation of that, for a noise of 1: shape (rounds, arms)."""
        self._check(contexts)
        covariance = np.linalg.inv(self.precision).astype(np.float64)
        variance = np.einsum("rf,afg,rg->ra", contexts, covariance, contexts, optimize=True)
        return np.sqrt(variance)

    def sampled(self, contexts: Reals, *, width: float, rng: np.random.Generator) -> Reals:
        """One draw of what each arm brings in each round: shape (rounds, arms)."""
        spread = self.uncertainty(contexts) * width
        return self.expected(contexts) + spread * rng.standard_normal(spread.shape)

    def _coefficients(self) -> Reals:
        return np.linalg.solve(self.precision, self.moment[..., None])[..., 0].astype(np.float64)

    def _check(self, contexts: Reals) -> None:
        if contexts.ndim != 2 or contexts.shape[1] != self.features:
            raise Invalid(
                f"A context has {self.features} features.",
                remedy="Contexts have the axes round and feature.",
                field="context",
            )


def propensities(
    beliefs: LinearBeliefs,
    contexts: Reals,
    *,
    rule: Rule,
    width: float,
    floor: float,
    rng: np.random.Generator,
    allowed: Reals | None = None,
    draws: int = FEWEST_DRAWS,
) -> Reals:
    """With which probability each arm is chosen in each round: shape (rounds, arms).

    ``width`` is how many standard deviations a bound or a draw reaches out. ``floor`` is spread
    evenly over the arms that are ``allowed`` (1 or 0 per round and arm), so that the log has no
    holes. LinUCB's probabilities are exact; Thompson's are counted over ``draws``.
    """
    if not 0 <= floor <= 1 or width < 0:
        raise Invalid("A floor lies from 0 to 1, and a width is not negative.")
    shape = (len(contexts), beliefs.arms)
    open_arms = np.ones(shape) if allowed is None else np.broadcast_to(allowed, shape)
    if (open_arms.sum(axis=1) == 0).any():
        raise Invalid("In some round no arm is allowed.", field="allowed")
    barred = np.where(open_arms > 0, 0.0, -np.inf)
    expected, spread = beliefs.expected(contexts), beliefs.uncertainty(contexts) * width
    if rule is Rule.UCB:
        bound = expected + spread + barred
        best = bound == bound.max(axis=1, keepdims=True)
        chances = best / best.sum(axis=1, keepdims=True)
    else:
        chances = _counted(expected + barred, spread, draws=draws, rng=rng)
    return (1 - floor) * chances + floor * open_arms / open_arms.sum(axis=1, keepdims=True)


def _counted(expected: Reals, spread: Reals, *, draws: int, rng: np.random.Generator) -> Reals:
    if draws < FEWEST_DRAWS:
        raise Invalid(f"A probability that is counted needs {FEWEST_DRAWS} draws or more.")
    rounds, arms = expected.shape
    wins = np.zeros((rounds, arms))
    for place in range(rounds):
        drawn = expected[place] + spread[place] * rng.standard_normal((draws, arms))
        wins[place] = np.bincount(drawn.argmax(axis=1), minlength=arms)
    return wins / draws
