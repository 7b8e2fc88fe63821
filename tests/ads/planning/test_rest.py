"""The rest of a flight: what is left, what would come of it, and what a change would bring."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.ads.planning.test_plans import UNTIL, viewing

from matinee.ads.model import Cap, GoalKind, Level, LineItem, Targeting
from matinee.ads.planning.inventory import Avails, avails
from matinee.ads.planning.rest import WEEK, Rest, rest_of, used_of, weekly_cap
from matinee.errors import Conflict
from matinee.vocabulary.window import Window

PRICE = 20_000_000
"""In millionths: 20 for 1,000."""


def item(**facts: Any) -> LineItem:
    whole = LineItem(
        id=uuid4(),
        campaign_id=uuid4(),
        advertiser_id=uuid4(),
        name="Spring",
        bid=PRICE,
        goal_kind=GoalKind.SPEND,
        goal=100_000_000,
        flight=Window(UNTIL - WEEK, UNTIL + WEEK),
        targeting=Targeting(hours=frozenset({20})),
        caps=(Cap(Level.LINE_ITEM, 10, WEEK), Cap(Level.CAMPAIGN, 100, WEEK)),
    )
    return replace(whole, **facts)


def places(targeting: Targeting) -> Avails:
    return avails(viewing(), ads_per_hour=8, weeks=1, hours=targeting.hours)


def rest(booked: LineItem, used: int = 0, *, now: datetime = UNTIL, free: float = 1.0) -> Rest:
    return rest_of(booked, used, now, price=20.0, free=free, places=places)


def test_what_is_left_is_the_budget_without_what_was_used() -> None:
    found = rest(item(), 99_000_000_000)
    assert found.left == pytest.approx(1.0)
    assert [way.key for way in found.ways] == ["as_is", "all_hours", "more_often", "both"]
    assert found.ways[0].plan.spend == pytest.approx(1.0, rel=1e-6)
    assert found.unspent == pytest.approx(0, abs=1e-6)


def test_a_cap_that_holds_the_rest_back_is_told_and_twice_the_cap_spends_twice() -> None:
    booked = item(targeting=Targeting())
    found = rest(booked, 90_000_000_000)
    as_is, often = found.way("as_is"), found.way("more_often")
    assert as_is.plan.spend == pytest.approx(10 * 10 * 0.02, rel=0.01)
    assert found.unspent == pytest.approx(10 - as_is.plan.spend)
    assert often.plan.spend == pytest.approx(2 * as_is.plan.spend, rel=0.01)
    assert often.item.caps == (Cap(Level.LINE_ITEM, 20, WEEK), Cap(Level.CAMPAIGN, 100, WEEK))
    longer = found.way("longer")
    assert longer.plan.spend == pytest.approx(10, rel=0.01)
    assert longer.item.flight.end == UNTIL + 5 * WEEK
    assert replace(longer.item, flight=booked.flight) == booked


def test_the_log_is_read_once_for_each_targeting() -> None:
    asked = list[Targeting]()

    def counted(targeting: Targeting) -> Avails:
        asked.append(targeting)
        return places(targeting)

    booked = item()
    found = rest_of(booked, 0, UNTIL, price=20.0, free=0.2, places=counted)
    assert "longer" in {way.key for way in found.ways}
    assert asked == [booked.targeting, Targeting()]


def test_no_change_is_offered_that_would_change_nothing() -> None:
    free = item(caps=(), targeting=Targeting())
    assert [way.key for way in rest(free, 99_000_000_000).ways] == ["as_is"]
    assert weekly_cap(free) == 50


def test_more_than_the_bid_is_never_paid() -> None:
    found = rest_of(item(bid=5_000_000), 0, UNTIL, price=20.0, free=1.0, places=places)
    assert found.price == 5.0


@pytest.mark.parametrize("now", [UNTIL - 3 * WEEK, UNTIL])
def test_the_rest_begins_now_or_with_the_flight(now: datetime) -> None:
    found = rest(item(), now=now)
    assert found.start == max(now, UNTIL - WEEK)


def test_what_is_over_or_spent_is_not_planned() -> None:
    with pytest.raises(Conflict, match="over"):
        rest(item(), now=UNTIL + 2 * WEEK)
    with pytest.raises(Conflict, match="spent"):
        rest(item(), item().budget)
    with pytest.raises(Conflict, match="over"):
        rest(item(flight=Window(UNTIL, None)))


def test_impressions_use_what_was_booked_and_spend_what_was_paid() -> None:
    assert used_of(item(), 3, 45_000) == 45_000
    assert used_of(item(goal_kind=GoalKind.IMPRESSIONS), 3, 45_000) == 3 * PRICE
    assert used_of(item(goal_kind=GoalKind.REACH), 3, 45_000, reached=2) == 2 * PRICE


def test_the_rest_of_a_goal_by_reach_is_the_households_that_were_not_reached() -> None:
    booked = item(goal_kind=GoalKind.REACH, goal=8, targeting=Targeting())
    found = rest(booked, 6 * PRICE)
    assert found.left == 2
    assert found.way("as_is").plan.reached.households == pytest.approx(2, rel=1e-6)
    assert found.unspent == pytest.approx(0, abs=1e-6)
    none_free = rest(booked, 6 * PRICE, free=0.0001)
    assert none_free.unspent == pytest.approx(2, abs=0.1)
    with pytest.raises(Conflict, match="The goal is reached"):
        rest(booked, 8 * PRICE)


def test_the_narrowest_cap_of_the_line_item_counts() -> None:
    caps = (
        Cap(Level.LINE_ITEM, 1, timedelta(hours=12)),
        Cap(Level.LINE_ITEM, 9, WEEK),
        Cap(Level.ADVERTISER, 1, WEEK),
    )
    assert weekly_cap(item(caps=caps)) == 9
