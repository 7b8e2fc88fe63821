"""Viewing comes to the lake once, goes when it must, and reads the same there."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
import pyarrow as pa
import pytest
from deltalake import DeltaTable
from tests.audience.lake.lake_log import NOW, Log, older_ended, rows, viewing

from matinee.audience.lake import reading
from matinee.audience.lake.model import SOURCE, sequences_digest
from matinee.audience.lake.service import ViewingLake
from matinee.audience.model import Profile, TrainingEvents
from matinee.audience.service import AudienceService
from matinee.errors import Conflict
from matinee.foundation.lake.model import Compute
from matinee.foundation.lake.table import LakeTable
from matinee.vocabulary.ids import uuid7


async def test_what_was_logged_comes_once_and_whole(
    audience: AudienceService, log: Log, lake: ViewingLake, members: list[Profile]
) -> None:
    accepted = await log(viewing(members, 500))

    first, second = await lake.fill(), await lake.fill()

    assert (first.events, second.events) == (accepted, 0)
    found = rows(lake)
    assert len({row["id"] for row in found}) == len(found) == accepted
    assert {row["day"] for row in found} <= {date(2026, 11, 17 + day) for day in range(4)}
    told = await audience.export(members[0].id)
    mine = {row["id"]: row for row in found if row["profile_id"] == str(members[0].id)}
    assert set(mine) == {event["id"] for event in told["events"]}
    for event in told["events"]:
        there = mine[event["id"]]
        assert event["title_id"] == there["title_id"]
        assert np.float32(event["seconds"]) == np.float32(there["seconds"])
        assert datetime.fromisoformat(event["at"]) == there["at"]
        assert there["query"] is None


async def test_an_event_of_a_transaction_that_ends_late_is_not_passed_over(
    audience: AudienceService, log: Log, lake: ViewingLake, members: list[Profile], admin_url: Any
) -> None:
    await log(viewing(members, 50))
    url = admin_url.render_as_string(hide_password=False)
    with psycopg.connect(url) as late:
        late.execute("SELECT set_config('audience.erasures_known', '0', true)")
        late.execute(
            "INSERT INTO audience.events (id, profile_id, title_id, at, received_at, kind,"
            " time_basis) VALUES (%s, %s, %s, now(), now(), 16, 1)",
            [uuid7(datetime.now(UTC)), members[0].id, uuid7(NOW)],
        )
        await audience.bulk_events(viewing(members, 50, seed=2))
        early = await lake.fill()
        late.commit()
    await older_ended(admin_url)
    after = await lake.fill()

    assert early.events + after.events == 101
    assert after.events >= 1
    assert len({row["id"] for row in rows(lake)}) == 101


async def test_what_was_logged_before_transactions_were_noted_comes_once_as_well(
    audience: AudienceService, log: Log, lake: ViewingLake, members: list[Profile], admin_url: Any
) -> None:
    await log(viewing(members, 700))
    with psycopg.connect(admin_url.render_as_string(hide_password=False)) as owner:
        owner.execute("SET session_replication_role = replica")  # As the step itself: no trigger.
        owner.execute("UPDATE audience.events SET written_in = 0")
        last = owner.execute("SELECT max(id::text) FROM audience.events").fetchone()
    await log(viewing(members, 100, seed=2))

    first, second = await lake.fill(), await lake.fill()

    assert last is not None
    assert (first.events, second.events) == (800, 0)
    found = {row["id"] for row in rows(lake)}
    assert len(found) == len(rows(lake)) == 800
    assert last[0] in found


def test_of_two_that_make_a_table_at_once_the_second_is_told_that_it_was_overtaken(
    tmp_path: Path,
) -> None:
    row = pa.table({"a": ["x"], "day": [date(2026, 11, 20)], "at": [1], "kind": [1]})
    first, second = LakeTable(str(tmp_path / "table")), LakeTable(str(tmp_path / "table"))
    first.append(row, source="log", since=0, position=7)
    second.exists = lambda: False  # What it saw just before the first began.

    with pytest.raises(Conflict, match="Somebody else"):
        second.append(row, source="log", since=0, position=7)

    assert (first.facts().rows, first.position("log")) == (1, 7)
    second.append(row, source="another log", since=0, position=3)
    assert (first.facts().rows, first.position("another log")) == (2, 3)


async def test_of_two_that_fill_an_empty_lake_at_once_one_is_told_and_nothing_is_doubled(
    log: Log, lake: ViewingLake, members: list[Profile]
) -> None:
    accepted = await log(viewing(members, 200, seed=3))

    ends = await asyncio.gather(lake.fill(), lake.fill(), return_exceptions=True)

    assert all(not isinstance(end, Exception) or isinstance(end, Conflict) for end in ends)
    await lake.fill()
    assert len({row["id"] for row in rows(lake)}) == len(rows(lake)) == accepted


async def test_of_two_that_fill_at_once_one_is_told_and_nothing_is_doubled(
    log: Log, lake: ViewingLake, members: list[Profile]
) -> None:
    await log(viewing(members, 40))
    await lake.fill()
    accepted = await log(viewing(members, 200, seed=3))

    ends = await asyncio.gather(lake.fill(), lake.fill(), return_exceptions=True)

    assert all(not isinstance(end, Exception) or isinstance(end, Conflict) for end in ends)
    await lake.fill()
    assert len({row["id"] for row in rows(lake)}) == len(rows(lake)) == 40 + accepted


async def test_a_commit_that_was_overtaken_adds_nothing(
    log: Log, lake: ViewingLake, members: list[Profile]
) -> None:
    await log(viewing(members, 40))
    filled = await lake.fill()
    held = DeltaTable(lake.table.address)
    more = held.to_pyarrow_table()
    here, there = filled.position, filled.position + 1
    lake.table.append(more.slice(0, 1), source=SOURCE, since=here, position=there)

    with pytest.raises(Conflict, match="Somebody else"):
        lake.table.append(more.slice(0, 1), source=SOURCE, since=here, position=there)
    behind = LakeTable(lake.table.address)
    behind._open = lambda: held
    with pytest.raises(Conflict, match="Somebody else"):
        behind.append(more.slice(0, 1), source=SOURCE, since=here, position=there)

    assert len(rows(lake)) == 41


def devices_of(events: TrainingEvents) -> list[str]:
    assert events.devices is not None
    return [events.devices.vocabulary[word] for word in events.devices.index]


async def test_training_reads_the_same_from_the_lake_as_from_the_database(
    audience: AudienceService, log: Log, lake: ViewingLake, members: list[Profile]
) -> None:
    await log(viewing(members, 400))
    await lake.fill()

    there, here = await lake.training_events(), await audience.training_events()

    assert sequences_digest(there) == sequences_digest(here)
    assert (there.profiles, there.territories) == (here.profiles, here.territories)
    assert there.ordered.tolist() == here.ordered.tolist()
    assert devices_of(there) == devices_of(here)
    assert set(devices_of(here)) == {"", "tv", "a phone"}
    recent = await lake.training_events(after=NOW - timedelta(days=1))
    assert sequences_digest(recent) == sequences_digest(
        await audience.training_events(after=NOW - timedelta(days=1))
    )


def test_ids_of_more_letters_than_32_bits_can_count_are_read() -> None:
    chunk = pa.array(["a" * 2**25], pa.large_string())
    answer = pa.table({"profile_id": pa.chunked_array([chunk] * 65)})  # 2 GiB, and one more.

    found = reading._dictionary(answer, "profile_id")

    assert (len(found.dictionary), found.dictionary.type) == (1, pa.string())
    assert found.indices.to_pylist() == [0] * 65


async def test_a_lake_that_is_ahead_of_its_database_is_refused(
    log: Log, lake: ViewingLake, members: list[Profile]
) -> None:
    await log(viewing(members, 20))
    here = (await lake.fill()).position
    some = DeltaTable(lake.table.address).to_pyarrow_table().slice(0, 0)
    lake.table.append(some, source=SOURCE, since=here, position=2**50)

    with pytest.raises(Conflict, match="restored without its counter"):
        await lake.fill()


async def test_an_empty_lake_says_what_to_do(lake: ViewingLake) -> None:
    assert (await lake.facts()).rows == 0
    assert (await lake.fill()).events == 0
    assert await lake.erase() == 0
    with pytest.raises(Conflict, match="nothing in the lake yet"):
        await lake.training_events()


@pytest.mark.parametrize("compute", ["rayy", "ray:", "ray:host", "dask"])
def test_an_engine_that_does_not_exist_is_refused(compute: str) -> None:
    with pytest.raises(Conflict, match="There is no engine"):
        Compute.named(compute)


def test_the_engine_tells_its_makers_nothing(tmp_path: Path) -> None:
    asked = (
        "import sys, urllib.request\n"
        "urllib.request.urlopen = lambda *_, **__: sys.stdout.write('told ')\n"
        "from matinee.foundation.lake.engine import LakeEngine\n"
        "from matinee.foundation.lake.model import Compute\n"
        "import pyarrow as pa, deltalake\n"
        "deltalake.write_deltalake(sys.argv[1], pa.table({'day': [1]}))\n"
        "engine = LakeEngine(Compute.named('native'))\n"
        "print(engine.collected(engine.frame(sys.argv[1])).num_rows)\n"
        "import threading\n"
        "[one.join(3) for one in threading.enumerate() if one is not threading.main_thread()]\n"
    )
    environment = {name: value for name, value in os.environ.items() if "TRACK" not in name}
    for name in ("SCARF_NO_ANALYTICS", "DAFT_ANALYTICS_ENABLED"):
        environment.pop(name, None)
    done = subprocess.run(
        [sys.executable, "-c", asked, str(tmp_path / "table")],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.split() == ["1"]
