from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from tests.audience.reports import TITLE, Clock, KnownBut, batch, reported, seen, stranger

from matinee.audience.model import NO_HOUSEHOLD, EventKind, Profile, Receipt, ViewingEvent
from matinee.audience.service import AudienceService
from matinee.errors import Invalid
from matinee.vocabulary.ids import EventId, RecommendationId, TitleId, uuid7


async def held(audience: AudienceService, profile: Profile) -> list[ViewingEvent]:
    page = await audience.history(profile.id, limit=1000)
    return [logged.event for logged in page.events]


async def test_what_is_accepted_is_found_as_it_was_sent(
    audience: AudienceService, profile: Profile
) -> None:
    whole = replace(
        seen(profile, EventKind.PROGRESS, seconds=61.5, value=2.5),
        device="tv",
        surface="home",
        row="because:élan",
        position=3,
        recommendation_id=RecommendationId(uuid4()),
        arms={"order": "b", "art": "é"},
        probability=0.25,
        query="films with rain",
    )
    bare = seen(profile, EventKind.FINISH, ago=timedelta(seconds=1))
    assert await audience.record([whole, bare]) == Receipt(2, 0)
    assert await held(audience, profile) == [whole, bare]


async def test_the_same_batch_again_adds_nothing(
    audience: AudienceService, profile: Profile
) -> None:
    events = [seen(profile, ago=timedelta(minutes=minutes)) for minutes in range(5)]
    await audience.record(events)
    assert await audience.record(events) == Receipt(0, 5)
    assert len(await held(audience, profile)) == 5


async def test_a_resend_with_another_time_changes_nothing(
    audience: AudienceService, profile: Profile
) -> None:
    event = seen(profile)
    await audience.record([event])
    for at in (event.at - timedelta(days=40), event.at + timedelta(minutes=5)):
        assert await audience.record([replace(event, at=at)]) == Receipt(0, 1)
    assert await held(audience, profile) == [event]


@pytest.mark.parametrize("days", [-3000, 30])
async def test_a_resend_with_an_impossible_time_is_a_duplicate_and_no_refusal(
    audience: AudienceService, profile: Profile, days: int
) -> None:
    event = seen(profile)
    await audience.record([event])
    again = replace(event, at=event.at + timedelta(days=days))
    assert await audience.record([again]) == Receipt(0, 1)


async def test_an_event_twice_in_one_batch_is_taken_once_the_first(
    audience: AudienceService, profile: Profile
) -> None:
    first = seen(profile, seconds=10)
    second = replace(first, seconds=20)
    assert await audience.record([first, second]) == Receipt(1, 1)
    assert await held(audience, profile) == [first]


async def test_of_a_batch_half_known_the_other_half_is_taken(
    audience: AudienceService, profile: Profile
) -> None:
    # The known ones in the middle, where looking at both ends of the batch does not show them.
    events = [seen(profile, ago=timedelta(minutes=10 - place)) for place in range(10)]
    await audience.record(events[3:6])
    assert await audience.record(events) == Receipt(7, 3)
    assert len(await held(audience, profile)) == 10


async def test_a_late_event_is_accepted(audience: AudienceService, profile: Profile) -> None:
    late = seen(profile, ago=timedelta(days=399))
    assert await audience.record([late]) == Receipt(1, 0)


async def test_a_late_event_whose_id_was_made_when_it_was_sent_is_accepted(
    audience: AudienceService, profile: Profile
) -> None:
    late = replace(seen(profile), at=seen(profile, ago=timedelta(days=20)).at)
    assert await audience.record([late]) == Receipt(1, 0)


async def test_events_come_out_by_when_they_happened_whatever_order_they_came_in(
    audience: AudienceService, profile: Profile
) -> None:
    newer, older = seen(profile), seen(profile, ago=timedelta(days=3))
    await audience.record([newer])
    await audience.record([older])
    assert await held(audience, profile) == [newer, older]


async def test_events_of_months_that_nobody_prepared_find_their_place(
    audience: AudienceService, profile: Profile
) -> None:
    events = [seen(profile, ago=timedelta(days=days)) for days in range(0, 390, 15)]
    assert (await audience.record(events)).accepted == len(events)


async def test_good_events_are_kept_where_others_are_refused(
    audience: AudienceService, profile: Profile
) -> None:
    good = reported(profile)
    receipt = await audience.record(
        batch(
            reported(profile, kind="stare"),
            good,
            reported(profile, seconds="long"),
            reported(profile, profile_id=str(stranger())),
        )
    )
    assert receipt.accepted == 1
    assert [(refusal.index, refusal.field) for refusal in receipt.refused] == [
        (0, "kind"),
        (2, "seconds"),
        (3, "profile_id"),
    ]
    assert [str(event.id) for event in await held(audience, profile)] == [good["id"]]


async def test_an_event_of_an_unknown_profile_or_title_is_refused(
    audience: AudienceService, profile: Profile, titles: KnownBut
) -> None:
    titles.strange.add(TITLE)
    known = TitleId(UUID(int=8))
    receipt = await audience.record([seen(profile), seen(stranger(), title=known)])
    assert [refusal.field for refusal in receipt.refused] == ["title_id", "profile_id"]


async def test_a_profile_made_by_another_process_is_known_at_once(
    audience: AudienceService, profile: Profile
) -> None:
    unmade = stranger()
    await audience.record([seen(profile), seen(unmade)])
    await audience.put_members([], [replace(profile, id=unmade)])
    assert (await audience.record([seen(unmade)])).accepted == 1


async def test_a_title_is_looked_up_once_a_minute_at_most(
    audience: AudienceService, profile: Profile, titles: KnownBut
) -> None:
    for _ in range(3):
        await audience.record([seen(profile)])
    assert titles.asked == 1


async def test_the_id_may_be_a_day_older_than_the_event_and_no_more(
    audience: AudienceService, profile: Profile, clock: Clock
) -> None:
    def made(ago: timedelta) -> ViewingEvent:
        return replace(seen(profile), id=EventId(uuid7(clock.now - ago)))

    receipt = await audience.record([made(timedelta(hours=23)), made(timedelta(hours=25))])
    assert receipt.accepted == 1
    assert [(refusal.index, refusal.field) for refusal in receipt.refused] == [(1, "id")]


async def test_a_batch_of_nothing_is_accepted(audience: AudienceService) -> None:
    assert await audience.record(b'{"events": []}') == Receipt(0, 0)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'{"events": {}}',
        b'{"events": [{"id": 1}',
        b"\xff\xfe",
        b"[" * 10_000,
        b'{"events": [' + b"[" * 10_000,
    ],
)
async def test_what_is_no_batch_is_refused_as_a_whole(
    audience: AudienceService, body: bytes
) -> None:
    with pytest.raises(Invalid) as refused:
        await audience.record(body)
    assert refused.value.code == "malformed_batch"


async def test_a_batch_that_is_too_long_is_refused_as_a_whole(
    audience: AudienceService, profile: Profile
) -> None:
    events = [seen(profile) for _ in range(1001)]
    with pytest.raises(Invalid) as refused:
        await audience.record(events)
    assert refused.value.code == "batch_too_long"
    assert await held(audience, profile) == []


async def test_to_a_member_the_profiles_of_other_households_are_not_there(
    audience: AudienceService, profile: Profile
) -> None:
    elsewhere = await audience.create_household("Silva")
    other = await audience.create_profile(elsewhere.id, "Eva")
    events = [seen(profile), seen(other)]
    receipt = await audience.record(events, within=profile.household_id)
    assert receipt.accepted == 1
    assert [(refusal.index, refusal.field) for refusal in receipt.refused] == [(1, "profile_id")]
    nobody = await audience.record([seen(profile)], within=NO_HOUSEHOLD)
    assert (nobody.accepted, len(nobody.refused)) == (0, 1)
