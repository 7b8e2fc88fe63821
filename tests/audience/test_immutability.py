from __future__ import annotations

import psycopg
import pytest
from sqlalchemy import make_url
from tests.audience.reports import seen

from matinee.audience.model import Profile
from matinee.audience.service import AudienceService

CHANGES = [
    "UPDATE audience.events SET at = now()",
    "DELETE FROM audience.events",
    "TRUNCATE audience.events",
]


def libpq(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


@pytest.mark.parametrize("change", [*CHANGES, "DELETE FROM audience.erasures"])
async def test_the_ordinary_role_may_not_change_what_happened(
    audience: AudienceService, profile: Profile, database_url: str, change: str
) -> None:
    await audience.record([seen(profile)])
    with (
        psycopg.connect(libpq(database_url)) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(change.encode())


@pytest.mark.parametrize("change", CHANGES)
async def test_even_the_owner_does_not_change_it_in_passing(
    audience: AudienceService, profile: Profile, owner_url: str, change: str
) -> None:
    await audience.record([seen(profile)])
    with (
        psycopg.connect(libpq(owner_url)) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="not changed afterwards"),
    ):
        connection.execute(change.encode())


async def test_no_partition_can_be_reached_past_the_log(
    audience: AudienceService, profile: Profile, database_url: str
) -> None:
    await audience.record([seen(profile)])
    with psycopg.connect(libpq(database_url), autocommit=True) as connection:
        partitions = connection.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits"
            " WHERE inhparent = 'audience.events'::regclass"
        ).fetchall()
        assert partitions
        for (partition,) in partitions:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"SELECT FROM {partition}".encode())


async def test_a_writer_that_does_not_say_what_it_knows_is_refused(database_url: str) -> None:
    with (
        psycopg.connect(libpq(database_url)) as connection,
        pytest.raises(psycopg.DatabaseError) as refused,
    ):
        connection.execute("INSERT INTO audience.events SELECT * FROM audience.events")
    assert refused.value.sqlstate == "MA001"
