"""Statements that take long are named, without what was asked with them."""

from __future__ import annotations

import pytest
from sqlalchemy import bindparam, text
from structlog.testing import capture_logs

from matinee.errors import Unavailable
from matinee.foundation.database import Database
from matinee.foundation.statements import SlowStatements


class Ticks:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def slow(book: SlowStatements, ticks: Ticks, statement: str, seconds: float) -> None:
    begun = book.begin()
    ticks.now += seconds
    book.end(statement, begun)


def test_the_dearest_statements_are_kept_and_what_is_quick_is_not() -> None:
    ticks = Ticks()
    book = SlowStatements(0.2, ticks)
    slow(book, ticks, "SELECT 1", 0.1)
    for number in range(300):
        slow(book, ticks, f"SELECT {number}", 0.5)
    slow(book, ticks, "SELECT  a\nFROM b", 2)
    slow(book, ticks, "SELECT a FROM b", 1)
    first, *others = book.listing()
    assert (first.text, first.times, first.seconds, first.slowest) == ("SELECT a FROM b", 2, 3, 2)
    assert len(others) == 199


def test_lists_of_any_length_are_one_statement() -> None:
    ticks = Ticks()
    book = SlowStatements(0.2, ticks)
    for places in ("%(a_1)s::UUID, %(a_2)s::UUID", "%(a_1)s::UUID, %(a_2)s::UUID, %(a_3)s::UUID"):
        slow(book, ticks, f"SELECT 1 WHERE a IN ({places})", 1)
    assert [(one.text, one.times) for one in book.listing()] == [("SELECT 1 WHERE a IN (…)", 2)]


async def test_a_slow_statement_is_named_without_its_values(database: Database) -> None:
    watched = Database(
        database.url.render_as_string(hide_password=False), slow_seconds=0.3, statement_seconds=0.9
    )
    asked = text("SELECT pg_sleep(:long), :word").bindparams(bindparam("word", "personal"))
    with capture_logs() as said:
        async with watched.reading() as connection:
            await connection.execute(text("SELECT 1"))
            await connection.execute(asked, {"long": 0.31})
            with pytest.raises(Unavailable):
                async with watched.reading() as other:
                    await other.execute(asked, {"long": 60})
    await watched.close()
    [kept] = watched.slow.listing()
    assert kept.times == 2
    assert [one["failed"] for one in said if one["event"] == "slow statement"] == [False, True]
    assert "personal" not in kept.text + str(said)
