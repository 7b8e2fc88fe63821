"""Ads as they were watched: what an hour held of them, and what of it nobody saw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from tests.ads.bookings import START, Stand, stand

from matinee.ads.accounts.service import AdReports
from matinee.ads.accounts.watched import WatchedReports
from matinee.ads.model import Targeting
from matinee.ads.repository import money
from matinee.ads.repository.watched import TrafficOfDay
from matinee.ads.serving.tokens import ad_id_of
from matinee.ads.traffic.model import Teller
from matinee.errors import Invalid
from matinee.foundation.database import Database
from matinee.vocabulary.ids import TitleId

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
    # Whoever calls all addresses of an ad at once has not seen it; who saw it told at its time.
    for token in (whole, left):
        assert not await house.ads.beacon(token, "complete", TV)
    assert not await house.ads.beacon(left, "midpoint", TV)
    assert await house.ads.beacon(left, "mute", TV)
    house.clock.advance(seconds=27)
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
    tokens = [await ad() for _ in range(7)]
    told = [await house.ads.beacon(tokens[0], "impression", TV) for _ in range(7)]
    told += [await house.ads.beacon(token, "impression", TV) for token in tokens[1:]]
    assert told == [True] + [False] * 6 + [True] * 4 + [False] * 2
    # Whom nobody counts is not shown the same break again either.
    assert not await house.ads.beacon(tokens[6], "complete", TV)
    async with database.reading() as connection:
        ended = await money.ended(connection, [ad_id_of(each) for each in (whole, half, tokens[6])])
    assert ended == {ad_id_of(whole), ad_id_of(tokens[6])}
    reports = WatchedReports(database, house.ads.settings, Evening(), clock=house.clock)
    first, second = (await reports.report(2)).days
    assert (first.hours, first.ads, first.seconds) == (1.5, 4, 45.0)
    assert (first.ads_an_hour, first.seconds_an_hour) == (4 / 1.5, 30.0)
    assert first.traffic == TrafficOfDay(
        4, {"DECLARED_ROBOT": 1, "NO_AGENT": 1}, 1, {"DECLARED_ROBOT": 2, "TOO_SOON": 1}
    )
    assert first.traffic.gross_completed == 4
    assert (second.hours, second.ads_an_hour, second.traffic.gross) == (0.0, None, 7)
    assert second.traffic == TrafficOfDay(5, {"TOO_MANY": 2}, 0, {"TOO_MANY": 1})
    total = (await reports.report(2)).total
    with pytest.raises(Invalid, match="Decisions are kept for 95 days"):
        await reports.report(93)
    assert (total.ads, total.traffic.net, total.traffic.gross) == (9, 9, 13)
    assert (total.traffic.completed, total.traffic.gross_completed) == (1, 5)
    # What is owed is the net.
    account = await house.ads.invoice(campaign.id, START, START + timedelta(days=2))
    assert [line.impressions for line in account.lines] == [9]
    earned = await AdReports(database, house.ads, clock=house.clock).days(2)
    assert [day.impressions for day in earned] == [4, 5]


async def test_an_ad_seen_where_its_line_item_excludes_it_by_then_is_an_incident(
    house: Stand, database: Database
) -> None:
    campaign = await house.campaign()
    never = Targeting(without_moods=frozenset({"tense"}))
    item = await house.line_item(campaign, targeting=never)
    await house.ads.start()
    title = TitleId(UUID(int=7))

    async def placed() -> str:
        asked = house.request(
            household=None, title=title, genres=("Drama", "Horror"), moods=("calm",), age=18
        )
        [(_, _, token)] = (await house.ads.decide(asked)).ads
        return token

    before, after, still, grown = [await placed() for _ in range(4)]
    await house.ads.beacon(before, "impression")

    async def exclude(**what: frozenset[str] | frozenset[TitleId] | int) -> None:
        house.clock.advance(minutes=1)
        await house.ads.put_line_item(replace(item, targeting=replace(never, **what)))
        house.clock.advance(minutes=1)

    # What was decided on is seen after the advertiser thought better of it.
    await exclude(without_genres=frozenset({"Horror"}), without_titles=frozenset({title}))
    await house.ads.beacon(after, "impression")
    await exclude(without_genres=frozenset({"War"}))
    await house.ads.beacon(still, "impression")
    await exclude(to_age=17)
    await house.ads.beacon(grown, "impression")
    await exclude(without_genres=frozenset({"War"}))
    await house.ads.exchange()
    # Of what is not in the log yet nobody can say where it was seen.
    await house.ads.beacon(await placed(), "impression")
    reports = WatchedReports(database, house.ads.settings, Evening(), clock=house.clock)
    found = await reports.incidents(1)
    assert (found.count, found.impressions) == (2, 4)
    mature, incident = found.newest
    assert (mature.ad_id, mature.by_age, mature.by_title) == (ad_id_of(grown), True, False)
    assert (incident.ad_id, incident.by_age) == (ad_id_of(after), False)
    assert (incident.line_item, incident.title_id, incident.by_title) == ("Evenings", title, True)
    assert (incident.genres, incident.moods) == (("Horror",), ())
    assert incident.decision_id in {each.id for each in await house.ads.latest_decisions()}
