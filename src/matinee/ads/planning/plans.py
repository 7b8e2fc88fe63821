"""Reach and frequency under a cap, and three plans that trade one for the other.

A household that meets places for ads at a rate of λ a week, of which a plan takes the share s, sees
a Poisson number with mean λs, cut at the cap; reach is the households that see at least one
(the model of exposure behind reach curves since Metheringham 1964 and Chandon 1976, with each
household's own rate instead of a distribution fitted to all).
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter

import numpy as np
import numpy.typing as npt

from matinee.ads.planning.inventory import Avails

Real = npt.NDArray[np.float64]
_STEPS = 60
_CURVE = 12
_MOST_WEEKS = 1e6


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


def reached(avails: Avails, share: float, cap: int, before: float = 0.0) -> Reached:
    """What a share of the places comes to, with at most ``cap`` ads a household a week.

    Only households that are new count; ``before`` as :func:`exposure` says.
    """
    rates = avails.by_household * share
    seen = capped_mean(rates, cap) * avails.weeks
    new = -np.exp(-avails.by_household * before) * np.expm1(-rates * avails.weeks)
    return Reached(share, float(seen.sum()), float(new.sum()))


def exposure(avails: Avails, households: float) -> float:
    """Weeks of all the places after which so many households were reached.

    By the same model a household is reached with 1 - exp(-λ x), whatever came when: so what was
    reached already says how worn the places are. As many as nearly all where there are no more.
    """

    def met(weeks: float) -> float:
        return float(-np.expm1(-avails.by_household * weeks).sum())

    low, high = 0.0, 1.0
    while met(high) < households and high < _MOST_WEEKS:
        high *= 2
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if met(middle) < households else (low, middle)
    return low


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


def share_for(
    avails: Avails,
    wanted: float,
    cap: int,
    most: float,
    *,
    of: Callable[[Reached], float] = attrgetter("impressions"),
    before: float = 0.0,
) -> float:
    """The least share that brings so many impressions (or what ``of`` counts), else ``most``."""
    if of(reached(avails, most, cap, before)) <= wanted:
        return most
    low, high = 0.0, most
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if of(reached(avails, middle, cap, before)) < wanted:
            low = middle
        else:
            high = middle
    return high


def plan(
    key: str,
    avails: Avails,
    *,
    budget: float | None,
    price: float,
    cap: int,
    free: float,
    hours: Sequence[int] = (),
    households: float | None = None,
    already: float = 0.0,
) -> Plan:
    """Spend the budget, or reach so many households, or what the places allow.

    Args:
        key: its name for programs.
        avails: the places that its targeting meets.
        budget: in the currency; None where only ``households`` bound it.
        price: for 1,000 impressions.
        cap: ads that a household may see in a week.
        free: the share of the places that is not promised to others.
        hours: of the week, if not all.
        households: that are to be reached and were not yet, where that is the goal.
        already: those that were reached before; none of them counts again.
    """
    wanted = math.inf if budget is None else budget / price * 1000
    before = exposure(avails, already) if already else 0.0
    share = share_for(avails, wanted, cap, free)
    if households is not None:
        enough = share_for(
            avails, households, cap, free, of=attrgetter("households"), before=before
        )
        share = min(share, enough)
    at = reached(avails, share, cap, before)
    steps = [reached(avails, free * (step + 1) / _CURVE, cap, before) for step in range(_CURVE)]
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
