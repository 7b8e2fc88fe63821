from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from tests.audience.reports import KnownBut, seen

from matinee.audience.model import Profile
from matinee.audience.service import AudienceService
from matinee.foundation.database import Database


@pytest.fixture
async def wide(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url, pool_size=8)
    yield database
    await database.close()


async def test_writers_of_the_same_events_in_any_order_write_each_once(
    audience: AudienceService, wide: Database, profile: Profile
) -> None:
    events = [seen(profile, ago=timedelta(minutes=place)) for place in range(300)]

    async def send(seed: int) -> int:
        choice = random.Random(seed)
        service = AudienceService(wide, KnownBut())
        accepted = 0
        for _ in range(5):
            batch = choice.sample(events, 120)
            accepted += (await service.record(batch)).accepted
        return accepted

    written = await asyncio.gather(*(send(seed) for seed in range(8)))
    page = await audience.history(profile.id, limit=1000)
    held = [logged.event.id for logged in page.events]
    assert len(held) == len(set(held)) == sum(written)
