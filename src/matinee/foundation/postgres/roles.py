"""Who is who in the database: an owner for migrations, an ordinary role for everything else."""

from collections.abc import Callable
from typing import LiteralString

import psycopg
from psycopg import sql

OWNER = "matinee_owner"
ORDINARY = "matinee"
_ONE_AT_A_TIME = 7_020_001

_SHARED = (
    "GRANT USAGE ON SCHEMAS TO {ordinary}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {ordinary}",
    "GRANT USAGE, SELECT ON SEQUENCES TO {ordinary}",
    "GRANT EXECUTE ON FUNCTIONS TO {ordinary}",
)

Connect = Callable[[str], psycopg.Connection]
"""Opens a superuser's connection, in autocommit, to the database with a name."""


def provision(connect: Connect, name: str) -> None:
    """Make both roles and the database ``name`` where they are missing.

    The database gets its name last, so one that has its name is whole; and the lock is held by the
    server for whoever was killed here, until the server has finished what it was asked.
    """
    with connect("postgres") as server:
        server.execute("SELECT pg_advisory_lock(%s)", [_ONE_AT_A_TIME])
        _make_roles(server)
        if server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return
        fresh = f"{name}_new"
        server.execute(_statement("DROP DATABASE IF EXISTS {} WITH (FORCE)", fresh))
        server.execute(
            _statement(
                "CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'", fresh, OWNER
            )
        )
        with connect(fresh) as database:
            _share_what_the_owner_makes(database)
        server.execute(_statement("ALTER DATABASE {} RENAME TO {}", fresh, name))


def _make_roles(server: psycopg.Connection) -> None:
    rows = server.execute(
        "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [[OWNER, ORDINARY]]
    )
    present = {name for (name,) in rows}
    for role in (OWNER, ORDINARY):
        if role not in present:
            server.execute(
                _statement("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE", role)
            )


def _share_what_the_owner_makes(database: psycopg.Connection) -> None:
    """Let the ordinary role read and write, but not alter, whatever the owner makes from now on."""
    for grant in _SHARED:
        database.execute(
            sql.SQL("ALTER DEFAULT PRIVILEGES FOR ROLE {owner} " + grant).format(
                owner=sql.Identifier(OWNER), ordinary=sql.Identifier(ORDINARY)
            )
        )


def _statement(template: LiteralString, *names: str) -> sql.Composed:
    return sql.SQL(template).format(*map(sql.Identifier, names))
