"""What must go from the lake goes from every file of it; what is being written stays."""

from __future__ import annotations

import os
import time
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from deltalake import DeltaTable
from tests.audience.lake.lake_log import NOW, Log, bytes_at, rows, viewing

from matinee.audience.lake.model import SOURCE
from matinee.audience.lake.service import ViewingLake
from matinee.audience.model import Profile
from matinee.audience.service import AudienceService
from matinee.errors import Conflict, Unavailable
from matinee.foundation.database import Database
from matinee.foundation.jobs import Jobs
from matinee.foundation.lake import table as table_of
from matinee.foundation.lake.engine import LakeEngine
from matinee.foundation.lake.model import Compute, LakeSettings
from matinee.foundation.lake.table import LakeTable


def test_only_files_that_hold_what_goes_are_written_anew(tmp_path: Path) -> None:
    table = LakeTable(str(tmp_path / "table"))
    for place, names in enumerate((["ann", "bob"], ["bob", "o'neil"], ["cy", "cy"])):
        days = [date(2026, 11, 20)] * 2
        rows = pa.table({"who": names, "day": days, "at": [1, 2], "kind": [1, 1]})
        table.append(rows, source="log", since=place, position=place + 1)
    before = set(DeltaTable(table.address).file_uris())

    assert table.remove("who", ["ann", "o'neil", "dee"], days=[date(2026, 11, 20)]) == 2

    after = set(DeltaTable(table.address).file_uris())
    assert len(before & after) == 1
    engine = LakeEngine(Compute.named("native"))
    left = engine.collected(engine.frame(table.address).select("who"))
    assert sorted(left["who"].to_pylist()) == ["bob", "bob", "cy", "cy"]


async def test_a_member_who_was_erased_leaves_the_lake_and_training_at_once(
    audience: AudienceService, log: Log, lake: ViewingLake, members: list[Profile], jobs: Jobs
) -> None:
    await log(viewing(members, 300))
    await lake.fill()
    await audience.erase(members[0].id)

    assert members[0].id not in (await lake.training_events()).profiles
    await lake.forget(members[0].id)
    await jobs.work(until_idle=True)

    assert str(members[0].id) not in {row["profile_id"] for row in rows(lake)}
    assert len((await lake.training_events()).profiles) == len(members) - 1
    await lake.tend()
    assert len((await lake.training_events()).profiles) == len(members) - 1
    assert str(members[0].id).encode() not in bytes_at(lake)


async def test_what_lost_writes_left_of_a_member_goes_too_and_what_is_being_written_stays(
    audience: AudienceService, log: Log, lake: ViewingLake, members: list[Profile]
) -> None:
    await log(viewing(members, 40))
    filled = await lake.fill()
    held = DeltaTable(lake.table.address)
    theirs = held.to_pyarrow_table()
    named = set(held.file_uris())
    here, there = filled.position, filled.position + 1
    lake.table.append(theirs.slice(0, 0), source=SOURCE, since=here, position=there)
    behind = LakeTable(lake.table.address)
    behind._open = lambda: held
    with pytest.raises(Conflict, match="Somebody else"):
        behind.append(theirs, source=SOURCE, since=here, position=there)
    lost = [path for path in Path(lake.table.address).rglob("*.parquet") if str(path) not in named]
    part = lost[0].with_name(lost[0].name.replace(".parquet", "-killed.parquet#1"))
    part.write_bytes(lost[0].read_bytes())
    young = lost[0].with_name("young.parquet"), lost[0].with_name("young.parquet#1")
    for path in young:
        path.write_bytes(b"somebody writes it")
    two_days_ago = time.time() - 2 * 86_400
    for path in (*lost, part):
        os.utime(path, (two_days_ago, two_days_ago))
    await audience.erase(members[0].id)
    assert str(members[0].id).encode() in bytes_at(lake)

    tended = await lake.tend()

    assert str(members[0].id).encode() not in bytes_at(lake)
    assert not any(path.exists() for path in (*lost, part))
    assert all(path.exists() for path in young)
    assert tended.files_removed >= len(lost) + 1
    assert len((await lake.training_events()).profiles) == len(members) - 1


async def test_forgetting_and_tending_do_not_wait_for_the_engine(
    audience: AudienceService,
    log: Log,
    lake: ViewingLake,
    members: list[Profile],
    database: Database,
) -> None:
    await log(viewing(members, 60))
    await lake.fill()
    await audience.erase(members[0].id)
    without = ViewingLake(
        database, Jobs(database), lake.table, LakeEngine(Compute.named("ray:127.0.0.1:1")),
        LakeSettings(removed_hours=0), clock=lambda: NOW,
    )  # fmt: skip

    assert await without.erase() > 0
    await without.tend()

    assert str(members[0].id).encode() not in bytes_at(lake)


def test_an_address_that_fails_is_told_without_its_password() -> None:
    failing = "s3://ana:hush@bucket/there?token=hush"
    with pytest.raises(Unavailable) as failure, table_of._failures(failing):
        raise OSError(f"no answer from {failing}")
    assert "hush" not in str(failure.value) + failure.value.sentence
    assert "s3://ana:" in failure.value.sentence


async def test_tending_joins_the_files_of_days_gone_by_and_ends_what_is_too_old(
    log: Log, database: Database, lake: ViewingLake, members: list[Profile]
) -> None:
    for seed in range(3):
        await log(viewing(members, 60, seed=seed))
        await lake.fill()
    before = rows(lake)
    keeping = ViewingLake(
        database, Jobs(database), lake.table, lake.engine,
        LakeSettings(retention_days=2, removed_hours=0), clock=lambda: NOW,
    )  # fmt: skip

    tended = await lake.tend()
    assert len(rows(lake)) == len(before)
    assert tended.files_after < tended.files_before
    assert tended.files_removed >= tended.files_before - tended.files_after

    ended = await keeping.tend()
    left = [row for row in before if row["day"] >= date(2026, 11, 18)]
    assert ended.rows_ended == len(before) - len(left) > 0
    assert {row["id"] for row in rows(lake)} == {row["id"] for row in left}
    assert (await lake.fill()).events == 0
