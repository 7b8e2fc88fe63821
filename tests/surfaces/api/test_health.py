from __future__ import annotations

from datetime import UTC, datetime, timedelta
from unittest.mock import Mock
from uuid import UUID

import httpx
import psycopg
import pytest
import time_machine
from fastapi import APIRouter
from psycopg import sql
from sqlalchemy import URL, text

from matinee.assembly import room
from matinee.assembly.house import House
from matinee.assembly.settings import Settings
from matinee.errors import Invalid, Unavailable
from matinee.foundation.database import Database
from matinee.surfaces.api.app import build_app


def amiss(answer: httpx.Response) -> list[str]:
    """What keeps the house from being ready."""
    checks = answer.json()["checks"]
    return [check["name"] for check in checks if check["needed"] and not check["ready"]]


async def test_a_process_that_answers_is_alive(client: httpx.AsyncClient) -> None:
    assert (await client.get("/health")).json() == {"status": "alive"}


async def test_a_house_that_stands_is_ready(client: httpx.AsyncClient) -> None:
    answer = await client.get("/ready")
    assert answer.status_code == 200
    needed = (check for check in answer.json()["checks"] if check["needed"])
    assert {check["name"]: check["ready"] for check in needed} == {
        "database": True,
        "writes": True,
        "migrations": True,
        "blobs": True,
        "clock": True,
        "room": True,
    }


async def test_a_house_whose_search_index_is_still_being_made_is_ready_and_says_so(
    client: httpx.AsyncClient, house: House
) -> None:
    for own in ("false", "true"):
        answer = await client.get("/ready", params={"own": own})
        (search,) = (one for one in answer.json()["checks"] if one["name"] == "search")
        assert (answer.status_code, search["ready"]) == (200, False)
        assert "is being made" in search["message"]
    await house.conversation.ready()
    answer = await client.get("/ready")
    assert {check["name"]: check["ready"] for check in answer.json()["checks"]}["search"]
    assert 'matinee_ready{what="search"} 1.0' in (await client.get("/metrics")).text


async def test_a_schema_of_another_time_is_not_ready(
    client: httpx.AsyncClient, owner_url: str
) -> None:
    owner = Database(owner_url, pool_size=1)
    async with owner.transaction() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '0001_foundation'"))
    await owner.close()
    answer = await client.get("/ready")
    assert answer.status_code == 503
    assert amiss(answer) == ["migrations"]


async def test_a_database_that_takes_no_writes_is_said_and_can_be_alarmed_on(
    client: httpx.AsyncClient, house: House, admin_url: URL
) -> None:
    with psycopg.connect(
        admin_url.set(drivername="postgresql").render_as_string(hide_password=False),
        autocommit=True,
    ) as admin:
        admin.execute(
            sql.SQL("ALTER DATABASE {} SET default_transaction_read_only = on").format(
                sql.Identifier(str(admin_url.database))
            )
        )
    await house.database.close()
    answer = await client.get("/ready")
    assert answer.status_code == 503
    assert amiss(answer) == ["writes"]
    said = (await client.get("/metrics")).text
    assert 'matinee_ready{what="writes"} 0.0' in said
    assert 'matinee_ready{what="database"} 1.0' in said


async def test_what_all_processes_share_says_nothing_against_one_of_them(
    client: httpx.AsyncClient, house: House
) -> None:
    await house.clock.check()
    (house.settings.home / "blobs").rmdir()
    (house.settings.home / "blobs").write_text("not a folder")
    assert (await client.get("/ready")).status_code == 503
    assert (await client.get("/ready?own=true")).json()["ready"]


async def test_a_file_store_that_went_away_is_not_ready(
    client: httpx.AsyncClient, house: House
) -> None:
    folder = house.settings.home / "blobs"
    folder.rmdir()
    folder.write_text("not a folder")
    answer = await client.get("/ready")
    assert answer.status_code == 503
    assert amiss(answer) == ["blobs"]
    assert str(folder) not in answer.text


async def test_a_disk_without_room_is_not_ready(
    client: httpx.AsyncClient, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    least = house.settings.least_free_bytes
    monkeypatch.setattr(room, "free_bytes", Mock(return_value=least - 1))
    answer = await client.get("/ready")
    assert (answer.status_code, amiss(answer)) == (503, ["room"])
    assert str(house.settings.home) not in answer.text
    # All servers may share that disk, and none of them would be left.
    assert (await client.get("/ready?own=true")).json()["ready"]


async def test_while_the_clock_is_off_pages_go_on_and_nothing_is_entered(
    client: httpx.AsyncClient, house: House
) -> None:
    await house.clock.check()
    with time_machine.travel(datetime.now(UTC) + timedelta(days=2), tick=True):
        ready = await client.get("/ready")
        assert amiss(ready) == ["clock"]
        refused = await client.post("/v1/households", json={"name": "Almeida"})
        assert (refused.status_code, refused.json()["code"]) == (503, "clock_off")
        assert "retry-after" in refused.headers
        nothing = f"/v1/profiles/{UUID(int=1)}/titles/{UUID(int=2)}/ads/vast"
        assert (await client.get(nothing)).json()["code"] == "clock_off"
        assert (await client.get("/v1/titles")).status_code == 200
        assert (await client.get("/ready?own=true")).status_code == 503
    assert (await client.post("/v1/households", json={"name": "Almeida"})).status_code == 201


async def test_what_is_answered_by_a_clock_that_jumped_meanwhile_is_no_answer() -> None:
    off = list[bool]()

    async def check() -> None:
        if off:
            raise Unavailable("The clock is off.", code="clock_off")

    part = APIRouter()

    @part.get("/v1/ads/beacons/late")
    async def late() -> None:
        off.append(True)
        raise Invalid("This came too late.", field="token")

    app = build_app(Settings(), [part], clock=check)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as caller:
        answer = await caller.get("/v1/ads/beacons/late")
    assert (answer.status_code, answer.json()["code"]) == (503, "clock_off")


async def test_prometheus_reads_the_figures_of_requests(client: httpx.AsyncClient) -> None:
    await client.get("/health")
    answer = await client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    for figure in (
        'matinee_requests_total{method="GET",route="/health",status="200"}',
        "matinee_request_seconds_bucket",
        "matinee_requests_in_flight 1.0",
    ):
        assert figure in answer.text
