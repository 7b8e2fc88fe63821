"""Decisions as players ask for them: VAST over HTTP, in turns with an empty answer of one server.

The server is one process on Matinee's own PostgreSQL, with the whole demand booked there. The empty
answer is a route of that server which does nothing (``ad_process.empty``): both requests pass the
same door and the same middleware, over one connection, and what the process does besides (it
exchanges with the database every few seconds) is in the processor's time of either. Decisions are
asked for by households of ten territories on four devices: forty places, each of which the first
block, that is not measured, asks for once.
"""

import asyncio
import http.client
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import numpy as np

from benchmarks.ads.booked_demand import DEVICES, TERRITORIES, book
from benchmarks.material import PROJECT
from benchmarks.outcome import Figure
from matinee.ads.model import Advertiser, Campaign, State, TitleBreak
from matinee.ads.repository import demand, title_breaks
from matinee.assembly.ground import embedded_server, prepare_database
from matinee.assembly.settings import Settings
from matinee.foundation.database import Database
from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.window import Window

_TITLE = TitleId(UUID(int=7))
_BLOCK = 50


def over_http(line_items: int, requests: int) -> dict[str, Figure]:
    """Milliseconds of both, and the share of the empty answers' rate that decisions reach.

    By the clock, as a caller waits; and by the server's own processor time, which a machine that
    others use leaves alone.
    """
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home))
        server = embedded_server(settings)
        assert server is not None
        try:
            url = prepare_database(settings)
            asyncio.run(_booked(url, line_items))
            with _served(url) as (connection, process):
                return _measured(connection, process, requests)
        finally:
            server.stop()


async def _booked(url: str, count: int) -> None:
    items, creatives = book(count)
    now = datetime.now(UTC)
    flight = Window(now - timedelta(days=1), now + timedelta(days=2))
    advertisers = {item.advertiser_id for item in items}
    campaigns = {item.campaign_id: item.advertiser_id for item in items}
    database = Database(url, pool_size=2)
    async with database.transaction() as connection:
        for each in advertisers:
            await demand.put_advertiser(connection, Advertiser(each, str(each)))
        for key, owner in campaigns.items():
            await demand.put_campaign(connection, Campaign(key, owner, str(key), State.ACTIVE))
        for film in creatives.values():
            await demand.put_creative(connection, film)
        for item in items:
            await demand.put_line_item(connection, replace(item, flight=flight), now)
        only = TitleBreak("mid", timedelta(minutes=9), timedelta(seconds=180), 6, floor=8_000_000)
        await title_breaks.put(connection, _TITLE, (only,))
    await database.close()


@contextmanager
def _served(url: str) -> Generator[tuple[http.client.HTTPConnection, int]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.ads.ad_process", url],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        port = urlsplit(process.stdout.readline().strip()).port
        assert port is not None
        connection = http.client.HTTPConnection("127.0.0.1", port)
        yield connection, process.pid
        connection.close()
    finally:
        process.terminate()
        process.wait(60)


def _measured(
    connection: http.client.HTTPConnection, process: int, requests: int
) -> dict[str, Figure]:
    taken: dict[str, list[float]] = {"empty": [], "decision": []}
    spent = {"empty": 0.0, "decision": 0.0}
    ads = list[int]()
    blocks = requests // _BLOCK
    # The first block of each is for warming up.
    for block in range(blocks + 1):
        for kind in ("empty", "decision"):
            began = _processor_seconds(process)
            for number in range(_BLOCK):
                profile = UUID(int=1 + (block * _BLOCK + number) * 7919 % 100_000)
                decide = kind == "decision"
                device = DEVICES[number // len(TERRITORIES) % len(DEVICES)]
                path = f"/titles/{_TITLE}/ads/vast?device={device}" if decide else "/empty"
                took, body = _asked(connection, f"/v1/profiles/{profile}{path}")
                if block:
                    taken[kind].append(took)
                    ads += [body.count(b"<Ad ")] if decide else []
            if block:
                spent[kind] += _processor_seconds(process) - began
    empty, decided = (statistics.median(taken[kind]) for kind in ("empty", "decision"))
    return {
        "http_requests": blocks * _BLOCK,
        "http_empty_median_ms": round(empty, 3),
        "http_decision_median_ms": round(decided, 3),
        "http_decision_p99_ms": round(float(np.percentile(taken["decision"], 99)), 3),
        "http_ratio_to_empty": round(empty / decided, 3),
        "http_empty_processor_ms": round(1000 * spent["empty"] / (blocks * _BLOCK), 3),
        "http_decision_processor_ms": round(1000 * spent["decision"] / (blocks * _BLOCK), 3),
        "http_processor_ratio_to_empty": round(spent["empty"] / spent["decision"], 3),
        "http_ads_mean": round(statistics.mean(ads), 2),
    }


def _processor_seconds(process: int) -> float:
    """What a process has used of the processor, in it and for it."""
    fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _asked(connection: http.client.HTTPConnection, path: str) -> tuple[float, bytes]:
    began = time.perf_counter()
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status == http.client.OK, body
    return 1000 * (time.perf_counter() - began), body
