"""Experiments that are watched every day: how often they cry wolf, and how soon they see one.

A/A experiments are simulated with outcomes as hours watched are: many zeros, a long tail, and
members who watch much having watched much before. The same members with a lift in one arm give
power and stopping time, beside a test that is read once, on the last day.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from benchmarks.outcome import Figure, Outcome
from matinee.experiments.sequential.comparison import ArmTotals, Comparison, compare
from matinee.experiments.sequential.fixed_horizon import welch_p
from matinee.experiments.sequential.mixture import rho_for
from matinee.experiments.sequential.sample_ratio import sample_ratio_p

_EXPERIMENTS = 1_000
_DAYS = 28
_ALPHA = 0.05
_FEWEST = 100
_SEED = 29
_LIFTS = (0.05, 0.075, 0.1, 0.15)
_BLOCK = 50
_RATIO_ALPHA = 0.001


def run(quick: bool) -> Outcome:
    """``quick``: 100 new members a day in each experiment instead of 400."""
    daily = 100 if quick else 400
    control, treatment = _simulated(daily)
    rho = rho_for(daily * _DAYS / 2, alpha=_ALPHA)
    bare = _compared(control, treatment, rho, adjusted=False)
    adjusted = _compared(control, treatment, rho, adjusted=True)
    counts = np.stack((control.count, treatment.count), axis=-1)
    peeked = welch_p(bare)
    figures: dict[str, Figure] = {
        "experiments": _EXPERIMENTS,
        "days": _DAYS,
        "members_a_day": daily,
        "nominal": _ALPHA,
        "binomial_limit": _limit(),
        "false_alarms": _share(bare.decided.any(axis=1)),
        "false_alarms_cuped": _share(adjusted.decided.any(axis=1)),
        "false_alarms_peeked_t": _share((peeked < _ALPHA).any(axis=1)),
        "false_alarms_fixed_t": _share(peeked[:, -1] < _ALPHA),
        "sample_ratio_false_alarms": _share(
            sample_ratio_p(counts, np.array([0.5, 0.5]))[:, -1] < _RATIO_ALPHA
        ),
        "sample_ratio_found_at_47_to_53": _share(_lopsided(daily) < _RATIO_ALPHA),
        "cuped_variance_removed": round(float(adjusted.explained[:, -1].mean()), 3),
    }
    figures["within_limit"] = int(
        max(float(figures["false_alarms"]), float(figures["false_alarms_cuped"])) <= _limit()
    )
    for lift in _LIFTS:
        figures |= _found(
            control,
            treatment.scaled(1 + lift),
            rho,
            f"lift_{100 * lift:g}_percent".replace(".", "_"),
        )
    return Outcome(figures)


def _found(control: ArmTotals, treatment: ArmTotals, rho: float, name: str) -> dict[str, Figure]:
    bare = _compared(control, treatment, rho, adjusted=False)
    adjusted = _compared(control, treatment, rho, adjusted=True)
    stops = {"sequential": _stops(bare), "sequential_cuped": _stops(adjusted)}
    figures: dict[str, Figure] = {
        f"{name}_fixed_power": _share(welch_p(bare)[:, -1] < _ALPHA),
        f"{name}_fixed_cuped_power": _share(welch_p(adjusted)[:, -1] < _ALPHA),
    }
    for kind, days in stops.items():
        figures[f"{name}_{kind}_power"] = _share(days <= _DAYS)
        figures[f"{name}_{kind}_mean_days"] = round(float(np.minimum(days, _DAYS).mean()), 1)
    return figures


def _stops(comparison: Comparison) -> np.ndarray:
    """The day on which each experiment is decided, counted from 1; one past the last if never."""
    decided = comparison.decided
    return np.where(decided.any(axis=1), decided.argmax(axis=1) + 1, _DAYS + 1)


def _compared(
    control: ArmTotals, treatment: ArmTotals, rho: float, *, adjusted: bool
) -> Comparison:
    return compare(control, treatment, rho=rho, alpha=_ALPHA, fewest=_FEWEST, adjusted=adjusted)


def _simulated(daily: int) -> tuple[ArmTotals, ArmTotals]:
    """Both arms of every experiment: (experiments, days) each, cumulated."""
    rng = np.random.default_rng(_SEED)
    parts: list[np.ndarray] = []
    for _ in range(_EXPERIMENTS // _BLOCK):
        shape = (_BLOCK, _DAYS, daily)
        # How much somebody watches differs a lot between members and less between weeks.
        habit = rng.lognormal(0.6, 0.8, shape).astype(np.float32)
        before, during = (_hours(habit, rng) for _ in range(2))
        treated = rng.random(shape, np.float32) < 0.5
        columns = (np.ones_like(during), during, during**2, before, before**2, during * before)
        parts.append(
            np.stack(
                [
                    np.stack([(column * arm).sum(axis=2, dtype=np.float64) for column in columns])
                    for arm in (~treated, treated)
                ]
            )
        )
    sums = np.concatenate(parts, axis=2).cumsum(axis=3)
    return ArmTotals(*sums[0]), ArmTotals(*sums[1])


def _hours(habit: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Hours of one week: nothing at all in some of them, else around the member's habit."""
    watched = habit * rng.standard_gamma(5.0, habit.shape, np.float32) / 5
    return watched * (rng.random(habit.shape, np.float32) >= 0.15)


def _lopsided(daily: int) -> np.ndarray:
    """The p-value after the last day where one arm loses six members in a hundred."""
    rng = np.random.default_rng(_SEED + 1)
    first = rng.binomial(daily, 0.47, (_EXPERIMENTS, _DAYS)).cumsum(axis=1).astype(np.float64)
    whole = np.arange(1, _DAYS + 1) * float(daily)
    return sample_ratio_p(np.stack((first, whole - first), axis=-1), np.array([0.5, 0.5]))[:, -1]


def _limit() -> float:
    """The share of false alarms that a true 5% stays under 97.5% of the time."""
    return float(stats.binom.ppf(0.975, _EXPERIMENTS, _ALPHA) / _EXPERIMENTS)


def _share(which: NDArray[np.bool_] | np.bool_) -> float:
    return round(float(which.mean()), 4)
