"""Processes under way, the client that goes on in spite of all, and kills at seeded moments."""

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from benchmarks.audience.lake.stream import Batch
from matinee.foundation.postgres import EmbeddedPostgres

_GIVE_UP_SECONDS = 120
_LATEST_SECONDS = 0.4
LOOPBACK = {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0", "RAY_USAGE_STATS_ENABLED": "0"}
"""Ray takes 127.0.0.1 for the machine's outer address unless it is told that there is no cluster
beyond this machine, which on Linux it has no other word for."""

_HEADERS = {"content-type": "application/json"}


class Under:
    """A process that is started again whenever it is killed."""

    def __init__(
        self, command: list[str], home: Path, name: str, more: Mapping[str, str] | None = None
    ) -> None:
        self._command = [sys.executable, "-m", *command]
        self._environment = os.environ | {
            "MATINEE_HOME": str(home),
            "MATINEE_LOG_LEVEL": "warning",
            **(more or {}),
        }
        self._words = home / f"{name}.log"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.end()

    def end(self) -> None:
        """Let it end in order, and wait for that."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=60)
            self._process = None

    def start(self) -> None:
        """Start it."""
        with self._words.open("ab") as words:
            self._process = subprocess.Popen(
                self._command, stdout=words, stderr=words, env=self._environment
            )

    def kill(self) -> None:
        """``kill -9``, and start it again."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()
        self.start()

    @property
    def pid(self) -> int:
        """Of the process as it is now."""
        assert self._process is not None
        return self._process.pid

    def restart_if_ended(self) -> None:
        """Start it again where it ended by itself."""
        if self._process is not None and self._process.poll() is not None:
            self.start()


def kill_database(server: EmbeddedPostgres) -> None:
    """``kill -9`` its first process; the service that runs on it starts it again."""
    pid = int((server.data / "postmaster.pid").read_text(encoding="utf-8").split()[0])
    os.kill(pid, signal.SIGKILL)


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


class Client:
    """Posts batches on one connection, each until it is acknowledged."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._connection: http.client.HTTPConnection | None = None
        self.ids: list[NDArray[np.uint8]] = []
        self.bytes = self.resent = 0
        self.slowest = 0.0

    def post(self, batch: Batch) -> None:
        """Until the service says that it has these events, whether from now or from before."""
        started = time.perf_counter()
        while not self._posted(batch.body):
            self.resent += 1
            assert time.perf_counter() - started < _GIVE_UP_SECONDS, "the service stays away"
            time.sleep(0.05)
        self.slowest = max(self.slowest, time.perf_counter() - started)
        self.ids.append(batch.ids)
        self.bytes += len(batch.body)

    def _posted(self, body: bytes) -> bool:
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        try:
            self._connection.request("POST", "/v1/events", body, _HEADERS)
            response = self._connection.getresponse()
            answer = response.read()
        except (OSError, http.client.HTTPException):
            self._connection = None
            return False
        if response.status != 200:
            assert response.status == 503, answer[:500]
            return False
        told = json.loads(answer)
        assert not told.get("refused"), answer[:500]
        return True


def post_through(
    client: Client,
    batches: Iterator[Batch],
    victims: Mapping[str, Callable[[], None]],
    *,
    count: int,
    kills: int,
    seed: int,
) -> Counter[str]:
    """Post all; at ``kills`` seeded batches a victim, drawn too, dies a moment later."""
    draw = random.Random(seed)
    moments = sorted(draw.sample(range(count), kills))
    died: Counter[str] = Counter()
    waiting: list[Timer] = []
    for number, batch in enumerate(batches):
        if moments and number == moments[0]:
            moments.pop(0)
            name = draw.choice(sorted(victims))
            died[name] += 1
            timer = Timer(draw.uniform(0, _LATEST_SECONDS), victims[name])
            timer.start()
            waiting.append(timer)
        client.post(batch)
    for timer in waiting:
        timer.join()
    return died
