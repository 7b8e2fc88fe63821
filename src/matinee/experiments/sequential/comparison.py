"""Two arms compared at every look: the difference of means, adjusted for what came before.

The adjustment is CUPED (Deng, Xu, Kohavi and Walker 2013): what a unit did before the experiment
explains part of what it does in it, and is taken out. Everything is computed from sums, so that a
thousand experiments over a hundred days are a few array operations.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matinee.errors import Invalid
from matinee.experiments.off_policy.logged import Reals
from matinee.experiments.sequential.mixture import (
    always_valid_p,
    evidence,
    one_sided_radius,
    radius,
)


@dataclass(frozen=True, slots=True, eq=False)
class ArmTotals:
    """Sums over the units of an arm up to each look; every array has the looks on its last axis.

    ``y`` is the outcome, ``x`` the same measure before the experiment; units whose outcome is not
    complete are in no sum yet.
    """

    count: Reals
    y: Reals
    yy: Reals
    x: Reals
    xx: Reals
    xy: Reals

    @classmethod
    def of(
        cls, outcome: Reals, before: Reals, look: NDArray[np.int64], *, looks: int
    ) -> "ArmTotals":
        """From one row per unit: its outcome, what came before, and the look at which it counts."""
        if not outcome.shape == before.shape == look.shape:
            raise Invalid("Units are columns of one length.")

        def summed(column: Reals) -> Reals:
            return np.bincount(look, column, minlength=looks)[:looks].cumsum()

        return cls(
            *map(
                summed,
                (
                    np.ones_like(outcome),
                    outcome,
                    outcome**2,
                    before,
                    before**2,
                    outcome * before,
                ),
            )
        )

    def scaled(self, factor: float) -> "ArmTotals":
        """The same arm, had every outcome been ``factor`` times as large."""
        return ArmTotals(
            self.count, self.y * factor, self.yy * factor**2, self.x, self.xx, self.xy * factor
        )


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Treatment minus control at each look, in the unit of the outcome.

    ``lower`` and ``upper`` hold the true difference at all looks at once with probability 1 -
    alpha; they are infinite until both arms have ``fewest`` units. ``p`` is the always-valid
    p-value. ``explained`` is the share of the variance that the adjustment took out.
    ``control_mean`` is adjusted in the same way.
    """

    difference: Reals
    lower: Reals
    upper: Reals
    p: Reals
    standard_error: Reals
    control_mean: Reals
    explained: Reals
    count: Reals

    @property
    def decided(self) -> NDArray[np.bool_]:
        """The looks at which the interval does not hold 0."""
        return (self.lower > 0) | (self.upper < 0)

    @property
    def relative(self) -> Reals:
        """The difference as a share of the control's mean."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(self.control_mean > 0, self.difference / self.control_mean, np.nan)


def compare(
    control: ArmTotals,
    treatment: ArmTotals,
    *,
    rho: float,
    alpha: float,
    fewest: int,
    adjusted: bool = True,
) -> Comparison:
    """Compare at every look; without ``adjusted`` the bare means."""
    arms = (control, treatment)
    with np.errstate(divide="ignore", invalid="ignore"):
        counts = [np.maximum(arm.count, 1) for arm in arms]
        y_means = [arm.y / count for arm, count in zip(arms, counts, strict=True)]
        x_means = [arm.x / count for arm, count in zip(arms, counts, strict=True)]
        yy = [_spread(a.yy, a.y, a.y, n) for a, n in zip(arms, counts, strict=True)]
        xx = [_spread(a.xx, a.x, a.x, n) for a, n in zip(arms, counts, strict=True)]
        xy = [_spread(a.xy, a.x, a.y, n) for a, n in zip(arms, counts, strict=True)]
        whole = xx[0] + xx[1]
        slope = np.where(whole > 0, (xy[0] + xy[1]) / np.where(whole > 0, whole, 1), 0.0)
        slope = slope if adjusted else np.zeros_like(slope)
        left = [yy[i] - 2 * slope * xy[i] + slope**2 * xx[i] for i in range(2)]
        variances = [np.maximum(left[i], 0) / np.maximum(counts[i] - 1, 1) for i in range(2)]
        squared_error = variances[0] / counts[0] + variances[1] / counts[1]
        total = control.count + treatment.count
        x_mean = (control.x + treatment.x) / np.maximum(total, 1)
        difference = (y_means[1] - y_means[0]) - slope * (x_means[1] - x_means[0])
        explained = 1 - np.where(yy[0] + yy[1] > 0, (left[0] + left[1]) / (yy[0] + yy[1]), 1.0)
    deviation = np.sqrt(squared_error * total)
    # Without any variance (an outcome that nobody has shown yet) nothing can be said either.
    ready = (control.count >= fewest) & (treatment.count >= fewest) & (squared_error > 0)
    reach = np.where(ready, radius(total, deviation, rho=rho, alpha=alpha), np.inf)
    told = np.where(ready, evidence(total, difference, deviation, rho=rho), 0.0)
    return Comparison(
        difference=difference,
        lower=difference - reach,
        upper=difference + reach,
        p=always_valid_p(told),
        standard_error=np.sqrt(squared_error),
        control_mean=y_means[0] - slope * (x_means[0] - x_mean),
        explained=np.maximum(explained, 0),
        count=total,
    )


def harm_bound(comparison: Comparison, *, rho: float, alpha: float, fewest: int) -> Reals:
    """An upper bound of the difference, on one side alone: below a tolerated loss, it is harm.

    ``fewest`` is of both arms together.
    """
    deviation = comparison.standard_error * np.sqrt(comparison.count)
    reach = one_sided_radius(comparison.count, deviation, rho=rho, alpha=alpha)
    ready = np.isfinite(comparison.lower) & (comparison.count >= fewest)
    return np.where(ready, comparison.difference + reach, np.inf)


def _spread(products: Reals, first: Reals, second: Reals, count: Reals) -> Reals:
    return products - first * second / count
