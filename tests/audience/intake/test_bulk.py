from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import numpy as np
import pytest
from tests.audience.reports import stranger

from matinee.audience.model import (
    BulkReceipt,
    EventColumns,
    EventKind,
    Profile,
    TimeBasis,
    Words,
)
from matinee.audience.service import AudienceService
from matinee.errors import Invalid
from matinee.vocabulary.ids import ProfileId, RecommendationId, TitleId, uuid7

FILMS = tuple(TitleId(UUID(int=number)) for number in range(1, 4))
YEAR_2000 = datetime(2000, 12, 31, 22, 12, 40, tzinfo=UTC).timestamp()


def columns(*profiles: ProfileId, **given: Any) -> EventColumns:
    """Each profile finished every film, a day apart, at the end of the year 2000."""
    count = len(profiles) * len(FILMS)
    everything: dict[str, Any] = {
        "profiles": profiles,
        "titles": FILMS,
        "profile": np.repeat(np.arange(len(profiles), dtype=np.int32), len(FILMS)),
        "title": np.tile(np.arange(len(FILMS), dtype=np.int32), len(profiles)),
        "kinds": np.full(count, EventKind.FINISH.code, np.uint8),
        "at": YEAR_2000 + 86_400.0 * np.arange(count),
        "time_basis": TimeBasis.CLOCK,
    }
    return EventColumns(**(everything | given))


async def test_old_events_come_in_with_everything_they_carry(
    audience: AudienceService, profile: Profile
) -> None:
    shelf, none = np.array([0, 1, 1], np.int32), np.array([0, 0, -1], np.int32)
    wanted = RecommendationId(uuid4())
    given = columns(
        profile.id,
        time_basis=TimeBasis.SIMULATED,
        seconds=np.array([1.5, np.nan, 3], np.float32),
        values=np.array([4, 5, np.nan], np.float32),
        probabilities=np.array([0.5, np.nan, 1], np.float32),
        positions=np.array([0, -1, 19], np.int16),
        devices=Words(("tv", ""), shelf),
        surfaces=Words(("home",), np.zeros(3, np.int32)),
        rows=Words(("picks", "new"), shelf),
        queries=Words(("", "rain"), shelf),
        recommendations=(wanted,),
        recommendation=none,
    )
    assert await audience.bulk_events(given) == BulkReceipt(3, 0, 0)
    last, middle, first = (await audience.history(profile.id)).events
    assert first.time_basis is TimeBasis.SIMULATED
    assert first.event.at.timestamp() == YEAR_2000
    assert (first.event.title_id, first.event.recommendation_id) == (FILMS[0], wanted)
    assert (first.event.seconds, first.event.value, first.event.probability) == (1.5, 4, 0.5)
    assert (first.event.position, middle.event.position) == (0, None)
    assert (first.event.device, first.event.row, first.event.query) == ("tv", "picks", "")
    assert (middle.event.seconds, middle.event.probability) == (None, None)
    assert (middle.event.row, middle.event.query, middle.event.surface) == ("new", "rain", "home")
    assert (last.event.value, last.event.recommendation_id) == (None, None)


async def test_the_same_import_again_adds_nothing(
    audience: AudienceService, profile: Profile
) -> None:
    other = await audience.create_profile(profile.household_id, "Rui")
    both = columns(profile.id, other.id)
    assert await audience.bulk_events(both) == BulkReceipt(6, 0, 0)
    assert await audience.bulk_events(both) == BulkReceipt(0, 6, 0)


async def test_the_order_of_the_columns_makes_no_other_events(
    audience: AudienceService, profile: Profile
) -> None:
    other = await audience.create_profile(profile.household_id, "Rui")
    await audience.bulk_events(columns(profile.id, other.id))
    given = columns(other.id, profile.id)
    swapped = replace(given, at=np.concatenate((given.at[3:], given.at[:3])))
    assert (await audience.bulk_events(swapped)).duplicates == 6


async def test_an_import_that_knows_more_adds_the_rest(
    audience: AudienceService, profile: Profile
) -> None:
    other = await audience.create_profile(profile.household_id, "Rui")
    await audience.bulk_events(columns(profile.id))
    assert await audience.bulk_events(columns(profile.id, other.id)) == BulkReceipt(3, 3, 0)


async def test_events_of_nobody_are_left_out_and_counted(
    audience: AudienceService, profile: Profile
) -> None:
    receipt = await audience.bulk_events(columns(profile.id, stranger()))
    assert receipt == BulkReceipt(3, 0, 3)


async def test_different_kinds_at_one_instant_are_different_events(
    audience: AudienceService, profile: Profile
) -> None:
    kinds = [EventKind.FINISH, EventKind.THUMB, EventKind.LIST]
    given = columns(
        profile.id,
        title=np.zeros(3, np.int32),
        at=np.full(3, YEAR_2000),
        kinds=np.array([kind.code for kind in kinds], np.uint8),
        values=np.ones(3, np.float32),
    )
    assert (await audience.bulk_events(given)).accepted == 3


async def test_ids_that_are_given_are_kept(audience: AudienceService, profile: Profile) -> None:
    start = datetime.fromtimestamp(YEAR_2000, UTC)
    ids = [uuid7(start + timedelta(days=day)) for day in range(3)]
    packed = np.frombuffer(b"".join(one.bytes for one in ids), np.uint8).reshape(3, 16)
    await audience.bulk_events(columns(profile.id, ids=packed))
    events = (await audience.history(profile.id)).events
    assert [logged.event.id for logged in events] == ids[::-1]


async def test_more_events_than_one_transaction_takes_all_arrive(
    audience: AudienceService, profile: Profile
) -> None:
    count = 120_000
    given = columns(
        profile.id,
        profile=np.zeros(count, np.int32),
        title=np.arange(count, dtype=np.int32) % 3,
        kinds=np.full(count, EventKind.PROGRESS.code, np.uint8),
        at=YEAR_2000 + 3600.0 * np.arange(count),
    )
    assert await audience.bulk_events(given) == BulkReceipt(count, 0, 0)
    training = await audience.training_events()
    assert len(training) == count


async def test_nothing_is_no_trouble(audience: AudienceService) -> None:
    assert await audience.bulk_events(columns()) == BulkReceipt(0, 0, 0)


WRONG: list[dict[str, Any]] = [
    {"kinds": np.full(3, 9, np.uint8)},
    {"at": np.array([1, 2, -1.0])},
    {"at": np.array([1, 2, np.nan])},
    {"at": np.array([1.0, 2.0])},
    {"seconds": np.ones(4, np.float32)},
    {"devices": Words(("tv",), np.zeros(2, np.int32))},
]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: next(iter(wrong)))
async def test_columns_that_make_no_sense_are_refused_whole(
    audience: AudienceService, profile: Profile, wrong: dict[str, Any]
) -> None:
    with pytest.raises(Invalid):
        await audience.bulk_events(columns(profile.id, **wrong))
    assert len(await audience.training_events()) == 0
