"""A house over a day, by a clock that a test moves: with pacing, and without."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from tests.ads.bookings import Clock, Stand, stand

from matinee.ads import tables
from matinee.ads.decided import Decision
from matinee.ads.model import BreakRequest
from matinee.ads.paced import PacedItem, PacingPlan
from matinee.ads.repository import log, pacing, past_plans
from matinee.foundation.database import Database
from matinee.vocabulary.ids import uuid7
from matinee.vocabulary.window import Window

DAY = datetime.fromisoformat("2026-03-04T00:00:00+00:00")
BREAKS = (1, 0, 0, 0, 0, 1, 1, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 4, 5, 5, 5, 4, 3, 2)
"""How many breaks each hour of the day has; the weeks before it had as many."""
GOAL = 24
SIX = 18


def breaks_of(house: Stand, day: datetime) -> Iterator[BreakRequest]:
    for hour, breaks in enumerate(BREAKS):
        for place in range(breaks):
            at = day + timedelta(hours=hour + place / breaks, seconds=1)
            yield house.request(
                at=at, household=None, hour=day.weekday() * 24 + hour, slots=1,
                duration=timedelta(seconds=30),
            )  # fmt: skip


async def a_day(database: Database, *, paced: bool, until: int = 24) -> dict[str, Counter[int]]:
    """Impressions by hour. Soup pays more and runs all day, tea until six in the evening alone."""
    clock = Clock()
    clock.now = DAY
    house = stand(database, clock, lease_seconds=3600)
    past = [
        Decision(uuid7(each.at), "", each, (), 0, proven=True)
        for day in range(16, 0, -1)
        for each in breaks_of(house, DAY - timedelta(days=day))
    ]
    async with database.transaction() as connection:
        await log.write_decisions(connection, past)
    await house.line_item(
        await house.campaign("Soup"),
        goal=GOAL,
        name="Soup",
        flight=Window(DAY, DAY + timedelta(days=1)),
    )
    await house.line_item(
        await house.campaign("Tea"),
        goal=GOAL,
        name="Tea",
        bid=20_000_000,
        flight=Window(DAY, DAY + timedelta(hours=SIX)),
    )
    had = {name: Counter[int]() for name in ("Soup", "Tea")}
    for asked in breaks_of(house, DAY):
        if asked.at >= DAY + timedelta(hours=until):
            break
        clock.now = asked.at
        await house.ads.exchange()
        if paced:
            await house.ads.pacing.keep()
        for item, _, token in (await house.ads.decide(asked)).ads:
            await house.ads.beacon(token, "impression")
            had[item.name][asked.at.hour] += 1
    return had


async def test_both_of_two_line_items_reach_their_goals_and_neither_burns_early_or_rushes_late(
    database: Database,
) -> None:
    had = await a_day(database, paced=True)
    assert had["Soup"].total() >= 0.95 * GOAL
    assert had["Tea"].total() >= 0.9 * GOAL
    assert sum(had["Soup"][hour] for hour in range(SIX)) <= 0.6 * GOAL


async def test_without_pacing_the_dearer_one_is_spent_by_the_time_the_other_ends(
    database: Database,
) -> None:
    had = await a_day(database, paced=False, until=SIX)
    assert sum(had["Soup"][hour] for hour in range(SIX)) == GOAL
    assert had["Tea"].total() < 0.5 * GOAL


async def test_a_decision_under_a_plan_is_made_again_at_its_prices(database: Database) -> None:
    house = stand(database)
    item = await house.line_item(await house.campaign())
    await house.ads.start()
    first = await house.ads.decide(house.request())
    plan = await house.ads.pacing.keep()
    assert plan is not None
    assert await house.ads.pacing.keep() is None  # Neither old nor of another demand.
    await house.ads.exchange()
    second = await house.ads.decide(house.request(household=None))
    await house.ads.exchange()
    assert first.decision.snapshot != second.decision.snapshot
    for answered in (first, second):
        explained = await house.ads.explain(answered.decision.id)
        assert explained.same
        assert [each.line_item_id for each in explained.decision.placed] == [item.id]


async def test_of_a_plan_that_is_over_the_prices_of_its_decisions_are_kept_and_no_more(
    database: Database,
) -> None:
    house = stand(database)
    item = await house.line_item(await house.campaign())
    other = await house.line_item(await house.campaign("Tea"))
    await house.ads.start()
    at, decided = house.clock.now, list[UUID]()
    for number, price in enumerate((0.4, 0.3, 0.2, 0.1)):
        made = at + timedelta(hours=4 * number)
        paced = {each.id: PacedItem(price, 0, 10**15, 10**15) for each in (item, other)}
        plan = PacingPlan(uuid7(made), made, made, number, paced)
        async with database.transaction() as connection:
            await pacing.put_plan(connection, plan)
        house.clock.now = made + timedelta(hours=2)
        await house.ads.exchange()
        if number != 1:
            answered = await house.ads.decide(house.request(household=None))
            assert {each.weight for each in answered.decision.placed} == {1000 - 1000 * price}
            decided.append(answered.decision.id)
    await house.ads.exchange()

    async with database.transaction() as connection:
        assert await past_plans.settle(connection, house.clock.now) == 2
        assert await past_plans.settle(connection, house.clock.now) == 0
        left = [
            (await connection.execute(select(func.count()).select_from(table))).scalar()
            for table in (tables.pacing_plans, tables.past_plans, tables.priced_items)
        ]
    assert left == [2, 1, 1], "two in force or lately so, one packed, and one nobody decided on"
    assert all([(await house.ads.explain(each)).same for each in decided])


@given(st.dictionaries(st.uuids(), st.floats(0, 1.5), max_size=20))
def test_prices_are_packed_without_loss(prices: dict[UUID, float]) -> None:
    items = {each: PacedItem(price, 0, 0, 0) for each, price in prices.items()}
    plan = PacingPlan(UUID(int=1), DAY, DAY, 1, items)
    assert past_plans.unpacked(plan.id, *past_plans.packed(plan)).shadows() == plan.shadows()


async def test_a_line_item_goes_on_at_its_last_pace_where_no_plan_follows(
    database: Database,
) -> None:
    house = stand(database, lease_seconds=3600)
    await house.line_item(await house.campaign(), goal=7200)  # Ten an hour for thirty days.
    assert await house.ads.pacing.keep() is not None
    await house.ads.start()
    shown = 0
    for _ in range(24):
        house.clock.advance(minutes=5)
        await house.ads.exchange()
        for _ in range(5):
            shown += len((await house.ads.decide(house.request(household=None))).ads)
    plan = await house.ads.pacing.latest()
    assert plan is not None
    assert plan.stale(house.clock.now)
    assert 2 * 10 <= shown <= 2 * 10 * 3 + 1, "one more, and up to three times its pace"
