"""Many members at once: each asks for a page every second, one event between two pages."""

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

import httpx

from matinee.vocabulary.ids import uuid7

_EVERY_SECONDS = 1.0
_OK = 200


@dataclass
class Together:
    """Milliseconds of every page, and what was answered otherwise than 200."""

    milliseconds: list[float] = field(default_factory=list[float])
    failures: int = 0


async def browse_together(
    address: str, profiles: Sequence[UUID], titles: Sequence[UUID], *, seconds: float
) -> Together:
    """Let all these members look around for so long."""
    told = Together()
    limits = httpx.Limits(max_connections=len(profiles), max_keepalive_connections=len(profiles))
    async with httpx.AsyncClient(base_url=address, limits=limits, timeout=30) as client:
        ending = time.monotonic() + seconds
        async with asyncio.TaskGroup() as group:
            for number, profile in enumerate(profiles):
                dice = random.Random(number)
                group.create_task(_member(client, profile, titles, dice, told, ending))
    return told


async def _member(
    client: httpx.AsyncClient,
    profile: UUID,
    titles: Sequence[UUID],
    dice: random.Random,
    told: Together,
    ending: float,
) -> None:
    await asyncio.sleep(dice.random() * _EVERY_SECONDS)
    while time.monotonic() < ending:
        started = time.perf_counter()
        answer = await client.get(f"/v1/profiles/{profile}/home")
        took = time.perf_counter() - started
        told.milliseconds.append(took * 1000)
        told.failures += answer.status_code != _OK
        now = datetime.now(UTC)
        event = {
            "id": str(uuid7(now)),
            "profile_id": str(profile),
            "kind": "finish",
            "title_id": str(dice.choice(titles)),
            "at": now.isoformat(),
        }
        sent = await client.post("/v1/events", json={"events": [event]})
        told.failures += sent.status_code != _OK
        await asyncio.sleep(max(0.0, _EVERY_SECONDS - (time.perf_counter() - started)))
