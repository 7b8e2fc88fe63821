"""Old partitions of the log give way to the lake, and nobody waits or loses anything by it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from pydantic import ValidationError
from tests.audience.lake.lake_log import NOW, Log, older_ended, rows, viewing
from tests.audience.reports import KnownBut

from matinee.assembly.settings import Settings
from matinee.audience.lake.model import sequences_digest
from matinee.audience.lake.reports import LakeReports
from matinee.audience.lake.rotation import LogRotation, Rotation, Stage, check
from matinee.audience.lake.service import ViewingLake
from matinee.audience.lake.whole import WholeLog
from matinee.audience.model import EventColumns, Profile
from matinee.audience.service import AudienceService
from matinee.audience.watching.model import Period
from matinee.errors import Conflict, Unavailable
from matinee.foundation.database import Database
from matinee.foundation.jobs import Jobs
from matinee.foundation.lake.model import LakeSettings

LONG_AGO = 500 * 86_400


def old(members: list[Profile], count: int, *, seed: int = 5) -> EventColumns:
    columns = viewing(members, count, seed=seed)
    return replace(columns, at=columns.at - LONG_AGO)


@pytest.fixture
def settled(database: Database, jobs: Jobs, lake: ViewingLake) -> ViewingLake:
    """The same lake, told to take the log over after 400 days."""
    settings = LakeSettings(
        commit_events=300, removed_hours=0, log_days=400, trains=True, reports=True
    )
    return ViewingLake(database, jobs, lake.table, lake.engine, settings, clock=lambda: NOW)


async def test_what_is_all_in_the_lake_gives_way_and_nothing_is_lost_by_it(
    database: Database, log: Log, settled: ViewingLake, members: list[Profile], admin_url: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    audience = AudienceService(database, KnownBut(), at_rest=settled)
    rotation = LogRotation(database, settled, clock=lambda: NOW)
    reports = LakeReports(WholeLog(database, settled.table, settled.engine), audience)
    past, lately = old(members, 240), viewing(members, 60)
    await log(past)
    await log(lately)
    here = sequences_digest(await audience.training_events())
    told, counted = await audience.export(members[0].id), await audience.most_watched()
    assert counted

    closed = of_july(await rotation.rotate())
    assert closed.stage is Stage.CLOSED
    waits = of_july(await rotation.rotate())
    assert waits.stage is Stage.CLOSED, "nothing of it has come to the lake"
    with pytest.raises(Conflict, match="log is closed"):
        await audience.bulk_events(old(members, 10, seed=6))
    await older_ended(admin_url)
    await settled.fill()
    gone = of_july(await rotation.rotate())

    assert (gone.stage, gone.in_lake, gone.events) == (Stage.ROTATED, 240, 240)
    kept = (await lasting(admin_url), await of_partition(admin_url, gone.partition))
    assert kept == (gone.kept, gone.kept)
    assert 0 < (gone.kept or 0) < 240
    assert await rotation.rotate() == []
    assert (await settled.fill()).events == 0
    assert len(rows(settled)) == len({row["id"] for row in rows(settled)}) == 300
    assert sequences_digest(await reports.training_events()) == here
    again = await audience.export(members[0].id)
    assert again["events"] == told["events"]
    assert list((await audience.most_watched()).items()) == list(counted.items())
    with pytest.raises(Conflict, match="log is closed"):
        await audience.bulk_events(past)
    assert (await audience.bulk_events(lately)).accepted == 0
    assert "3 gave way" in await check(database, now=NOW)
    behind = WholeLog(database, settled.table, settled.engine, most_behind=-1)
    with pytest.raises(Unavailable, match="has given days to it"):
        await LakeReports(behind, audience).training_events()
    since = Period(NOW - timedelta(days=600), NOW)
    with pytest.raises(Unavailable, match="has given days to it"):
        await LakeReports(behind, audience).search_places(since)

    def late(*_: object) -> WholeLog:
        return behind

    monkeypatch.setattr("matinee.audience.lake.service.WholeLog", late)
    assert await audience.most_watched(), "an order of rows fails no page"
    monkeypatch.undo()

    await audience.erase(members[0].id)
    hers = sum(row["kind"] in {"play", "finish"} for row in told["events"])
    assert sum((await audience.most_watched()).values()) == sum(counted.values()) - hers
    await settled.erase()
    assert members[0].id not in (await reports.training_events()).profiles
    assert str(members[0].id) not in {row["profile_id"] for row in rows(settled)}


async def test_writers_do_not_wait_for_it_and_a_reader_puts_it_off(
    database: Database, log: Log, settled: ViewingLake, members: list[Profile],
    audience: AudienceService, admin_url: Any, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("matinee.audience.lake.rotation._BETWEEN_SECONDS", 0.05)
    rotation = LogRotation(database, settled, clock=lambda: NOW, tries=2)
    await log(old(members, 40))
    await rotation.rotate()
    await older_ended(admin_url)
    await settled.fill()
    waits: list[float] = []
    url = admin_url.render_as_string(hide_password=False)

    async def write() -> None:
        for seed in range(1000):
            began = time.perf_counter()
            await audience.bulk_events(viewing(members, 2, seed=100 + seed))
            waits.append(time.perf_counter() - began)

    async with await psycopg.AsyncConnection.connect(url) as reader:
        await reader.execute("SELECT count(*) FROM audience.events")  # And it goes on reading.
        writing = asyncio.create_task(write())
        put_off = of_july(await rotation.rotate())
        assert put_off.stage is Stage.BUSY
        await reader.commit()
    gone = of_july(await rotation.rotate())
    assert gone.stage is Stage.ROTATED
    while len(waits) <= 5:
        await asyncio.wait({writing}, timeout=0.01)
        assert not writing.done()
    writing.cancel()
    assert max(waits) < 2, "a tenth of a second for the lock, and what this machine is late by"
    with psycopg.connect(url) as owner:
        left = owner.execute("SELECT to_regclass('audience.events_p202507_kept')").fetchone()
    assert left == (None,)


async def test_what_the_lake_lacks_stays_in_the_log(
    database: Database, log: Log, settled: ViewingLake, members: list[Profile], admin_url: Any
) -> None:
    rotation = LogRotation(database, settled, clock=lambda: NOW)
    await log(old(members, 40))
    await rotation.rotate()
    await older_ended(admin_url)
    await settled.fill()
    lost = min(row["id"] for row in rows(settled))
    settled.table.remove("id", [lost], days=settled.table.days_of("id", [lost]))

    differs = of_july(await rotation.rotate())

    assert (differs.stage, differs.events, differs.in_lake) == (Stage.DIFFERS, 40, 39)
    assert await of_partition(admin_url, differs.partition) == 40
    with pytest.raises(Conflict, match="closed for days"):
        await check(database, now=(differs.closed_at or NOW) + timedelta(days=4))


async def test_what_is_younger_is_not_closed_whoever_asks(
    database: Database, admin_url: Any
) -> None:
    with psycopg.connect(admin_url.render_as_string(hide_password=False)) as owner:
        newest = owner.execute("SELECT max(partition) FROM audience.log_partitions()").fetchone()
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="not old enough"):
            owner.execute("SELECT audience.close_partition(%s)", newest)


def test_a_log_that_gives_way_is_read_in_the_lake_and_takes_nothing_older_in() -> None:
    with pytest.raises(ValidationError, match="LAKE__TRAINS"):
        LakeSettings(log_days=500)
    lake = LakeSettings(log_days=300, trains=True)
    with pytest.raises(ValidationError, match="RETENTION_DAYS"):
        Settings(lake=lake)


def of_july(states: list[Rotation]) -> Rotation:
    """Where the events are: other months were made room for, and are empty."""
    [found] = [each for each in states if each.partition == "events_p202507"]
    return found


async def lasting(admin_url: Any) -> int:
    return await _counted(admin_url, "audience.events WHERE kind / 16 = 0 AND at < '2026-01-01'")


async def of_partition(admin_url: Any, name: str) -> int:
    return await _counted(admin_url, f"audience.{name}")


async def _counted(admin_url: Any, where: str) -> int:
    url = admin_url.render_as_string(hide_password=False)
    async with await psycopg.AsyncConnection.connect(url) as owner:
        found = await (await owner.execute(f"SELECT count(*) FROM {where}".encode())).fetchone()
    return 0 if found is None else int(found[0])
