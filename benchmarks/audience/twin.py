"""An empty table like the log, with the same indexes and partitions, to COPY into."""

import statistics
import time
from datetime import datetime
from types import TracebackType
from typing import Literal, LiteralString, Self, TypeAlias

import psycopg
from psycopg import sql

Form: TypeAlias = Literal["binary", "text"]

_DEFINITION = """
    SELECT pg_get_partkeydef('audience.events'::regclass),
        array(
            SELECT replace(pg_get_indexdef(indexrelid), ' ONLY audience.events ', ' audience.twin ')
            FROM pg_index WHERE indrelid = 'audience.events'::regclass
        ),
        array(
            SELECT pg_get_expr(relpartbound, oid) FROM pg_class JOIN pg_inherits ON oid = inhrelid
            WHERE inhparent = 'audience.events'::regclass
        )
"""


class Twin:
    """The twin and the rows that it takes; it is dropped at the end."""

    def __init__(self, url: str) -> None:
        self._owner = psycopg.connect(url.replace("+psycopg", ""), autocommit=True)

    def __enter__(self) -> Self:
        row = self._owner.execute(_DEFINITION).fetchone()
        assert row is not None
        key, indexes, bounds = row
        columns = sql.SQL("LIKE audience.events INCLUDING DEFAULTS")
        self._do("CREATE TABLE audience.twin ({}) PARTITION BY {}", columns, sql.SQL(key))
        for place, bound in enumerate(bounds):
            name = sql.Identifier(f"twin_p{place}")
            self._do("CREATE TABLE audience.{} PARTITION OF audience.twin {}", name, sql.SQL(bound))
        for place, index in enumerate(indexes):
            before, _, after = index.partition(" ON ")
            named = sql.SQL(before.rpartition(" ")[0]), sql.Identifier(f"twin_{place}")
            self._do("{} {} ON {}", *named, sql.SQL(after))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        failure: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._do("DROP TABLE audience.twin")
        self._owner.close()

    def received_since(self, instant: datetime, form: Form) -> bytes:
        """The rows that the log took from that instant on, as COPY writes them."""
        query = sql.SQL(
            "COPY (SELECT * FROM audience.events WHERE received_at >= {}) TO STDOUT (FORMAT {})"
        ).format(instant, sql.SQL(form))
        with self._owner.cursor() as cursor, cursor.copy(query) as copy:
            return b"".join(bytes(block) for block in copy)

    def copy(self, rows: bytes, form: Form, *, expected: int) -> float:
        """Copy the rows into the empty twin, commit included; rows per second."""
        self._do("TRUNCATE audience.twin")
        statement = sql.SQL("COPY audience.twin FROM STDIN (FORMAT {})").format(sql.SQL(form))
        started = time.perf_counter()
        with self._owner.cursor() as cursor:
            with cursor.copy(statement) as copy:
                copy.write(rows)
            count = cursor.rowcount
        seconds = time.perf_counter() - started
        assert count == expected, f"{count} rows, not {expected}"
        return count / seconds

    def copy_by(self, size: int, rows: bytes) -> float:
        """Copy text rows so many at a time, each time with its own commit; rows per second."""
        lines = rows.splitlines(keepends=True)
        parts = [b"".join(lines[start : start + size]) for start in range(0, len(lines), size)]
        self._do("TRUNCATE audience.twin")
        started = time.perf_counter()
        for part in parts:
            with (
                self._owner.cursor() as cursor,
                cursor.copy("COPY audience.twin FROM STDIN") as copy,
            ):
                copy.write(part)
        return len(lines) / (time.perf_counter() - started)

    def commit_milliseconds(self) -> float:
        """What it takes to write one number and have it on disk, the median of 100."""
        self._do("CREATE TABLE audience.twin_note (number integer)")
        taken: list[float] = []
        for number in range(100):
            started = time.perf_counter()
            self._owner.execute("INSERT INTO audience.twin_note VALUES (%s)", [number])
            taken.append((time.perf_counter() - started) * 1000)
        self._do("DROP TABLE audience.twin_note")
        return statistics.median(taken)

    def setting(self, name: str) -> str:
        """A setting of the server, as it says itself."""
        row = self._owner.execute("SELECT current_setting(%s)", [name]).fetchone()
        assert row is not None
        return str(row[0])

    def _do(self, statement: LiteralString, *parts: sql.Composable) -> None:
        self._owner.execute(sql.SQL(statement).format(*parts))
