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
from matinee.surfaces.api.middleware import shedding
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
        self.coming = asyncio.Queue[None]()
        part = APIRouter()

        async def wait() -> None:
            self.begun.put_nowait(None)
            await self.go.wait()

        async def take(_events: dict[str, str]) -> None:
            await wait()

        part.add_api_route("/v1/events", take, methods=["POST"])
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

    def sent(self, rest: asyncio.Event) -> asyncio.Task[httpx.Response]:
        """Events whose first byte is sent at once, and the rest of them later."""

        async def body() -> AsyncIterator[bytes]:
            yield b"{"
            # Asked for more: the first byte has been counted.
            self.coming.put_nowait(None)
            await rest.wait()
            yield b"}"

        head = {"Content-Type": "application/json", "Content-Length": "2"}
        asked = self.caller.post("/v1/events", content=body(), headers=head)
        return asyncio.create_task(asked)

    async def have_begun(self, count: int) -> None:
        """So many bodies that were sent are on their way."""
        for _ in range(count):
            await self.coming.get()

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


async def test_bodies_that_are_announced_and_do_not_come_take_no_place(hall: Hall) -> None:
    never = asyncio.Event()
    idle = [hall.sent(never) for _ in range(8)]
    await hall.have_begun(8)
    assert await hall.refused() == set()
    for each in idle:
        each.cancel()


async def test_a_body_that_has_come_takes_a_place_or_is_refused(hall: Hall) -> None:
    rest = asyncio.Event()
    sent = [hall.sent(rest) for _ in range(9)]
    await hall.have_begun(9)
    rest.set()
    (refused,), held = await asyncio.wait(sent, return_when=asyncio.FIRST_COMPLETED)
    assert (refused.result().status_code, refused.result().json()["code"]) == (503, "overloaded")
    for _ in held:
        await hall.begun.get()
    assert await hall.refused() == set(Priority)
    hall.go.set()
    assert all(answer.is_success for answer in await asyncio.gather(*held))
    assert await hall.refused() == set()


async def test_bodies_on_their_way_hold_so_much_and_no_more(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shedding, "_BYTES_COMING", 2 * shedding._BYTES_BEFORE + 10)
    never = asyncio.Event()
    idle = [hall.sent(never) for _ in range(2)]
    await hall.have_begun(2)
    assert (await hall.sent(never)).json()["code"] == "overloaded"
    assert await hall.refused() == set()
    for each in idle:
        each.cancel()
    await asyncio.wait(idle)
    hall.go.set()
    never.set()
    assert (await hall.sent(never)).is_success


@pytest.mark.parametrize(
    ("path", "priority"),
    [
        ("/v1/events", Priority.PLAYBACK),
        ("/v1/profiles/1/titles/2/ads/vast", Priority.PLAYBACK),
        ("/v1/films/1/a/index.m3u8", Priority.PLAYBACK),
        ("/v1/films/1", Priority.DESKS),
        ("/v1/films/1/analysis", Priority.DESKS),
        ("/v1/uploads", Priority.DESKS),
        ("/v1/uploads/1", Priority.DESKS),
        ("/v1/search/decisions/3/undo", Priority.DESKS),
        ("/desk/ads/fill", Priority.REPORTS),
        ("/desk/ads/fill.csv", Priority.REPORTS),
        ("/v1/profiles/1/home", Priority.PAGES),
        ("/", Priority.PAGES),
        ("/v1/search", Priority.PAGES),
        ("/desk/inbox", Priority.DESKS),
        ("/v1/ads/campaigns", Priority.DESKS),
        ("/v1/studio/scripts", Priority.DESKS),
        ("/v1/profiles/1/export", Priority.REPORTS),
        ("/v1/ads/campaigns/1/invoice", Priority.REPORTS),
        ("/v1/ads/campaigns/1/completion.csv", Priority.REPORTS),
        ("/v1/ads/watched", Priority.REPORTS),
        ("/v1/ads/incidents", Priority.REPORTS),
        ("/desk/ads/watched.csv", Priority.REPORTS),
        ("/desk/ads/incidents.csv", Priority.REPORTS),
    ],
)
def test_what_a_request_is_for_is_told_by_its_path(path: str, priority: Priority) -> None:
    assert priority_of(path) is priority


def test_what_is_decided_is_work_and_the_list_of_it_a_report() -> None:
    assert priority_of("/v1/search/decisions", "POST") is Priority.DESKS
    assert priority_of("/v1/search/decisions", "GET") is Priority.REPORTS
