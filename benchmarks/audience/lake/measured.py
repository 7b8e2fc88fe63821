"""``lake``: synthetic viewing through API, PostgreSQL and lake, with ``kill -9`` on the way.

First in calm, one stage after the other, for their rates; then the rest while service, filler and
database are killed at seeded moments. Every id that was acknowledged is looked for in the lake.
Then what training reads is read by Daft here and by Daft on a Ray cluster of three nodes, and EASE
is trained from it. ``--events`` says how many; a whole run has two million.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
import pyarrow as pa
from deltalake import DeltaTable

from benchmarks.audience.lake.bad_days import (
    LOOPBACK,
    Client,
    Under,
    free_port,
    kill_database,
    post_through,
)
from benchmarks.audience.lake.stream import BATCH, batches
from benchmarks.audience.simulated import populate
from benchmarks.outcome import Figure, Outcome
from matinee.assembly.ground import embedded_server
from matinee.assembly.house import open_house
from matinee.assembly.settings import Settings
from matinee.foundation.lake.model import LakeSettings
from matinee.foundation.postgres import EmbeddedPostgres

_EVENTS, _QUICK_EVENTS = 2_000_000, 150_000
_KILLS, _QUICK_KILLS = 20, 5
_CALM = 0.4
"""The share of events that come in calm."""

_MEMBERS, _QUICK_MEMBERS, _TITLES = 20_000, 2_000, 2_000
_NODES = 3
_SEED = 20


def run(quick: bool, events: int | None = None) -> Outcome:
    """Serve, post, fill, kill, count, read and train."""
    wanted = events or (_QUICK_EVENTS if quick else _EVENTS)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        server = embedded_server(Settings(home=home))
        assert server is not None
        try:
            return _measured(
                home,
                server,
                count=wanted // BATCH,
                members=_QUICK_MEMBERS if quick else _MEMBERS,
                kills=_QUICK_KILLS if quick else _KILLS,
            )
        finally:
            server.stop()


def _measured(
    home: Path, server: EmbeddedPostgres, *, count: int, members: int, kills: int
) -> Outcome:
    profiles, titles = asyncio.run(
        populate(Settings(home=home), members=members, titles=_TITLES, source="lake")
    )
    port = free_port()
    client = Client(port)
    stream = batches(profiles, titles, count=count, until=datetime.now(UTC), seed=_SEED)
    calm = int(count * _CALM)
    with Under(["matinee", "serve", "--port", str(port)], home, "service") as service:
        client.post(next(stream))
        api = _seconds_to_post(client, islice(stream, calm - 1))
        lake = asyncio.run(_filled(home))
        started = time.perf_counter()
        with Under(["benchmarks.audience.lake.filler", str(home)], home, "filler") as filler:
            victims = {
                "service": service.kill,
                "filler": filler.kill,
                "database": lambda: kill_database(server),
            }
            died = post_through(
                client, stream, victims, count=count - calm, kills=kills, seed=_SEED
            )
        stormy = time.perf_counter() - started
    server.start()
    asyncio.run(_filled(home))
    figures: dict[str, Figure] = {
        "events": count * BATCH,
        **_found(home, server, client),
        **_deaths(died),
        "api_events_per_second": round((calm - 1) * BATCH / api),
        "lake_events_per_second": round(calm * BATCH / lake),
        "events_per_second_through_kills": round((count - calm) * BATCH / stormy),
        "batches_sent_again": client.resent,
        "slowest_acknowledgement_seconds": round(client.slowest, 1),
        "json_bytes_per_event": round(client.bytes / (count * BATCH), 1),
    }
    return Outcome(figures | _sequences(home) | asyncio.run(_ease(home)))


def _deaths(died: Counter[str]) -> dict[str, Figure]:
    killed: dict[str, Figure] = {f"kills_of_{name}": times for name, times in sorted(died.items())}
    return {"kills": died.total(), **killed}


def _seconds_to_post(client: Client, stream: Any) -> float:
    started = time.perf_counter()
    for batch in stream:
        client.post(batch)
    return time.perf_counter() - started


async def _filled(home: Path) -> float:
    """Fill until nothing comes; the seconds of it."""
    async with open_house(Settings(home=home)) as house:
        started = time.perf_counter()
        while (await house.lake.fill()).events:
            pass
        return time.perf_counter() - started


def _found(home: Path, server: EmbeddedPostgres, client: Client) -> dict[str, Figure]:
    """What was acknowledged against what is in the lake, id by id, and what each event weighs."""
    before = asyncio.run(_tended(home))
    table = DeltaTable(str(Settings(home=home).blob_address.rstrip("/")) + "/lake/viewing")
    there = table.to_pyarrow_table(columns=["id"])["id"].combine_chunks().cast(pa.string())
    sent = _letters(client)
    pc: Any = import_module("pyarrow.compute")  # Its functions are made as it loads: untyped.
    distinct = pc.count_distinct(there).as_py()
    with psycopg.connect(server.urls().owner.replace("+psycopg", "")) as connection:
        row = connection.execute(
            "SELECT count(*), (SELECT sum(pg_total_relation_size(inhrelid)) FROM pg_inherits"
            " WHERE inhparent = 'audience.events'::regclass)::bigint FROM audience.events"
        ).fetchone()
    assert row is not None
    return {
        "lost": len(sent) - pc.sum(pc.is_in(sent, value_set=there)).as_py(),
        "doubled": len(there) - distinct,
        "not_sent_but_there": distinct - pc.sum(pc.is_in(there.unique(), value_set=sent)).as_py(),
        "postgresql_rows": row[0],
        "postgresql_bytes_per_event": round(row[1] / row[0], 1),
        **before,
    }


async def _tended(home: Path) -> dict[str, Figure]:
    async with open_house(Settings(home=home)) as house:
        filled = await house.lake.facts()
        started = time.perf_counter()
        await house.lake.tend()
        seconds = time.perf_counter() - started
        facts = await house.lake.facts()
    return {
        "lake_bytes_per_event": round(facts.bytes / facts.rows, 1),
        "lake_files_before_tending": filled.files,
        "lake_files": facts.files,
        "tending_seconds": round(seconds, 1),
    }


def _letters(client: Client) -> Any:
    """The ids as the lake writes them."""
    digits = np.frombuffer(np.concatenate(client.ids).tobytes().hex().encode(), np.uint8)
    digits = digits.reshape(-1, 32)
    letters = np.full((len(digits), 36), ord("-"), np.uint8)
    places = [place for place in range(36) if place not in {8, 13, 18, 23}]
    letters[:, places] = digits
    offsets = np.arange(len(digits) + 1, dtype=np.int64) * 36
    return pa.LargeStringArray.from_buffers(
        len(digits), pa.py_buffer(offsets), pa.py_buffer(letters)
    ).cast(pa.string())


def _sequences(home: Path) -> dict[str, Figure]:
    """What training reads, by each engine in a process of its own, as a user would ask for it."""
    here = _read(home, "native")
    command = [sys.executable, "-m", "benchmarks.audience.lake.nodes", str(_NODES)]
    with (home / "nodes.log").open("wb") as words:
        nodes = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=words, text=True
        )
    assert nodes.stdin is not None
    assert nodes.stdout is not None
    try:
        address = next((line for line in nodes.stdout if line.startswith("127.0.0.1:")), "")
        assert address, (home / "nodes.log").read_text(encoding="utf-8")[-2000:]
        there = _read(home, f"ray:{address.strip()}")
    finally:
        nodes.stdin.close()
        nodes.wait(timeout=60)
        nodes.stdout.close()
    same = ("members", "titles", "events", "sha256")
    return {
        "sequence_events": here["events"],
        "native_seconds": here["seconds"],
        "ray_seconds": there["seconds"],
        "ray_nodes": _NODES,
        "native_equals_ray": int(all(here[fact] == there[fact] for fact in same)),
    }


def _read(home: Path, compute: str) -> dict[str, Any]:
    environment = os.environ | {"MATINEE_HOME": str(home), "MATINEE_COMPUTE": compute}
    done = subprocess.run(
        [sys.executable, "-m", "matinee", "lake", "sequences", "--json"],
        env=environment | LOOPBACK | {"MATINEE_LOG_LEVEL": "error"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return told


async def _ease(home: Path) -> dict[str, Figure]:
    """EASE and its kin, learned from the lake's sequences."""
    settings = Settings(home=home, lake=LakeSettings(trains=True))
    async with open_house(settings) as house:
        started = time.perf_counter()
        version = await house.recommend.train(sequence=False)
        seconds = time.perf_counter() - started
    return {
        "ease_seconds": round(seconds, 1),
        "ease_events": version.events,
        "ease_ndcg10": round(version.figures.ndcg10, 4),
        "popularity_ndcg10": round(version.figures.popularity_ndcg10, 4),
    }
