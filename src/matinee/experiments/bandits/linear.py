"""What a linear bandit over discrete arms believes.

Each arm keeps the ridge regression of its rewards on the contexts in which it was chosen:
``precision`` (arms, features, features), ``moment`` (arms, features) and ``squares`` (arms,), the
sum of squared rewards. Rewards that come late or in any order give the same state: all are sums.
"""

from dataclasses import dataclass

import numpy as np

from matinee.errors import Invalid
from matinee.experiments.off_policy.logged import Integers, Reals


@dataclass(frozen=True, slots=True, eq=False)
class LinearBeliefs:
    """What is known of each arm; immutable, learning makes another.

    ``count`` is how many rewards each arm has had. ``ridge`` is what the precision starts with on
    its diagonal.
    """

    precision: Reals
    moment: Reals
    squares: Reals
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
            np.zeros(arms),
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
        told = counted * rewards**2
        squares = self.squares + np.bincount(arms, weights=told, minlength=self.arms)
        count = self.count + np.bincount(arms, minlength=self.arms)
        return LinearBeliefs(precision, moment, squares, count, self.ridge)

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
