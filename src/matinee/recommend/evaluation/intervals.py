"""How sure a figure is: bootstrap over members (Efron 1979), alone or paired."""

from dataclasses import dataclass

import numpy as np

from matinee.recommend.arrays import Floats


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean, its standard error, and the interval that holds it with ``confidence``."""

    mean: float
    error: float
    low: float
    high: float
    confidence: float = 0.95


def bootstrap(values: Floats, *, draws: int = 1000, seed: int = 0) -> Interval:
    """The mean over members, redrawn with replacement ``draws`` times."""
    means = _redrawn_means(values, draws=draws, seed=seed)
    low, high = np.quantile(means, [0.025, 0.975])
    return Interval(float(values.mean()), standard_error(values), float(low), float(high))


def paired_difference(
    first: Floats, second: Floats, *, draws: int = 1000, seed: int = 0
) -> Interval:
    """The mean of ``first − second``, member by member; a tie where the interval holds 0."""
    return bootstrap(first - second, draws=draws, seed=seed)


def standard_error(values: Floats) -> float:
    """Of the mean of independent values."""
    if values.size < 2:
        return 0.0
    return float(values.std(ddof=1) / np.sqrt(values.size))


def _redrawn_means(values: Floats, *, draws: int, seed: int) -> Floats:
    generator = np.random.default_rng(seed)
    size = values.size
    means = np.empty(draws)
    for draw in range(draws):
        means[draw] = values[generator.integers(0, size, size)].mean()
    return means
