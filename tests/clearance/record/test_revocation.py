"""What revoking a consent ends: running work, outputs and all that was derived from them."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from uuid import UUID

import httpx
import numpy as np
import pytest
from sqlalchemy.exc import DBAPIError
from tests.clearance.record.conftest import BY, Clock, Desk, Names, call

from matinee.assembly.house import House
from matinee.clearance.record import jobs, shapes
from matinee.errors import Conflict, Denied
from matinee.foundation.jobs import Jobs, Payload, Retries
from matinee.generation.model import input_hash

REVOKED = shapes.Revocation(reason="No more.")


async def test_all_that_was_derived_is_quarantined_and_nothing_else(desk: Desk) -> None:
    consent = await desk.consent()
    face = await desk.make(await desk.mint(await desk.go()), b"face")
    sketch = await desk.sketch()
    poster = await desk.make(await desk.mint(sketch, given=b"face"), b"poster", given=b"face")
    banner = await desk.make(await desk.mint(sketch, given=b"poster"), b"banner", given=b"poster")
    other = await desk.make(await desk.mint(sketch, given=b"hill"), b"hill made", given=b"hill")

    affected = await desk.record.revocations.revoke(consent, REVOKED, by=BY)

    assert {each.id for each in affected.outputs} == {face.id, poster.id, banner.id}
    for closed in (face, poster, banner):
        with pytest.raises(Denied, match="quarantined"):
            await desk.record.outputs.content(closed.id)
    assert (await desk.record.outputs.content(other.id))[1] == b"hill made"


async def test_nothing_new_is_made_of_what_is_quarantined(desk: Desk) -> None:
    consent = await desk.consent()
    await desk.make(await desk.mint(await desk.go()), b"face")
    permit = await desk.mint(await desk.sketch(), given=b"face")
    await desk.record.revocations.revoke(consent, REVOKED, by=BY)
    with pytest.raises(Denied, match="made of something that is quarantined"):
        await desk.make(permit, b"poster", given=b"face")
    with pytest.raises(Denied, match="made of something that is quarantined"):
        await desk.make(await desk.mint(await desk.sketch()), b"face")


async def test_what_rests_on_a_consent_that_ran_out_is_closed_before_any_job_runs(
    desk: Desk,
) -> None:
    await desk.consent(expires=desk.clock.now + timedelta(days=3))
    made = await desk.make(await desk.mint(await desk.go()), b"face")
    desk.clock.pass_by(days=4)
    with pytest.raises(Denied, match="has run out"):
        await desk.record.outputs.content(made.id)
    [consent] = await desk.record.revocations.close_expired()
    stored = await desk.record.outputs.output(made.id)
    assert stored.quarantined_for == "the consent that it rests on has run out"
    assert await desk.record.revocations.close_expired() == []
    assert (await desk.record.revocations.affected(consent)).outputs == (stored,)


async def test_the_periodic_job_closes_what_ran_out(desk: Desk) -> None:
    background = Jobs(desk.record.recorder.database)
    jobs.register(background, desk.record)
    await desk.consent(expires=desk.clock.now + timedelta(days=3))
    made = await desk.make(await desk.mint(await desk.go()), b"face")
    desk.clock.pass_by(days=4)
    async with desk.record.recorder.database.transaction() as connection:
        await background.enqueue(connection, jobs.EXPIRE)
    await background.work(until_idle=True)
    assert (await desk.record.outputs.output(made.id)).quarantined_at is not None


async def test_a_job_that_renders_for_minutes_stops_within_seconds(desk: Desk) -> None:
    consent = await desk.consent()
    permit = await desk.mint(await desk.go())
    await desk.record.permits.spend(permit, call(permit))
    background = Jobs(desk.record.recorder.database)
    frames, passed = list[float](), list[float]()
    stopped, rendering = asyncio.Event(), asyncio.Event()

    @background.task("studio.render", retries=Retries(attempts=1))
    async def render(_payload: Payload) -> None:
        asked = -float("inf")
        try:
            for _ in range(6000):
                if time.monotonic() - asked >= 1:
                    asked = time.monotonic()
                    await desk.record.permits.still_live(permit)
                    passed.append(asked)
                await asyncio.sleep(0.05)
                frames.append(time.monotonic())
                if len(frames) == 20:
                    rendering.set()
        finally:
            stopped.set()

    async with desk.record.recorder.database.transaction() as connection:
        await background.enqueue(connection, "studio.render")
    worker = asyncio.create_task(background.work(until_idle=True))
    await asyncio.wait_for(rendering.wait(), timeout=20)
    await desk.record.revocations.revoke(consent, REVOKED, by=BY)
    revoked_at = time.monotonic()
    await asyncio.wait_for(stopped.wait(), timeout=60)
    # Not one look after it passed, and it looks each second: whatever the machine is late by.
    assert passed[-1] < revoked_at
    assert frames[-1] - passed[-1] < 1 + max(np.diff(frames))
    await worker


async def test_a_deletion_is_attested_once_the_bytes_are_gone(desk: Desk) -> None:
    consent = await desk.consent()
    made = await desk.make(await desk.mint(await desk.go()), b"face")
    deletion = shapes.Deletion(statement="Deleted everywhere.")
    with pytest.raises(Conflict, match="Nothing is quarantined"):
        await desk.record.revocations.attest_deletion(consent, deletion, by=BY)
    await desk.record.revocations.revoke(consent, REVOKED, by=BY)
    await desk.record.revocations.attest_deletion(consent, deletion, by="Rui Faria")
    assert await desk.record.outputs.blobs.list("outputs") == []
    assert await desk.record.outputs.blobs.list("sealed") == []
    with pytest.raises(Denied, match="was deleted"):
        await desk.record.outputs.content(made.id)
    said = await desk.record.about(str(consent))
    assert (said[-1].kind, said[-1].recorded_by) == ("deletion", "Rui Faria")


async def test_a_consent_is_revoked_once(desk: Desk) -> None:
    consent = await desk.consent()
    await desk.record.revocations.revoke(consent, REVOKED, by=BY)
    with pytest.raises(Conflict, match="revoked already"):
        await desk.record.revocations.revoke(consent, REVOKED, by=BY)


async def test_an_erased_person_is_nowhere_and_the_chain_is_whole(desk: Desk) -> None:
    await desk.consent()
    use = await desk.go()
    database = desk.record.recorder.database
    kept = await desk.record.recorder.ledger.witness()
    assert await desk.record.erase_person(UUID(desk.performer), by=BY) == 2
    assert await desk.record.persons([desk.performer]) == {}
    async with database.reading() as connection:
        for table in ("facts", "people", "decisions", "permits", "outputs", "ledger_personal"):
            rows = await connection.exec_driver_sql(f"SELECT t::text FROM clearance.{table} t")
            assert "Clara" not in "".join(rows.scalars())
        leaves = await connection.exec_driver_sql("SELECT leaf FROM clearance.ledger_entries")
        assert b"Clara" not in b"".join(leaves.scalars())
        held = await connection.exec_driver_sql("SELECT data FROM clearance.ledger_personal")
        assert b"Clara" not in b"".join(held.scalars())
    assert (await desk.record.recorder.ledger.verify([kept])).flaws == ()
    decided = await desk.record.decide(use, by=BY)
    assert "evidence.performer" in decided.decision.missing


async def test_the_record_cannot_be_rewritten(desk: Desk) -> None:
    await desk.make(await desk.mint(await desk.sketch()), b"sketch")
    for table in ("facts", "decisions", "spends"):
        for change in (f"DELETE FROM clearance.{table}", f"UPDATE clearance.{table} SET id = id"):
            with pytest.raises(DBAPIError, match="only grows"):
                async with desk.record.recorder.database.transaction() as connection:
                    await connection.exec_driver_sql(change)


async def test_no_route_serves_what_is_quarantined(client: httpx.AsyncClient, house: House) -> None:
    """Every GET of the service is called with the output's id and with its hash."""
    desk = Desk(house.record, Clock(), Names())
    house.record.recorder.clock = desk.clock
    await desk.furnish()
    consent = await desk.consent()
    made = await desk.make(await desk.mint(await desk.go()), b"the very bytes of a face")
    assert (await client.get(f"/v1/outputs/{made.id}")).content == b"the very bytes of a face"
    await desk.record.revocations.revoke(consent, REVOKED, by=BY)
    described = (await client.get("/v1/openapi.json")).json()["paths"]
    digest = input_hash(b"the very bytes of a face")
    ways = [f"/outputs/{digest}", f"/blobs/outputs/{digest}", f"/static/outputs/{digest}"]
    for path, methods in described.items():
        for identifier in (str(made.id), digest):
            way = path
            while "{" in way:
                start, end = way.index("{"), way.index("}")
                way = way[:start] + identifier + way[end + 1 :]
            if "get" in methods:
                ways.append(way)
    for way in ways:
        answer = await client.get(way)
        assert b"the very bytes" not in answer.content, way
    assert (await client.get(f"/v1/outputs/{made.id}")).status_code == 451
