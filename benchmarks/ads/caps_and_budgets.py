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
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeAlias
from uuid import UUID, uuid4

import httpx

from benchmarks.material import PROJECT
from benchmarks.outcome import Figure, Outcome
from matinee.ads.model import (
    AdSettings,
    Approval,
    Campaign,
    Cap,
    Creative,
    GoalKind,
    Level,
    LineItem,
    Rendition,
    State,
    TitleBreak,
)
from matinee.ads.repository import title_breaks
from matinee.ads.service import AdService
from matinee.ads.serving.tokens import ad_id_of
from matinee.assembly.ground import embedded_server, prepare_database
from matinee.assembly.settings import Settings
from matinee.foundation.database import Database
from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.window import Window

_CLIENTS, _PROCESSES, _HOUSEHOLDS = 64, 4, 40
_KILL_EVERY = 10.0
_CAP = 3
_ITEMS = 40
_UNPLAYED, _REPEATED = 0.2, 0.1
_SMALL, _LARGE = 12, 50_000
"""Goals in impressions; ads of small ones are all played, or what waits for a beacon for an hour
would keep each budget from running out while the clock goes on."""
_OK, _OUR_FAULT = 200, 500
_Process: TypeAlias = tuple[subprocess.Popen[str], str]
_TOKEN = re.compile(rb"/v1/ads/beacons/([A-Za-z0-9_-]{100,400})/impression")
_LINE = re.compile(rb'<Ad [^>]*id="([0-9a-f-]{36})"')
_TITLE = TitleId(UUID(int=7))


@dataclass
class Book:
    """What was booked, and what clients were answered."""

    campaign: Campaign
    items: dict[UUID, LineItem]
    large: frozenset[UUID]
    served: Counter[str] = field(default_factory=Counter[str])
    played: dict[UUID, tuple[UUID, UUID]] = field(default_factory=dict[UUID, tuple[UUID, UUID]])
    """By ad: line item and household, where a beacon was answered."""


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
    book = await _booked(ads, database)
    began = datetime.now(UTC)
    processes = [await asyncio.to_thread(_started, url) for _ in range(_PROCESSES)]
    kills = 0
    try:
        ends = time.monotonic() + seconds
        async with httpx.AsyncClient(limits=httpx.Limits(max_connections=_CLIENTS)) as client:
            clients = [
                asyncio.create_task(
                    _Player(client, processes, book, random.Random(number)).watch(ends)
                )
                for number in range(_CLIENTS)
            ]
            starts = list[asyncio.Task[None]]()
            while time.monotonic() + _KILL_EVERY < ends:
                await asyncio.sleep(_KILL_EVERY)
                kills += await _killed(url, processes, kills, starts)
            await asyncio.gather(*starts, *clients)
    finally:
        for process, _ in processes:
            process.terminate()
        for process, _ in processes:
            process.wait(40)
    figures = await _held_against_the_log(ads, book, began, kills)
    await database.close()
    return {
        "clients": _CLIENTS, "processes": _PROCESSES, "seconds": seconds, "kills": kills,
        **figures,
    }  # fmt: skip


async def _killed(
    url: str, processes: list[_Process], turn: int, starts: list[asyncio.Task[None]]
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


@dataclass
class _Player:
    """One client: asks any process, plays most of what it is given, and tells of it."""

    client: httpx.AsyncClient
    processes: list[_Process]
    book: Book
    chance: random.Random

    async def watch(self, ends: float) -> None:
        """Break after break until then."""
        while time.monotonic() < ends:
            household = UUID(int=1 + self.chance.randrange(_HOUSEHOLDS))
            path = f"/v1/profiles/{household}/titles/{_TITLE}/ads/vast?break=mid"
            answer = await self._asked(path)
            if answer is None or answer.status_code != _OK:
                self.book.served["breaks_unanswered"] += 1
                continue
            self.book.served["breaks"] += 1
            await self._play(answer.content, household)

    async def _play(self, vast: bytes, household: UUID) -> None:
        tokens = dict.fromkeys(found.decode() for found in _TOKEN.findall(vast))
        lines = [UUID(found.decode()) for found in _LINE.findall(vast)]
        for token, line in zip(tokens, lines, strict=True):
            self.book.served["ads"] += 1
            if line in self.book.large and self.chance.random() < _UNPLAYED:
                continue
            for _ in range(10 if self.chance.random() < _REPEATED else 1):
                self.book.served[f"beacons_{await self._told(token)}"] += 1
            self.book.played[ad_id_of(token)] = (line, household)

    async def _told(self, token: str) -> int:
        while True:
            answer = await self._asked(f"/v1/ads/beacons/{token}/impression")
            if answer is not None and answer.status_code < _OUR_FAULT:
                return answer.status_code

    async def _asked(self, path: str) -> httpx.Response | None:
        """From any process; None where it was just killed."""
        try:
            return await self.client.get(self.chance.choice(self.processes)[1] + path, timeout=10)
        except httpx.HTTPError:
            self.book.served["failed_requests"] += 1
            await asyncio.sleep(0.05)
            return None


async def _held_against_the_log(
    ads: AdService, book: Book, began: datetime, kills: int
) -> dict[str, Figure]:
    spans = began - timedelta(minutes=1), datetime.now(UTC) + timedelta(minutes=1)
    invoice = await ads.invoice(book.campaign.id, *spans)
    billed: Counter[UUID] = Counter()
    spent: Counter[UUID] = Counter()
    for line in invoice.lines:
        billed[line.line_item.id] += line.impressions
        spent[line.line_item.id] += line.billionths
    told = Counter(line for line, _ in book.played.values())
    seen = Counter(book.played.values())
    over = [
        max(0, spent[key] - item.budget)
        if item.goal_kind is GoalKind.SPEND
        else max(0, billed[key] - item.goal)
        for key, item in book.items.items()
    ]
    exhausted = sum(
        billed[key] >= item.goal
        if item.goal_kind is GoalKind.IMPRESSIONS
        else spent[key] > item.budget - item.bid
        for key, item in book.items.items()
    )
    total = sum(line.billionths for line in invoice.lines)
    log = sum(book.items[key].bid * count for key, count in told.items())
    return {
        **dict(sorted(book.served.items())),
        "impressions_told": sum(told.values()),
        "impressions_billed": sum(billed.values()),
        "line_items": len(book.items),
        "line_items_spent_out": exhausted,
        "budget_overshoot_most": max(over),
        "invoice_equals_log": int(total == log and billed == told),
        "invoice_total": f"{total / 1e9:.2f}",
        "cap": _CAP,
        "cap_bound": _CAP * (_PROCESSES + kills),
        "cap_seen_most": max(seen.values(), default=0),
        "household_line_pairs": len(seen),
        "pairs_over_cap": sum(count > _CAP for count in seen.values()),
    }


async def _booked(ads: AdService, database: Database) -> Book:
    now = datetime.now(UTC)
    advertiser = await ads.add_advertiser("Soup & Sons")
    campaign = await ads.add_campaign(advertiser.id, "Soup")
    campaign = await ads.set_campaign_state(campaign.id, State.ACTIVE)
    file = Rendition("https://media.example/a.mp4", "video/mp4", 1280, 720, 3000)
    items: dict[UUID, LineItem] = {}
    for number in range(_ITEMS):
        film = Creative(uuid4(), advertiser.id, f"film {number}", timedelta(seconds=15), (file,))
        await ads.put_creative(film)
        await ads.approve(film.id, Approval.APPROVED)
        money, bid = number % 2 == 1, (10 + number) * 1_000_000
        goal = _SMALL if number % 4 < 2 else _LARGE
        item = LineItem(
            id=uuid4(),
            campaign_id=campaign.id,
            advertiser_id=advertiser.id,
            name=f"line {number}",
            bid=bid,
            goal_kind=GoalKind.SPEND if money else GoalKind.IMPRESSIONS,
            goal=goal * bid // 1000 if money else goal,
            flight=Window(now - timedelta(days=1), now + timedelta(days=2)),
            state=State.ACTIVE,
            caps=(Cap(Level.LINE_ITEM, _CAP, timedelta(days=1)),),
            creatives=(film.id,),
            most_per_pod=4,
        )
        items[item.id] = await ads.put_line_item(item)
    only = TitleBreak("mid", timedelta(minutes=10), timedelta(seconds=60), 4)
    async with database.transaction() as connection:
        await title_breaks.put(connection, _TITLE, (only,))
    large = frozenset(key for key, each in items.items() if each.budget > _SMALL * each.bid)
    return Book(campaign, items, large)
