"""What can wait is refused first, and whoever is watching last."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import APIRouter
from prometheus_client import REGISTRY

from matinee.assembly.settings import Settings
from matinee.surfaces.api.app import build_app
from matinee.surfaces.api.middleware.shedding import Priority, priority_of

OF_EACH = {
    Priority.REPORTS: "/v1/ledger/entries",
    Priority.DESKS: "/v1/clearance/performers",
    Priority.PAGES: "/v1/profiles/1/home",
    Priority.PLAYBACK: "/v1/ads/beacons/token/impression",
}


class Hall:
    """A service with eight places, whose answers wait until they are let go."""

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.begun = asyncio.Queue[None]()
        part = APIRouter()

        async def wait() -> None:
            self.begun.put_nowait(None)
            await self.go.wait()

        for path in [*OF_EACH.values(), "/health"]:
            part.add_api_route(path, wait if path != "/health" else self.at_once)
        transport = httpx.ASGITransport(build_app(Settings(requests_at_once=8), [part]))
        self.caller = httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1")
        self.waiting = list[asyncio.Task[httpx.Response]]()

    async def at_once(self) -> None:
        """Answer without waiting."""

    async def taken(self, priority: Priority, count: int) -> None:
        """So many requests of the kind are on their way."""
        self.waiting += [
            asyncio.create_task(self.caller.get(OF_EACH[priority])) for _ in range(count)
        ]
        for _ in range(count):
            await self.begun.get()

    async def refused(self) -> set[Priority]:
        """Which kinds are refused now; one that is not takes no place for long."""
        found = set[Priority]()
        for priority, path in OF_EACH.items():
            asked = asyncio.create_task(self.caller.get(path))
            begun = asyncio.create_task(self.begun.get())
            await asyncio.wait({asked, begun}, return_when=asyncio.FIRST_COMPLETED)
            if begun.done():
                asked.cancel()
                continue
            begun.cancel()
            answer = asked.result()
            assert (answer.status_code, answer.json()["code"]) == (503, "overloaded")
            assert "retry-after" in answer.headers
            found.add(priority)
        return found


@pytest.fixture
async def hall() -> AsyncIterator[Hall]:
    made = Hall()
    yield made
    made.go.set()
    assert all(answer.is_success for answer in await asyncio.gather(*made.waiting))
    await made.caller.aclose()


async def test_the_fuller_it_is_the_more_kinds_are_refused(hall: Hall) -> None:
    before = REGISTRY.get_sample_value("matinee_requests_shed_total", {"priority": "reports"}) or 0
    assert await hall.refused() == set()
    await hall.taken(Priority.PLAYBACK, 2)
    assert await hall.refused() == {Priority.REPORTS}
    await hall.taken(Priority.PLAYBACK, 2)
    assert await hall.refused() == {Priority.REPORTS, Priority.DESKS}
    await hall.taken(Priority.PLAYBACK, 2)
    assert await hall.refused() == {Priority.REPORTS, Priority.DESKS, Priority.PAGES}
    await hall.taken(Priority.PLAYBACK, 2)
    assert await hall.refused() == set(Priority)
    assert (await hall.caller.get("/health")).is_success
    after = REGISTRY.get_sample_value("matinee_requests_shed_total", {"priority": "reports"})
    assert after == before + 4


async def test_a_place_is_free_again_once_it_was_answered_or_given_up(hall: Hall) -> None:
    for _ in range(3):
        assert await hall.refused() == set()
    hall.go.set()
    for _ in range(20):
        assert (await hall.caller.get(OF_EACH[Priority.REPORTS])).is_success


@pytest.mark.parametrize(
    ("path", "priority"),
    [
        ("/v1/events", Priority.PLAYBACK),
        ("/v1/profiles/1/titles/2/ads/vast", Priority.PLAYBACK),
        ("/v1/films/1/a/index.m3u8", Priority.PLAYBACK),
        ("/v1/profiles/1/home", Priority.PAGES),
        ("/", Priority.PAGES),
        ("/v1/search", Priority.PAGES),
        ("/desk/inbox", Priority.DESKS),
        ("/v1/ads/campaigns", Priority.DESKS),
        ("/v1/studio/scripts", Priority.DESKS),
        ("/v1/profiles/1/export", Priority.REPORTS),
        ("/v1/ads/campaigns/1/invoice", Priority.REPORTS),
    ],
)
def test_what_a_request_is_for_is_told_by_its_path(path: str, priority: Priority) -> None:
    assert priority_of(path) is priority
