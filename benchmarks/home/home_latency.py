"""``home-latency``: a member's page over HTTP, against a body of the same size made beforehand.

MovieLens is imported and trained on as a user would; then, over one connection, for each of many
members: an event, the page, and the prepared body, the last two in turns first. Then 50 members
look around at once for two minutes (``together_``, pages of one process; the client runs beside
it). Before, the whole system scored every title for each member in one process
(``members_scored_per_second``).
"""

import asyncio
import http.client
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import SplitResult, urlsplit
from uuid import UUID

import numpy as np

from benchmarks.home.members_together import Together, browse_together
from benchmarks.material import sha256_of, shared
from benchmarks.outcome import Outcome
from matinee.assembly.ground import embedded_server
from matinee.assembly.house import open_house
from matinee.assembly.importing import import_movielens
from matinee.assembly.settings import Settings
from matinee.recommend.arrays import Items, Reals
from matinee.recommend.model import RecommendSettings, weigh_history
from matinee.vocabulary.ids import ProfileId, uuid7

FULL_ROW, FULL_ROWS = 20, 8
_WARM_UP = 30
_TOGETHER, _TOGETHER_SECONDS = 50, 120.0


@dataclass(frozen=True)
class Preparation:
    """Who is asked for, and what can be watched."""

    profiles: Sequence[UUID]
    titles: Sequence[UUID]
    scored_per_second: float = 0.0


@dataclass
class Timings:
    """Milliseconds of every request, and what the pages held."""

    page: list[float] = field(default_factory=list[float])
    prepared: list[float] = field(default_factory=list[float])
    event: list[float] = field(default_factory=list[float])
    sizes: list[int] = field(default_factory=list[int])
    full_rows: list[int] = field(default_factory=list[int])
    together: Together = field(default_factory=Together)
    memory_mib: float = 0.0


def run(quick: bool) -> Outcome:
    """Import, train, serve, measure."""
    folder = shared("movielens-small" if quick else "movielens-1m")
    members, rounds = (100, 2) if quick else (500, 3)
    with tempfile.TemporaryDirectory() as home:
        # How good a page is does not change how long it takes: a short course of training will do.
        settings = Settings(home=Path(home), recommend=RecommendSettings(sequence_passes=1))
        try:
            preparation = asyncio.run(prepare(settings, folder, members + _WARM_UP))
            preparation = asyncio.run(_scored(settings, preparation))
            with _service(Path(home)) as (address, process):
                connection = http.client.HTTPConnection(address.hostname or "", address.port)
                timings = _measure(connection, preparation, rounds)
                connection.close()
                at_once, seconds = (10, 5.0) if quick else (_TOGETHER, _TOGETHER_SECONDS)
                timings.together = asyncio.run(
                    browse_together(
                        address.geturl(),
                        preparation.profiles[:at_once],
                        preparation.titles,
                        seconds=seconds,
                    )
                )
                timings.memory_mib = _memory_mib(process)
        finally:
            server = embedded_server(settings)
            if server is not None:
                server.stop()
    files = sorted(path for path in folder.iterdir() if path.is_file())
    return Outcome(_figures(timings, preparation, members), data_sha256=sha256_of(*files))


async def prepare(
    settings: Settings, folder: Path, members: int, *, sequence: bool = True
) -> Preparation:
    """Import MovieLens from ``folder``, train, and choose the first members.

    Without ``sequence`` only the models that take seconds are trained.
    """
    async with open_house(settings) as house:
        rejects = settings.home / "rejects.jsonl"
        await import_movielens(house.catalogue, house.audience, folder, rejects=rejects)
        await house.recommend.train(sequence=sequence)
        shelf = await house.catalogue.shelf()
        profiles = await house.audience.profiles(limit=members)
        return Preparation([profile.id for profile in profiles], shelf.ids)


async def _scored(settings: Settings, preparation: Preparation) -> Preparation:
    """The same, knowing how many members a second the whole system scores, one after another."""
    async with open_house(settings) as house:
        models = await house.recommend.current()
        assert models is not None
        histories: list[tuple[Items, Reals]] = []
        for profile in preparation.profiles:
            history = (await house.audience.member(ProfileId(profile))).history
            items = np.array([models.index.get(title, -1) for title in history.title_ids], np.int32)
            histories.append(
                weigh_history(
                    items, history.kinds, history.values, exponent=models.recency_exponent
                )
            )
        started = time.process_time()
        for items, weights in histories:
            models.scores(items, weights)
        took = time.process_time() - started
    return replace(preparation, scored_per_second=len(histories) / took)


def _memory_mib(process: int) -> float:
    """What a process holds in memory now."""
    program = shutil.which("ps")
    assert program is not None
    told = subprocess.run(
        [program, "-o", "rss=", "-p", str(process)], capture_output=True, text=True, check=True
    )
    return int(told.stdout) / 1024


@contextmanager
def _service(home: Path) -> Generator[tuple[SplitResult, int]]:
    command = [sys.executable, "-m", "benchmarks.home.measured_service", str(home)]
    with (home / "service.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
    assert process.stdout is not None
    try:
        address = urlsplit(process.stdout.readline().strip())
        assert address.port is not None, (home / "service.log").read_text(encoding="utf-8")
        yield address, process.pid
    finally:
        process.terminate()
        process.wait(timeout=60)
        process.stdout.close()


def _measure(
    connection: http.client.HTTPConnection, preparation: Preparation, rounds: int
) -> Timings:
    choice = random.Random(7)
    timings = Timings()
    for profile in preparation.profiles[:_WARM_UP]:
        _visit(connection, profile, choice.choice(preparation.titles), Timings(), number=0)
    for number in range(rounds):
        for place, profile in enumerate(preparation.profiles[_WARM_UP:]):
            title = choice.choice(preparation.titles)
            _visit(connection, profile, title, timings, number=number + place)
    return timings


def _visit(
    connection: http.client.HTTPConnection,
    profile: UUID,
    title: UUID,
    timings: Timings,
    *,
    number: int,
) -> None:
    now = datetime.now(UTC)
    event = {
        "id": str(uuid7(now)),
        "profile_id": str(profile),
        "kind": "finish",
        "title_id": str(title),
        "at": now.isoformat(),
    }
    posted = json.dumps({"events": [event]}).encode()
    milliseconds, answer = _ask(connection, "POST", "/v1/events", posted)
    assert json.loads(answer)["accepted"] == 1
    timings.event.append(milliseconds)
    size = timings.sizes[-1] if timings.sizes else 50_000
    prepared_first = number % 2 == 1
    if prepared_first:
        timings.prepared.append(_ask(connection, "GET", f"/v1/prepared/{size}")[0])
    milliseconds, answer = _ask(connection, "GET", f"/v1/profiles/{profile}/home")
    timings.page.append(milliseconds)
    timings.sizes.append(len(answer))
    if not prepared_first:
        timings.prepared.append(_ask(connection, "GET", f"/v1/prepared/{len(answer)}")[0])
    rows = json.loads(answer)["rows"]
    timings.full_rows.append(sum(len(row["items"]) == FULL_ROW for row in rows))


def _ask(
    connection: http.client.HTTPConnection, method: str, path: str, body: bytes | None = None
) -> tuple[float, bytes]:
    headers = {"content-type": "application/json"} if body else {}
    started = time.perf_counter()
    connection.request(method, path, body, headers)
    response = connection.getresponse()
    answer = response.read()
    milliseconds = (time.perf_counter() - started) * 1000
    assert response.status == 200, answer[:500]
    return milliseconds, answer


def _figures(
    timings: Timings, preparation: Preparation, members: int
) -> dict[str, float | int | str]:
    together = np.array(timings.together.milliseconds)
    page, prepared = np.array(timings.page), np.array(timings.prepared)
    page_p99, prepared_p99 = float(np.quantile(page, 0.99)), float(np.quantile(prepared, 0.99))
    return {
        "median_ratio": round(float(np.median(page) / np.median(prepared)), 2),
        "p99_ratio": round(page_p99 / prepared_p99, 2),
        "home_median_ms": round(float(np.median(page)), 3),
        "prepared_median_ms": round(float(np.median(prepared)), 3),
        "home_p99_ms": round(page_p99, 3),
        "prepared_p99_ms": round(prepared_p99, 3),
        "event_median_ms": round(float(np.median(timings.event)), 3),
        "body_bytes_median": int(np.median(timings.sizes)),
        "body_bytes_least": min(timings.sizes),
        "body_bytes_greatest": max(timings.sizes),
        "full_rows_least": min(timings.full_rows),
        "pages_below_8_full_rows": sum(rows < FULL_ROWS for rows in timings.full_rows),
        "members": members,
        "requests": len(timings.page),
        "members_scored_per_second": round(preparation.scored_per_second),
        "together_pages": len(together),
        "together_failures": timings.together.failures,
        "together_median_ms": round(float(np.median(together)), 3),
        "together_p99_ms": round(float(np.quantile(together, 0.99)), 3),
        "service_memory_mib": round(timings.memory_mib),
    }
