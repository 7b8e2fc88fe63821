"""From what the units did to what the experiment says: curves, sample ratio, guardrails, verdict.

A unit counts once its window is complete, with what it did within it. So every unit is one
observation, they arrive one after the other, and the sequences of ``sequential`` hold.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from matinee.audience.watching.model import Measure, UnitOutcomes
from matinee.experiments import verdicts
from matinee.experiments.definition import Experiment, Guardrail
from matinee.experiments.off_policy.logged import Reals
from matinee.experiments.sequential.comparison import (
    ArmTotals,
    Comparison,
    compare,
    harm_bound,
)
from matinee.experiments.sequential.mixture import rho_for
from matinee.experiments.sequential.sample_ratio import sample_ratio_p
from matinee.experiments.verdicts import Verdict

_DAY = 86_400.0
_MEASURES = tuple(Measure)


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """One arm against the control, look by look; see :class:`Comparison`."""

    arm: str
    comparison: Comparison

    @property
    def change(self) -> float:
        """The relative difference at the last look; NaN before there is one."""
        return float(self.comparison.relative[-1])

    @property
    def bounds(self) -> tuple[float, float]:
        """The interval at the last look, relative to the control's mean."""
        mean = float(self.comparison.control_mean[-1])
        if not np.isfinite(self.comparison.lower[-1]) or mean <= 0:
            return (-np.inf, np.inf)
        return (
            float(self.comparison.lower[-1]) / mean,
            float(self.comparison.upper[-1]) / mean,
        )


@dataclass(frozen=True, slots=True)
class RailReading:
    """One arm on one guardrail: ``loss`` is how much is lost for certain, 0 where nothing is.

    ``change`` is the relative difference, NaN before there is one.
    """

    arm: str
    measure: Measure
    change: float
    loss: float
    tolerated: float

    @property
    def harmed(self) -> bool:
        """Whether more is lost than is tolerated."""
        return self.loss > self.tolerated


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What an experiment says at its last look, and how it came to that.

    ``ends`` are the ends of the looks, epoch seconds; ``exposed`` counts all units by look and
    arm, ``complete`` those whose window is over at the last look, by arm. ``mixed`` units were
    seen in more than one arm and are left out.
    """

    arms: tuple[str, ...]
    ends: Reals
    exposed: NDArray[np.int64]
    complete: NDArray[np.int64]
    mixed: int
    ratio_p: float
    ratio_broken: bool
    curves: tuple[Curve, ...]
    rails: tuple[RailReading, ...]
    verdict: Verdict


def read_experiment(
    experiment: Experiment,
    outcomes: UnitOutcomes,
    *,
    until: datetime,
    fewest: int,
    ratio_alpha: float,
) -> Reading:
    """Read an experiment at ``until``; ``fewest`` complete units an arm needs before it speaks."""
    if experiment.started_at is None:
        raise ValueError("only what has started can be read")
    start, now = experiment.started_at.timestamp(), until.timestamp()
    looks = max(1, int(np.ceil((now - start) / _DAY)))
    arms = tuple(arm.key for arm in experiment.arms)
    place = {name: index for index, name in enumerate(arms)}
    arm = np.array([place.get(name, -1) for name in outcomes.arms], np.int64)[outcomes.arm]
    sound = (arm >= 0) & ~outcomes.mixed
    shares = np.array([one.weight for one in experiment.arms])
    shares /= shares.sum()
    exposed = _counts(arm, outcomes.first, sound, start, looks, len(arms))
    ratio = sample_ratio_p(exposed.astype(np.float64), shares)
    over = outcomes.first + experiment.window_days * _DAY
    ready = sound & (over <= now)
    look = np.clip(np.ceil((over - start) / _DAY).astype(np.int64) - 1, 0, looks - 1)
    units = _Units(arm, look, ready, outcomes, looks)
    compared = len(arms) - 1
    rho = rho_for(experiment.expected_units / 2, alpha=experiment.alpha)
    alpha = experiment.alpha / compared
    curves = tuple(
        Curve(
            arms[treated],
            compare(
                units.totals(0, experiment.measure),
                units.totals(treated, experiment.measure),
                rho=rho,
                alpha=alpha,
                fewest=fewest,
            ),
        )
        for treated in range(1, len(arms))
    )
    rails = tuple(
        _rail(units, arms, treated, rail, rho, alpha / len(experiment.guardrails), fewest)
        for treated in range(1, len(arms))
        for rail in experiment.guardrails
    )
    complete = np.bincount(arm[ready], minlength=len(arms))
    broken = bool(ratio[-1] < ratio_alpha)
    verdict = _verdict(
        experiment, curves, rails, exposed[-1], shares, complete, float(ratio[-1]), broken, fewest
    )
    return Reading(
        arms=arms,
        ends=np.minimum(start + np.arange(1, looks + 1) * _DAY, now),
        exposed=exposed,
        complete=complete,
        mixed=int(outcomes.mixed.sum()),
        ratio_p=float(ratio[-1]),
        ratio_broken=broken,
        curves=curves,
        rails=rails,
        verdict=verdict,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Units:
    """The units with the look at which each is complete; ``ready`` are those that are."""

    arm: NDArray[np.int64]
    look: NDArray[np.int64]
    ready: NDArray[np.bool_]
    outcomes: UnitOutcomes
    looks: int

    def totals(self, arm: int, measure: Measure) -> ArmTotals:
        rows = self.ready & (self.arm == arm)
        column = _MEASURES.index(measure)
        return ArmTotals.of(
            self.outcomes.during[rows, column],
            self.outcomes.before[rows, column],
            self.look[rows],
            looks=self.looks,
        )


def _counts(
    arm: NDArray[np.int64],
    first: Reals,
    sound: NDArray[np.bool_],
    start: float,
    looks: int,
    arms: int,
) -> NDArray[np.int64]:
    day = np.clip(((first[sound] - start) // _DAY).astype(np.int64), 0, looks - 1)
    flat = np.bincount(day * arms + arm[sound], minlength=looks * arms)
    return flat.reshape(looks, arms).cumsum(axis=0)


def _rail(
    units: _Units,
    arms: Sequence[str],
    treated: int,
    rail: Guardrail,
    rho: float,
    alpha: float,
    fewest: int,
) -> RailReading:
    told = compare(
        units.totals(0, rail.measure),
        units.totals(treated, rail.measure),
        rho=rho,
        alpha=alpha,
        fewest=fewest,
    )
    bound = harm_bound(told, rho=rho, alpha=alpha, fewest=2 * fewest)
    with np.errstate(divide="ignore", invalid="ignore"):
        loss = np.where(told.control_mean > 0, -bound / told.control_mean, 0.0)
    # What was certain at one look stays so: the bounds of all looks hold together.
    return RailReading(
        arms[treated],
        rail.measure,
        float(told.relative[-1]),
        float(max(np.max(loss), 0.0)),
        rail.tolerated,
    )


def _verdict(
    experiment: Experiment,
    curves: Sequence[Curve],
    rails: Sequence[RailReading],
    exposed: NDArray[np.int64],
    shares: Reals,
    complete: NDArray[np.int64],
    ratio: float,
    broken: bool,
    fewest: int,
) -> Verdict:
    arms = [arm.key for arm in experiment.arms]
    if broken:
        return verdicts.lopsided(
            counts=dict(zip(arms, exposed.tolist(), strict=True)),
            shares=dict(zip(arms, shares.tolist(), strict=True)),
            p=ratio,
        )
    harmed = next((rail for rail in rails if rail.harmed), None)
    if harmed is not None:
        return verdicts.harm(
            arm=harmed.arm,
            measure=harmed.measure.value,
            bound=harmed.loss,
            tolerated=harmed.tolerated,
        )
    if (complete < fewest).any():
        return verdicts.waiting(
            units=int(complete.sum()), needed=fewest, days=experiment.window_days
        )
    clear = [curve for curve in curves if curve.bounds[0] > 0 or curve.bounds[1] < 0]
    best = max(clear or curves, key=lambda curve: np.nan_to_num(curve.change, nan=-np.inf))
    low, high = best.bounds
    if not clear:
        return verdicts.still_open(
            arm=best.arm, measure=experiment.measure.value, low=low, high=high
        )
    return verdicts.decided(
        arm=best.arm,
        control=experiment.control.key,
        measure=experiment.measure.value,
        change=best.change,
        low=low,
        high=high,
        days=experiment.window_days,
    )
