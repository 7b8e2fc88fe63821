"""The test that may be looked at once, at the end: for planning, and to compare with."""

import numpy as np
from scipy.special import ndtr, ndtri

from matinee.errors import Invalid
from matinee.experiments.off_policy.logged import Reals
from matinee.experiments.sequential.comparison import Comparison


def welch_p(comparison: Comparison) -> Reals:
    """The two-sided p-value at each look, right only at one that was fixed beforehand."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.abs(comparison.difference) / comparison.standard_error
    return np.where(np.isfinite(ratio), 2 * ndtr(-ratio), 1.0)


def units_needed(
    *, deviation: float, difference: float, alpha: float = 0.05, power: float = 0.8
) -> int:
    """Units in both arms together, halved, to find ``difference`` with ``power``."""
    if difference == 0 or deviation <= 0:
        raise Invalid("A plan needs a difference to be found and a deviation above 0.")
    reach = ndtri(1 - alpha / 2) + ndtri(power)
    return int(np.ceil(4 * (reach * deviation / difference) ** 2))
