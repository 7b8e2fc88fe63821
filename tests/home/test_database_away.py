"""While the database is away members get pages by what was known of them; writes are refused."""

from __future__ import annotations

from collections.abc import AsyncIterator, Generator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import httpx
import psycopg
import pytest
from psycopg import sql
from sqlalchemy import URL
from tests.home.scenery import member

from matinee.access import remembered
from matinee.access.remembered import AWAY_SECONDS, SECONDS, Remembered
from matinee.assembly.house import House, open_house
from matinee.assembly.settings import Settings
from matinee.catalogue.model import TitleRecord
from matinee.home import last_known, programming, service
from matinee.home.last_known import KEPT_SECONDS, LastKnown
from matinee.surfaces.api.app import create_app
from matinee.vocabulary.ids import ProfileId, uuid7


class Ticks:
    """A clock that the test moves."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@contextmanager
def away(admin_url: URL) -> Generator[None]:
    """Nobody is let into this test's database, and nobody is left in it."""
    name = sql.Identifier(str(admin_url.database))
    server = admin_url.set(database="postgres").render_as_string(hide_password=False)
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(name))
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
            [admin_url.database],
        )
        yield
        admin.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(name))


@pytest.fixture
async def forgetful(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    """A house that asks the database at every request what others believe for seconds."""
    monkeypatch.setattr(programming, "_LOOKED_AT_EVERY_SECONDS", 0.0)
    monkeypatch.setattr(service, "_COUNTED_EVERY_SECONDS", 0.0)
    monkeypatch.setattr(remembered, "SECONDS", 0.0)
    asks = {
        "catalogue": settings.catalogue.model_copy(update={"version_check_seconds": 0}),
        "recommend": settings.recommend.model_copy(update={"check_seconds": 0}),
        "experiments": settings.experiments.model_copy(update={"check_seconds": 0}),
    }
    async with open_house(settings.model_copy(update=asks)) as house:
        yield house


async def test_a_member_gets_the_page_and_a_stranger_and_a_write_are_refused(
    forgetful: House, admin_url: URL
) -> None:
    house = forgetful
    transport = httpx.ASGITransport(app=create_app(house))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        await _through_a_bad_minute(house, client, admin_url)


async def _through_a_bad_minute(house: House, client: httpx.AsyncClient, admin_url: URL) -> None:
    films = [TitleRecord(name=f"Film {number}", year=1990) for number in range(30)]
    await house.catalogue.put_titles(films, source="test", open_window=True)
    household = await house.audience.create_household("Almeida")
    known, other = [(await house.audience.create_profile(household.id, name)).id for name in "AB"]
    before = await client.get(f"/v1/profiles/{known}/home")
    with away(admin_url):
        during = await client.get(f"/v1/profiles/{known}/home")
        stranger = await client.get(f"/v1/profiles/{other}/home")
        now = datetime.now(UTC)
        event = {
            "id": str(uuid7(now)),
            "profile_id": str(known),
            "kind": "finish",
            "title_id": before.json()["rows"][0]["items"][0]["title"]["id"],
            "at": now.isoformat(),
        }
        write = await client.post("/v1/events", json={"events": [event]})
    after = await client.post("/v1/events", json={"events": [event]})

    assert (before.status_code, during.status_code) == (200, 200)
    assert [row["row"] for row in during.json()["rows"]] == [
        row["row"] for row in before.json()["rows"]
    ]
    assert (stranger.status_code, write.status_code) == (503, 503)
    assert write.headers["retry-after"] == "2"
    assert (after.status_code, after.json()["accepted"]) == (200, 1)


def test_what_was_known_of_a_member_is_used_for_minutes_only() -> None:
    ticks = Ticks()
    known = LastKnown(ticks)
    somebody = member()
    known.keep(somebody)
    ticks.now += KEPT_SECONDS - 1
    assert known.of(somebody.profile.id) is somebody
    ticks.now += 1
    assert known.of(somebody.profile.id) is None


def test_of_many_members_the_profiles_are_kept_longer_than_the_histories(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(last_known, "_WITH_HISTORY", 2)
    monkeypatch.setattr(last_known, "_WITHOUT", 2)
    known = LastKnown()
    one = member()
    others = [replace(one, profile=replace(one.profile, id=ProfileId(uuid4()))) for _ in range(5)]
    for each in others:
        known.keep(each)
    found = [known.of(each.profile.id) for each in others]
    assert found[0] is None
    assert [None if each is None else each.profile for each in found[1:3]] == [
        each.profile for each in others[1:3]
    ]
    assert found[3:] == others[3:]
    known.forget(others[4].profile.id)
    assert known.of(others[4].profile.id) is None


def test_a_caller_is_believed_for_minutes_while_nobody_can_be_asked_and_not_once_gone() -> None:
    ticks = Ticks()
    callers = Remembered[str](ticks)
    callers.keep(b"key", "Ines", read_at=ticks.now)
    ticks.now += SECONDS
    assert (callers.get(b"key"), callers.while_away(b"key")) == (None, "Ines")
    ticks.now += AWAY_SECONDS - SECONDS
    assert callers.while_away(b"key") is None
    callers.keep(b"key", "Ines", read_at=ticks.now)
    callers.drop(b"key")
    assert callers.while_away(b"key") is None
