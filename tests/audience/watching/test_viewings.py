"""Hours and origins of viewings, counted by PostgreSQL from a log written for the purpose."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from tests.audience.reports import KnownBut
from tests.experiments.evenings import TODAY, event, members, put, title, viewing

from matinee.audience.model import AudienceSettings, EventKind, Profile, ViewingEvent
from matinee.audience.service import AudienceService
from matinee.audience.watching.model import Exposure, Origin, Period, QueryCount
from matinee.audience.watching.service import WatchingService
from matinee.errors import Invalid
from matinee.foundation.database import Database
from matinee.vocabulary.places import Territory

DAY = timedelta(days=1)
WEEK = Period(TODAY - 7 * DAY, TODAY)


@pytest.fixture
def audience(database: Database) -> AudienceService:
    return AudienceService(database, KnownBut(), AudienceSettings(profiles_per_household=1_000))


@pytest.fixture
def watching(database: Database) -> WatchingService:
    return WatchingService(database, keep_seconds=0)


async def test_each_hour_counts_for_what_brought_it(
    audience: AudienceService, watching: WatchingService
) -> None:
    (one,) = await members(audience, 1)
    at = TODAY - 3 * DAY
    await put(
        audience,
        viewing(one, at, what=title(1), hours=1, row="because:x", recommended=True),
        viewing(one, at + 3 * DAY / 24, what=title(2), hours=2, surface="search", query="alien"),
        viewing(one, at + 6 * DAY / 24, what=title(3), hours=0.5),
        viewing(one, at + 8 * DAY / 24, what=title(1), hours=0.25, begun=1, row="continue",
                recommended=True),
        viewing(one, at + 9 * DAY / 24, what=title(4), hours=1, surface="list", row="list"),
    )  # fmt: skip
    whole = (await watching.watched(WEEK)).whole
    assert whole.hours == pytest.approx(
        {Origin.ROW: 1, Origin.SEARCH: 2, Origin.DIRECT: 1.5, Origin.CONTINUE: 0.25}
    )
    assert whole.viewings == {
        Origin.ROW: 1, Origin.SEARCH: 1, Origin.DIRECT: 2, Origin.CONTINUE: 1,
    }  # fmt: skip
    assert whole.traced[Origin.ROW] == pytest.approx(1.25)
    assert whole.traced[Origin.CONTINUE] == 0


async def test_going_on_counts_for_the_latest_choice_even_from_before_the_period(
    audience: AudienceService, watching: WatchingService
) -> None:
    (one,) = await members(audience, 1)
    await put(
        audience,
        viewing(one, TODAY - 20 * DAY, surface="search", row="search"),
        viewing(one, TODAY - 9 * DAY, row="picks", recommended=True),
        viewing(one, TODAY - 2 * DAY, begun=1, row="continue"),
        viewing(one, TODAY - DAY, what=title(2), begun=0.5, row="continue"),
    )
    traced = (await watching.watched(WEEK)).whole.traced
    assert traced[Origin.ROW] == pytest.approx(1)
    assert traced[Origin.DIRECT] == pytest.approx(1)  # Nobody knows what brought it first.
    assert traced[Origin.SEARCH] == 0


async def test_hours_are_how_far_the_film_ran_and_never_more_than_the_clock(
    audience: AudienceService, watching: WatchingService
) -> None:
    (one,) = await members(audience, 1)
    at = TODAY - 2 * DAY
    await put(
        audience,
        [  # Jumped to the end within a minute.
            event(one, EventKind.PLAY, at, seconds=0),
            event(one, EventKind.FINISH, at + timedelta(minutes=1), seconds=7_200),
        ],
        [  # Paused for an hour in the middle.
            event(one, EventKind.PLAY, at + DAY / 2, what=title(2), seconds=0),
            event(one, EventKind.PROGRESS, at + DAY / 2 + timedelta(hours=2), what=title(2),
                  seconds=3_600),
        ],
    )  # fmt: skip
    hours = (await watching.watched(WEEK)).whole.hours
    assert sum(hours.values()) == pytest.approx(1 / 60 + 1)


async def test_what_lies_outside_of_the_period_is_not_counted(
    audience: AudienceService, watching: WatchingService
) -> None:
    (one,) = await members(audience, 1)
    await put(
        audience,
        viewing(one, TODAY - 8 * DAY, row="picks", recommended=True),
        viewing(one, TODAY - 4 * DAY, what=title(2), row="picks", recommended=True),
    )
    watched = await watching.watched(WEEK)
    assert sum(watched.whole.viewings.values()) == 1
    assert list(watched.by_day) == [(TODAY - 4 * DAY).date()]


async def test_parts_add_up_and_a_part_can_be_asked_for_alone(
    audience: AudienceService, watching: WatchingService
) -> None:
    (german,) = await members(audience, 1, territory=Territory("DE"))
    (french,) = await members(audience, 1, territory=Territory("FR"))
    at = TODAY - 2 * DAY
    await put(
        audience,
        viewing(german, at, hours=1, device="tv", arms={"x": "a"}),
        viewing(french, at, hours=2, device="phone", arms={"x": "b"}),
    )
    period = Period(WEEK.since, WEEK.until, experiment="x")
    whole = await watching.watched(period)
    assert {key: sum(part.hours.values()) for key, part in whole.by_territory.items()} == (
        pytest.approx({"DE": 1, "FR": 2})
    )
    assert set(whole.by_device) == {"tv", "phone"}
    assert {key: sum(part.hours.values()) for key, part in whole.by_arm.items()} == (
        pytest.approx({"a": 1, "b": 2})
    )
    for part in (
        Period(WEEK.since, WEEK.until, territory="DE"),
        Period(WEEK.since, WEEK.until, device="tv"),
        Period(WEEK.since, WEEK.until, experiment="x", arm="a"),
    ):
        assert sum((await watching.watched(part)).whole.hours.values()) == pytest.approx(1)


async def test_a_visit_ends_after_half_an_hour_of_nothing(
    audience: AudienceService, watching: WatchingService
) -> None:
    (one,) = await members(audience, 1)
    at = TODAY - DAY
    minute = timedelta(minutes=1)
    await put(
        audience,
        [
            event(one, EventKind.IMPRESSION, at),
            event(one, EventKind.IMPRESSION, at + minute),
            event(one, EventKind.PLAY, at + 2 * minute),
            event(one, EventKind.IMPRESSION, at + 60 * minute),
        ],
    )
    visits = (await watching.watched(WEEK)).visits
    assert (visits.count, visits.with_play) == (2, 1)
    assert visits.median_seconds == pytest.approx(120)


async def test_a_unit_counts_from_its_first_exposure_for_its_window(
    audience: AudienceService, watching: WatchingService
) -> None:
    first, second = await members(audience, 2)
    start = TODAY - 10 * DAY
    await put(
        audience,
        viewing(first, start - DAY, hours=2),
        viewing(first, start + DAY, hours=1, what=title(2), arms={"x": "a"}, finish=True),
        viewing(first, start + 3 * DAY, hours=0.5, what=title(3)),
        viewing(first, start + 6 * DAY, hours=3, what=title(4)),
        viewing(second, start + 2 * DAY, hours=1, arms={"x": "b"}),
        viewing(second, start + 3 * DAY, hours=1, what=title(2), arms={"x": "a"}),
    )
    exposure = Exposure("x", start, TODAY, window=3 * DAY)
    outcomes = await watching.outcomes(exposure)
    assert [outcomes.arms[arm] for arm in outcomes.arm] == ["a", "a"]
    assert outcomes.mixed.tolist() == [False, True]
    # Hours, plays, finishes, days: within three days from the first exposure, and before it.
    assert outcomes.during[0] == pytest.approx([1.5, 2, 1, 2])
    assert outcomes.before[0] == pytest.approx([2, 1, 0, 1])
    assert outcomes.first[0] == pytest.approx((start + DAY).timestamp())


async def test_a_household_is_one_unit(
    audience: AudienceService, watching: WatchingService
) -> None:
    pair = await members(audience, 2)
    start = TODAY - 5 * DAY
    await put(audience, *(viewing(one, start + DAY, arms={"x": "a"}) for one in pair))
    exposure = Exposure("x", start, TODAY, window=DAY, by_household=True)
    outcomes = await watching.outcomes(exposure)
    assert len(outcomes) == 1
    assert outcomes.during[0][0] == pytest.approx(2)


async def test_held_out_members_stay_counted_when_they_no_longer_come(
    audience: AudienceService, watching: WatchingService
) -> None:
    held, usual = await members(audience, 2)
    await put(
        audience,
        viewing(held, TODAY - 20 * DAY, arms={"holdout": "unpersonalised"}),
        viewing(usual, TODAY - 3 * DAY, hours=2, arms={"holdout": "personalised"}),
    )
    told = await watching.held_out(WEEK)
    assert told.held_out.tolist() == [True, False]
    assert told.days == pytest.approx([7, 3])
    assert told.hours == pytest.approx([0, 2])


async def test_nobody_at_all_is_an_answer_too(watching: WatchingService) -> None:
    watched = await watching.watched(WEEK)
    assert sum(watched.whole.hours.values()) == 0
    assert watched.titles.titles == ()
    assert watched.visits.median_seconds is None
    assert len(await watching.outcomes(Exposure("x", WEEK.since, WEEK.until, DAY))) == 0


def test_an_arm_without_its_experiment_is_refused() -> None:
    with pytest.raises(Invalid):
        Period(WEEK.since, WEEK.until, arm="a")
    with pytest.raises(Invalid):
        Period(WEEK.until, WEEK.since)


async def test_what_was_gone_on_with_counts_for_the_kind_of_row_that_brought_it(
    audience: AudienceService, watching: WatchingService
) -> None:
    one, other = await members(audience, 2)
    at = TODAY - 3 * DAY
    await put(
        audience,
        viewing(one, at, what=title(1), hours=1, row="because:x", recommended=True),
        viewing(one, at + DAY / 4, what=title(1), hours=1, begun=1, row="continue",
                recommended=True),
        viewing(one, at + DAY / 2, what=title(2), hours=1, row="picks", recommended=True),
        viewing(other, at, what=title(3), hours=3, row="because:y", recommended=True),
        viewing(other, at + DAY / 2, what=title(4), hours=2, surface="search", query="alien"),
    )  # fmt: skip
    told = (await watching.watched(WEEK)).contributions
    assert list(told.by_row) == ["because", "picks"]
    because = told.by_row["because"]
    assert (because.members, because.hours) == (2, pytest.approx(5))
    assert because.squares == pytest.approx(2**2 + 3**2)
    assert because.products == pytest.approx(2 * 3 + 3 * 5)
    rows = told.by_origin[Origin.ROW]
    assert (rows.members, rows.hours, rows.squares) == (2, pytest.approx(6), pytest.approx(18))
    assert (told.whole.members, told.whole.squares) == (2, pytest.approx(3**2 + 5**2))
    assert told.by_origin[Origin.CONTINUE].hours == 0


async def test_searches_are_counted_by_query_and_rare_ones_stay(
    audience: AudienceService, watching: WatchingService
) -> None:
    one, other, third = await members(audience, 3)
    at = TODAY - 3 * DAY
    minute = timedelta(minutes=1)

    def asked(by: Profile, query: str, found: float, when: datetime) -> ViewingEvent:
        search = event(by, EventKind.SEARCH, when, query=query, surface="search")
        return replace(search, title_id=None, value=found)

    chosen = event(third, EventKind.SEARCH, at + minute, what=title(2), query="alien")
    await put(
        audience,
        [asked(one, "Alien", 3, at), event(one, EventKind.PLAY, at + minute, seconds=0)],
        [asked(other, " alien ", 3, at), event(other, EventKind.PLAY, at + 20 * minute, seconds=0)],
        [asked(third, "alien", 3, at), chosen],
        [asked(one, "solaris", 0, at + DAY), asked(other, "solaris", 0, TODAY - DAY / 2)],
        [asked(one, "aunt mildred", 0, at)],
    )
    counted = await watching.searches(WEEK, recent=TODAY - DAY, fewest=2)
    assert counted == (
        QueryCount("alien", times=3, members=3, empty=0, led_on=2, recent=0, recent_members=0),
        QueryCount("solaris", times=2, members=2, empty=2, led_on=0, recent=1, recent_members=1),
    )


async def test_a_choice_belongs_to_the_last_search_before_it_and_to_the_members_arm(
    audience: AudienceService, watching: WatchingService
) -> None:
    one, other, third = await members(audience, 3)
    at, minute = TODAY - 3 * DAY, timedelta(minutes=1)

    def asked(by: Profile, when: datetime, found: float = 3) -> ViewingEvent:
        search = event(by, EventKind.SEARCH, when, query="alien", surface="search")
        return replace(search, title_id=None, value=found)

    def chose(by: Profile, when: datetime, place: int) -> ViewingEvent:
        chosen = event(by, EventKind.SEARCH, when, what=title(2), query="alien")
        return replace(chosen, position=place)

    def seen(by: Profile, arm: str) -> ViewingEvent:
        shown = event(by, EventKind.IMPRESSION, at - minute, what=title(3))
        return replace(shown, arms={"ranker": arm})

    await put(
        audience,
        [seen(one, "new"), asked(one, at), asked(one, at + minute), chose(one, at + 2 * minute, 4)],
        [seen(other, "old"), asked(other, at), chose(other, at + 11 * minute, 0)],
        [asked(other, at + 20 * minute, 0)],
        [seen(third, "new"), seen(third, "old"), asked(third, at), chose(third, at + minute, 0)],
    )
    told = await watching.search_places(replace(WEEK, experiment="ranker"))
    assert told == {"": {0: 1}, "new": {-1: 1, 4: 1}, "old": {-2: 1, -1: 1}}
