import numpy as np
import pytest

from matinee.ads.pacing.forecast import (
    Forecast,
    Real,
    mean_absolute_scaled_error,
    seasonal_naive,
)
from matinee.ads.pacing.plan import best_plan
from matinee.ads.pacing.shadow_prices import Arrivals, ShadowPrices

DAY = 1.2 + np.sin(2 * np.pi * (np.arange(24) - 14) / 24)
CURVE = np.concatenate([[0.0], np.cumsum(np.tile(100 * DAY / DAY.mean(), 7))])


def week(random: np.random.Generator, level: float = 30.0) -> Real:
    weekend = np.repeat([1, 1, 1, 1, 1, 1.4, 1.4], 24)
    return random.poisson(level * np.tile(DAY, 7) * weekend).astype(np.float64)


def test_the_forecast_beats_last_week_again() -> None:
    random = np.random.default_rng(1)
    past, actual = np.stack([week(random) for _ in range(8)]), week(random)
    expected = Forecast.fit(past).expected
    assert mean_absolute_scaled_error(actual, expected, seasonal_naive(past)) < 0.85


def test_the_forecast_follows_the_level_of_the_last_weeks() -> None:
    random = np.random.default_rng(2)
    past = np.stack([week(random, level) for level in (10, 10, 10, 30, 30, 30)])
    assert 0.7 < Forecast.fit(past).expected.sum() / past[-1].sum() < 1.05


def test_an_evening_that_is_busy_on_one_day_alone_is_learned() -> None:
    random = np.random.default_rng(3)
    past = np.stack([week(random) for _ in range(8)])
    past[:, 4 * 24 + 3] += 200
    assert Forecast.fit(past).expected[4 * 24 + 3] > 120


def test_an_empty_log_forecasts_nothing() -> None:
    assert Forecast.fit(np.zeros((3, 168))).expected.sum() == 0


def test_a_plan_gives_the_break_to_whom_it_is_worth_most_and_prices_the_goal() -> None:
    weights = np.array([[1.0, 0.9], [1.0, 0.2], [1.0, 0.8]])
    plan = best_plan(weights, np.array([10.0, 10.0]), np.array([1.0, 5.0]))
    assert plan.value == pytest.approx(10 * (0.9 + 1.0 + 0.8))
    assert plan.gets == pytest.approx([1, 2])
    assert plan.shadows[0] == pytest.approx(0.2)
    assert plan.shadows[1] == pytest.approx(0.0)


def test_a_line_item_that_may_run_nowhere_gets_nothing() -> None:
    plan = best_plan(np.zeros((3, 1)), np.array([10.0]), np.array([5.0]))
    assert (plan.value, plan.gets.tolist()) == (0.0, [0.0])


def run_a_week(goal: float, *, outage: tuple[float, float] = (0, 0), supply: float = 1.0) -> Real:
    """One line item against a market that asks 0 to 1; its share of the goal after each day."""
    random = np.random.default_rng(4)
    goals, ends, opening = np.array([goal]), np.array([168.0]), np.array([0.8])
    pacing = ShadowPrices(goals, np.array([0.0]), ends, Arrivals(CURVE), opening)
    done: list[float] = []
    for hour in range(168):
        breaks = random.poisson(supply * (CURVE[hour + 1] - CURVE[hour]))
        for place in range(breaks):
            at = hour + place / breaks
            if outage[0] <= at < outage[1]:
                continue
            wins = pacing.running(at)[0] and 1.0 - pacing.prices[0] > random.random()
            pacing.observe(at, 1, np.array([float(wins)]))
        if hour % 24 == 23:
            done.append(float(1 - pacing.left[0] / goal))
    return np.array(done)


def test_a_goal_is_reached_evenly_without_early_burn_or_late_rush() -> None:
    done = run_a_week(3000)
    assert done[-1] > 0.995
    assert np.abs(done - np.arange(1, 8) / 7).max() < 0.05


def test_an_outage_is_made_up_for_over_the_rest_of_the_flight() -> None:
    done = run_a_week(3000, outage=(66, 90))
    assert done[-1] > 0.995
    assert np.diff(done[3:]).max() < 1.25 * np.diff(done[3:]).min()


def test_a_goal_is_never_exceeded_and_a_price_never_negative() -> None:
    pacing = ShadowPrices(np.array([2.0]), np.array([0.0]), np.array([168.0]), Arrivals(CURVE))
    for hour in range(3):
        assert pacing.prices[0] >= 0
        won = float(pacing.running(hour)[0])
        pacing.observe(hour, 1, np.array([won]))
    assert pacing.left[0] == 0
    assert not pacing.running(3)[0]


def test_more_breaks_than_forecast_are_noticed() -> None:
    done = run_a_week(3000, supply=1.6)
    assert np.abs(done - np.arange(1, 8) / 7).max() < 0.12
    assert done[-1] > 0.995
