"""The normal mixture: confidence sequences and always-valid p-values from one martingale.

Robbins 1970; as an asymptotic confidence sequence for means with unknown variance,
Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas (2021, 2103.06476), theorem 2.2; as the mixture
sequential probability ratio test (mSPRT), Johari, Pekelis and Walsh (2015, 1512.04922). Both are
the same mixture read in two ways. ``count`` is the number of observations, ``deviation`` the
standard deviation of one, ``rho`` the width of the mixture in units of it. All broadcast.
"""

import numpy as np

from matinee.errors import Invalid
from matinee.experiments.off_policy.logged import Reals


def rho_for(count: float, *, alpha: float) -> float:
    """The mixture that is about tightest when ``count`` observations are there."""
    if count <= 0 or not 0 < alpha < 1:
        raise Invalid("A mixture is tuned for a positive count and an alpha between 0 and 1.")
    spent = -2 * np.log(alpha)
    return float(np.sqrt((spent + np.log(spent + 1)) / count))


def radius(count: Reals, deviation: Reals, *, rho: float, alpha: float) -> Reals:
    """Half the width of the two-sided sequence around a mean; infinite before the first."""
    grown = count * rho**2 + 1
    return _reach(count, deviation, rho, np.log(np.sqrt(grown) / alpha))


def one_sided_radius(count: Reals, deviation: Reals, *, rho: float, alpha: float) -> Reals:
    """The distance of a bound on one side alone."""
    grown = count * rho**2 + 1
    return _reach(count, deviation, rho, np.log1p(np.sqrt(grown) / (2 * alpha)))


def evidence(count: Reals, mean: Reals, deviation: Reals, *, rho: float) -> Reals:
    """The natural logarithm of the mixture against a mean of 0: a test martingale under it."""
    grown = count * rho**2 + 1
    with np.errstate(divide="ignore", invalid="ignore"):
        standard = np.where(deviation > 0, count * mean / deviation, 0.0)
    return (rho * standard) ** 2 / (2 * grown) - np.log(grown) / 2


def always_valid_p(log_evidence: Reals) -> Reals:
    """The p-value at each look along the last axis; it never rises again."""
    highest = np.maximum.accumulate(log_evidence, axis=-1)
    return np.exp(-np.maximum(highest, 0.0))


def _reach(count: Reals, deviation: Reals, rho: float, logarithm: Reals) -> Reals:
    grown = count * rho**2 + 1
    scale = np.sqrt(2 * grown * logarithm) / (np.maximum(count, 1) * rho)
    return np.where(count > 0, deviation * scale, np.inf)
