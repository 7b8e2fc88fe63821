"""What is acknowledged survives: Matinee and PostgreSQL are killed while a client sends events."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Generator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from sqlalchemy import make_url
from tests.surfaces.cli.processes import Running, serving

from matinee.foundation.postgres import EmbeddedPostgres
from matinee.vocabulary.ids import uuid7

pytestmark = pytest.mark.kills

BATCH = 40
_PATIENCE_SECONDS = 90


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house that these tests alone use."""
    return tmp_path_factory.mktemp("kills") / "home"


@pytest.fixture(scope="module")
def own_server(home: Path) -> Generator[EmbeddedPostgres]:
    """Its PostgreSQL as Matinee starts it, with fsync, which may be killed."""
    server = EmbeddedPostgres(home / "postgres")
    yield server
    server.stop()


@dataclass
class Player:
    """Sends batches until it is stopped, and remembers which were acknowledged."""

    profile: str
    sent: list[list[dict[str, Any]]] = field(default_factory=list[list[dict[str, Any]]])
    acknowledged: set[str] = field(default_factory=set[str])
    refused: list[Any] = field(default_factory=list[Any])
    stopped: threading.Event = field(default_factory=threading.Event)

    def batch(self) -> list[dict[str, Any]]:
        events: list[dict[str, Any]] = []
        for _ in range(BATCH):
            now = datetime.now(UTC)
            events.append(
                {
                    "id": str(uuid7(now)),
                    "profile_id": self.profile,
                    "kind": "search",
                    "query": "films with rain",
                    "at": now.isoformat(),
                }
            )
        return events

    def send(self, client: httpx.Client, events: list[dict[str, Any]]) -> bool:
        try:
            answer = client.post("/v1/events", json={"events": events})
        except httpx.TransportError:
            return False
        if answer.status_code != 200:
            assert answer.status_code == 503, answer.text
            return False
        self.refused += answer.json()["refused"]
        self.acknowledged |= {event["id"] for event in events}
        return True

    def play(self, address: str) -> None:
        with httpx.Client(base_url=address, timeout=10) as client:
            while not self.stopped.is_set():
                events = self.batch()
                self.sent.append(events)
                if not self.send(client, events):
                    time.sleep(0.05)

    def send_everything_again(self, address: str) -> None:
        """With another time, as a client does that lost its notes."""
        with httpx.Client(base_url=address, timeout=30) as client:
            for events in self.sent:
                later = [event | {"at": moved(event["at"])} for event in events]
                assert self.send(client, later)


def moved(at: str) -> str:
    return (datetime.fromisoformat(at) - timedelta(days=35)).isoformat()


def a_player(server: Running) -> Player:
    with httpx.Client(base_url=server.address, timeout=30) as client:
        household = client.post("/v1/households", json={}).json()["id"]
        profile = client.post("/v1/profiles", json={"household_id": household, "name": "Inês"})
        return Player(profile.json()["id"])


def in_the_log(server: EmbeddedPostgres, player: Player) -> list[str]:
    url = make_url(server.start().admin).set(drivername="postgresql")
    told = "SELECT id FROM audience.events WHERE profile_id = %s"
    with psycopg.connect(url.render_as_string(hide_password=False)) as connection:
        return [str(row[0]) for row in connection.execute(told, [player.profile])]


def until(player: Player, more: int) -> None:
    """Wait until so many more events are acknowledged."""
    wanted = len(player.acknowledged) + more
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while len(player.acknowledged) < wanted:
        assert time.monotonic() < deadline, "events are no longer acknowledged"
        time.sleep(0.01)


def test_what_a_killed_matinee_acknowledged_is_there_once(
    tmp_path: Path, home: Path, own_server: EmbeddedPostgres
) -> None:
    with serving(tmp_path, MATINEE_HOME=str(home)) as server:
        player = a_player(server)
        playing = threading.Thread(target=player.play, args=(server.address,))
        playing.start()
        until(player, 10 * BATCH)
        server.process.send_signal(signal.SIGKILL)
        server.process.wait()
        player.stopped.set()
        playing.join()
    held = in_the_log(own_server, player)
    assert player.acknowledged <= set(held)
    assert len(held) == len(set(held))
    with serving(tmp_path, MATINEE_HOME=str(home)) as server:
        player.send_everything_again(server.address)
    everything = {event["id"] for events in player.sent for event in events}
    assert sorted(in_the_log(own_server, player)) == sorted(everything)
    assert player.refused == []


def test_what_was_acknowledged_outlives_a_killed_postgresql(
    tmp_path: Path, home: Path, own_server: EmbeddedPostgres
) -> None:
    with serving(tmp_path, MATINEE_HOME=str(home)) as server:
        player = a_player(server)
        playing = threading.Thread(target=player.play, args=(server.address,))
        playing.start()
        for _ in range(3):
            until(player, 10 * BATCH)
            pid_file = own_server.data / "postmaster.pid"
            os.kill(int(pid_file.read_text().split()[0]), signal.SIGKILL)
            until(player, 2 * BATCH)
        player.stopped.set()
        playing.join()
        held = in_the_log(own_server, player)
        assert player.acknowledged <= set(held)
        assert len(held) == len(set(held))
        player.send_everything_again(server.address)
    everything = {event["id"] for events in player.sent for event in events}
    assert sorted(in_the_log(own_server, player)) == sorted(everything)
    assert player.refused == []
