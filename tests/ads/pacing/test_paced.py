from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from matinee.ads.paced import PacedItem, PacingPlan

AT = datetime(2026, 3, 4, 12, tzinfo=UTC)
ITEM = UUID(int=1)


def plan(hourly: int, price: float = 0.0) -> PacingPlan:
    return PacingPlan(UUID(int=9), AT, AT, 1, {ITEM: PacedItem(price, 0, 1000, hourly)})


@given(hourly=st.integers(0, 10**12), minutes=st.floats(0, 10_000), bid=st.integers(1, 10**9))
def test_what_may_be_granted_rises_and_always_allows_one_more_impression(
    hourly: int, minutes: float, bid: int
) -> None:
    made = plan(hourly)
    now = AT + timedelta(minutes=minutes)
    ceiling = made.ceiling(ITEM, bid, now)
    assert ceiling is not None
    assert ceiling >= 1000 + bid
    later = made.ceiling(ITEM, bid, now + timedelta(hours=1))
    assert later is not None
    assert later >= ceiling
    assert 1 <= made.at_once(ITEM, bid, 50) <= 50


def test_what_is_in_no_plan_is_held_back_by_none() -> None:
    made = plan(60)
    assert made.ceiling(UUID(int=2), 5, AT) is None
    assert made.at_once(UUID(int=2), 5, 50) == 50


def test_a_plan_is_stale_when_three_are_overdue_and_a_price_of_nothing_is_told_nobody() -> None:
    made = plan(60, price=0.0004)
    assert not made.stale(AT + timedelta(minutes=15))
    assert made.stale(AT + timedelta(minutes=16))
    assert made.shadows() == {}
    assert plan(60, price=0.25).shadows() == {ITEM: 250}
