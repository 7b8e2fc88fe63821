from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import numpy as np
import pytest

from matinee.ads.accounts.model import pacing_curve
from matinee.ads.model import GoalKind, LineItem, Targeting
from matinee.vocabulary.window import Window

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
ITEM = LineItem(
    id=UUID(int=1),
    campaign_id=UUID(int=2),
    advertiser_id=UUID(int=3),
    name="Soup",
    bid=10_000_000,
    goal_kind=GoalKind.IMPRESSIONS,
    goal=1_000,
    flight=Window(MONDAY, MONDAY + timedelta(days=7)),
)
EVEN = np.zeros(168)


def test_without_a_season_the_plan_is_a_straight_line() -> None:
    curve = pacing_curve(ITEM, [], EVEN, MONDAY)
    assert curve.planned_at(MONDAY) == 0
    assert curve.planned_at(MONDAY + timedelta(days=3.5)) == pytest.approx(0.5)
    assert curve.planned[-1] == (MONDAY + timedelta(days=7), 1.0)
    assert curve.delivered == ()


def test_the_plan_follows_the_hours_that_members_watch() -> None:
    season = np.zeros(168)
    season[20::24] = 1.0
    curve = pacing_curve(ITEM, [], season, MONDAY)
    assert curve.planned_at(MONDAY + timedelta(hours=20)) == 0
    assert curve.planned_at(MONDAY + timedelta(hours=21)) == pytest.approx(1 / 7)


def test_hours_that_are_not_targeted_are_not_planned() -> None:
    mornings = replace(ITEM, targeting=Targeting(hours=frozenset(range(12))))
    curve = pacing_curve(mornings, [], EVEN, MONDAY)
    assert curve.planned_at(MONDAY + timedelta(hours=12)) == pytest.approx(1.0)


def test_what_was_delivered_ends_now_and_never_runs_back() -> None:
    billed = [(MONDAY + timedelta(hours=hour), 10 * ITEM.bid) for hour in (3, 9, 10)]
    now = MONDAY + timedelta(hours=10, minutes=30)
    curve = pacing_curve(ITEM, billed, EVEN, now)
    times = [at for at, _ in curve.delivered]
    shares = [share for _, share in curve.delivered]
    assert times[-1] == now
    assert times == sorted(times)
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(0.03)
