"""Ads as they were watched: what an hour held of them, and what of it nobody saw."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import pytest
from tests.ads.bookings import START, Stand, stand

from matinee.ads.accounts.service import AdReports
from matinee.ads.accounts.watched import WatchedReports
from matinee.ads.repository.watched import TrafficOfDay
from matinee.ads.traffic.model import Teller
from matinee.foundation.database import Database

TV = Teller("Mozilla/5.0 (Web0S; Linux/SmartTV) Chrome/108.0", "9.9.9.9")
ROBOT = Teller("Googlebot/2.1", "9.9.9.9")


class Evening:
    """A viewing log: an hour and a half on the first day, nothing else."""

    async def hours(self, start: datetime, until: datetime) -> Mapping[date, float]:
        assert start.date() <= START.date() <= until.date()
        return {START.date(): 1.5}


@pytest.fixture
def house(database: Database) -> Stand:
    return stand(database, most_impressions_of_address=5)


async def test_an_hour_holds_what_was_seen_of_ads_and_machines_see_nothing(
    house: Stand, database: Database
) -> None:
    campaign = await house.campaign()
    await house.line_item(campaign)
    await house.ads.start()

    async def ad() -> str:
        [(_, _, token)] = (await house.ads.decide(house.request(household=None))).ads
        return token

    whole, half, left, robot, both, quiet = [await ad() for _ in range(6)]
    for token, events in (
        (whole, ("start", "firstQuartile", "midpoint", "thirdQuartile", "complete")),
        (half, ("start", "firstQuartile", "midpoint")),
        (left, ("start",)),
    ):
        for event in ("impression", *events):
            assert await house.ads.beacon(token, event, TV)
    for token in (robot, robot, both):
        assert not await house.ads.beacon(token, "impression", ROBOT)
        assert not await house.ads.beacon(token, "complete", ROBOT)
    assert not await house.ads.beacon(quiet, "impression", Teller("", "9.9.9.9"))
    assert await house.ads.beacon(both, "impression", TV)
    # The next day, one address tells of more than a house could watch.
    house.clock.advance(days=1)
    await house.ads.exchange()
    told = [await house.ads.beacon(await ad(), "impression", TV) for _ in range(7)]
    assert told == [True] * 5 + [False] * 2
    reports = WatchedReports(database, house.ads.settings, Evening(), clock=house.clock)
    first, second = (await reports.report(2)).days
    assert (first.hours, first.ads, first.seconds) == (1.5, 4, 45.0)
    assert (first.ads_an_hour, first.seconds_an_hour) == (4 / 1.5, 30.0)
    assert first.traffic == TrafficOfDay(4, {"DECLARED_ROBOT": 1, "NO_AGENT": 1})
    assert (second.hours, second.ads_an_hour, second.traffic.gross) == (0.0, None, 7)
    assert second.traffic == TrafficOfDay(5, {"TOO_MANY": 2})
    total = (await reports.report(2)).total
    assert (total.ads, total.traffic.net, total.traffic.gross) == (9, 9, 13)
    # What is owed is the net.
    account = await house.ads.invoice(campaign.id, START, START + timedelta(days=2))
    assert [line.impressions for line in account.lines] == [9]
    earned = await AdReports(database, house.ads, clock=house.clock).days(2)
    assert [day.impressions for day in earned] == [4, 5]
