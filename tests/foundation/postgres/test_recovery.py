"""The embedded server after violence: kill -9, stale and half-written files, races."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest
from tests.foundation.postgres.conftest import ask, kill_server, starter, tell

from matinee.foundation.postgres import EmbeddedPostgres, ServerState

pytestmark = pytest.mark.kills


def test_what_was_committed_is_there_after_the_server_was_killed(server: EmbeddedPostgres) -> None:
    tell(server.start().owner, "CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (7)")

    kill_server(server)

    assert ask(server.start().owner, "SELECT n FROM kept") == 7


def test_a_server_killed_again_and_again_comes_back(server: EmbeddedPostgres) -> None:
    tell(server.start().owner, "CREATE TABLE kept (n int)")
    for number in range(4):
        tell(server.start().owner, f"INSERT INTO kept VALUES ({number})")
        kill_server(server)

    assert ask(server.start().owner, "SELECT count(*) FROM kept") == 4


def test_the_server_outlives_the_process_that_started_it(server: EmbeddedPostgres) -> None:
    script = starter(server.folder)
    assert script.stdout is not None
    script.stdout.readline()
    os.killpg(script.pid, signal.SIGKILL)
    script.communicate()

    assert server.status().state is ServerState.RUNNING


def test_control_c_in_the_terminal_does_not_reach_the_server(server: EmbeddedPostgres) -> None:
    script = starter(server.folder)
    assert script.stdout is not None
    script.stdout.readline()
    os.killpg(script.pid, signal.SIGINT)
    script.communicate()

    time.sleep(0.3)
    assert server.status().state is ServerState.RUNNING


@pytest.mark.parametrize("after_seconds", [0.3, 0.45, 0.6, 0.8, 1.1])
def test_a_start_that_is_killed_half_way_does_not_prevent_the_next(
    server: EmbeddedPostgres, after_seconds: float
) -> None:
    script = starter(server.folder)
    time.sleep(after_seconds)
    os.killpg(script.pid, signal.SIGKILL)
    script.communicate()

    assert ask(server.start().app, "SELECT 1") == 1


@pytest.mark.parametrize(
    "left_behind",
    ["", "\n", "40", "not a number\n", "999999\n/elsewhere\n", "{mine}\n{data}\n"],
    ids=["empty", "newline", "half", "nonsense", "gone", "pid given to another process"],
)
def test_a_pid_file_that_tells_no_truth_does_not_prevent_a_start(
    server: EmbeddedPostgres, left_behind: str
) -> None:
    server.start()
    kill_server(server)
    text = left_behind.format(mine=os.getpid(), data=server.data)
    (server.data / "postmaster.pid").write_text(text)
    lock = server.status().socket.with_name(".s.PGSQL.5432.lock")
    lock.write_text(text)

    assert ask(server.start().app, "SELECT 1") == 1


def test_a_socket_left_behind_does_not_prevent_a_start(server: EmbeddedPostgres) -> None:
    server.start()
    socket = server.status().socket
    kill_server(server)

    assert socket.exists()
    assert ask(server.start().app, "SELECT 1") == 1


def test_four_processes_that_start_at_once_share_one_server(server: EmbeddedPostgres) -> None:
    scripts = [starter(server.folder) for _ in range(4)]
    answers = [script.communicate() for script in scripts]

    assert {said.strip() for said, _ in answers} == {server.urls().app}, answers
    assert server.log.read_text().count("ready to accept connections") == 1


def test_four_processes_bring_a_killed_server_back_once(server: EmbeddedPostgres) -> None:
    server.start()
    kill_server(server)

    scripts = [starter(server.folder) for _ in range(4)]
    answers = [script.communicate() for script in scripts]

    assert {said.strip() for said, _ in answers} == {server.urls().app}, answers
    assert server.log.read_text().count("ready to accept connections") == 2


def test_a_copied_home_is_a_server_of_its_own(server: EmbeddedPostgres, tmp_path: Path) -> None:
    tell(server.start().owner, "CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (7)")
    server.stop()
    server.folder.rename(tmp_path / "moved")
    moved = EmbeddedPostgres(tmp_path / "moved")
    server.start()
    try:
        assert ask(moved.start().owner, "SELECT n FROM kept") == 7
        assert moved.urls() != server.urls()
    finally:
        moved.stop()


def test_watchers_do_not_disturb_a_start(server: EmbeddedPostgres) -> None:
    server.start()
    watching = threading.Event()

    def watch() -> None:
        while not watching.is_set():
            EmbeddedPostgres(server.folder).status()

    watchers = [threading.Thread(target=watch) for _ in range(2)]
    for watcher in watchers:
        watcher.start()
    try:
        for _ in range(3):
            kill_server(server)
            server.start()
    finally:
        watching.set()
        for watcher in watchers:
            watcher.join()

    assert server.status().state is ServerState.RUNNING
