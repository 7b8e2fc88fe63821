"""What breaks came to by day, and why the empty ones were."""

from __future__ import annotations

import threading
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from tests.ads.bookings import START, Stand, stand

from matinee.ads.accounts.service import AdReports
from matinee.ads.decision.snapshot import Snapshot
from matinee.ads.model import Targeting
from matinee.ads.repository.fill import FillOfDay
from matinee.ads.serving.demand import Demand
from matinee.foundation.database import Database
from matinee.vocabulary.ids import HouseholdId


@pytest.fixture
def house(database: Database) -> Stand:
    return stand(database)


async def test_a_day_of_breaks_adds_up_and_the_empty_ones_say_why(
    house: Stand, database: Database
) -> None:
    campaign = await house.campaign()
    await house.line_item(campaign, targeting=Targeting(territories=frozenset({"PT"})))
    await house.ads.start()
    for number in (1, 2, 2):
        request = house.request(household=HouseholdId(UUID(int=number)))
        for _, _, token in (await house.ads.decide(request)).ads:
            await house.ads.beacon(token, "impression")
    await house.ads.decide(house.request(territory="XX", duration=timedelta(seconds=40)))
    await house.ads.exchange()
    reports = AdReports(database, house.ads, clock=house.clock)
    report = await reports.fill(7)
    [day] = report.days
    request = house.request()
    seconds = 3 * request.duration.total_seconds() + 40
    assert day.breaks == FillOfDay(START.date(), 4, 3, 3, seconds, 90.0)
    assert report.total == day.breaks
    assert (day.impressions, day.earned) == (3, Decimal("0.075"))
    assert (report.explained, dict(report.reasons)) == (1, {"TERRITORY": 1})
    reach = await reports.reach(campaign.id)
    assert (reach.households, reach.mean, reach.frequencies) == (2, 1.5, ((1, 1), (2, 1)))


async def test_empty_breaks_are_explained_by_demand_that_is_read_once_and_beside_the_event_loop(
    house: Stand, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = await house.campaign()
    await house.line_item(campaign, targeting=Targeting(territories=frozenset({"PT"})))
    await house.ads.start()
    for _ in range(3):
        await house.ads.decide(house.request(territory="XX"))
    await house.ads.exchange()
    read, snapshot = list[bool](), Demand.snapshot

    def noted(demand: Demand) -> Snapshot:
        read.append(threading.current_thread() is threading.main_thread())
        return snapshot(demand)

    monkeypatch.setattr(Demand, "snapshot", noted)
    reports = AdReports(database, house.ads, clock=house.clock)
    report = await reports.fill(1)
    assert (report.reasons, report.explained, read) == ((("TERRITORY", 3),), 3, [False])
    assert (await reports.days(1), read) == (report.days, [False])
