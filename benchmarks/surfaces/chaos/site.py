"""The house that faults strike: its database, servers and worker, each in its process."""

import threading
import time
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx

from benchmarks.audience.lake.bad_days import Under, free_port
from benchmarks.surfaces.chaos.neighbours import Neighbours
from benchmarks.surfaces.load_members import Asked, Assignment
from matinee.errors import Conflict
from matinee.foundation.postgres import EmbeddedPostgres

_TENFOLD = 10
_LOOK_SECONDS = 0.25
_STARTING_SECONDS = 180.0
_HANGING_SECONDS = 60.0
"""A server that said nothing for so long is killed and started again, as by systemd's watchdog."""
_MORE = {"MATINEE_LAKE__FILL_AT": "* * * * *"}
"""The lake is filled every minute, so that there are jobs to be killed."""


@dataclass
class Site:
    """What there is to strike. ``unready`` is when a server said that it was not (Unix time)."""

    home: Path
    database: EmbeddedPostgres
    servers: list[Under]
    worker: Under
    addresses: list[str]
    members: Assignment
    """A crowd of ten times as many members as there always are."""
    beside: Neighbours
    clocks: list[Path]
    """By how many seconds the clock of each server, and of the worker, is off."""
    crowds: list[Asked] = field(default_factory=list[Asked])
    """What each such crowd asked."""
    unready: list[float] = field(default_factory=list[float])
    awaited: list[float] = field(default_factory=list[float])
    """For how long the database was waited for before each fault, in seconds."""
    kills: int = 0
    """Servers that were killed."""
    hung: int = 0
    """Servers that hung, and that the service manager started again."""


@contextmanager
def opened(
    home: Path,
    database: EmbeddedPostgres,
    members: Assignment,
    beside: Neighbours,
    *,
    servers: int,
) -> Generator[Site]:
    """Servers and a worker, started again when they end, as a service manager does."""
    ports = [free_port() for _ in range(servers)]
    with ExitStack() as stack:
        clocks = [home / f"clock-{number}" for number in range(len(ports) + 1)]
        serving = [
            stack.enter_context(Under(_clocked(clock, "serve", "--port", port), home, "s", _MORE))
            for clock, port in zip(clocks, ports, strict=False)
        ]
        worker = stack.enter_context(Under(_clocked(clocks[-1], "worker"), home, "worker", _MORE))
        addresses = [f"http://127.0.0.1:{port}" for port in ports]
        crowd = replace(
            members,
            addresses=addresses,
            rate=_TENFOLD * members.rate,
            connections=4 * members.connections,
        )
        site = Site(home, database, serving, worker, addresses, crowd, beside, clocks)
        for address in site.addresses:
            _wait_for(address)
        ended = threading.Event()
        looking = threading.Thread(target=_look_after, args=(site, ended), daemon=True)
        looking.start()
        try:
            yield site
        finally:
            ended.set()
            looking.join()
            with ThreadPoolExecutor() as at_once:
                list(at_once.map(Under.end, (*serving, worker)))


def _clocked(clock: Path, *command: object) -> list[str]:
    return ["benchmarks.surfaces.chaos.clockwork", str(clock), *map(str, command)]


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + _STARTING_SECONDS
    while not _ready(address):
        if time.monotonic() > deadline:
            raise Conflict(f"{address} is not ready after {_STARTING_SECONDS:g} s.")
        time.sleep(_LOOK_SECONDS)


def _ready(address: str) -> bool:
    return _answers(f"{address}/ready")


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=5).is_success
    except httpx.HTTPError:
        return False


def _look_after(site: Site, ended: threading.Event) -> None:
    """Ask each server how it is, and start again what ended or hangs."""
    heard = dict.fromkeys(site.addresses, time.monotonic())
    while not ended.wait(_LOOK_SECONDS):
        for process in (*site.servers, site.worker):
            process.restart_if_ended()
        asked, all_ready = time.time(), True
        for server, address in zip(site.servers, site.addresses, strict=True):
            ready = _ready(address)
            all_ready = all_ready and ready
            if ready or _answers(f"{address}/health"):
                heard[address] = time.monotonic()
            elif time.monotonic() - heard[address] > _HANGING_SECONDS:
                site.hung += 1
                server.kill()
                heard[address] = time.monotonic()
        if not all_ready:
            site.unready.append(asked)
