"""``ad-budgets``: 64 clients, four processes, one killed every ten seconds for two minutes.

Line items with small budgets in impressions and in money, and caps for each household, are booked
on one database. Clients ask any process for a break, play most of the ads, and send each beacon to
any process until one answers; one in ten they send ten times. What they were answered is then held
against the log, the invoices and the bounds that are stated:

- nothing is billed beyond a budget, since each process spends leases alone;
- a household sees at most its cap from each process that has not heard of the others yet, which
  takes an exchange (``MATINEE_ADS__SNAPSHOT_SECONDS``), and again after a process was killed before
  it told of what it had placed: ``cap × (processes + kills)`` in all.
"""

import asyncio
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias
from uuid import UUID

import httpx

from benchmarks.ads.players import Player, booked, held_against_the_log
from benchmarks.material import PROJECT
from benchmarks.outcome import Figure, Outcome
from matinee.ads.model import AdSettings
from matinee.ads.service import AdService
from matinee.assembly.ground import embedded_server, prepare_database
from matinee.assembly.settings import Settings
from matinee.foundation.database import Database
from matinee.vocabulary.ids import TitleId

_CLIENTS, _PROCESSES, _HOUSEHOLDS = 64, 4, 40
_KILL_EVERY = 10.0
_Process: TypeAlias = tuple[subprocess.Popen[str], str]
_TITLE = TitleId(UUID(int=7))


def run(quick: bool) -> Outcome:
    """``quick``: 24 seconds with two kills."""
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home))
        server = embedded_server(settings)
        assert server is not None
        try:
            url = prepare_database(settings)
            return Outcome(asyncio.run(_crowd(url, 24.0 if quick else 120.0)))
        finally:
            server.stop()


async def _crowd(url: str, seconds: float) -> dict[str, Figure]:
    database = Database(url, pool_size=4)
    ads = AdService(database, AdSettings(beacon_hours=1))
    book = await booked(ads, database, _TITLE)
    began = datetime.now(UTC)
    processes = [await asyncio.to_thread(_started, url) for _ in range(_PROCESSES)]
    addresses = [address for _, address in processes]
    households = [UUID(int=1 + number) for number in range(_HOUSEHOLDS)]
    viewers = list(zip(households, households, strict=True))
    kills = 0
    try:
        ends = time.monotonic() + seconds
        async with httpx.AsyncClient(
            headers={"User-Agent": "Players/1.0 (SmartTV)"},
            limits=httpx.Limits(max_connections=_CLIENTS),
        ) as client:
            clients = [
                asyncio.create_task(
                    Player(client, addresses, viewers, _TITLE, book, random.Random(number)).watch(
                        ends
                    )
                )
                for number in range(_CLIENTS)
            ]
            starts = list[asyncio.Task[None]]()
            while time.monotonic() + _KILL_EVERY < ends:
                await asyncio.sleep(_KILL_EVERY)
                kills += await _killed(url, processes, addresses, kills, starts)
            await asyncio.gather(*starts, *clients)
    finally:
        for process, _ in processes:
            process.terminate()
        for process, _ in processes:
            process.wait(40)
    figures = await held_against_the_log(ads, book, began, told_apart=_PROCESSES + kills)
    await database.close()
    return {
        "clients": _CLIENTS, "processes": _PROCESSES, "seconds": seconds, "kills": kills,
        **figures,
    }  # fmt: skip


async def _killed(
    url: str,
    processes: list[_Process],
    addresses: list[str],
    turn: int,
    starts: list[asyncio.Task[None]],
) -> int:
    """Kill one that is up, and have another start in its place while the clock goes on."""
    up = [place for place, (each, _) in enumerate(processes) if each.poll() is None]
    if not up:
        return 0
    victim = up[turn % len(up)]
    process, _ = processes[victim]
    process.send_signal(signal.SIGKILL)
    process.wait(10)

    async def replaced() -> None:
        processes[victim] = await asyncio.to_thread(_started, url)
        addresses[victim] = processes[victim][1]

    starts.append(asyncio.create_task(replaced()))
    return 1


def _started(url: str) -> _Process:
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.ads.ad_process", url],
        cwd=PROJECT,
        env={key: value for key, value in os.environ.items() if not key.startswith("MATINEE_")},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    return process, process.stdout.readline().strip()
