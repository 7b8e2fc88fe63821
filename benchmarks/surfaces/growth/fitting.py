"""How a cost grows: cost = scale * size ^ exponent, by least squares on the logarithms. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Growth:
    """A fitted power law; ``low`` and ``high`` are the exponents between neighbouring sizes."""

    scale: float
    exponent: float
    low: float
    high: float

    def at(self, size: float) -> float:
        """The cost at this size."""
        return self.scale * size**self.exponent


def fitted(sizes: Sequence[float], costs: Sequence[float]) -> Growth:
    """Through at least two sizes, all sizes and costs above nothing."""
    if len(sizes) < 2 or min(sizes) <= 0 or min(costs) <= 0:
        raise ValueError("a power law needs two sizes or more, and costs above nothing")
    x, y = np.log(np.array(sizes, np.float64)), np.log(np.array(costs, np.float64))
    exponent, level = np.polyfit(x, y, 1)
    steps = np.diff(y) / np.diff(x)
    return Growth(float(np.exp(level)), float(exponent), float(np.min(steps)), float(np.max(steps)))
