from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from matinee.ads.planning.inventory import Avails, Viewing, avails
from matinee.ads.planning.plans import capped_mean, exposure, plan, reached, share_for

UNTIL = datetime(2026, 3, 2, tzinfo=UTC)
"""A Monday."""


def viewing(weeks: int = 4) -> Viewing:
    """Ten households; each sees one film at 20:00 every day, the even ones in Portugal."""
    since = UNTIL - timedelta(weeks=weeks)
    days = weeks * 7
    household = np.tile(np.arange(10), days)
    at = since.timestamp() + np.repeat(np.arange(days), 10) * 86_400 + 20 * 3600
    return Viewing(
        household=household,
        title=household % 2,
        at=at.astype(np.float64),
        hours=np.full(len(at), 1.5),
        territory=("PT", "ES") * 5,
        genres=(frozenset({"Drama"}), frozenset({"Horror", "Drama"})),
        since=since,
        until=UNTIL,
    )


def test_places_for_ads_are_those_of_the_weeks_before() -> None:
    found = avails(viewing(), ads_per_hour=8, weeks=2)
    assert found.total == pytest.approx(2 * 7 * 10 * 12)
    assert found.by_household.tolist() == pytest.approx([84] * 10)
    assert found.by_hour.argmax() % 24 == 20


def test_only_what_is_targeted_counts() -> None:
    whole = avails(viewing(), ads_per_hour=8, weeks=1).total
    halves = [
        avails(viewing(), ads_per_hour=8, weeks=1, territories=("PT",)),
        avails(viewing(), ads_per_hour=8, weeks=1, genres=("Horror",)),
        avails(viewing(), ads_per_hour=8, weeks=1, without_genres=("Horror",)),
    ]
    assert [half.total for half in halves] == pytest.approx([whole / 2] * 3)
    assert avails(viewing(), ads_per_hour=8, weeks=1, hours=range(20)).total < 0.3 * whole


def test_a_capped_mean_is_what_drawing_gives() -> None:
    drawn = np.random.default_rng(1).poisson([[0.3], [2.0], [9.0]], (3, 200_000))
    for cap in (1, 3, 8):
        assert capped_mean(np.array([0.3, 2.0, 9.0]), cap) == pytest.approx(
            np.minimum(drawn, cap).mean(axis=1), abs=0.01
        )


def some() -> Avails:
    rates = np.random.default_rng(2).gamma(0.7, 20, 3_000)
    return Avails(np.full(168, rates.sum() / 168), rates, 4.0)


def test_more_impressions_reach_more_and_no_household_beyond_its_cap() -> None:
    places = some()
    steps = [reached(places, share, 3) for share in (0.05, 0.2, 0.8)]
    assert steps[0].households < steps[1].households < steps[2].households < 3_000
    assert all(step.impressions <= 3 * places.weeks * 3_000 for step in steps)
    assert reached(places, 1.0, 10**3).impressions == pytest.approx(places.total, rel=1e-6)


def test_the_least_share_that_is_enough_is_found() -> None:
    places = some()
    share = share_for(places, 10_000, 3, 1.0)
    assert reached(places, share, 3).impressions == pytest.approx(10_000, rel=1e-6)
    assert share_for(places, 10**9, 3, 0.4) == 0.4


def test_a_plan_spends_its_budget_or_what_the_places_allow() -> None:
    places = some()
    small = plan("far", places, budget=200, price=20, cap=2, free=0.5)
    assert small.spend == pytest.approx(200, rel=1e-6)
    assert sum(small.weekly) * 4 == pytest.approx(small.reached.impressions)
    large = plan("far", places, budget=10**7, price=20, cap=2, free=0.5)
    assert large.reached.share == 0.5
    assert large.spend == pytest.approx(large.reached.impressions * 0.02)


def test_a_plan_by_reach_takes_no_more_places_than_its_households_need() -> None:
    places = some()
    wanted = plan("far", places, budget=None, price=20, cap=2, free=0.9, households=1_000)
    assert wanted.reached.households == pytest.approx(1_000, rel=1e-6)
    assert wanted.spend == pytest.approx(wanted.reached.impressions * 0.02)
    poor = plan("far", places, budget=wanted.spend / 2, price=20, cap=2, free=0.9, households=1_000)
    assert poor.spend == pytest.approx(wanted.spend / 2, rel=1e-6)
    assert poor.reached.households < 1_000
    all_of_them = plan("far", places, budget=None, price=20, cap=2, free=0.9, households=10**6)
    assert all_of_them.reached.share == 0.9


def test_what_was_reached_before_counts_no_second_time() -> None:
    places = some()
    half = reached(places, 0.1, 3)
    whole = reached(replace(places, weeks=2 * places.weeks), 0.1, 3)
    before = exposure(places, half.households)
    assert before == pytest.approx(0.1 * places.weeks, rel=1e-6)
    again = reached(places, 0.1, 3, before)
    assert half.households + again.households == pytest.approx(whole.households, rel=1e-6)
    rest = plan(
        "x", places, budget=None, price=20, cap=3, free=1.0,
        households=again.households, already=half.households,
    )  # fmt: skip
    assert rest.reached.share == pytest.approx(0.1, rel=1e-5)
    assert np.isfinite(exposure(places, 10**9))


def test_a_lower_cap_reaches_more_households_with_the_same_money() -> None:
    places = some()
    plans = [plan("x", places, budget=300, price=20, cap=cap, free=1.0) for cap in (1, 8)]
    assert plans[0].reached.households > plans[1].reached.households
    assert plans[0].reached.frequency < plans[1].reached.frequency
