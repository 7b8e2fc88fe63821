"""Pacing by shadow prices: what an impression of a line item's budget is worth elsewhere.

A line item competes with ``bid * (weight - price)``. Its price rises while it spends faster than
what is left of its goal, spread over the breaks that are still forecast, and falls while it spends
slower: dual descent on the allocation's linear programme (Balseiro and Gur 2019, adaptive pacing;
Balseiro, Lu and Mirrokni 2023 for allocation), whose fixed point is that of first-price pacing
equilibria (Conitzer et al. 2022). The targets are taken anew from what is left, so that an outage
is made up for over the rest of the flight and no budget rushes out at its end.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Real = npt.NDArray[np.float64]
_STEP = 10.0
"""A line item at twice its pace for a tenth of its goal changes its price by one bid."""
_LARGEST_STEP = 0.08
_SILENCE = 8.0
"""So many breaks expected, and no more than one met: by chance that is one case in three hundred.
So it is held that nobody counted."""
_FIRM = 0.25
"""How much of a season's forecast weighs against what has come, in judging the level."""


@dataclass(slots=True)
class Arrivals:
    """Where in the forecast we are: ``curve`` counts breaks up to the start of each hour.

    Hours in which nobody counted (an outage) say nothing of the level. ``season`` is how many
    breaks the forecast has in one of its seasons; None where the curve is one.
    """

    curve: Real
    came: float = 0.0
    counted: float = 0.0
    hour: float = 0.0
    season: float | None = None

    def observe(self, hour: float, breaks: float) -> None:
        """That many breaks came since the last time."""
        self.came += breaks
        expected = float(self.expected(hour) - self.expected(self.hour))
        if breaks > 1 or expected < _SILENCE:
            self.counted += expected
        self.hour = hour

    def expected(self, hour: float | Real) -> float | Real:
        """Breaks forecast up to that hour of the season."""
        return np.interp(hour, np.arange(len(self.curve)), self.curve)

    @property
    def level(self) -> float:
        """What has come, over what was expected."""
        whole = float(self.curve[-1]) if self.season is None else self.season
        firm = max(_FIRM * whole, 1.0)
        return (self.came + firm) / (self.counted + firm)

    def left(self, hour: float, ends: Real) -> Real:
        """Breaks still to come before each end, at the level that was met so far."""
        return np.maximum(self.expected(ends) - self.expected(hour), 0.0) * self.level


class ShadowPrices:
    """Prices of ``n`` line items, over their bids.

    Args:
        goals: impressions of each.
        starts: hour of the season at which its flight begins.
        ends: and ends.
        arrivals: the forecast.
        prices: to begin with, from a plan on the forecast; else none.
        left: of each goal; else all of it.
        highest: the price at which no impression is worth its bid any more. Who looks less often
            than at every break would go beyond it, and be long in coming back.
    """

    def __init__(
        self,
        goals: Real,
        starts: Real,
        ends: Real,
        arrivals: Arrivals,
        prices: Real | None = None,
        *,
        left: Real | None = None,
        highest: float = np.inf,
    ) -> None:
        self.goals, self.starts, self.ends = goals, starts, ends
        self.arrivals, self._highest = arrivals, highest
        self.left = (goals if left is None else left).astype(np.float64)
        self.prices = np.zeros(len(goals)) if prices is None else prices.copy()
        self._steps = np.minimum(_STEP / np.maximum(goals, 1.0), _LARGEST_STEP)

    def running(self, hour: float) -> npt.NDArray[np.bool_]:
        """Those in flight with something left of their goal."""
        return (self.starts <= hour) & (hour < self.ends) & (self.left >= 1)

    def observe(self, hour: float, breaks: float, won: Real) -> None:
        """After ``breaks`` breaks around ``hour``, of which each line item won ``won``."""
        self.arrivals.observe(hour, breaks)
        self.move(hour, breaks, won)

    def move(self, hour: float, breaks: float, won: Real) -> None:
        """The same of breaks that the forecast has been told of."""
        self.left -= won
        coming = np.maximum(self.arrivals.left(hour, self.ends), 1.0)
        target = np.minimum(self.left / coming, 1.0) * breaks
        flying = (self.starts <= hour) & (hour < self.ends)
        moved = self.prices + self._steps * (won - target) * flying
        np.clip(moved, 0.0, self._highest, out=self.prices)
