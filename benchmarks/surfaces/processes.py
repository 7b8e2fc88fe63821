"""Servers of one house, members who ask them, and the house's database: each in its process."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Generator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path

import numpy as np
import psycopg

from benchmarks.surfaces.load_members import READ, WRITE, Asked, Assignment
from matinee.foundation.database import driver_url
from matinee.foundation.postgres import EmbeddedPostgres

_ENDING_SECONDS = 60


@contextmanager
def serving(home: Path, count: int, **more: str) -> Generator[list[str]]:
    """``matinee serve``, ``count`` times on one house; their addresses."""
    with ExitStack() as stack:
        processes = [stack.enter_context(_server(home, number, more)) for number in range(count)]
        addresses: list[str] = []
        for process in processes:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line.startswith("Matinee is on "), (home / "server-0.log").read_text()
            addresses.append(line.split()[-1])
        yield addresses


@contextmanager
def _server(home: Path, number: int, more: dict[str, str]) -> Generator["subprocess.Popen[str]"]:
    with (
        (home / f"server-{number}.log").open("a") as log,
        subprocess.Popen(
            [sys.executable, "-m", "matinee", "serve", "--port", "0"],
            env=environment(home, **more),
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        ) as process,
    ):
        try:
            yield process
        finally:
            process.terminate()
            process.wait(_ENDING_SECONDS)


def environment(home: Path, **more: str) -> dict[str, str]:
    """This process's, with the house in ``home``."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MATINEE_")}
    return {**kept, "MATINEE_HOME": str(home), "MATINEE_LOG_LEVEL": "error", **more}


def matinee(home: Path, *arguments: str, **more: str) -> "subprocess.Popen[str]":
    """A command of the house, begun."""
    return subprocess.Popen(
        [sys.executable, "-m", "matinee", *arguments],
        env=environment(home, **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


class Members:
    """A process that carries an assignment out, while this one does something else."""

    def __init__(self, assignment: Assignment) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.surfaces.load_members"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(asdict(assignment)))
        self._process.stdin.close()
        self._process.stdin = None

    def end(self) -> Asked:
        """Wait for them; what they asked."""
        answer, _ = self._process.communicate()
        assert self._process.returncode == 0
        return Asked(**json.loads(answer))


def ask(assignment: Assignment) -> Asked:
    """Carry an assignment out."""
    return Members(assignment).end()


def kill(server: EmbeddedPostgres) -> None:
    """Kill PostgreSQL as a crash does."""
    lines = (server.data / "postmaster.pid").read_text(encoding="ascii").splitlines()
    os.kill(int(lines[0]), signal.SIGKILL)


def events_found(url: str, ids: Sequence[str]) -> tuple[int, int]:
    """How many of these events are in the log, and how many rows they have."""
    plain = driver_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as connection:
        row = connection.execute(
            "SELECT count(DISTINCT id), count(*) FROM audience.events WHERE id = ANY(%s::uuid[])",
            [list(ids)],
        ).fetchone()
    return (int(row[0]), int(row[1])) if row else (0, 0)


def quantiles(asked: Asked, name: str) -> dict[str, float]:
    """Milliseconds of answered pages: p50, p99, p99.9."""
    took = np.array(
        [
            took
            for took, kind, status in zip(asked.milliseconds, asked.kind, asked.status, strict=True)
            if kind == READ and status == 200
        ]
    )
    marks = {"p50": 0.5, "p99": 0.99, "p999": 0.999}
    return {
        f"{name}_{mark}_ms": round(float(np.quantile(took, share)), 2)
        for mark, share in marks.items()
    }


def failures(asked: Asked, kind: str) -> list[tuple[float, int, bool]]:
    """When a request was due that was not answered with 200, how it was, and if it may be tried."""
    every = zip(asked.due, asked.kind, asked.status, asked.promised, strict=True)
    return sorted(
        (due, status, said) for due, of, status, said in every if of == kind and status != 200
    )


def written(asked: Asked) -> int:
    """How many events were reported."""
    return sum(kind == WRITE for kind in asked.kind)
