"""Reads of a replica: near it answers; behind, gone or no replica at all, the first server does."""

from collections.abc import AsyncIterator, Iterator
from contextlib import suppress

import psycopg
import pytest
from sqlalchemy import text

from matinee.errors import Unavailable
from matinee.foundation.database import Database
from matinee.foundation.followed import LOOK_SECONDS, FollowedDatabase
from matinee.foundation.postgres import EmbeddedPostgres, base_backup

LAG_SECONDS = 10.0


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str, EmbeddedPostgres]]:
    """URLs of a server and of a replica that streams from it, and the replica."""
    folder = tmp_path_factory.mktemp("pair")
    first = EmbeddedPostgres(folder / "first", configuration={"fsync": "off"})
    url = first.start().admin
    where = f"host={first.socket_folder} port=5432 user=postgres"
    second = EmbeddedPostgres(
        folder / "second", configuration={"fsync": "off", "primary_conninfo": where}
    )
    second.folder.mkdir(mode=0o700)
    base_backup.take(first, second.data, tell=lambda _percent: None)
    (second.data / "standby.signal").touch()
    with suppress(Unavailable):
        second.start()  # What it would make in a new server cannot be written here, and is there.
    try:
        yield url, second.start().admin, second
    finally:
        second.stop()
        first.stop()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def followed(
    pair: tuple[str, str, EmbeddedPostgres], clock: Clock
) -> AsyncIterator[FollowedDatabase]:
    database = FollowedDatabase(pair[0], pair[1], lag_seconds=LAG_SECONDS, pool_size=2, clock=clock)
    yield database
    await database.close()


async def follower_answers(database: Database) -> bool:
    async with database.reading_lately() as connection:
        return (await connection.execute(text("SELECT pg_is_in_recovery()"))).scalar_one()


def tell(url: str, statement: str) -> None:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(statement.encode())


async def test_what_may_lag_is_asked_of_the_replica_and_nothing_else(
    followed: FollowedDatabase, clock: Clock
) -> None:
    await until_near(followed, clock)

    assert await follower_answers(followed)
    async with followed.reading() as connection:
        current = await connection.execute(text("SELECT pg_is_in_recovery()"))
        assert not current.scalar_one()
    async with followed.transaction() as connection:
        await connection.execute(text("CREATE TABLE public.seen (at timestamptz)"))
        await connection.execute(text("DROP TABLE public.seen"))


async def test_a_replica_that_falls_behind_is_left_out_until_it_has_caught_up(
    pair: tuple[str, str, EmbeddedPostgres], followed: FollowedDatabase, clock: Clock
) -> None:
    await until_near(followed, clock)
    tell(pair[1], "SELECT pg_wal_replay_pause()")
    try:
        tell(pair[0], "CREATE TABLE public.late AS SELECT 1 AS one")
        clock.now += LOOK_SECONDS
        assert await follower_answers(followed), "it is behind by less than is allowed"

        clock.now += LAG_SECONDS
        await followed.is_near()
        clock.now += LOOK_SECONDS
        async with followed.reading_lately() as connection:
            assert (await connection.execute(text("SELECT one FROM late"))).scalar_one() == 1
        assert "10 s" in followed.left_out
    finally:
        tell(pair[1], "SELECT pg_wal_replay_resume()")
        tell(pair[0], "DROP TABLE IF EXISTS public.late")

    await until_near(followed, clock)
    assert await follower_answers(followed)


async def test_a_quiet_house_is_not_taken_for_a_replica_that_lags(
    followed: FollowedDatabase, clock: Clock
) -> None:
    await until_near(followed, clock)
    clock.now += 100 * LAG_SECONDS

    assert await follower_answers(followed)


async def test_a_server_that_follows_nobody_is_no_replica(
    pair: tuple[str, str, EmbeddedPostgres], clock: Clock
) -> None:
    database = FollowedDatabase(pair[0], pair[0], lag_seconds=LAG_SECONDS, clock=clock)

    assert not await follower_answers(database)
    assert database.left_out == "it follows no server"
    await database.close()


async def test_without_its_replica_the_first_server_answers_and_with_it_again_the_replica(
    pair: tuple[str, str, EmbeddedPostgres], followed: FollowedDatabase, clock: Clock
) -> None:
    await until_near(followed, clock)
    pair[2].stop()
    try:
        assert not await follower_answers(followed), "it was near a moment ago"
        clock.now += LOOK_SECONDS
        assert not await follower_answers(followed)
    finally:
        pair[2].start()

    await until_near(followed, clock)
    assert await follower_answers(followed)


async def until_near(followed: FollowedDatabase, clock: Clock) -> None:
    """Look again and again; a stream takes a moment to arrive, and longer where it was broken."""
    for _ in range(400):
        clock.now += LOOK_SECONDS
        if await followed.is_near():
            return
        async with followed.reading() as connection:
            await connection.execute(text("SELECT pg_sleep(0.02)"))
    raise AssertionError(followed.left_out)
