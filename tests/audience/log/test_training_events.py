from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import numpy as np
from tests.audience.reports import Clock, seen

from matinee.audience.model import EventColumns, EventKind, Profile, TimeBasis
from matinee.audience.service import AudienceService
from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.places import Territory

NOW = datetime.now(UTC) - timedelta(days=3)
FILM, SERIES = TitleId(UUID(int=1)), TitleId(UUID(int=2))


async def test_training_gets_what_each_profile_did_in_order(
    audience: AudienceService, profile: Profile, clock: Clock
) -> None:
    clock.now += timedelta(seconds=1)
    other = await audience.create_profile(profile.household_id, "Rui", territory=Territory("PT"))
    events = [
        seen(other, EventKind.FINISH, at=NOW, title=SERIES, value=4.5),
        seen(profile, EventKind.PROGRESS, at=NOW + timedelta(hours=2), title=FILM, seconds=90),
        seen(profile, EventKind.THUMB, at=NOW + timedelta(hours=1), title=SERIES, value=-1),
        seen(profile, EventKind.IMPRESSION, at=NOW, title=FILM),
    ]
    await audience.record(events)
    training = await audience.training_events()
    assert training.profiles == (profile.id, other.id)
    assert training.territories == ("*", "PT")
    told = [
        (
            training.profiles[training.profile[place]],
            training.titles[training.title[place]],
            training.kinds[place],
            training.at[place],
        )
        for place in range(len(training))
    ]
    assert told == [
        (event.profile_id, event.title_id, event.kind.code, event.at.timestamp())
        for event in (events[2], events[1], events[0])
    ]
    assert training.values[[0, 2]].tolist() == [-1, 4.5]
    assert training.seconds[1] == 90
    assert np.isnan(training.values[1])


async def test_training_hears_on_which_device(audience: AudienceService, profile: Profile) -> None:
    named = ["tv", "", "a phone"]
    events = [
        replace(seen(profile, at=NOW + timedelta(hours=hours)), device=word)
        for hours, word in enumerate(named)
    ]
    await audience.record(events[::-1])
    devices = (await audience.training_events()).devices
    assert devices is not None
    told = [devices.vocabulary[word] for word in devices.index]
    assert told == named


async def test_training_can_begin_later(audience: AudienceService, profile: Profile) -> None:
    early, late = seen(profile, at=NOW), seen(profile, at=NOW + timedelta(days=1))
    await audience.record([early, late])
    training = await audience.training_events(after=late.at)
    assert training.at.tolist() == [late.at.timestamp()]


async def test_times_that_are_only_ranks_are_marked(
    audience: AudienceService, profile: Profile
) -> None:
    await audience.record([seen(profile)])
    await audience.bulk_events(
        EventColumns(
            profiles=(profile.id,),
            titles=(FILM,),
            profile=np.zeros(1, np.int32),
            title=np.zeros(1, np.int32),
            kinds=np.array([EventKind.FINISH.code], np.uint8),
            at=np.array([NOW.timestamp()]),
            time_basis=TimeBasis.RANK,
        )
    )
    assert (await audience.training_events()).ordered.tolist() == [True, False]


async def test_nothing_happened_yet(audience: AudienceService, profile: Profile) -> None:
    training = await audience.training_events()
    assert (len(training), training.profiles, training.titles) == (0, (), ())


async def test_what_was_erased_is_not_learned_from(
    audience: AudienceService, profile: Profile
) -> None:
    await audience.record([seen(profile)])
    await audience.erase(profile.id)
    assert len(await audience.training_events()) == 0
