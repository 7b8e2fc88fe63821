"""Viewing that tests of the lake log, and what they find of it there."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
from deltalake import DeltaTable

from matinee.audience.lake.service import ViewingLake
from matinee.audience.model import EventColumns, EventKind, Profile, TimeBasis, Words
from matinee.vocabulary.ids import TitleId, uuid7

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
_KINDS = (EventKind.PLAY, EventKind.PROGRESS, EventKind.FINISH, EventKind.IMPRESSION)

Log = Callable[[EventColumns], Awaitable[int]]


def viewing(members: list[Profile], count: int, *, seed: int = 1) -> EventColumns:
    draw = np.random.default_rng(seed)
    titles = [TitleId(uuid7(NOW)) for _ in range(7)]
    start = (NOW - timedelta(days=3)).timestamp()
    return EventColumns(
        profiles=[member.id for member in members],
        titles=titles,
        profile=draw.integers(0, len(members), count).astype(np.int32),
        title=draw.integers(0, len(titles), count).astype(np.int32),
        kinds=np.array([kind.code for kind in _KINDS], np.uint8)[draw.integers(0, 4, count)],
        at=start + np.sort(draw.random(count)) * 2.5 * 86_400,
        time_basis=TimeBasis.CLOCK,
        seconds=draw.random(count).astype(np.float32),
        devices=Words(("", "tv", "a phone"), draw.integers(0, 3, count).astype(np.int32)),
    )


async def older_ended(admin_url: Any) -> None:
    url = admin_url.render_as_string(hide_password=False)
    async with asyncio.timeout(60), await psycopg.AsyncConnection.connect(url) as watcher:
        next_one = await watcher.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())")
        until = await next_one.fetchone()
        await watcher.commit()
        while True:
            asked = await watcher.execute(
                "SELECT pg_snapshot_xmin(pg_current_snapshot()) >= %s::xid8", until
            )
            if await asked.fetchone() == (True,):
                return
            await watcher.commit()
            await asyncio.sleep(0.05)


def rows(lake: ViewingLake) -> list[dict[str, Any]]:
    return DeltaTable(lake.table.address).to_pyarrow_table().to_pylist()


def bytes_at(lake: ViewingLake) -> bytes:
    """Every byte of every file of the lake, read or not."""
    below = Path(lake.table.address).rglob("*")
    return b"".join(path.read_bytes() for path in below if path.is_file())
