"""How many breaks will come, hour by hour: a level that follows the weeks, times a season.

The season is the share of each hour of the week. A cell is drawn towards what day and hour say
apart (the product of their shares) by as much as the log's own scatter warrants: between a cell
that was seen rarely and one that was seen often, the first is drawn more (empirical Bayes for
Poisson counts with a gamma prior; Efron and Morris 1975). The level is a smoothed weekly sum.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

Real = npt.NDArray[np.float64]
_FADE = 0.9
"""What a week counts for the season against the next one."""
_LEVEL_FADE = 0.6
_HOURS = 24


@dataclass(frozen=True, slots=True, eq=False)
class Forecast:
    """Counts expected in each hour of the season that follows (a week, or a day)."""

    expected: Real

    @classmethod
    def fit(cls, counts: Real) -> Self:
        """From ``(seasons, hours)``, the oldest first; 168 hours are a week, 24 a day."""
        seasons, hours = counts.shape
        age = np.arange(seasons - 1, -1, -1.0)
        weights = _FADE**age
        level_weights = _LEVEL_FADE**age
        level = float(level_weights @ counts.sum(axis=1) / level_weights.sum())
        seen = weights @ counts
        if not seen.sum():
            return cls(np.zeros(hours))
        shares = _drawn(seen, weights) if hours > _HOURS else _smoothed(seen)
        return cls(level * shares / shares.sum())

    def cumulative(self) -> Real:
        """Counts expected up to the start of each hour, and at the end: ``hours + 1`` values."""
        return np.concatenate([[0.0], np.cumsum(self.expected)])


def _drawn(seen: Real, weights: Real) -> Real:
    """Cells drawn towards the product of day and hour."""
    table = seen.reshape(-1, _HOURS)
    apart = np.outer(table.sum(axis=1), _smoothed(table.sum(axis=0)))
    apart *= table.sum() / apart.sum()
    # Scatter of the cells around the product, beyond what Poisson counts scatter anyway.
    effective = weights.sum() ** 2 / (weights**2).sum()
    mean = apart / weights.sum()
    noise = mean / effective
    excess = ((table / weights.sum() - mean) ** 2 - noise).sum() / (mean**2).sum()
    if excess <= 0:
        return apart.ravel()
    prior = 1.0 / excess
    trust = mean * effective / (mean * effective + prior)
    return (trust * table + (1 - trust) * apart).ravel()


def _smoothed(hours: Real) -> Real:
    """A little of each neighbour, around the clock."""
    return 0.6 * hours + 0.2 * np.roll(hours, 1) + 0.2 * np.roll(hours, -1)


def seasonal_naive(counts: Real) -> Real:
    """The last season again: what a forecast must beat."""
    return counts[-1].astype(np.float64)


def mean_absolute_scaled_error(actual: Real, expected: Real, naive: Real) -> float:
    """The forecast's mean absolute error over that of the naive one (Hyndman and Koehler 2006)."""
    return float(np.abs(actual - expected).mean() / np.abs(actual - naive).mean())
