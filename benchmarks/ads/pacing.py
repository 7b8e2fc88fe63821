"""Pacing: value against the best plan in hindsight, on seasonal weeks and real arrival times."""

import csv
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from benchmarks.ads.paced_weeks import (
    Book,
    Paced,
    Real,
    Supply,
    by_pid,
    by_shadow_prices,
    by_throttling,
    draw_book,
    draw_supply,
    unpaced,
)
from benchmarks.material import sha256_of, shared
from benchmarks.outcome import Figure, Outcome
from matinee.ads.pacing.forecast import Forecast, mean_absolute_scaled_error, seasonal_naive
from matinee.ads.pacing.plan import best_plan
from matinee.demo.simulator.parameters import Parameters
from matinee.demo.simulator.simulation import draw_people
from matinee.demo.simulator.visits import draw_visits

_SEEDS = 20
_BREAKS = 10_000
_WEEK = 168
_SAMPLE = 2_000
_OUTAGE = (66.0, 68.0)
"""The third day, from 18 to 20 o'clock: in prime time."""
_FULL = 0.999
OURS, NONE, THROTTLING, PID = "shadow_prices", "unpaced", "throttling", "pid"


def run(quick: bool) -> Outcome:
    """``quick``: two seeds."""
    seeds = range(2 if quick else _SEEDS)
    arrivals = _real_arrivals()
    kept: defaultdict[tuple[str, str], list[tuple[float, float, float]]] = defaultdict(list)
    for seed in seeds:
        for drift in (False, True):
            for real in (False, True):
                made = _real_week(seed, arrivals, drift) if real else _made_week(seed, drift)
                for name, figures in _raced(*made, seed).items():
                    kept[name, "drift" if drift else "stationary"].append(figures)
    figures = _figures(kept, OURS) | {"seeds": len(seeds)}
    figures |= _forecasts()
    peers = {f"{name} (run here)": _figures(kept, name) for name in (NONE, THROTTLING, PID)}
    return Outcome(figures, peers, sha256_of(_log("bts")))


def _figures(
    kept: dict[tuple[str, str], list[tuple[float, float, float]]], name: str
) -> dict[str, Figure]:
    steady, moving = np.array(kept[name, "stationary"]), np.array(kept[name, "drift"])
    return {
        "hindsight_ratio": round(float(steady[:, 0].mean()), 4),
        "hindsight_ratio_worst": round(float(steady[:, 0].min()), 4),
        "hindsight_ratio_drift": round(float(moving[:, 0].mean()), 4),
        "hindsight_ratio_drift_worst": round(float(moving[:, 0].min()), 4),
        "spend_error": round(float(steady[:, 1].mean()), 4),
        "spend_error_drift": round(float(moving[:, 1].mean()), 4),
        "spend_error_worst_line_item": round(float(max(steady[:, 2].max(), moving[:, 2].max())), 4),
    }


def _raced(
    book: Book, supply: Supply, curve: Real, prices: Real, seed: int
) -> dict[str, tuple[float, float, float]]:
    """Each way's share of the value in hindsight, and what it left of goals that supply allows.

    The second figure is of all those goals together, in money, the third of the worst of them.
    """
    hindsight = best_plan(supply.weights * book.in_flight(supply.hours), book.bids, book.goals)
    full = hindsight.gets >= _FULL * book.goals

    def judged(paced: Paced) -> tuple[float, float, float]:
        shares = (paced.left / book.goals)[full]
        together = paced.left[full] @ book.bids[full] / (book.goals[full] @ book.bids[full])
        return paced.value / hindsight.value, float(together), float(shares.max())

    return {
        OURS: judged(by_shadow_prices(supply, book, curve, prices)),
        NONE: judged(unpaced(supply, book)),
        THROTTLING: judged(by_throttling(supply, book, curve, seed)),
        PID: judged(by_pid(supply, book, curve)),
    }


def _made_week(seed: int, drift: bool) -> tuple[Book, Supply, Real, Real]:
    """Six weeks of history, then one to be paced: with drift, more breaks and a rising number."""
    random = np.random.default_rng([seed, 2])
    hour = np.arange(_WEEK)
    season = 1.2 + np.sin(2 * np.pi * (hour % 24 - 14) / 24) + 0.4 * (hour // 24 >= 5)
    book = draw_book(random, breaks=_BREAKS, hours=_WEEK)

    def week(level: float, trend: float) -> Real:
        shape = season * (1 + trend * (hour / _WEEK - 0.5))
        counts = random.poisson(_BREAKS * level * shape / season.sum())
        return np.sort(np.repeat(hour, counts) + random.random(int(counts.sum())))

    past = [week(1.0, 0.0) for _ in range(6)]
    counts = np.stack([np.bincount(each.astype(int), minlength=_WEEK) for each in past])
    curve = Forecast.fit(counts.astype(np.float64)).cumulative()
    before = draw_supply(random, past[-1], book, drift=False)
    supply = draw_supply(random, week(1.15, 0.3) if drift else week(1.0, 0.0), book, drift=drift)
    if drift:
        supply = supply.without(*_OUTAGE)
    return book, supply, curve, _opening_prices(random, before, book)


def _real_week(seed: int, arrivals: Real, drift: bool) -> tuple[Book, Supply, Real, Real]:
    """The first day of Open Bandit's week is the history, the other six are to be paced."""
    random = np.random.default_rng([seed, 3])
    first, rest = arrivals[arrivals < 24], arrivals[arrivals >= 24] - 24
    hours = _WEEK - 24
    book = draw_book(random, breaks=len(rest), hours=hours)
    day = Forecast.fit(np.bincount(first.astype(int), minlength=24)[None].astype(np.float64))
    curve = Forecast(np.tile(day.expected, hours // 24)).cumulative()
    before = draw_supply(random, first, book, drift=False)
    supply = draw_supply(random, rest, book, drift=drift)
    if drift:
        supply = supply.without(*_OUTAGE)
    return book, supply, curve, _opening_prices(random, before, book, share=len(first) / len(rest))


def _opening_prices(
    random: np.random.Generator, before: Supply, book: Book, share: float = 1.0
) -> Real:
    """Shadow prices of a plan on a sample of the past, with goals cut down to it."""
    sample = random.permutation(len(before.hours))[:_SAMPLE]
    weights = before.weights if share < 1 else before.weights * book.in_flight(before.hours)
    goals = book.goals * share * len(sample) / len(before.hours)
    return best_plan(weights[sample], book.bids, goals).shadows


def _forecasts() -> dict[str, Figure]:
    """The seventeenth week of the simulated audience's visits, from the sixteen before it."""
    scores: list[float] = []
    for seed in range(5):
        parameters = Parameters()
        base = datetime(2026, 3, 2, tzinfo=UTC).timestamp()
        visits = draw_visits(
            draw_people(parameters, seed=seed), parameters, base, np.random.default_rng(seed)
        )
        hours = ((visits.at - base) // 3600).astype(np.int64) + _WEEK * parameters.weeks
        counts = (
            np.bincount(hours, minlength=_WEEK * parameters.weeks)
            .reshape(-1, _WEEK)
            .astype(np.float64)
        )
        past, held_out = counts[:-1], counts[-1]
        scores.append(
            mean_absolute_scaled_error(held_out, Forecast.fit(past).expected, seasonal_naive(past))
        )
    return {
        "forecast_error_over_seasonal_naive": round(float(np.mean(scores)), 3),
        "forecast_error_over_seasonal_naive_worst": round(max(scores), 3),
    }


def _log(policy: str) -> Path:
    return shared("ads", "open-bandit", policy, "all", "all.csv")


def _real_arrivals() -> Real:
    """Hours since the start of Open Bandit's week, of every impression of its sample."""
    with _log("bts").open(encoding="utf-8") as file:
        at = [datetime.fromisoformat(row["timestamp"]) for row in csv.DictReader(file)]
    start = datetime.combine(min(at).date(), datetime.min.time(), UTC)
    return np.sort(np.array([(each - start).total_seconds() / 3600 for each in at]))
