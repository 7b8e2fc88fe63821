from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from tests.audience.reports import seen, stranger

from matinee.audience.model import EventKind, History, Profile
from matinee.audience.service import AudienceService
from matinee.errors import NotFound
from matinee.vocabulary.ids import TitleId

NOW = datetime.now(UTC) - timedelta(hours=1)
FILM, SERIES, OTHER = (TitleId(UUID(int=number)) for number in (1, 2, 3))


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


async def history_after(
    audience: AudienceService, *events: tuple[EventKind, TitleId, float]
) -> History:
    """What a new profile's history says after these events, a minute apart."""
    household = await audience.create_household()
    profile = await audience.create_profile(household.id, "Rui")
    await audience.record(
        [
            seen(
                profile,
                kind,
                at=NOW + minutes(place),
                title=title,
                seconds=number if kind is EventKind.PROGRESS else None,
                value=number if kind in {EventKind.THUMB, EventKind.LIST} else None,
            )
            for place, (kind, title, number) in enumerate(events)
        ]
    )
    return (await audience.member(profile.id)).history


async def test_a_member_has_the_profile_and_its_events_newest_first(
    audience: AudienceService, profile: Profile
) -> None:
    older = seen(profile, EventKind.PROGRESS, at=NOW, title=FILM, seconds=12.5)
    newer = seen(profile, EventKind.FINISH, at=NOW + minutes(1), title=SERIES)
    await audience.record([older, newer])
    member = await audience.member(profile.id)
    assert member.profile == profile
    assert member.history.title_ids == (SERIES, FILM)
    assert member.history.kinds.tolist() == [EventKind.FINISH.code, EventKind.PROGRESS.code]
    assert member.history.at.tolist() == [newer.at.timestamp(), older.at.timestamp()]
    assert member.history.seconds.tolist()[1] == 12.5


async def test_a_new_profile_has_an_empty_history(
    audience: AudienceService, profile: Profile
) -> None:
    history = (await audience.member(profile.id)).history
    assert (len(history), history.watching, history.my_list) == (0, (), ())


async def test_nobody_is_no_member(audience: AudienceService) -> None:
    with pytest.raises(NotFound):
        await audience.member(stranger())


async def test_what_was_begun_is_continued_from_its_last_second(audience: AudienceService) -> None:
    history = await history_after(
        audience,
        (EventKind.PLAY, FILM, 0),
        (EventKind.PROGRESS, FILM, 600),
        (EventKind.PLAY, SERIES, 0),
        (EventKind.PROGRESS, FILM, 1200),
    )
    assert [(at.title_id, at.seconds) for at in history.watching] == [(FILM, 1200), (SERIES, 0)]


async def test_what_is_finished_is_not_continued(audience: AudienceService) -> None:
    history = await history_after(
        audience, (EventKind.PROGRESS, FILM, 600), (EventKind.FINISH, FILM, 0)
    )
    assert history.watching == ()
    assert history.watched == {FILM}


async def test_what_is_begun_again_is_continued(audience: AudienceService) -> None:
    history = await history_after(
        audience, (EventKind.FINISH, FILM, 0), (EventKind.PROGRESS, FILM, 60)
    )
    assert [at.title_id for at in history.watching] == [FILM]
    assert history.watched == {FILM}


async def test_the_last_thumb_counts_and_zero_takes_it_back(audience: AudienceService) -> None:
    history = await history_after(
        audience,
        (EventKind.THUMB, FILM, 1),
        (EventKind.THUMB, FILM, -1),
        (EventKind.THUMB, SERIES, -1),
        (EventKind.THUMB, SERIES, 1),
        (EventKind.THUMB, OTHER, -1),
        (EventKind.THUMB, OTHER, 0),
    )
    assert history.hidden == {FILM}
    assert history.liked == {SERIES}


async def test_my_list_holds_what_was_put_on_it_and_not_taken_off(
    audience: AudienceService,
) -> None:
    history = await history_after(
        audience,
        (EventKind.LIST, FILM, 1),
        (EventKind.LIST, SERIES, 1),
        (EventKind.LIST, OTHER, 1),
        (EventKind.LIST, FILM, 0),
    )
    assert history.my_list == (OTHER, SERIES)


async def test_a_late_event_does_not_undo_a_newer_one(
    audience: AudienceService, profile: Profile
) -> None:
    await audience.record([seen(profile, EventKind.LIST, at=NOW, value=0, title=FILM)])
    await audience.record([seen(profile, EventKind.LIST, at=NOW - minutes(5), value=1, title=FILM)])
    assert (await audience.member(profile.id)).history.my_list == ()


async def test_what_was_shown_or_searched_is_no_history(audience: AudienceService) -> None:
    history = await history_after(
        audience,
        (EventKind.IMPRESSION, FILM, 0),
        (EventKind.SEARCH, FILM, 0),
        (EventKind.AD_START, FILM, 0),
    )
    assert len(history) == 0


async def test_old_marks_are_not_buried_under_much_playing(
    audience: AudienceService, profile: Profile
) -> None:
    kept = seen(profile, EventKind.LIST, at=NOW - timedelta(days=90), value=1, title=OTHER)
    playing = [
        seen(profile, EventKind.PROGRESS, at=NOW + minutes(second / 60), title=FILM, seconds=second)
        for second in range(30)
    ]
    await audience.record([kept, *playing])
    history = (await audience.member(profile.id, limit=10)).history
    assert history.my_list == (OTHER,)
    assert len(history) == 11
    assert history.watching[0].seconds == 29
