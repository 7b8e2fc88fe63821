"""What players tell of creatives turns the odds by which they are drawn."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text
from tests.ads.bookings import Stand, stand

from matinee.ads.accounts.service import AdReports
from matinee.ads.repository import completion
from matinee.errors import Unavailable
from matinee.foundation.database import Connection, Database


@pytest.fixture
def house(database: Database) -> Stand:
    return stand(database, lease_impressions=200)


async def too_slow(connection: Connection, *_: object, **__: object) -> None:
    assert (await connection.execute(text("SHOW statement_timeout"))).scalar_one() == "30s"
    raise Unavailable("The database took too long to answer.")


async def test_the_creative_that_is_watched_to_its_end_is_drawn_more_and_the_log_says_by_what(
    house: Stand, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = await house.campaign()
    loved, left = await house.film(campaign), await house.film(campaign)
    item = await house.line_item(campaign, loved, left, goal=500)
    await house.ads.start()
    await house.ads.count_odds()
    shown = {loved.id: 0, left.id: 0}
    for _ in range(60):
        [(_, film, token)] = (await house.ads.decide(house.request(household=None))).ads
        await house.ads.beacon(token, "impression")
        if film.id == loved.id:
            await house.ads.beacon(token, "complete")
        shown[film.id] += 1
    assert min(shown.values()) > 15
    # An ad may still be on the screen: only what has had its time counts.
    house.clock.advance(minutes=6)
    await house.ads.count_odds()
    assert dict(house.ads.desk.odds.now[item.id]) == {loved.id: 1, left.id: 1}
    house.clock.advance(minutes=7)
    # A count that takes too long leaves the odds as they are, and is not tried at each turn.
    with monkeypatch.context() as slow:
        slow.setattr(completion, "counts", too_slow)
        with pytest.raises(Unavailable):
            await house.ads.count_odds()
        await house.ads.exchange()
        await house.ads.count_odds()
    assert dict(house.ads.desk.odds.now[item.id]) == {loved.id: 1, left.id: 1}
    house.clock.advance(minutes=6)
    await house.ads.exchange()
    await house.ads.count_odds()
    odds = dict(house.ads.desk.odds.now[item.id])
    assert odds[loved.id] > 0.95 * sum(odds.values())
    decision = (await house.ads.decide(house.request(household=None))).decision
    assert dict(decision.placed[0].among) == odds
    await house.ads.exchange()
    assert (await house.ads.explain(decision.id)).same
    reports = AdReports(database, house.ads, clock=house.clock)
    of = {each.creative_id: each for each in await reports.creatives(campaign.id)}
    assert of[loved.id].rate == 1.0
    assert of[left.id].rate == 0.0
    assert of[loved.id].between.lower > 0.7
    assert of[left.id].between.upper < 0.3
    assert of[loved.id].chance == odds[loved.id] / sum(odds.values())
    # Only what is as long is drawn among; what has no other of its length is not drawn.
    brief = await house.film(campaign, seconds=5)
    await house.ads.put_line_item(replace(item, creatives=(*item.creatives, brief.id)))
    await house.ads.exchange()
    await house.ads.count_odds()
    odds = dict(house.ads.desk.odds.now[item.id])
    of = {each.creative_id: each for each in await reports.creatives(campaign.id)}
    assert odds[brief.id]
    assert of[loved.id].chance == odds[loved.id] / (odds[loved.id] + odds[left.id])
    assert of[brief.id].chance is None
