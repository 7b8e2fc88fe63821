"""Reports and forecasts say the same wherever the log lies: in PostgreSQL, the lake, or both."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import psycopg
import pytest
from sqlalchemy import text
from tests.audience.lake.lake_log import older_ended
from tests.audience.reports import KnownBut
from tests.experiments.evenings import TODAY, event, members, put, title, viewing

from matinee.audience.lake.model import sequences_digest
from matinee.audience.lake.reports import LakeReports
from matinee.audience.lake.service import ViewingLake
from matinee.audience.lake.whole import WholeLog
from matinee.audience.model import EventKind, Profile, ViewingEvent
from matinee.audience.service import AudienceService
from matinee.audience.watching.model import HELD_OUT, HOLDOUT, Exposure, Period, Watched
from matinee.audience.watching.service import WatchingService
from matinee.foundation.database import Database
from matinee.vocabulary.ids import uuid7_floor
from matinee.vocabulary.places import Territory

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
WEEK = Period(TODAY - 7 * DAY, TODAY, experiment='the "new" row')
ARMS = {'the "new" row': 'b \\ "two"', HOLDOUT: HELD_OUT}


@pytest.fixture
def audience(database: Database) -> AudienceService:
    return AudienceService(database, KnownBut())


@pytest.fixture
def reports(database: Database, audience: AudienceService, lake: ViewingLake) -> LakeReports:
    return LakeReports(WholeLog(database, lake.table, lake.engine), audience)


def evenings(one: Profile, other: Profile) -> list[list[ViewingEvent]]:
    """Each way in which a viewing can begin, go on, be traced and be told of; some from before."""
    at = TODAY - 3 * DAY
    shown = replace(event(one, EventKind.IMPRESSION, at - MINUTE, arms=ARMS), device="tv")
    return [
        viewing(one, TODAY - 20 * DAY, surface="search", row="search"),
        viewing(one, TODAY - 9 * DAY, row="picks", recommended=True),
        [shown, *viewing(one, at, row="because:x", recommended=True, hours=0.37, finish=True)],
        viewing(one, at + DAY / 6, begun=1, row="continue", recommended=True, hours=0.21),
        viewing(one, TODAY - 2 * DAY, what=title(2), begun=0.5, row="continue"),
        viewing(other, at, what=title(3), hours=2.21, surface="search", query="alien", arms=ARMS),
        viewing(other, at + DAY / 2, what=title(3), hours=1.1, device="phone"),
        [event(other, EventKind.FINISH, at + DAY, what=title(4), seconds=5_400)],
        [event(other, EventKind.IMPRESSION, at + 40 * MINUTE), event(other, EventKind.SEARCH, at)],
    ]


async def test_all_say_the_same_of_database_and_lake_and_of_what_lies_between_them(
    audience: AudienceService, reports: LakeReports, lake: ViewingLake, database: Database,
    admin_url: Any,
) -> None:  # fmt: skip
    german, french = [
        (await members(audience, 1, territory=Territory(where)))[0] for where in ("DE", "FR")
    ]
    parts = evenings(german, french)
    here, there = [WatchingService(database, keep_seconds=0, lake=of) for of in (None, reports)]
    assert await reports.sums(WEEK) is None, "before there is a lake, the database is asked"

    await put(audience, *parts[::2])
    await older_ended(admin_url)
    await lake.fill()
    await put(audience, *parts[1::2])
    parts_of_it = (
        replace(WEEK, territory="FR"),
        replace(WEEK, device="tv"),
        replace(WEEK, arm=ARMS[WEEK.experiment or ""]),
    )
    # First half of it has come, then all.
    for periods in ((WEEK, *parts_of_it), (WEEK,)):
        for period in periods:
            same(await there.watched(period), await here.watched(period))
        labelled, expected = await there.held_out(WEEK), await here.held_out(WEEK)
        assert labelled.held_out.tolist() == expected.held_out.tolist() == [True, True]
        np.testing.assert_allclose(labelled.days, expected.days)
        np.testing.assert_allclose(labelled.hours, expected.hours)
        for by_household in (False, True):
            exposure = Exposure(WEEK.experiment or "", WEEK.since, TODAY, 7 * DAY, by_household)
            units, others = await there.outcomes(exposure), await here.outcomes(exposure)
            assert (units.arms, units.arm.tolist()) == (others.arms, others.arm.tolist())
            assert units.mixed.tolist() == others.mixed.tolist()
            for name in ("first", "during", "before"):
                np.testing.assert_allclose(getattr(units, name), getattr(others, name))
            assert units.during.any()
            assert units.before.any()
        for after in (None, TODAY - 3 * DAY):
            assert sequences_digest(await reports.training_events(after=after)) == sequences_digest(
                await audience.training_events(after=after)
            )
        await older_ended(admin_url)
        await lake.fill()

    await audience.erase(french.id)  # And the lake has not been told.
    same(await there.watched(WEEK), await here.watched(WEEK))
    assert (await reports.training_events()).profiles == (german.id,)
    assert len((await there.held_out(WEEK)).hours) == 1
    assert (await there.watched(replace(WEEK, territory="FR"))).visits.count == 0


def searches(one: Profile, other: Profile, third: Profile, spelt: str) -> list[list[ViewingEvent]]:
    """Searches that lead on and that do not, at the edges of ten minutes and of a period.

    ``spelt`` is "alien été" in other letters.
    """
    at = TODAY - 3 * DAY

    def asked(by: Profile, when: datetime, query: str = "alien", found: float | None = 3) -> Any:
        search = event(by, EventKind.SEARCH, when, query=query, surface="search", arms=ARMS)
        return replace(search, title_id=None, value=found)

    def chose(by: Profile, when: datetime, place: int | None, query: str = "alien") -> Any:
        chosen = event(by, EventKind.SEARCH, when, what=title(2), query=query)
        return replace(chosen, position=place)

    def listed(by: Profile, when: datetime, value: float | None) -> Any:
        return replace(event(by, EventKind.LIST, when), value=value)

    return [
        [asked(one, at, "Alien"), asked(one, at + MINUTE), chose(one, at + 2 * MINUTE, 4)],
        [asked(other, at, spelt), chose(other, at + 10 * MINUTE, 0, query="")],
        [asked(third, at, "alien été", None), chose(third, at, 0), listed(third, at + MINUTE, 0)],
        [asked(other, at + DAY, found=0), event(other, EventKind.PLAY, at + DAY + 11 * MINUTE)],
        [asked(third, at + DAY, found=0), listed(third, at + DAY + MINUTE, 1)],
        [asked(one, TODAY - MINUTE), event(one, EventKind.PLAY, TODAY + MINUTE)],
        [asked(one, TODAY - DAY / 2, "solaris"), chose(one, TODAY - DAY / 2 + MINUTE, None)],
        [asked(other, TODAY - DAY / 2, "solaris", 0), asked(one, TODAY, "too late")],
        [asked(one, TODAY - 8 * DAY, "too early"), asked(third, at + 2 * DAY, "aunt mildred")],
        [replace(event(third, EventKind.IMPRESSION, at), arms={"ranker": arm}) for arm in "ab"],
        [replace(event(other, EventKind.IMPRESSION, at), arms={"ranker": 'o"d'})],
    ]


async def test_searches_of_days_that_the_log_gave_away_are_counted_alike(
    audience: AudienceService, reports: LakeReports, lake: ViewingLake, database: Database,
    admin_url: Any,
) -> None:  # fmt: skip
    people = await members(audience, 3)
    # A database of locale C knows no letters but those of ASCII; the lake knows them all.
    async with database.reading() as connection:
        knows = await connection.scalar(
            text("SELECT lower('É') = 'é' AND :space ~ '\\s'"), {"space": "\u2003"}
        )
    one, other, third = people
    parts = searches(one, other, third, "  Alien  \u2003ÉTÉ " if knows else "  Alien   été ")
    here, there = [WatchingService(database, keep_seconds=0, lake=of) for of in (None, reports)]
    await put(audience, *parts[::2])
    await older_ended(admin_url)
    await lake.fill()
    await put(audience, *parts[1::2])
    lately = TODAY - DAY
    assert await reports.searches(WEEK, recent=lately, fewest=2, limit=9) is None, (
        "the log has all of it"
    )
    async with await psycopg.AsyncConnection.connect(
        admin_url.render_as_string(hide_password=False)
    ) as owner:
        # A month that lies behind what is asked for says nothing against the log.
        await given_away(owner, TODAY - 90 * DAY, TODAY - 60 * DAY)
        assert await reports.searches(WEEK, recent=lately, fewest=2, limit=9) is None
        await given_away(owner, TODAY - 60 * DAY, TODAY - 6 * DAY)

    counted = await here.searches(WEEK, recent=lately, fewest=1)
    assert {one.query for one in counted} == {"alien", "alien été", "solaris", "aunt mildred"}
    for fewest in (1, 2):
        told = await there.searches(WEEK, recent=lately, fewest=fewest)
        assert told == await here.searches(WEEK, recent=lately, fewest=fewest)
    for experiment in ("ranker", WEEK.experiment, None):
        period = replace(WEEK, experiment=experiment)
        places = await here.search_places(period)
        assert places
        assert await there.search_places(period) == places
    await audience.erase(people[1].id)  # And the lake has not been told.
    assert await there.searches(WEEK, recent=lately, fewest=1) == await here.searches(
        WEEK, recent=lately, fewest=1
    )


async def given_away(owner: psycopg.AsyncConnection, since: datetime, until: datetime) -> None:
    """Note a stretch of the log as one of which it keeps only what lasts."""
    await owner.execute(
        "INSERT INTO audience.rotations "
        "(partition, first_id, until_id, closed_at, closed_in, rotated_at, events, kept) "
        "VALUES (%s, %s, %s, now(), 1, now(), 0, 0)",
        [f"until {until}", uuid7_floor(since), uuid7_floor(until)],
    )
    await owner.commit()


async def test_a_lake_that_is_too_far_behind_is_not_asked(
    audience: AudienceService, lake: ViewingLake, database: Database, admin_url: Any
) -> None:
    (one,) = await members(audience, 1)
    await put(audience, viewing(one, TODAY - DAY))
    await older_ended(admin_url)
    await lake.fill()
    whole = WholeLog(database, lake.table, lake.engine, most_behind=1)
    await put(audience, viewing(one, TODAY - DAY / 2))
    assert await whole.frame() is None
    assert len(await LakeReports(whole, audience).training_events()) == 4


def same(found: Watched, expected: Watched) -> None:
    for name in ("by_day", "by_territory", "by_device", "by_arm"):
        parts, others = getattr(found, name), getattr(expected, name)
        assert list(parts) == list(others)
        for key, part in parts.items():
            assert part.viewings == others[key].viewings
            assert part.hours == pytest.approx(others[key].hours)
            assert part.traced == pytest.approx(others[key].traced)
    told, others = found.contributions, expected.contributions
    assert set(told.by_origin) == set(others.by_origin)
    assert set(told.by_row) == set(others.by_row)
    pairs = [(told.whole, others.whole)]
    pairs += [(each, others.by_origin[key]) for key, each in told.by_origin.items()]
    pairs += [(each, others.by_row[key]) for key, each in told.by_row.items()]
    for one, two in pairs:
        assert one.members == two.members
        assert (one.hours, one.squares, one.products) == pytest.approx(
            (two.hours, two.squares, two.products)
        )
    hours = dict(zip(expected.titles.titles, expected.titles.hours.tolist(), strict=True))
    assert set(found.titles.titles) == set(hours)
    for key, row in zip(found.titles.titles, found.titles.hours.tolist(), strict=True):
        assert row == pytest.approx(hours[key])
    assert found.visits.count == expected.visits.count
    assert found.visits.with_play == expected.visits.with_play
    assert found.visits.median_seconds == pytest.approx(expected.visits.median_seconds)
    assert found.visits.ninth_decile_seconds == pytest.approx(expected.visits.ninth_decile_seconds)
