"""Players who ask for breaks, play most of the ads and tell of it; and what is then owed.

Line items with small budgets in impressions and in money, and caps for each household, are booked.
What players were answered is held against the log, the invoices and the caps.
"""

import asyncio
import random
import re
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TypeAlias
from uuid import UUID, uuid4

import httpx

from benchmarks.outcome import Figure
from matinee.ads.model import (
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
from matinee.foundation.database import Database
from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.window import Window

CAP = 3
_ITEMS = 40
_UNPLAYED, _REPEATED = 0.2, 0.1
_SMALL, _LARGE = 12, 50_000
"""Goals in impressions; ads of small ones are all played, or what waits for a beacon for an hour
would keep each budget from running out while the clock goes on."""
_OK, _COUNTED, _OUR_FAULT = 200, 204, 500
_LOST = 0
_TOKEN = re.compile(rb"/v1/ads/beacons/([A-Za-z0-9_-]{100,400})/impression")
_LINE = re.compile(rb'<Ad [^>]*id="([0-9a-f-]{36})"')
Failure: TypeAlias = tuple[float, int]


@dataclass
class Book:
    """What was booked, and what players were answered."""

    campaign: Campaign
    items: dict[UUID, LineItem]
    large: frozenset[UUID]
    served: Counter[str] = field(default_factory=Counter[str])
    played: dict[UUID, tuple[UUID, UUID]] = field(default_factory=dict[UUID, tuple[UUID, UUID]])
    """By ad: line item and household, where a beacon was acknowledged."""
    refused: dict[UUID, int] = field(default_factory=dict[UUID, int])
    """By ad that was shown: the status that its beacons were refused with for good."""
    failures: list[Failure] = field(default_factory=list[Failure])
    """When a request failed (Unix time), and its status; 0 without an answer."""


@dataclass
class Player:
    """One client: asks any process, plays most of what it is given, and tells of it.

    ``viewers`` are profiles with their households; ``pause`` is seconds between two breaks.
    """

    client: httpx.AsyncClient
    addresses: Sequence[str]
    viewers: Sequence[tuple[UUID, UUID]]
    title: TitleId
    book: Book
    chance: random.Random
    pause: float = 0.0

    async def watch(self, ends: float) -> None:
        """Break after break until then (monotonic)."""
        while time.monotonic() < ends:
            profile, household = self.chance.choice(self.viewers)
            path = f"/v1/profiles/{profile}/titles/{self.title}/ads/vast?break=mid"
            answer = await self._asked(path)
            if answer is None or answer.status_code != _OK:
                self.book.served["breaks_unanswered"] += 1
            else:
                self.book.served["breaks"] += 1
                await self._play(answer.content, household)
            await asyncio.sleep(self.pause)

    async def _play(self, vast: bytes, household: UUID) -> None:
        tokens = dict.fromkeys(found.decode() for found in _TOKEN.findall(vast))
        lines = [UUID(found.decode()) for found in _LINE.findall(vast)]
        for token, line in zip(tokens, lines, strict=True):
            self.book.served["ads"] += 1
            if line in self.book.large and self.chance.random() < _UNPLAYED:
                continue
            answers = list[int]()
            for _ in range(10 if self.chance.random() < _REPEATED else 1):
                answers.append(await self._told(token))
                self.book.served[f"beacons_{answers[-1]}"] += 1
            if _COUNTED in answers:
                self.book.played[ad_id_of(token)] = (line, household)
            else:
                self.book.refused[ad_id_of(token)] = answers[-1]

    async def _told(self, token: str) -> int:
        while True:
            answer = await self._asked(f"/v1/ads/beacons/{token}/impression")
            if answer is not None and answer.status_code < _OUR_FAULT:
                return answer.status_code
            await asyncio.sleep(self.pause)

    async def _asked(self, path: str) -> httpx.Response | None:
        """From any process, or from another one where it was just killed; None where all were."""
        for address in self.chance.sample(self.addresses, len(self.addresses)):
            try:
                answer = await self.client.get(address + path, timeout=10)
            except httpx.ConnectError:
                self.book.served["refused_connections"] += 1
                continue
            except httpx.HTTPError:
                break
            if answer.status_code >= _OUR_FAULT:
                self.book.failures.append((time.time(), answer.status_code))
            return answer
        self.book.served["failed_requests"] += 1
        self.book.failures.append((time.time(), _LOST))
        await asyncio.sleep(0.05)
        return None


async def booked(ads: AdService, database: Database, title: TitleId) -> Book:
    """Book the line items, and a break of a minute on the title."""
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
            caps=(Cap(Level.LINE_ITEM, CAP, timedelta(days=1)),),
            creatives=(film.id,),
            most_per_pod=4,
        )
        items[item.id] = await ads.put_line_item(item)
    only = TitleBreak("mid", timedelta(minutes=10), timedelta(seconds=60), 4)
    async with database.transaction() as connection:
        await title_breaks.put(connection, title, (only,))
    large = frozenset(key for key, each in items.items() if each.budget > _SMALL * each.bid)
    return Book(campaign, items, large)


async def held_against_the_log(
    ads: AdService, book: Book, began: datetime, *, told_apart: int
) -> dict[str, Figure]:
    """Held against the bounds; ``told_apart`` is processes, and those killed, which add up.

    Budgets are never exceeded. A household sees at most its cap from each process that has not
    heard of the others, and again from one that took a killed one's place.
    """
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
        "impressions_refused": len(book.refused),
        "line_items": len(book.items),
        "line_items_spent_out": exhausted,
        "budget_overshoot_most": max(over),
        "invoice_equals_log": int(total == log and billed == told),
        "invoice_total": f"{total / 1e9:.2f}",
        "cap": CAP,
        "cap_bound": CAP * told_apart,
        "cap_seen_most": max(seen.values(), default=0),
        "household_line_pairs": len(seen),
        "pairs_over_cap": sum(count > CAP for count in seen.values()),
    }
