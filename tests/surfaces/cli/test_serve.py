from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import time
from collections.abc import Generator
from pathlib import Path

import httpx
import psycopg
import pytest
from sqlalchemy import URL
from tests.surfaces.cli.processes import run, serving, told

from matinee.foundation.database import Database
from matinee.foundation.jobs import Jobs, JobStatus
from matinee.foundation.postgres import EmbeddedPostgres

pytestmark = pytest.mark.kills


@pytest.fixture
def libpq_url(admin_url: URL) -> str:
    return admin_url.render_as_string(hide_password=False)


@pytest.fixture
def own_server(tmp_path: Path) -> Generator[EmbeddedPostgres]:
    """A PostgreSQL that this test alone uses, and may stop and kill."""
    server = EmbeddedPostgres(tmp_path / "home" / "postgres", configuration={"fsync": "off"})
    yield server
    server.stop()


async def test_a_request_in_flight_is_finished_before_the_process_ends(
    tmp_path: Path, database_url: str, libpq_url: str
) -> None:
    with serving(tmp_path, MATINEE_DATABASE_URL=database_url) as server:
        async with (
            await psycopg.AsyncConnection.connect(libpq_url) as blocker,
            httpx.AsyncClient(base_url=server.address, timeout=30) as client,
        ):
            await blocker.execute("LOCK TABLE jobs.procrastinate_jobs IN ACCESS EXCLUSIVE MODE")
            slow = asyncio.create_task(client.get("/v1/jobs"))
            await waits_for_the_lock(libpq_url)
            server.ask_to_stop()
            await refuses_newcomers(server.address)
            assert not slow.done()
            await blocker.rollback()
            assert (await slow).status_code == 200
        assert server.exit_code() == 0


async def waits_for_the_lock(url: str) -> None:
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as looking:
        question = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        while True:
            row = await (await looking.execute(question)).fetchone()
            if row and row[0]:
                return
            await asyncio.sleep(0.02)


async def refuses_newcomers(address: str) -> None:
    async with httpx.AsyncClient(base_url=address) as newcomer:
        while True:
            try:
                await newcomer.get("/health")
            except httpx.TransportError:
                return
            await asyncio.sleep(0.02)


def test_a_port_in_use_is_one_line_with_a_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, _, errors = told(capsys, "serve", "--port", str(port))
    assert code == 2
    (line,) = errors.splitlines()
    assert f"Port {port} of 127.0.0.1 is in use." in line
    assert "matinee serve --port" in line
    assert not (tmp_path / ".matinee").exists(), "nothing was started for it"


def test_an_address_of_another_machine_is_one_line_with_a_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, errors = told(capsys, "serve", "--host", "192.0.2.1", "--port", "0")
    assert code == 2
    (line,) = errors.splitlines()
    assert "192.0.2.1" in line


def test_a_database_that_goes_away_is_waited_for_and_one_that_is_killed_comes_back_by_itself(
    tmp_path: Path, own_server: EmbeddedPostgres
) -> None:
    with (
        serving(tmp_path, MATINEE_HOME=str(tmp_path / "home")) as server,
        httpx.Client(base_url=server.address, timeout=30) as client,
    ):
        assert client.get("/v1/jobs").status_code == 200
        own_server.stop()
        away = client.get("/v1/jobs")
        assert (away.status_code, away.json()["code"]) == (503, "unavailable")
        assert int(away.headers["retry-after"]) > 0
        assert client.get("/ready").status_code == 503
        assert client.get("/health").status_code == 200
        own_server.start()
        assert client.get("/v1/jobs").status_code == 200
        assert client.get("/ready").status_code == 200

        killed = postmaster(own_server)
        assert killed is not None
        os.kill(killed, signal.SIGKILL)
        deadline = time.monotonic() + 30
        while postmaster(own_server) in {killed, None} or client.get("/ready").status_code != 200:
            assert time.monotonic() < deadline, (tmp_path / "server.err").read_text()
            time.sleep(0.1)
        assert client.get("/v1/jobs").status_code == 200


def postmaster(server: EmbeddedPostgres) -> int | None:
    """The process that listens on the server's socket, if one does."""
    with socket.socket(socket.AF_UNIX) as peer:
        try:
            peer.connect(str(server.status().socket))
        except OSError:
            return None
        return int.from_bytes(peer.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 4), "little")


async def test_all_in_one_also_runs_jobs_and_nobody_has_to_search_for_an_index_to_be_made(
    tmp_path: Path, database: Database, database_url: str
) -> None:
    jobs = Jobs(database)
    async with database.transaction() as connection:
        await jobs.enqueue(connection, "jobs.tidy")
    with serving(tmp_path, "--all-in-one", MATINEE_DATABASE_URL=database_url) as server:
        async with asyncio.timeout(30):
            await one_succeeds(jobs)
            await search_is_warm(server.address)
        server.ask_to_stop()
        assert server.exit_code() == 0


async def search_is_warm(address: str) -> None:
    async with httpx.AsyncClient(base_url=address, timeout=30) as client:
        while True:
            checks = (await client.get("/ready")).json()["checks"]
            if {check["name"]: check["ready"] for check in checks}["search"]:
                return
            await asyncio.sleep(0.1)


async def one_succeeds(jobs: Jobs) -> None:
    while True:
        if (await jobs.counts())[JobStatus.SUCCEEDED]:
            return
        await asyncio.sleep(0.1)


def test_an_old_schema_elsewhere_is_not_served_and_the_command_for_it_is_named(
    tmp_path: Path,
    own_server: EmbeddedPostgres,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url = own_server.start().owner
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MATINEE_DATABASE_URL", url)
    code, _, errors = told(capsys, "serve", "--port", "0")
    assert code == 2
    assert "matinee db upgrade" in errors
    _, upgraded, _ = told(capsys, "db", "upgrade", "--json")
    assert json.loads(upgraded)["before"] is None
    with serving(tmp_path, MATINEE_DATABASE_URL=url) as server:
        assert httpx.get(f"{server.address}/ready").status_code == 200


def test_a_worker_of_its_own_ends_when_nothing_is_due_if_asked(
    tmp_path: Path, database_url: str
) -> None:
    ended = run(tmp_path, "worker", "--until-idle", "--json", MATINEE_DATABASE_URL=database_url)
    assert (ended.returncode, json.loads(ended.stdout)["working"]) == (0, True)
