"""What a schema's tables hold, and what it costs to copy the same rows without any thought."""

import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

import psycopg
from psycopg import sql

_TABLES = """
    SELECT relname FROM pg_class
    WHERE relnamespace = to_regnamespace(%s) AND relkind IN ('r', 'p') AND NOT relispartition
    ORDER BY relname
"""
_HASH = """
    SELECT count(*), coalesce(sum(('x' || substr(md5(held::text), 1, 15))::bit(60)::bigint), 0)
    FROM {} AS held
"""


class Contents:
    """Looks at tables from outside, as their owner."""

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url.replace("+psycopg", ""), autocommit=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        failure: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def of(self, *schemas: str) -> Mapping[str, tuple[int, int]]:
        """Rows and a hash of them, whatever their order, for every table of these schemas."""
        found: dict[str, tuple[int, int]] = {}
        for schema in schemas:
            for table in self._tables(schema):
                query = sql.SQL(_HASH).format(sql.Identifier(schema, table))
                row = self._connection.execute(query).fetchone()
                assert row is not None
                found[f"{schema}.{table}"] = (int(row[0]), int(row[1]))
        return found

    def seconds_to_copy(self, schema: str) -> tuple[float, int]:
        """COPY of the same rows into empty twins with the same indexes: seconds and rows."""
        seconds, rows = 0.0, 0
        for table in self._tables(schema):
            held, twin = sql.Identifier(schema, table), sql.Identifier("public", f"twin_{table}")
            with self._connection.cursor() as cursor:
                with cursor.copy(sql.SQL("COPY {} TO STDOUT").format(held)) as copy:
                    content = b"".join(copy)
                cursor.execute(
                    sql.SQL("CREATE TABLE {} (LIKE {} INCLUDING ALL)").format(twin, held)
                )
                started = time.perf_counter()
                with cursor.copy(sql.SQL("COPY {} FROM STDIN").format(twin)) as copy:
                    copy.write(content)
                seconds += time.perf_counter() - started
                rows += cursor.rowcount
                cursor.execute(sql.SQL("DROP TABLE {}").format(twin))
        return seconds, rows

    def _tables(self, schema: str) -> Sequence[str]:
        return [name for (name,) in self._connection.execute(_TABLES, [schema])]
