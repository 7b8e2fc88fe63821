import time
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from tests.ads.bookings import START, Clock, Stand, stand

from matinee.ads.decided import Exposure
from matinee.ads.model import Approval, Cap, GoalKind, Level, State
from matinee.ads.repository import log, money
from matinee.ads.service import AdService
from matinee.errors import Conflict, Invalid, NotFound, Unavailable
from matinee.foundation.clock import HouseClock
from matinee.foundation.database import Database
from matinee.vocabulary.ids import HouseholdId


@pytest.fixture
def house(database: Database) -> Stand:
    return stand(database)


async def served(house: Stand, **change: object) -> list[str]:
    """Names of the line items that fill a break now."""
    answered = await house.ads.decide(house.request(**change))
    return [item.name for item, _, _ in answered.ads]


async def past_beacons(house: Stand) -> None:
    """Let the time pass in which beacons of what was decided so far count."""
    for _ in range(8):
        house.clock.advance(minutes=55)
        await house.ads.exchange()


async def test_a_booked_line_item_is_served_and_billed_once_however_often_it_is_told(
    house: Stand,
) -> None:
    campaign = await house.campaign()
    item = await house.line_item(campaign)
    await house.ads.start()
    answered = await house.ads.decide(house.request())
    [(served_item, _, token)] = answered.ads
    assert served_item == item
    told = [await house.ads.beacon(token, "impression") for _ in range(10)]
    assert told == [True] + [False] * 9
    invoice = await house.ads.invoice(campaign.id, START, START + timedelta(days=1))
    assert [line.impressions for line in invoice.lines] == [1]
    assert invoice.total.amount == Decimal("0.025")


async def test_a_decision_alone_bills_nothing(house: Stand) -> None:
    campaign = await house.campaign()
    await house.line_item(campaign)
    await house.ads.start()
    await house.ads.decide(house.request())
    assert (await house.ads.invoice(campaign.id, START, START + timedelta(days=1))).lines == ()


async def test_many_impressions_cost_exactly_their_share_of_a_thousand(database: Database) -> None:
    house = stand(database, lease_impressions=200)
    campaign = await house.campaign()
    await house.line_item(campaign, goal=200, bid=12_345_678)
    await house.ads.start()
    for _ in range(200):
        [(_, _, token)] = (await house.ads.decide(house.request(household=None))).ads
        await house.ads.beacon(token, "impression")
    invoice = await house.ads.invoice(campaign.id, START, START + timedelta(days=1))
    assert invoice.total.amount == Decimal("2.469136")
    assert str(invoice.total) == "2.47 EUR"
    assert await served(house) == []


@pytest.mark.parametrize("kind", [GoalKind.IMPRESSIONS, GoalKind.SPEND])
async def test_no_more_is_billed_than_was_booked(house: Stand, kind: GoalKind) -> None:
    campaign = await house.campaign()
    goal = 7 if kind is GoalKind.IMPRESSIONS else 7 * 25_000
    await house.line_item(campaign, goal=goal, goal_kind=kind)
    await house.ads.start()
    count = 0
    for _ in range(20):
        for _, _, token in (await house.ads.decide(house.request(household=None))).ads:
            count += await house.ads.beacon(token, "impression")
        await house.ads.exchange()
    assert count == 7


async def test_a_goal_by_reach_counts_each_household_once_and_stops_when_it_is_reached(
    database: Database,
) -> None:
    house = stand(database, lease_seconds=3600)
    campaign = await house.campaign()
    cap = Cap(Level.LINE_ITEM, 3, timedelta(days=1))
    with pytest.raises(Invalid, match="needs a cap"):
        await house.line_item(campaign, goal_kind=GoalKind.REACH)
    await house.line_item(campaign, goal=4, goal_kind=GoalKind.REACH, caps=(cap,))
    await house.ads.start()

    async def shown(number: int, times: int = 1) -> int:
        count = 0
        for _ in range(times):
            asked = house.request(household=HouseholdId(UUID(int=number)))
            for _, _, token in (await house.ads.decide(asked)).ads:
                count += await house.ads.beacon(token, "impression")
                assert not await house.ads.beacon(token, "impression")
        return count

    assert [await shown(1, times=2), await shown(2)] == [2, 1]
    [delivery] = await house.ads.deliveries(campaign.id)
    assert (delivery.reached, delivery.impressions) == (2, 3)
    # What it may cost at most: three a day before each of four households, for 31 days.
    assert delivery.budget.amount == Decimal("0.025") * 4 * 3 * 31
    [hour] = await house.ads.hours(campaign.id)
    assert (hour.impressions, hour.reached) == (3, 2)
    # A household that is not known cannot be counted, so it is shown none of it.
    answered = await house.ads.decide(house.request(household=None))
    assert answered.ads == ()
    await house.ads.exchange()
    explained = await house.ads.explain(answered.decision.id)
    assert (explained.same, explained.repeated.skipped) == (True, {"HOUSEHOLD_UNKNOWN": 1})
    # The second ad of the first household took nothing of the goal: it is given back with its time.
    await past_beacons(house)
    assert [await shown(each) for each in (3, 4, 5, 1)] == [1, 1, 0, 0]
    await past_beacons(house)
    assert [await shown(each) for each in (6, 1)] == [0, 0]
    [delivery] = await house.ads.deliveries(campaign.id)
    assert delivery.reached == delivery.line_item.goal == 4


async def test_a_budget_is_delivered_to_its_last_impression(house: Stand) -> None:
    campaign = await house.campaign()
    one, other = await house.film(campaign), await house.film(campaign, seconds=20)
    await house.line_item(campaign, one, other, goal=3, most_per_pod=2)
    await house.ads.start()
    assert [len(await served(house, household=None)) for _ in range(3)] == [2, 1, 0]


async def test_what_was_not_played_comes_back_when_its_beacons_are_over(
    database: Database,
) -> None:
    house = stand(database, lease_seconds=3600)
    campaign = await house.campaign()
    await house.line_item(campaign, goal=3)
    await house.ads.start()
    for _ in range(3):
        assert await served(house, household=None) == ["Evenings"]
    for _ in range(7):
        assert await served(house, household=None) == []
        house.clock.advance(minutes=52)
        await house.ads.exchange()
    assert await served(house, household=None) == ["Evenings"]


async def test_a_beacon_counts_for_hours_and_not_longer(house: Stand) -> None:
    campaign = await house.campaign()
    await house.line_item(campaign)
    await house.ads.start()
    [(_, _, token)] = (await house.ads.decide(house.request())).ads
    house.clock.advance(hours=5.9)
    assert await house.ads.beacon(token, "start")
    house.clock.advance(hours=0.2)
    with pytest.raises(Invalid) as error:
        await house.ads.beacon(token, "impression")
    assert error.value.code == "beacon_late"


async def test_a_beacon_that_was_not_signed_by_us_counts_for_nothing(house: Stand) -> None:
    campaign = await house.campaign()
    await house.line_item(campaign)
    await house.ads.start()
    [(_, _, token)] = (await house.ads.decide(house.request())).ads
    # The last letter holds two bits that are none of the signature's.
    altered = token[:-2] + ("A" if token[-2] != "A" else "B") + token[-1]
    for forged in (altered, "", "é", token[:40], "A" * 155):
        with pytest.raises(Invalid) as error:
            await house.ads.beacon(forged, "impression")
        assert error.value.code == "beacon_forged"
    with pytest.raises(Invalid):
        await house.ads.beacon(token, "applause")


async def test_a_paused_campaign_is_never_served(house: Stand) -> None:
    campaign = await house.campaign()
    await house.line_item(campaign)
    await house.ads.start()
    assert await served(house) == ["Evenings"]
    await house.ads.set_campaign_state(campaign.id, State.PAUSED)
    await house.ads.exchange()
    assert await served(house) == []


async def test_a_changed_film_is_not_shown_before_it_is_approved_again(house: Stand) -> None:
    campaign = await house.campaign()
    film = await house.film(campaign)
    await house.line_item(campaign, film)
    await house.ads.start()
    await house.ads.put_creative(replace(film, name="Another bowl"))
    await house.ads.exchange()
    assert await served(house) == []
    await house.ads.approve(film.id, Approval.APPROVED)
    await house.ads.exchange()
    assert await served(house) == ["Evenings"]


async def test_a_cap_holds_across_breaks_and_processes(database: Database, house: Stand) -> None:
    campaign = await house.campaign()
    cap = Cap(Level.CAMPAIGN, 2, timedelta(days=1))
    await house.line_item(campaign, caps=(cap,))
    other = stand(database, house.clock)
    await house.ads.start()
    await other.ads.start()
    assert await served(house) == ["Evenings"]
    for each in (house, other):
        await each.ads.exchange()
    assert await served(other) == ["Evenings"]
    for each in (other, house):
        await each.ads.exchange()
    assert await served(house) == []
    assert await served(other) == []
    assert await served(house, household=HouseholdId(uuid4())) == ["Evenings"]
    house.clock.advance(days=1, seconds=1)
    await house.ads.exchange()
    assert await served(house) == ["Evenings"]


async def test_a_decision_is_made_again_from_its_log_and_says_why(house: Stand) -> None:
    campaign = await house.campaign()
    cap = Cap(Level.CAMPAIGN, 1, timedelta(days=1))
    await house.line_item(campaign, caps=(cap,), name="Capped")
    await house.line_item(await house.campaign("Bread"), name="Plain", bid=20_000_000)
    await house.ads.start()
    await served(house)
    second = await house.ads.decide(house.request())
    assert [item.name for item, _, _ in second.ads] == ["Plain"]
    await house.ads.set_campaign_state(campaign.id, State.ENDED)
    await house.ads.exchange()
    explained = await house.ads.explain(second.decision.id)
    assert explained.same
    assert explained.repeated.skipped == {"FREQUENCY_CAP": 1}
    assert explained.decision.request.household is None


async def test_a_goal_cannot_be_set_below_what_is_out(house: Stand) -> None:
    campaign = await house.campaign()
    item = await house.line_item(campaign, goal=100)
    await house.ads.start()
    with pytest.raises(Conflict):
        await house.ads.put_line_item(replace(item, goal=10))
    await house.ads.put_line_item(replace(item, goal=200))


async def test_a_line_item_shows_films_of_its_own_advertiser_alone(house: Stand) -> None:
    campaign, other = await house.campaign(), await house.campaign("Bread")
    with pytest.raises(Invalid):
        await house.line_item(campaign, await house.film(other))
    with pytest.raises(Invalid):
        await house.line_item(campaign, advertiser_id=other.advertiser_id)


async def test_what_is_not_there_is_not_found(house: Stand) -> None:
    for missing in (
        house.ads.campaign(uuid4()),
        house.ads.approve(uuid4(), Approval.APPROVED),
        house.ads.explain(uuid4()),
        house.ads.add_campaign(uuid4(), "Nobody's"),
    ):
        with pytest.raises(NotFound):
            await missing


async def test_a_process_that_could_not_reach_the_database_in_time_places_nothing(
    house: Stand,
) -> None:
    await house.line_item(await house.campaign())
    await house.ads.start()
    house.clock.advance(seconds=61)
    assert await served(house) == []
    await house.ads.exchange()
    assert await served(house) == ["Evenings"]


async def test_what_households_were_shown_is_forgotten_when_no_cap_reaches_back(
    house: Stand, database: Database
) -> None:
    def shown(days_ago: int) -> tuple[HouseholdId, Exposure]:
        at = START - timedelta(days=days_ago)
        return HouseholdId(uuid4()), Exposure(at, uuid4(), uuid4(), uuid4(), uuid4())

    old, lately = shown(32), shown(30)
    async with database.transaction() as connection:
        await log.write_exposures(connection, uuid4(), [old, lately])
    await house.ads.forget_exposures()
    async with database.reading() as connection:
        kept = await log.exposures_since(connection, START - timedelta(days=99), but=uuid4())
    assert [household for _, household, _ in kept] == [lately[0]]


async def test_a_decision_that_the_database_cannot_hold_costs_no_other(house: Stand) -> None:
    campaign = await house.campaign()
    await house.line_item(campaign)
    await house.ads.start()
    made = [await house.ads.decide(house.request(device=each)) for each in ("a", "b\0", "c", "d")]
    await house.ads.exchange()
    written = {each.id for each in await house.ads.latest_decisions()}
    assert written == {made[at].decision.id for at in (0, 2, 3)}
    await house.ads.close()


async def test_a_clock_that_jumped_closes_no_lease_and_gives_none(
    house: Stand, database: Database
) -> None:
    item = await house.line_item(await house.campaign())
    await house.ads.start()
    jumped = Clock()
    jumped.advance(days=2)
    off = HouseClock(database.clock, wall=lambda: time.time() + 172_800)
    other = AdService(database, clock=jumped, house_clock=off)
    async with database.reading() as connection:
        before = await money.standing(connection, item.id)
    with pytest.raises(Unavailable, match="off the database's"):
        await other.start()
    async with database.reading() as connection:
        assert await money.standing(connection, item.id) == before
    assert [served for served, _, _ in (await house.ads.decide(house.request())).ads] == [item]


async def test_a_jump_that_ends_while_the_clock_is_compared_closes_no_lease(
    house: Stand, database: Database
) -> None:
    item = await house.line_item(await house.campaign())
    await house.ads.start()
    jumped, off = Clock(), [172_800.0]
    jumped.advance(days=2)

    async def set_right_meanwhile() -> datetime:
        jumped.advance(days=-2)
        off[0] = 0.0
        return await database.clock()

    compared = HouseClock(set_right_meanwhile, wall=lambda: time.time() + off[0])
    other = AdService(database, clock=jumped, house_clock=compared)
    async with database.reading() as connection:
        before = await money.standing(connection, item.id)
    assert before is not None
    await other.start()
    async with database.reading() as connection:
        after = await money.standing(connection, item.id)
    # Its own lease came to the other's, which stands.
    assert after is not None
    assert after[1] >= before[1]
    [(_, _, token)] = (await house.ads.decide(house.request())).ads
    assert await house.ads.beacon(token, "impression")
