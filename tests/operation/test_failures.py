"""Errors: grouped by kind and place over processes, judged, and without what they were about."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import httpx
import pytest

from matinee.assembly.house import House
from matinee.assembly.operation import build_operation
from matinee.errors import Unavailable
from matinee.foundation.jobs import Payload, Retries
from matinee.foundation.telemetry import configure_logging
from matinee.operation.failures.frames import kind_of, place_of, trace_of
from matinee.operation.failures.model import Source, Standing
from matinee.operation.failures.repository import MOST_GROUPS
from matinee.operation.failures.service import FailureService
from matinee.operation.flags.service import FlagService
from matinee.surfaces.api.app import create_app

SECRET = "open-sesame"


def raised(failing: Callable[[], object]) -> Exception:
    try:
        failing()
    except Exception as failure:
        return failure
    raise AssertionError("nothing failed")


def _opens() -> None:
    try:
        dict[str, str]()[SECRET]
    except KeyError as cause:
        raise ValueError(f"postgresql://ada:{SECRET}@db/films") from cause


def test_of_a_failure_its_kinds_and_frames_are_kept_and_nothing_of_what_it_was_about() -> None:
    failure = raised(_opens)
    told = f"{kind_of(failure)} {place_of(failure)} {trace_of(failure)}"
    assert kind_of(failure) == "ValueError"
    assert place_of(failure).endswith("test_failures.py: _opens")
    assert "because of\nKeyError" in told
    assert SECRET not in told
    assert "/work" not in told
    assert "/home" not in told


async def test_failures_of_requests_and_jobs_are_counted_over_processes_and_judged(
    client: httpx.AsyncClient, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure_logging(stream=io.StringIO())
    task = house.jobs.task("test.fail", retries=Retries(attempts=1))

    @task
    async def fail(_payload: Payload) -> None:
        _opens()

    async with house.database.transaction() as connection:
        await house.jobs.enqueue(connection, "test.fail")
    await house.jobs.work(until_idle=True)

    async def broken(_flags: FlagService) -> None:
        _opens()

    monkeypatch.setattr(FlagService, "listing", broken)
    elsewhere = replace(house, operation=build_operation(house.database, house.settings))
    for one in (house, house, elsewhere):
        transport = httpx.ASGITransport(app=create_app(one))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as asking:
            answer = await asking.get("/v1/flags", headers={"X-Request-Id": "quoted"})
        assert answer.status_code == 500
    await elsewhere.operation.failures.write()

    listing = (await client.get("/v1/errors")).json()
    times = {(one["source"], one["name"]): one["times"] for one in listing["errors"]}
    assert times[("job", "test.fail")] == 1
    assert times[("request", "GET /v1/flags")] == 3
    assert listing["counts"]["open"] == len(listing["errors"]) == 2
    assert SECRET not in str(listing)
    request = next(one for one in listing["errors"] if one["request_id"] == "quoted")

    address = f"/v1/errors/{request['id']}"
    judged = await client.put(f"{address}/standing", json={"standing": "acknowledged"})
    assert judged.status_code == 204
    await client.put(f"{address}/standing", json={"standing": "resolved"})
    assert await _standing(client, request["id"]) == "resolved"
    await client.post(f"{address}/undo")
    assert await _standing(client, request["id"]) == "acknowledged"
    await client.put(f"{address}/standing", json={"standing": "resolved"})
    await client.get("/v1/flags", headers={"X-Request-Id": "again"})
    assert await _standing(client, request["id"]) == "open"
    unknown = f"/v1/errors/{'0' * 24}/undo"
    assert (await client.post(unknown)).status_code == 404

    page = (await client.get("/desk/errors", headers={"Accept": "text/html"})).text
    assert "Trace of the last one" in page
    assert SECRET not in page
    actions = {one["action"] for one in (await client.get("/v1/audit")).json()["entries"]}
    assert actions == {"errors.acknowledged", "errors.resolved", "errors.undo"}


async def _standing(client: httpx.AsyncClient, identifier: str) -> str:
    listing = (await client.get("/v1/errors")).json()["errors"]
    return next(one["standing"] for one in listing if one["id"] == identifier)


async def test_what_cannot_be_written_waits_and_is_counted(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures, away = house.operation.failures, True
    transaction = type(house.database).transaction

    def gone(database: object) -> object:
        if away:
            raise Unavailable("The database is away.")
        return transaction(house.database)

    monkeypatch.setattr(type(house.database), "transaction", gone)
    for _ in range(3):
        failures.note(raised(_opens), Source.JOB, "test.fail")
        with pytest.raises(Unavailable):
            await failures.write()
    away = False
    [group] = (await failures.overview()).groups
    assert (group.times, group.standing) == (3, Standing.OPEN)


async def test_kinds_without_end_fill_neither_memory_nor_table(house: House) -> None:
    failures = FailureService(house.database, house.operation.audit)
    failure = raised(_opens)
    for number in range(MOST_GROUPS + 100):
        failures.note(failure, Source.JOB, f"task {number}")
        if number % 150 == 0:
            await failures.write()
    found = await failures.overview()
    assert sum(found.counts.values()) == MOST_GROUPS
