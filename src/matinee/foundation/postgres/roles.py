"""Who is who in the database: an owner for migrations, an ordinary role for everything else."""

import psycopg
from psycopg import sql

OWNER = "matinee_owner"
ORDINARY = "matinee"
_ONE_AT_A_TIME = 7_020_001

_DEFAULTS = (
    "GRANT USAGE ON SCHEMAS TO {ordinary}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {ordinary}",
    "GRANT USAGE, SELECT ON SEQUENCES TO {ordinary}",
    "GRANT EXECUTE ON FUNCTIONS TO {ordinary}",
)


def make_roles(server: psycopg.Connection) -> None:
    """Make both roles where they are missing; neither may do anything outside its database."""
    with server.transaction():
        server.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
        present = {
            name
            for (name,) in server.execute(
                "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [[OWNER, ORDINARY]]
            )
        }
        for role in (OWNER, ORDINARY):
            if role not in present:
                server.execute(
                    sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE").format(
                        sql.Identifier(role)
                    )
                )


def make_database(server: psycopg.Connection, name: str) -> bool:
    """Make a database that the owner owns; ``False`` where it exists already."""
    if server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        return False
    server.execute(
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'").format(
            sql.Identifier(name), sql.Identifier(OWNER)
        )
    )
    return True


def share_what_the_owner_makes(database: psycopg.Connection) -> None:
    """Let the ordinary role read and write, but not alter, whatever the owner makes from now on."""
    for grant in _DEFAULTS:
        database.execute(
            sql.SQL("ALTER DEFAULT PRIVILEGES FOR ROLE {owner} " + grant).format(
                owner=sql.Identifier(OWNER), ordinary=sql.Identifier(ORDINARY)
            )
        )
