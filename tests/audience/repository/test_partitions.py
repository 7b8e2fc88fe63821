from __future__ import annotations

from datetime import UTC, datetime

import psycopg
import pytest
from sqlalchemy import make_url

NOW = datetime.now(UTC)


def connect(url: str) -> psycopg.Connection:
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(plain, autocommit=True)


def make(connection: psycopg.Connection, first: str, last: str) -> None:
    connection.execute("SELECT audience.ensure_partitions(%s, %s)", [first, last])


def names(connection: psycopg.Connection, beginning: str = "") -> list[str]:
    found = connection.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'audience'::regnamespace"
        " AND relkind = 'r' AND relname LIKE %s ORDER BY relname",
        [f"events\\_p{beginning}%"],
    )
    return [row[0] for row in found]


def test_what_is_long_ago_is_kept_by_the_year(database_url: str) -> None:
    with connect(database_url) as connection:
        make(connection, "1996-11-20", "1998-02-01")
        assert names(connection, "19") == ["events_p1996", "events_p1997", "events_p1998"]


def test_what_is_recent_is_kept_by_the_month(database_url: str) -> None:
    last_year = NOW.year - 1
    with connect(database_url) as connection:
        make(connection, f"{last_year}-03-31T23:59:59Z", f"{last_year}-05-01T00:00:00Z")
        assert names(connection, str(last_year)) == [
            f"events_p{last_year}03",
            f"events_p{last_year}04",
            f"events_p{last_year}05",
        ]


def test_this_month_and_the_next_are_there_from_the_beginning(database_url: str) -> None:
    with connect(database_url) as connection:
        assert len(names(connection)) >= 3
        assert f"events_p{NOW:%Y%m}" in names(connection)


def test_asking_again_makes_nothing(database_url: str) -> None:
    with connect(database_url) as connection:
        make(connection, "2001-01-01", "2001-12-31")
        before = names(connection)
        make(connection, "2001-06-01", "2001-07-01")
        assert names(connection) == before


@pytest.mark.parametrize(
    ("first", "last"), [("1969-12-01", "1970-02-01"), ("2020-01-01", "9999-01-01")]
)
def test_nobody_can_have_partitions_made_without_end(
    database_url: str, first: str, last: str
) -> None:
    with connect(database_url) as connection, pytest.raises(psycopg.errors.DatetimeFieldOverflow):
        make(connection, first, last)


def test_a_partition_has_the_indexes_of_the_log(database_url: str) -> None:
    with connect(database_url) as connection:
        make(connection, "2001-01-01", "2001-01-02")
        found = connection.execute(
            "SELECT count(*) FROM pg_indexes WHERE schemaname = 'audience'"
            " AND tablename IN ('events_p2001', 'events') GROUP BY tablename"
        ).fetchall()
        assert found == [(3,), (3,)]
