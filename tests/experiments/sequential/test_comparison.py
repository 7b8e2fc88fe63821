"""What is watched every day keeps its promise, and finds what is there."""

import numpy as np
import pytest

from matinee.errors import Invalid
from matinee.experiments.sequential.comparison import (
    ArmTotals,
    Comparison,
    compare,
    harm_bound,
)
from matinee.experiments.sequential.fixed_horizon import units_needed, welch_p
from matinee.experiments.sequential.mixture import (
    always_valid_p,
    evidence,
    one_sided_radius,
    radius,
    rho_for,
)

ALPHA, FEWEST, DAYS, DAILY = 0.05, 50, 20, 60
RHO = rho_for(DAYS * DAILY / 2, alpha=ALPHA)


def arms(experiments: int, seed: int = 0) -> tuple[ArmTotals, ArmTotals]:
    rng = np.random.default_rng(seed)
    habit = rng.lognormal(0, 0.7, (2, experiments, DAYS, DAILY // 2))
    x = habit * rng.gamma(4, 0.25, habit.shape)
    y = habit * rng.gamma(4, 0.25, habit.shape)
    sums = [column.sum(axis=3).cumsum(axis=2) for column in (x**0, y, y**2, x, x**2, x * y)]
    return ArmTotals(*(column[0] for column in sums)), ArmTotals(*(column[1] for column in sums))


def compared(control: ArmTotals, treatment: ArmTotals, *, adjusted: bool = True) -> Comparison:
    return compare(control, treatment, rho=RHO, alpha=ALPHA, fewest=FEWEST, adjusted=adjusted)


@pytest.mark.parametrize("adjusted", [True, False])
def test_equal_arms_watched_daily_are_seldom_called_different(adjusted: bool) -> None:
    control, treatment = arms(400)
    told = compared(control, treatment, adjusted=adjusted)
    assert told.decided.any(axis=1).mean() <= 0.05
    # The same looks with a t-test deceive many times as often: the test above can fail.
    assert (welch_p(told)[:, 3:] < ALPHA).any(axis=1).mean() > 0.12


def test_a_real_lift_is_found_and_the_adjustment_finds_it_sooner() -> None:
    control, treatment = arms(200, seed=1)
    better = treatment.scaled(1.2)
    bare, adjusted = compared(control, better, adjusted=False), compared(control, better)
    assert adjusted.decided.any(axis=1).mean() > bare.decided.any(axis=1).mean() > 0.3
    assert (adjusted.standard_error[:, -1] < bare.standard_error[:, -1]).mean() > 0.99
    assert adjusted.relative[:, -1].mean() == pytest.approx(0.2, abs=0.02)


def test_the_interval_leaves_out_zero_exactly_when_the_p_value_is_below_alpha() -> None:
    rng = np.random.default_rng(4)
    count = rng.integers(10, 5_000, 500).astype(np.float64)
    mean, deviation = rng.normal(0, 0.1, 500), rng.uniform(0.5, 2, 500)
    outside = np.abs(mean) > radius(count, deviation, rho=RHO, alpha=ALPHA)
    p = np.exp(-evidence(count, mean, deviation, rho=RHO))
    assert outside.any()
    assert (outside == (p < ALPHA)).all()


def test_an_always_valid_p_value_never_rises() -> None:
    p = always_valid_p(np.random.default_rng(0).normal(0, 3, (20, 30)))
    assert (np.diff(p, axis=1) <= 0).all()
    assert (p <= 1).all()


def test_the_mixture_is_tightest_near_the_count_it_was_tuned_for() -> None:
    one = np.ones(1)
    at = {
        tuned: float(radius(1_000 * one, one, rho=rho_for(tuned, alpha=ALPHA), alpha=ALPHA)[0])
        for tuned in (100, 1_000, 10_000)
    }
    assert at[1_000] < min(at[100], at[10_000])


def test_one_side_alone_is_closer_than_both() -> None:
    one = np.ones(1)
    single = one_sided_radius(500 * one, one, rho=RHO, alpha=ALPHA)
    assert single < radius(500 * one, one, rho=RHO, alpha=ALPHA)


def test_nothing_is_said_before_enough_units_are_there() -> None:
    control, treatment = arms(1)
    told = compare(control, treatment, rho=RHO, alpha=ALPHA, fewest=10_000)
    assert np.isinf(told.upper).all()
    assert not told.decided.any()
    assert (told.p == 1).all()


def test_harm_beyond_what_is_tolerated_is_seen() -> None:
    control, treatment = arms(100, seed=2)
    hurt = compared(control, treatment.scaled(0.6))
    bound = harm_bound(hurt, rho=RHO, alpha=ALPHA, fewest=2 * FEWEST)
    tolerated = -0.05 * hurt.control_mean
    assert ((bound < tolerated)[:, -1]).mean() > 0.9
    same = compared(control, treatment)
    unhurt = harm_bound(same, rho=RHO, alpha=ALPHA, fewest=2 * FEWEST)
    assert (unhurt < -0.05 * same.control_mean).any(axis=1).mean() <= 0.03


def test_units_count_at_the_look_at_which_they_are_complete() -> None:
    totals = ArmTotals.of(
        np.array([1.0, 2.0, 4.0]), np.array([1.0, 0.0, 3.0]), np.array([0, 2, 2]), looks=3
    )
    assert totals.count.tolist() == [1, 1, 3]
    assert totals.y.tolist() == [1, 1, 7]
    assert totals.xy.tolist() == [1, 1, 13]


def test_a_plan_says_how_many_units_it_takes() -> None:
    # Two arms of 392: the textbook's 2 (1.96 + 0.84)² σ² / δ² with σ = 1, δ = 0.2.
    assert units_needed(deviation=1.0, difference=0.2) == pytest.approx(785, abs=1)
    with pytest.raises(Invalid):
        units_needed(deviation=1.0, difference=0.0)
