"""The pool: what is committed, what is not, and what a lost server does."""

import asyncio
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import URL, text
from sqlalchemy.exc import IntegrityError

from matinee.errors import Conflict, Invalid, Unavailable
from matinee.foundation.database import Connection, Database, check_server_version, driver_url
from matinee.foundation.postgres import EmbeddedPostgres


@pytest.fixture
async def notes(database: Database, owner_url: str) -> Database:
    """A database with a table to write into."""
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute("CREATE TABLE public.notes (id uuid PRIMARY KEY, at timestamptz, words text)")
    return database


async def add(connection: Connection, words: str) -> None:
    await connection.execute(
        text("INSERT INTO notes VALUES (:id, now(), :words)"), {"id": uuid4(), "words": words}
    )


async def words(database: Database) -> list[str]:
    async with database.reading() as connection:
        return list(await connection.scalars(text("SELECT words FROM notes ORDER BY words")))


async def test_a_transaction_that_ends_well_is_kept(notes: Database) -> None:
    async with notes.transaction() as connection:
        await add(connection, "kept")

    assert await words(notes) == ["kept"]


async def test_a_transaction_that_fails_leaves_nothing(notes: Database) -> None:
    with suppress(LookupError):
        async with notes.transaction() as connection:
            await add(connection, "lost")
            raise LookupError

    assert await words(notes) == []


async def test_a_cancelled_transaction_leaves_nothing_and_frees_its_connection(
    notes: Database,
) -> None:
    async def slow() -> None:
        async with notes.transaction() as connection:
            await add(connection, "lost")
            await connection.execute(text("SELECT pg_sleep(30)"))

    for _ in range(5):
        task = asyncio.create_task(slow())
        await asyncio.sleep(0.05)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    assert await words(notes) == []


async def test_each_read_sees_what_was_committed_before_it(notes: Database) -> None:
    async with notes.reading() as reader:
        async with notes.transaction() as connection:
            await add(connection, "new")
        assert (await reader.execute(text("SELECT count(*) FROM notes"))).scalar_one() == 1


async def test_copied_rows_belong_to_the_callers_transaction(notes: Database) -> None:
    rows = [(uuid4(), datetime.now(UTC), f"line {number}\twith\\tabs") for number in range(1000)]

    with suppress(LookupError):
        async with notes.transaction() as connection:
            await notes.copy_into(connection, "public.notes", ["id", "at", "words"], rows)
            raise LookupError
    assert await words(notes) == []

    async with notes.transaction() as connection:
        copied = await notes.copy_into(connection, "public.notes", ["id", "at", "words"], rows)
    assert copied == 1000
    assert set(await words(notes)) == {line for _, _, line in rows}


async def test_a_broken_rule_stays_the_callers_to_handle(notes: Database) -> None:
    row = (uuid4(), datetime.now(UTC), "twice")

    with pytest.raises(psycopg.errors.UniqueViolation):
        async with notes.transaction() as connection:
            await notes.copy_into(connection, "notes", ["id", "at", "words"], [row, row])
    twice = text("INSERT INTO notes SELECT :id, now(), 'twice' FROM generate_series(1, 2)")
    with pytest.raises(IntegrityError):
        async with notes.transaction() as connection:
            await connection.execute(twice, {"id": row[0]})


@pytest.mark.parametrize(
    ("statement", "value"),
    [
        ("SELECT CAST(:value AS text)", "\0"),
        ("SELECT CAST(CAST(:value AS text) AS jsonb)", '{"device": "\\u0000"}'),
        ("SELECT CAST(:value AS integer)", 2**40),
    ],
)
async def test_a_value_that_the_database_cannot_hold_is_invalid_and_the_next_call_works(
    database: Database, statement: str, value: object
) -> None:
    with pytest.raises(Invalid, match="cannot hold"):
        async with database.transaction() as connection:
            await connection.execute(text(statement), {"value": value})
    await database.ping()


async def test_a_connection_that_the_server_closed_while_idle_is_replaced_unnoticed(
    database: Database, admin_url: URL
) -> None:
    await asyncio.gather(*(database.ping() for _ in range(3)))

    close_all(admin_url)

    for _ in range(5):
        await database.ping()


async def test_a_connection_lost_in_the_middle_is_said_and_the_next_works(
    notes: Database, admin_url: URL
) -> None:
    async def interrupted() -> None:
        async with notes.transaction() as connection:
            await add(connection, "lost")
            close_all(admin_url)
            await add(connection, "lost")

    with pytest.raises(Unavailable) as said:
        await interrupted()
    assert "MATINEE_DATABASE_URL" in said.value.remedy

    assert await words(notes) == []


async def test_a_copy_that_loses_its_connection_leaves_nothing_and_the_next_works(
    notes: Database, admin_url: URL
) -> None:
    def rows() -> Iterator[tuple[UUID, datetime, str]]:
        for number in range(200_000):
            if number == 100_000:
                close_all(admin_url)
            yield uuid4(), datetime.now(UTC), f"line {number}"

    async def interrupted() -> None:
        async with notes.transaction() as connection:
            await notes.copy_into(connection, "notes", ["id", "at", "words"], rows())

    with pytest.raises(Unavailable):
        await interrupted()

    assert await words(notes) == []


@pytest.mark.kills
async def test_a_database_that_was_killed_is_found_again_when_it_is_back(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path / "postgres")
    database = Database(server.start().app, pool_size=2)
    try:
        await database.ping()
        os.kill(int((server.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        await until_dead(database)
        for _ in range(3):
            with pytest.raises(Unavailable, match="does not answer"):
                await database.ping()

        await asyncio.to_thread(server.start)
        await database.ping()
    finally:
        await database.close()
        server.stop()


async def until_dead(database: Database) -> None:
    """The server's children notice its death a moment later, each for itself."""
    for _ in range(400):
        try:
            await database.ping()
        except Unavailable:
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it answers still")


async def test_a_server_that_is_not_there_is_named_with_a_remedy_and_without_its_password() -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        port = reserved.getsockname()[1]
        database = Database(f"postgresql://ada:open-sesame@127.0.0.1:{port}/matinee")

        with pytest.raises(Unavailable, match="does not answer") as said:
            await database.ping()
    assert "open-sesame" not in str(said.value)
    assert "MATINEE_DATABASE_URL" in said.value.remedy
    await database.close()


async def test_a_database_that_does_not_exist_is_named(admin_url: URL) -> None:
    database = Database(admin_url.set(database="nowhere").render_as_string(hide_password=False))

    with pytest.raises(Unavailable, match="nowhere"):
        await database.ping()
    await database.close()


async def test_a_statement_that_takes_too_long_is_stopped(database_url: str) -> None:
    database = Database(database_url, statement_seconds=0.4)

    with pytest.raises(Unavailable, match="too long"):
        async with database.reading() as connection:
            await connection.execute(text("SELECT pg_sleep(60)"))
    await database.ping()
    await database.close()


async def test_when_all_connections_are_in_use_the_wait_is_bounded(database_url: str) -> None:
    database = Database(database_url, pool_size=1, wait_seconds=0.1)

    async with database.reading():
        with pytest.raises(Unavailable, match="in use"):
            await database.ping()
    await database.ping()
    await database.close()


@pytest.mark.parametrize(
    "url", ["sqlite:///matinee.db", "mysql://localhost/x", "matinee", "postgresql://host:port/x"]
)
def test_a_url_that_is_no_postgresql_is_refused_with_a_remedy(url: str) -> None:
    with pytest.raises(Conflict) as refused:
        driver_url(url)
    assert "postgresql://" in refused.value.remedy


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+asyncpg"])
def test_every_spelling_of_postgresql_uses_our_driver(scheme: str) -> None:
    assert driver_url(f"{scheme}://db/matinee").drivername == "postgresql+psycopg"


def test_a_server_that_is_too_old_is_refused() -> None:
    with pytest.raises(Conflict, match="PostgreSQL 14") as refused:
        check_server_version(140_022)
    assert "15" in refused.value.remedy


def close_all(admin_url: URL) -> None:
    """What an administrator, a failover or a restart does to open connections, until it is done."""
    with psycopg.connect(admin_url.render_as_string(hide_password=False)) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid, 20000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


async def test_callers_who_give_up_leave_no_connection_behind(database_url: str) -> None:
    database = Database(database_url, pool_size=2, wait_seconds=20)

    async def ask() -> None:
        async with database.reading() as connection:
            await connection.execute(text("SELECT pg_sleep(0.01)"))

    for tenths in range(80):
        asking = [asyncio.create_task(ask()) for _ in range(2)]
        await asyncio.sleep(tenths / 10_000)
        for one in asking:
            one.cancel()
        await asyncio.gather(*asking, return_exceptions=True)
    await asyncio.gather(database.ping(), database.ping())
    await database.close()


@pytest.mark.parametrize("milliseconds", [0, 5, 10, 21])
async def test_closing_leaves_no_connection_of_callers_who_gave_up(
    database_url: str, admin_url: URL, milliseconds: int
) -> None:
    database = Database(database_url, pool_size=3)

    async def ask() -> None:
        async with database.transaction() as connection:
            await connection.execute(text("SELECT pg_sleep(0.02)"))

    asking = [asyncio.create_task(ask()) for _ in range(4)]
    await asyncio.sleep(milliseconds / 1000)
    for one in asking:
        one.cancel()
    await asyncio.gather(*asking, return_exceptions=True)
    await database.close()

    assert await none_is_left(admin_url)


async def test_a_connection_in_use_while_all_are_closed_is_closed_as_it_comes_back(
    database_url: str, admin_url: URL
) -> None:
    database = Database(database_url, pool_size=3)
    async with database.reading() as connection:
        await database.close()
        assert (await connection.execute(text("SELECT 1"))).scalar_one() == 1

    assert await none_is_left(admin_url)


async def none_is_left(admin_url: URL) -> bool:
    """Whether the server soon serves nobody else here; it takes note of a farewell by itself."""
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    with psycopg.connect(admin_url.render_as_string(hide_password=False), autocommit=True) as admin:
        for _ in range(1000):
            if admin.execute(others).fetchone() == (0,):
                return True
            await asyncio.sleep(0.02)
    return False
