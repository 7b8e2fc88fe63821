"""What an experiment says, from units whose effect is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from matinee.audience.watching.model import Measure, UnitOutcomes
from matinee.experiments.definition import Arm, Experiment, Guardrail, State
from matinee.experiments.reading import Reading, read_experiment
from matinee.experiments.verdicts import VerdictKind

START = datetime(2026, 3, 1, tzinfo=UTC)
UNTIL = START + timedelta(days=30)
EXPERIMENT = Experiment(
    key="x",
    name="Test",
    arms=(Arm("a"), Arm("b")),
    guardrails=(Guardrail(Measure.DAYS, 0.05),),
    state=State.RUNNING,
    first_bucket=0,
    bucket_count=10_000,
    started_at=START,
    expected_units=4_000,
)


def outcomes(
    *, units: int = 4_000, lift: float = 0.0, fewer_days: float = 0.0, share: float = 0.5,
    mixed: float = 0.0, seed: int = 0,
) -> UnitOutcomes:  # fmt: skip
    rng = np.random.default_rng(seed)
    arm = (rng.random(units) < share).astype(np.int64)
    habit = rng.lognormal(1, 0.6, units)
    hours = habit * rng.gamma(4, 0.25, units) * (1 + lift * arm)
    days = rng.binomial(7, np.clip(0.5 * (1 - fewer_days * arm), 0, 1)).astype(np.float64)
    columns = np.column_stack((hours, hours, hours / 2, days))
    before = np.column_stack([habit * rng.gamma(4, 0.25, units)] * 4)
    first = START.timestamp() + rng.uniform(0, 22 * 86_400, units)
    return UnitOutcomes(("a", "b"), arm, first, rng.random(units) < mixed, columns, before)


def read(
    told: UnitOutcomes, experiment: Experiment = EXPERIMENT, *, until: datetime = UNTIL
) -> Reading:
    return read_experiment(experiment, told, until=until, fewest=100, ratio_alpha=0.001)


def test_a_better_arm_is_called_better_with_its_bounds() -> None:
    reading = read(outcomes(lift=0.3))
    assert reading.verdict.kind is VerdictKind.BETTER
    assert reading.verdict.arm == "b"
    low, high = reading.curves[0].bounds
    assert 0 < low < 0.3 < high
    assert "b is better than a: +" in reading.verdict.said.text()


def test_a_worse_arm_is_called_worse() -> None:
    assert read(outcomes(lift=-0.3)).verdict.kind is VerdictKind.WORSE


def test_equal_arms_stay_open() -> None:
    reading = read(outcomes())
    assert reading.verdict.kind is VerdictKind.OPEN
    assert "No difference is shown so far" in reading.verdict.said.text()


def test_nothing_is_said_before_enough_windows_are_over() -> None:
    early = read(outcomes(lift=0.5), until=START + timedelta(days=6))
    assert early.verdict.kind is VerdictKind.WAITING
    assert early.complete.sum() == 0
    assert early.exposed[-1].sum() > 0


def test_a_lopsided_experiment_is_not_believed_however_good_it_looks() -> None:
    reading = read(outcomes(lift=0.5, share=0.44))
    assert reading.ratio_broken
    assert reading.verdict.kind is VerdictKind.LOPSIDED


def test_harm_on_a_guardrail_outweighs_a_gain() -> None:
    reading = read(outcomes(lift=0.3, fewer_days=0.3))
    assert reading.verdict.kind is VerdictKind.HARM
    assert reading.rails[0].harmed
    assert reading.rails[0].loss > 0.05
    assert not read(outcomes(lift=0.3)).rails[0].harmed


def test_units_seen_in_two_arms_are_left_out_and_counted() -> None:
    reading = read(outcomes(mixed=0.1))
    assert 300 < reading.mixed < 500
    assert reading.complete.sum() + reading.mixed <= 4_000


def test_every_look_counts_only_the_windows_that_are_over_by_then() -> None:
    reading = read(outcomes())
    counts = reading.curves[0].comparison.count
    assert len(reading.ends) == 30
    assert counts[6] < counts[15] < counts[-1]
    assert counts[5] == 0  # No window of seven days is over within six.
    assert np.isinf(reading.curves[0].comparison.upper[5])


def test_the_best_of_several_arms_is_named() -> None:
    three = replace(EXPERIMENT, arms=(Arm("a"), Arm("b"), Arm("c")), guardrails=())
    told = outcomes(units=6_000)
    arm = np.random.default_rng(1).integers(0, 3, len(told))
    during = told.during * np.array([1.0, 1.3, 1.7])[arm, None]
    reading = read(replace(told, arms=("a", "b", "c"), arm=arm, during=during), three)
    assert (reading.verdict.kind, reading.verdict.arm) == (VerdictKind.BETTER, "c")


def test_an_experiment_that_nobody_has_seen_waits() -> None:
    nobody = UnitOutcomes(
        (), np.empty(0, np.int64), np.empty(0), np.empty(0, np.bool_),
        np.empty((0, 4)), np.empty((0, 4)),
    )  # fmt: skip
    reading = read(nobody)
    assert reading.verdict.kind is VerdictKind.WAITING
    assert not reading.ratio_broken
    with pytest.raises(ValueError, match="started"):
        read(nobody, replace(EXPERIMENT, started_at=None))
