"""The embedded server in ordinary life."""

import os
import stat
from pathlib import Path

import psycopg
import pytest
from tests.foundation.postgres.conftest import ask, postmaster, starter, tell
from tests.foundation.small_disk import run_on_small_disk

from matinee.errors import Conflict, Unavailable
from matinee.foundation.postgres import EmbeddedPostgres, ServerState, rootless


def test_a_first_start_makes_a_durable_server_that_only_its_user_can_reach(
    server: EmbeddedPostgres,
) -> None:
    urls = server.start()

    assert ask(urls.app, "SHOW fsync") == "on"
    assert ask(urls.app, "SHOW synchronous_commit") == "on"
    assert ask(urls.app, "SHOW full_page_writes") == "on"
    assert ask(urls.app, "SHOW listen_addresses") == ""
    socket = server.status().socket
    assert stat.S_IMODE(socket.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(server.folder.stat().st_mode) == 0o700


def test_the_ordinary_role_cannot_make_tables_roles_or_databases(server: EmbeddedPostgres) -> None:
    urls = server.start()

    for forbidden in (
        "CREATE TABLE public.mine (n int)",
        "CREATE SCHEMA mine",
        "CREATE ROLE mine",
        "CREATE DATABASE mine",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            tell(urls.app, forbidden)


def test_the_ordinary_role_reads_and_writes_what_the_owner_made(server: EmbeddedPostgres) -> None:
    urls = server.start()
    tell(urls.owner, "CREATE SCHEMA shelf", "CREATE TABLE shelf.films (n serial, name text)")

    tell(urls.app, "INSERT INTO shelf.films (name) VALUES ('Playtime')")

    assert ask(urls.app, "SELECT name FROM shelf.films") == "Playtime"
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        tell(urls.app, "DROP TABLE shelf.films")


def test_a_second_start_finds_the_running_server(server: EmbeddedPostgres) -> None:
    first = server.start()
    number = postmaster(server)

    assert EmbeddedPostgres(server.folder).start() == first
    assert postmaster(server) == number


def test_a_stopped_server_keeps_its_data(server: EmbeddedPostgres) -> None:
    tell(server.start().owner, "CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (7)")

    assert server.stop()
    assert server.status().state is ServerState.STOPPED
    assert ask(server.start().owner, "SELECT n FROM kept") == 7


def test_stopping_a_stopped_server_says_so(server: EmbeddedPostgres) -> None:
    assert not server.stop()
    assert server.status().state is ServerState.ABSENT


def test_a_process_with_another_temporary_folder_reaches_the_same_server(
    server: EmbeddedPostgres, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "t"
    elsewhere.mkdir()
    urls = server.start()

    said, _ = starter(server.folder, TMPDIR=str(elsewhere)).communicate()

    assert said.strip() == urls.app


@pytest.mark.parametrize("name", ["d" * 120, 'it\'s $HOME, "quoted" `x`', "päivä 映画"])
def test_a_home_may_be_deep_and_oddly_named(tmp_path: Path, name: str) -> None:
    server = EmbeddedPostgres(tmp_path / name / name / "postgres")
    try:
        assert ask(server.start().app, "SELECT 1") == 1
    finally:
        server.stop()


def test_settings_of_libpq_in_the_environment_change_nothing(
    server: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGDATA", "/nowhere")
    monkeypatch.setenv("PGHOST", "nowhere.invalid")
    monkeypatch.setenv("PGPORT", "1")

    assert ask(server.start().app, "SELECT 1") == 1


def test_a_folder_of_another_major_version_is_refused_with_a_remedy(
    server: EmbeddedPostgres,
) -> None:
    server.start()
    server.stop()
    (server.data / "PG_VERSION").write_text("14\n")

    with pytest.raises(Conflict, match="made by PostgreSQL 14") as refused:
        server.start()
    assert "MATINEE_DATABASE_URL" in refused.value.remedy


def test_a_folder_that_is_no_data_folder_is_left_alone(server: EmbeddedPostgres) -> None:
    server.data.mkdir(parents=True)
    (server.data / "letters.txt").write_text("dear")

    with pytest.raises(Conflict, match="not a PostgreSQL data folder"):
        server.start()
    assert (server.data / "letters.txt").read_text() == "dear"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder to somebody else")
@pytest.mark.parametrize("part", ["folder", "data"])
def test_a_folder_of_another_user_is_refused_with_a_remedy(
    server: EmbeddedPostgres, part: str
) -> None:
    server.start()
    server.stop()
    folder: Path = getattr(server, part)
    os.chown(folder, 12345, 12345)
    try:
        with pytest.raises(Conflict, match="user with number 12345") as refused:
            server.start()
        assert "MATINEE_HOME" in refused.value.remedy
    finally:
        os.chown(folder, 0, 0)


@pytest.mark.skipif(os.geteuid() != 0, reason="a user namespace is needed for root alone")
def test_as_root_no_file_changes_hands(server: EmbeddedPostgres) -> None:
    server.start()

    owners = {path.stat().st_uid for path in server.data.rglob("*")}

    assert owners == {0}


@pytest.mark.skipif(os.geteuid() != 0, reason="a user namespace is needed for root alone")
def test_as_root_without_unshare_the_way_out_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    rootless._namespace.cache_clear()

    with pytest.raises(Unavailable, match="does not run as root") as refused:
        rootless.as_ordinary_user(["postgres"])
    assert "MATINEE_DATABASE_URL" in refused.value.remedy


def test_a_server_that_cannot_start_says_why(server: EmbeddedPostgres) -> None:
    broken = EmbeddedPostgres(server.folder, configuration={"shared_buffers": "a lot"})

    with pytest.raises(Unavailable, match="shared_buffers") as refused:
        broken.start()
    assert "server.log" in refused.value.remedy


FULL_DISK = """
import pathlib, sys
from matinee.errors import Unavailable
from matinee.foundation.postgres import EmbeddedPostgres

disk = pathlib.Path(sys.argv[1])
server = EmbeddedPostgres(disk / "postgres")
ballast = disk / "ballast"
ballast.write_bytes(bytes(70_000_000))
try:
    server.start()
except Unavailable as full:
    print(str(full).replace("\\n", " "))
print(server.data.exists())
ballast.unlink()
server.start()
print(server.status().state)
server.stop()
"""


def test_a_full_disk_is_said_and_the_next_start_with_room_succeeds(tmp_path: Path) -> None:
    said, left_behind, then = run_on_small_disk("90m", tmp_path, FULL_DISK)

    assert "No space left" in said
    assert "Make room" in said
    assert left_behind == "False"
    assert then == "running"
