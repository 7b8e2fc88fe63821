"""Rows in each table, by one snapshot: what a restored database is held against."""

from psycopg import sql

from matinee.assembly.mirror.repository import connected

APPENDED = frozenset({"clearance.ledger_entries", "clearance.ledger_heads"})
"""Tables that only ever grow."""
_TABLES = """
    SELECT n.nspname, c.relname
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'public', 'jobs')
    ORDER BY 1, 2
"""
"""The queue is left out: jobs come and go by themselves."""


def rows(url: str) -> dict[str, int]:
    """The number of rows of every table, ``SCHEMA.TABLE``, at one instant."""
    with connected(url) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        counted: dict[str, int] = {}
        for schema, table in connection.execute(_TABLES).fetchall():
            query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(schema, table))
            row = connection.execute(query).fetchone()
            counted[f"{schema}.{table}"] = int(row[0]) if row else 0
    return counted


def lost(before: dict[str, int], after: dict[str, int], restored: dict[str, int]) -> list[str]:
    """Tables that cannot have had the rows that they were restored with.

    Counted shortly before and shortly after the copy: fewer than both times were lost; and a table
    that only grows cannot have more than afterwards.
    """
    found: list[str] = []
    for table in sorted(before.keys() & after.keys()):
        low, high = sorted((before[table], after[table]))
        has = restored.get(table)
        if has is None:
            found.append(f"the table {table} is missing")
        elif has < low or (table in APPENDED and has > high):
            found.append(f"{table} has {has:,} rows; {low:,} to {high:,} were counted")
    return found
