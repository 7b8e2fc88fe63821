"""``event-ingest``: events accepted over HTTP by one client, against COPY of the same rows.

`matinee serve` runs in a process of its own on its own PostgreSQL; this process is the client, on
one connection, one batch after the other. In turns with it, the same rows are copied at once into
an empty twin of the log, with the same indexes and partitions, on the same server.
"""

import asyncio
import http.client
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

from benchmarks.audience.simulated import populate
from benchmarks.audience.twin import Form, Twin
from benchmarks.outcome import Figure, Outcome
from matinee.assembly.ground import embedded_server
from matinee.assembly.settings import Settings
from matinee.foundation.postgres import EmbeddedPostgres
from matinee.vocabulary.ids import uuid7

BATCH = 500
_PROFILES, _TITLES = 1_000, 3_000
_WARM_UP = 20
_FORMS: tuple[Form, ...] = ("text", "binary")
_SETTINGS = ("fsync", "synchronous_commit", "full_page_writes", "wal_sync_method", "server_version")


@dataclass(frozen=True)
class Service:
    """A running service, and who and what events may name."""

    port: int
    profiles: Sequence[UUID]
    titles: Sequence[UUID]


def run(quick: bool) -> Outcome:
    """Serve, post and copy in turns, and compare the medians."""
    rounds, batches = (5, 40) if quick else (9, 100)
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home))
        server = embedded_server(settings)
        assert server is not None
        try:
            profiles, titles = asyncio.run(
                populate(settings, members=_PROFILES, titles=_TITLES, source="event-ingest")
            )
            with _served(Path(home)) as port:
                return _measure(Service(port, profiles, titles), server, rounds, batches)
        finally:
            server.stop()


@contextmanager
def _served(home: Path) -> Generator[int]:
    command = [sys.executable, "-m", "matinee", "serve", "--port", "0"]
    environment = os.environ | {"MATINEE_HOME": str(home), "MATINEE_LOG_LEVEL": "warning"}
    with (home / "service.log").open("wb") as log:
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=log, text=True, env=environment, cwd=home
        )
    assert process.stdout is not None
    try:
        address = urlsplit(process.stdout.readline().split()[-1])
        assert address.port is not None, (home / "service.log").read_text(encoding="utf-8")
        yield address.port
    finally:
        process.terminate()
        process.wait(timeout=60)
        process.stdout.close()


def _measure(service: Service, server: EmbeddedPostgres, rounds: int, batches: int) -> Outcome:
    choice = random.Random(7)
    posted: list[float] = []
    copied: dict[str, list[float]] = {"binary": [], "text": [], "batches": []}
    connection = http.client.HTTPConnection("127.0.0.1", service.port)
    with Twin(server.urls().owner) as twin:
        _post(connection, _bodies(service, choice, _WARM_UP))
        for number in range(rounds):
            started = datetime.now(UTC)
            posted.append(_post(connection, _bodies(service, choice, batches)))
            for form in _FORMS[:: -1 if number % 2 else 1]:
                rows = twin.received_since(started, form)
                copied[form].append(twin.copy(rows, form, expected=batches * BATCH))
            copied["batches"].append(twin.copy_by(BATCH, twin.received_since(started, "text")))
        commit = twin.commit_milliseconds()
        settings = {name: twin.setting(name) for name in _SETTINGS}
    connection.close()
    rate = statistics.median(posted)
    rates = {peer: statistics.median(measured) for peer, measured in copied.items()}
    figures: dict[str, Figure] = {
        "events_per_second": round(rate),
        "ratio_to_copy": round(rate / rates["text"], 3),
        "ratio_to_binary_copy": round(rate / rates["binary"], 3),
        "ratio_to_copy_by_batches": round(rate / rates["batches"], 3),
        "batch": BATCH,
        "events": rounds * batches * BATCH,
        "commit_milliseconds": round(commit, 3),
        **settings,
    }
    names = {
        "text": "COPY of all rows at once, run here",
        "binary": "COPY of all rows at once, binary, run here",
        "batches": f"COPY of {BATCH} rows a commit, run here",
    }
    peers = {names[peer]: {"events_per_second": round(rates[peer])} for peer in names}
    return Outcome(figures, peers)


def _bodies(service: Service, choice: random.Random, batches: int) -> list[bytes]:
    """What players send: mostly what was shown, in the order in which it happened, until now."""
    happened = datetime.now(UTC) - timedelta(milliseconds=batches * BATCH)
    bodies: list[bytes] = []
    for _ in range(batches):
        events: list[dict[str, object]] = []
        for _ in range(BATCH):
            happened += timedelta(milliseconds=1)
            events.append(_event(service, choice, happened))
        bodies.append(json.dumps({"events": events}).encode())
    return bodies


def _event(service: Service, choice: random.Random, at: datetime) -> dict[str, object]:
    (kind,) = choice.choices(("impression", "progress", "play", "finish"), (70, 20, 5, 5))
    event: dict[str, object] = {
        "id": str(uuid7(at)),
        "profile_id": str(choice.choice(service.profiles)),
        "kind": kind,
        "title_id": str(choice.choice(service.titles)),
        "at": at.isoformat(),
        "device": choice.choice(("tv", "phone", "desktop")),
        "surface": "home",
    }
    if kind == "impression":
        return event | {
            "row": choice.choice(("picks", "trending", "new", "genre:drama")),
            "position": choice.randrange(20),
            "probability": 1.0,
            "recommendation_id": str(uuid7(at)),
        }
    return event | {"seconds": round(choice.uniform(0, 7200), 3)}


def _post(connection: http.client.HTTPConnection, bodies: Sequence[bytes]) -> float:
    """Post one batch after the other; events accepted per second."""
    headers = {"content-type": "application/json"}
    accepted = 0
    started = time.perf_counter()
    for body in bodies:
        connection.request("POST", "/v1/events", body, headers)
        response = connection.getresponse()
        answer = response.read()
        assert response.status == 200, answer[:500]
        accepted += json.loads(answer)["accepted"]
    seconds = time.perf_counter() - started
    assert accepted == len(bodies) * BATCH
    return accepted / seconds
