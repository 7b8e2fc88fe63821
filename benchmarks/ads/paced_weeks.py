"""Weeks of breaks and the line items that want them, and four ways to pace them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matinee.ads.pacing.shadow_prices import Arrivals, ShadowPrices

Real = npt.NDArray[np.float64]
KINDS, ITEMS = 12, 16
_INTERVAL = 0.25
"""Hours between two corrections of throttling and PID, as their papers make them."""


@dataclass(frozen=True, slots=True, eq=False)
class Book:
    """Line items: affinity to kinds of break (0: may not run), bids, goals and flights in hours."""

    affinity: Real
    bids: Real
    goals: Real
    starts: Real
    ends: Real

    def in_flight(self, hours: Real) -> npt.NDArray[np.bool_]:
        """``(breaks, items)``."""
        return (hours[:, None] >= self.starts) & (hours[:, None] < self.ends)


@dataclass(frozen=True, slots=True, eq=False)
class Supply:
    """Breaks: ``hours`` since the flight's week began, and ``weights`` by line item."""

    hours: Real
    weights: Real

    def without(self, start: float, end: float) -> "Supply":
        """The same, with nobody to serve the breaks between two hours."""
        served = (self.hours < start) | (self.hours >= end)
        return Supply(self.hours[served], self.weights[served])


def draw_book(random: np.random.Generator, *, breaks: int, hours: int) -> Book:
    """Sixteen line items that together want 50 to 110% of the breaks."""
    may_run = random.random((KINDS, ITEMS)) < 0.5
    wanted = random.dirichlet(np.full(ITEMS, 2.0)) * random.uniform(0.5, 1.1)
    late, early = random.random(ITEMS) < 0.3, random.random(ITEMS) < 0.3
    day = hours / 7
    return Book(
        affinity=np.exp(random.normal(0, 0.35, (KINDS, ITEMS))) * may_run,
        bids=np.exp(random.normal(3, 0.35, ITEMS)),
        goals=np.floor(wanted * breaks) + 20,
        starts=np.where(late, random.uniform(0, 2 * day, ITEMS), 0.0),
        ends=np.where(early, random.uniform(5 * day, hours, ITEMS), float(hours)),
    )


def draw_supply(random: np.random.Generator, hours: Real, book: Book, *, drift: bool) -> Supply:
    """Breaks at those hours, whose kinds follow the hour of the day.

    With ``drift`` the worth of each line item moves over the week, by a lognormal factor of 0.5.
    """
    phase = hours[:, None] % 24 / 24 + np.arange(KINDS)[None] / KINDS
    odds = 1 + 0.6 * np.sin(2 * np.pi * phase)
    odds /= odds.sum(axis=1, keepdims=True)
    kind = (odds.cumsum(axis=1) > random.random((len(hours), 1))).argmax(axis=1)
    weights = book.affinity[kind] * np.exp(random.normal(0, 0.3, (len(hours), ITEMS)))
    if drift:
        span = hours / hours.max() - 0.5
        weights *= np.exp(np.outer(span, random.normal(0, 0.5, ITEMS)))
    return Supply(hours, weights)


@dataclass(frozen=True, slots=True, eq=False)
class Paced:
    """What one way of pacing reached: ``value``, and what it left of each goal."""

    value: float
    left: Real


def by_shadow_prices(supply: Supply, book: Book, curve: Real, prices: Real) -> Paced:
    """Ours."""
    pacing = ShadowPrices(book.goals, book.starts, book.ends, Arrivals(curve), prices)
    value, won = 0.0, np.zeros(ITEMS)
    for hour, weights in zip(supply.hours.tolist(), supply.weights, strict=True):
        scores = book.bids * (weights - pacing.prices)
        scores[(weights <= 0) | ~pacing.running(hour)] = -1
        best = int(scores.argmax())
        won[:] = 0
        if scores[best] > 0:
            won[best] = 1
            value += float(book.bids[best] * weights[best])
        pacing.observe(hour, 1, won)
    return Paced(value, pacing.left)


def unpaced(supply: Supply, book: Book) -> Paced:
    """The dearest ad while its goal lasts."""
    return _controlled(supply, book, lambda _hour, _left: None, lambda values: values)


def by_throttling(supply: Supply, book: Book, curve: Real, seed: int) -> Paced:
    """Each line item takes part by chance (Agarwal, Ghosh, Wei and You 2014).

    Its probability is corrected by a tenth of itself, up or down, as its spend lies behind or ahead
    of the forecast's share.
    """
    random = np.random.default_rng([seed, 1])
    rate = np.full(ITEMS, 0.1)

    def correct(hour: float, left: Real) -> None:
        behind = book.goals - left < _due(book, curve, hour)
        np.clip(rate * np.where(behind, 1.1, 0.9), 0.001, 1.0, out=rate)

    def scores(values: Real) -> Real:
        return np.where(random.random(ITEMS) < rate, values, 0.0)

    return _controlled(supply, book, correct, scores)


def by_pid(supply: Supply, book: Book, curve: Real) -> Paced:
    """Each bid is multiplied by what a PID controller says (Zhang, Rong, Wang, Zhu, Wang 2016).

    The controller looks at the share of the goal that a line item is behind; its output is the
    logarithm of the factor.
    """
    factor = np.full(ITEMS, 0.5)
    total, last = np.zeros(ITEMS), np.zeros(ITEMS)

    def correct(hour: float, left: Real) -> None:
        nonlocal last
        error = (_due(book, curve, hour) - (book.goals - left)) / book.goals
        total[:] = np.clip(total + error, -5, 5)
        out = 20 * error + 0.5 * total + 5 * (error - last)
        last = error
        factor[:] = np.exp(np.clip(out - 0.5, -3, 0))

    return _controlled(supply, book, correct, lambda values: values * factor)


def _controlled(
    supply: Supply,
    book: Book,
    correct: Callable[[float, Real], None],
    scored: Callable[[Real], Real],
) -> Paced:
    left, value, next_correction = book.goals.copy(), 0.0, 0.0
    for hour, weights in zip(supply.hours.tolist(), supply.weights, strict=True):
        if hour >= next_correction:
            correct(hour, left)
            next_correction = hour + _INTERVAL
        values = book.bids * weights
        running = (book.starts <= hour) & (hour < book.ends) & (left >= 1)
        scores = np.where(running, scored(values), 0.0)
        best = int(scores.argmax())
        if scores[best] > 0:
            left[best] -= 1
            value += float(values[best])
    return Paced(value, left)


def _due(book: Book, curve: Real, hour: float) -> Real:
    """Impressions that each line item should have by that hour, by the forecast."""
    at = np.arange(len(curve))
    begun, ends = np.interp(book.starts, at, curve), np.interp(book.ends, at, curve)
    now = np.interp(np.clip(hour, book.starts, book.ends), at, curve)
    return book.goals * (now - begun) / np.maximum(ends - begun, 1)
