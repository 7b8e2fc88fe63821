"""Seconds that players tell: as much as can be true, the most stands, and of billed ads alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ads.bookings import stand

from matinee.ads.traffic.model import Teller
from matinee.ads.viewability.model import LONGEST_PICTURE, Seen, Viewability, believed
from matinee.errors import Invalid
from matinee.foundation.database import Database

TV = Teller("Mozilla/5.0 (Web0S; Linux/SmartTV) Chrome/108.0", "9.9.9.9")
_SPANS = st.timedeltas(timedelta(hours=-1), timedelta(hours=2))


def seen(audible: float, on_screen: float) -> Seen:
    return Seen(timedelta(seconds=audible), timedelta(seconds=on_screen))


@given(_SPANS, _SPANS, st.timedeltas(timedelta(0), timedelta(minutes=10)), st.none() | _SPANS)
def test_no_more_is_believed_than_an_ad_is_long_or_than_time_has_passed(
    audible: timedelta, on_screen: timedelta, lasts: timedelta, since: timedelta | None
) -> None:
    kept = believed(Seen(audible, on_screen), lasts=lasts, since=since)
    for span in (kept.audible, kept.on_screen):
        assert timedelta(0) <= span <= (lasts or LONGEST_PICTURE)
        if since is not None:
            assert span <= max(since, timedelta(0)) + timedelta(seconds=2)
    assert kept.on_screen <= max(on_screen, timedelta(0))
    if not lasts:
        assert not kept.audible, "a picture is not heard"
    assert believed(kept, lasts=lasts, since=since) == kept


async def test_the_most_that_a_player_told_stands_and_only_of_billed_ads(
    database: Database,
) -> None:
    house = stand(database)
    campaign = await house.campaign()
    item = await house.line_item(campaign)
    await house.ads.start()
    tokens = list[str]()
    for _ in range(4):
        [(_, _, token)] = (await house.ads.decide(house.request(household=None))).ads
        tokens.append(token)
    whole, part, unbilled, robot = tokens
    house.clock.advance(seconds=31)
    for token in (whole, part, robot):
        await house.ads.beacon(token, "impression")
    for told in (seen(5, 20), seen(900, 25), seen(1, 1)):
        await house.ads.tell_seconds(whole, told, TV)
    await house.ads.tell_seconds(part, seen(0, 7.5), TV)
    await house.ads.tell_seconds(unbilled, seen(30, 30), TV)
    await house.ads.tell_seconds(robot, seen(30, 30), Teller("Googlebot/2.1", "9.9.9.9"))
    [delivery] = await house.ads.deliveries(campaign.id)
    assert delivery.line_item == item
    assert delivery.seen == Viewability(2, 2, lasted=60.0, audible=30.0, on_screen=32.5)
    assert (delivery.seen.mean_audible, delivery.seen.mean_on_screen) == (15.0, 16.25)
    house.clock.advance(hours=7)
    for late_or_forged in (whole, "A" * 155):
        with pytest.raises(Invalid):
            await house.ads.tell_seconds(late_or_forged, seen(1, 1), TV)
