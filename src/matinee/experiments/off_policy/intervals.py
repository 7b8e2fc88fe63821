"""Intervals around an estimate: normal, bootstrap, and one that holds at any size."""

from dataclasses import dataclass

import numpy as np
from scipy.special import betainccinv, betaincinv, ndtri

from matinee.errors import Invalid
from matinee.experiments.off_policy.estimators import Estimate
from matinee.experiments.off_policy.logged import Reals

_BLOCK = 2_000_000
"""Counts drawn at once: about 16 MB."""


@dataclass(frozen=True, slots=True)
class Interval:
    """From ``lower`` to ``upper``, both included."""

    lower: float
    upper: float

    def overlaps(self, other: "Interval") -> bool:
        """Whether the two share a value: then they are called a tie."""
        return self.lower <= other.upper and other.lower <= self.upper

    def holds(self, value: float) -> bool:
        """Whether a value lies inside."""
        return self.lower <= value <= self.upper


def normal_interval(estimate: Estimate, *, confidence: float = 0.95) -> Interval:
    """By the standard error: good where no few rounds carry most of the weight."""
    reach = float(ndtri((1 + confidence) / 2)) * estimate.standard_error
    return Interval(estimate.value - reach, estimate.value + reach)


def bootstrap_interval(
    estimate: Estimate, *, rng: np.random.Generator, confidence: float = 0.95, draws: int = 1_000
) -> Interval:
    """By drawing the rounds again with replacement, and leaving out both tails."""
    tail = (1 - confidence) / 2
    low, high = np.quantile(bootstrap_values(estimate, rng=rng, draws=draws), [tail, 1 - tail])
    return Interval(float(low), float(high))


def bootstrap_values(estimate: Estimate, *, rng: np.random.Generator, draws: int) -> Reals:
    """The value on each of ``draws`` samples of the rounds; a model of rewards stays as it is."""
    size = len(estimate.numerators)
    columns = np.column_stack((estimate.numerators, estimate.denominators))
    block = max(1, _BLOCK // size)
    values: list[Reals] = []
    for start in range(0, draws, block):
        drawn = rng.multinomial(size, np.full(size, 1 / size), min(block, draws - start))
        sums = drawn @ columns
        values.append(sums[:, 0] / np.where(sums[:, 1] == 0, np.nan, sums[:, 1]))
    return np.concatenate(values)


def bernstein_interval(
    estimate: Estimate, *, least: float, most: float, confidence: float = 0.95
) -> Interval:
    """Empirical Bernstein (Maurer and Pontil 2009): holds at any size, for bounded contributions.

    ``least`` and ``most`` bound each round's contribution beforehand, as the weights' bound does.
    It serves the estimators that are a plain mean, and is wide.
    """
    if (estimate.denominators != 1).any():
        raise Invalid("This interval is for plain means.", remedy="Take the bootstrap.")
    told = estimate.numerators
    if told.min() < least or told.max() > most:
        raise Invalid("A contribution lies outside of its bounds.")
    size, delta = len(told), 1 - confidence
    logarithm = np.log(4 / delta)
    reach = np.sqrt(2 * told.var(ddof=1) * logarithm / size)
    reach += 7 * (most - least) * logarithm / (3 * (size - 1))
    return Interval(float(estimate.value - reach), float(estimate.value + reach))


def binomial_interval(successes: int, trials: int, *, confidence: float = 0.95) -> Interval:
    """Of a share, exact (Clopper and Pearson 1934)."""
    tail = (1 - confidence) / 2
    lower = betaincinv(successes, trials - successes + 1, tail) if successes else 0.0
    upper = betainccinv(successes + 1, trials - successes, tail) if successes < trials else 1.0
    return Interval(float(lower), float(upper))
