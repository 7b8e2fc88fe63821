"""A server of a test's own, and what a test does to it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from matinee.foundation.postgres import EmbeddedPostgres

START = """
import sys, pathlib
from matinee.foundation.postgres import EmbeddedPostgres
print(EmbeddedPostgres(pathlib.Path(sys.argv[1])).start().app, flush=True)
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(tmp_path / "postgres")
    yield server
    server.stop()


def libpq(url: str) -> str:
    return url.replace("+psycopg", "")


def ask(url: str, question: str) -> object:
    with psycopg.connect(libpq(url), autocommit=True) as connection:
        row = connection.execute(question.encode()).fetchone()
    return row[0] if row else None


def tell(url: str, *statements: str) -> None:
    with psycopg.connect(libpq(url), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def postmaster(server: EmbeddedPostgres) -> int:
    return int((server.data / "postmaster.pid").read_text().splitlines()[0])


def kill_server(server: EmbeddedPostgres) -> None:
    """kill -9, without waiting for what the kernel does next."""
    os.kill(postmaster(server), signal.SIGKILL)


def starter(folder: Path, **environment: str) -> subprocess.Popen[str]:
    """Another Matinee process that starts the server and ends."""
    return subprocess.Popen(
        [sys.executable, "-c", START, str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
        start_new_session=True,
    )
