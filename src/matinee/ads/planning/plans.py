"""Reach and frequency under a cap, and three plans that trade one for the other.

A household that meets places for ads at a rate of λ a week, of which a plan takes the share s, sees
a Poisson number with mean λs, cut at the cap; reach is the households that see at least one
(the model of exposure behind reach curves since Metheringham 1964 and Chandon 1976, with each
household's own rate instead of a distribution fitted to all).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matinee.ads.planning.inventory import Avails

Real = npt.NDArray[np.float64]
_STEPS = 60
_CURVE = 12


@dataclass(frozen=True, slots=True)
class Reached:
    """What a share of all places comes to: impressions, households, and ads for each of them."""

    share: float
    impressions: float
    households: float

    @property
    def frequency(self) -> float:
        """Ads that a household sees that sees any."""
        return self.impressions / self.households if self.households else 0.0


@dataclass(frozen=True, slots=True)
class Plan:
    """A way to spend a budget; ``price`` for 1,000 impressions, ``spend`` what can be spent.

    ``curve`` is what smaller and larger parts of the places would come to.
    """

    key: str
    cap: int
    hours: tuple[int, ...]
    avails: float
    households: int
    price: float
    spend: float
    reached: Reached
    curve: tuple[Reached, ...]
    weekly: tuple[float, ...]
    """Impressions by hour of the week, in one week."""


def reached(avails: Avails, share: float, cap: int) -> Reached:
    """What a share of the places comes to, with at most ``cap`` ads a household a week."""
    rates = avails.by_household * share
    seen = capped_mean(rates, cap) * avails.weeks
    households = -np.expm1(-rates * avails.weeks)
    return Reached(share, float(seen.sum()), float(households.sum()))


def capped_mean(rates: Real, cap: int) -> Real:
    """The mean of min(N, cap), N Poisson: the sum of P(N > k) for k below the cap."""
    term = np.exp(-rates)
    below = term.copy()
    total = np.zeros_like(rates)
    for count in range(cap):
        total += 1.0 - below
        term = term * rates / (count + 1)
        below += term
    return total


def share_for(avails: Avails, impressions: float, cap: int, most: float) -> float:
    """The least share that brings so many impressions, or ``most`` where none does."""
    if reached(avails, most, cap).impressions <= impressions:
        return most
    low, high = 0.0, most
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if reached(avails, middle, cap).impressions < impressions:
            low = middle
        else:
            high = middle
    return high


def plan(
    key: str,
    avails: Avails,
    *,
    budget: float,
    price: float,
    cap: int,
    free: float,
    hours: Sequence[int] = (),
) -> Plan:
    """Spend the budget, or what the places allow.

    Args:
        key: its name for programs.
        avails: the places that its targeting meets.
        budget: in the currency.
        price: for 1,000 impressions.
        cap: ads that a household may see in a week.
        free: the share of the places that is not promised to others.
        hours: of the week, if not all.
    """
    wanted = budget / price * 1000
    share = share_for(avails, wanted, cap, free)
    at = reached(avails, share, cap)
    steps = [reached(avails, free * (step + 1) / _CURVE, cap) for step in range(_CURVE)]
    whole = float(avails.by_hour.sum())
    part = at.impressions / avails.weeks / whole if whole else 0.0
    return Plan(
        key=key,
        cap=cap,
        hours=tuple(hours),
        avails=avails.total,
        households=len(avails.by_household),
        price=price,
        spend=min(at.impressions, wanted) * price / 1000,
        reached=at,
        curve=tuple(steps),
        weekly=tuple((avails.by_hour * part).tolist()),
    )
