"""Faults as they happen to a house: each strikes real processes, and is lifted after its time."""

import os
import random
import resource
import shutil
import signal
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
from psycopg.rows import TupleRow

from benchmarks.audience.lake.bad_days import kill_database
from benchmarks.surfaces.chaos.site import Site
from benchmarks.surfaces.processes import ask
from matinee.errors import Conflict
from matinee.foundation.database import driver_url

_FILLED_AT_ONCE = 4096
_AWAY_SECONDS = 120.0
_JUMPS = (-172_800, -3_600, 3_600, 172_800)
"""Seconds."""
_STOPPED, _RUNNING = 0.09, 0.01
"""Of each tenth of a second, a slow database stands still for the first."""


@dataclass(frozen=True)
class Fault:
    """Its name, how long it is at work in seconds, and the work."""

    name: str
    lasts: float
    at_work: Callable[[Site, random.Random, float], None]


def away(site: Site, draw: random.Random, lasts: float) -> None:
    """The database is stopped in order, and started by its operator after the time."""
    del draw
    site.database.stop()
    time.sleep(lasts)
    site.database.start()


def killed(site: Site, draw: random.Random, lasts: float) -> None:
    """The database dies; the servers start it again."""
    del draw, lasts
    kill_database(site.database)


def hanging(site: Site, draw: random.Random, lasts: float) -> None:
    """Every process of the database stands still: connections are open, and nothing answers."""
    del draw
    with _still(site):
        time.sleep(lasts)


def slow(site: Site, draw: random.Random, lasts: float) -> None:
    """The database stands still for nine tenths of the time."""
    del draw
    ends = time.monotonic() + lasts
    while time.monotonic() < ends:
        with _still(site):
            time.sleep(_STOPPED)
        time.sleep(_RUNNING)


def read_only(site: Site, draw: random.Random, lasts: float) -> None:
    """The database takes no writes, as a standby that is asked in its master's place."""
    del draw
    _configured(site, "ALTER SYSTEM SET default_transaction_read_only = on")
    try:
        time.sleep(lasts)
    finally:
        _configured(site, "ALTER SYSTEM RESET default_transaction_read_only")


def worker_killed(site: Site, draw: random.Random, lasts: float) -> None:
    """The worker dies at some step, and is started again."""
    del lasts
    time.sleep(draw.uniform(0, 1))
    site.worker.kill()


def server_killed(site: Site, draw: random.Random, lasts: float) -> None:
    """One of the servers dies, and is started again."""
    del lasts
    site.kills += 1
    draw.choice(site.servers).kill()


def full(site: Site, draw: random.Random, lasts: float) -> None:
    """The disk of the database is filled to its last byte, and cleared by its operator after."""
    del draw
    filling = site.database.folder / "filling"
    try:
        with suppress(OSError), filling.open("wb", buffering=0) as file:
            while True:
                file.write(b"\0" * _FILLED_AT_ONCE)
        time.sleep(lasts)
    finally:
        filling.unlink()


def memory_short(site: Site, draw: random.Random, lasts: float) -> None:
    """One of the servers is given no memory beyond what it has."""
    pid = draw.choice(site.servers).pid
    has = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[0])
    before = resource.prlimit(pid, resource.RLIMIT_AS)
    resource.prlimit(pid, resource.RLIMIT_AS, (has * resource.getpagesize(), before[1]))
    try:
        time.sleep(lasts)
    finally:
        with suppress(ProcessLookupError):
            resource.prlimit(pid, resource.RLIMIT_AS, before)


def tenfold(site: Site, draw: random.Random, lasts: float) -> None:
    """Ten times as many members as before come at once."""
    seed = draw.randrange(2**31)
    site.crowds.append(ask(replace(site.members, until="", seconds=lasts, seed=seed)))


def files_failing(site: Site, draw: random.Random, lasts: float) -> None:
    """The blob store fails half of its calls."""
    del draw
    with _marked(site.beside.bucket_fails):
        time.sleep(lasts)


def provider_hanging(site: Site, draw: random.Random, lasts: float) -> None:
    """The model's provider takes requests and does not answer."""
    del draw
    with _marked(site.beside.scribe_hangs):
        time.sleep(lasts)


def clock_jumping(site: Site, draw: random.Random, lasts: float) -> None:
    """The clock of one server, or of the worker, jumps by an hour or by two days, and back."""
    clock = draw.choice(site.clocks)
    clock.write_text(str(draw.choice(_JUMPS)), encoding="ascii")
    try:
        time.sleep(lasts)
    finally:
        clock.unlink()


FAULTS = (
    Fault("database_away", 3, away),
    Fault("database_killed", 0, killed),
    Fault("worker_killed", 0, worker_killed),
    Fault("database_read_only", 4, read_only),
    Fault("server_killed", 0, server_killed),
    Fault("database_slow", 6, slow),
    Fault("database_hanging", 5, hanging),
    Fault("database_full", 5, full),
    Fault("memory_short", 5, memory_short),
    Fault("load_tenfold", 6, tenfold),
    Fault("files_failing", 6, files_failing),
    Fault("provider_hanging", 6, provider_hanging),
    Fault("clock_jumping", 6, clock_jumping),
)


BRIEF = tuple(each for each in FAULTS if each.at_work in {away, killed, worker_killed, read_only})
"""Those that one server survives, and that are over soon."""


def order(count: int, seed: int, among: Sequence[Fault] = FAULTS) -> list[Fault]:
    """So many faults: every kind once in a drawn order, then again in another."""
    draw, drawn = random.Random(seed), list[Fault]()
    while len(drawn) < count:
        drawn += draw.sample(among, len(among))
    return drawn[:count]


def await_database(site: Site) -> float:
    """Wait until it takes connections after the fault before; for how many seconds.

    Raises:
        Conflict: it does not come back.
    """
    began = time.monotonic()
    while True:
        try:
            with _connected(site):
                return time.monotonic() - began
        except psycopg.OperationalError as failure:
            if time.monotonic() - began > _AWAY_SECONDS:
                raise Conflict(f"The database did not come back: {_as_left(site)}") from failure
            time.sleep(0.2)


def _as_left(site: Site) -> str:
    """What can be seen of a database that is away: its disk, and the end of its log."""
    disk = shutil.disk_usage(site.database.folder)
    words = site.database.log.read_text(encoding="utf-8", errors="replace")
    return f"{disk.used >> 20} of {disk.total >> 20} MiB used; …{words[-2000:]}"


def _connected(site: Site) -> "psycopg.Connection[TupleRow]":
    plain = driver_url(site.database.urls().admin).set(drivername="postgresql")
    return psycopg.connect(
        plain.render_as_string(hide_password=False), autocommit=True, connect_timeout=10
    )


def _configured(site: Site, statement: str) -> None:
    with _connected(site) as connection:
        connection.execute(statement.encode())
        connection.execute("SELECT pg_reload_conf()")


@contextmanager
def _marked(file: Path) -> Generator[None]:
    file.touch()
    try:
        yield
    finally:
        file.unlink()


@contextmanager
def _still(site: Site) -> Generator[None]:
    """All processes of the database stopped, the one that starts others first."""
    first = int((site.database.data / "postmaster.pid").read_text(encoding="ascii").split()[0])
    pids = [first]
    os.kill(first, signal.SIGSTOP)
    try:
        for child in _children(first):
            pids.append(child)
            _signal(child, signal.SIGSTOP)
        yield
    finally:
        for pid in reversed(pids):
            _signal(pid, signal.SIGCONT)


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(each) for each in listed.split()]


def _signal(pid: int, what: signal.Signals) -> None:
    try:
        os.kill(pid, what)
    except ProcessLookupError:
        return
