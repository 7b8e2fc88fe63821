"""Apply the migrations by Alembic's own machinery, without a settings file and without a shell."""

import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from matinee.errors import Conflict, Unavailable
from matinee.foundation.database import driver_url

_ONE_AT_A_TIME = 7_020_002
_ALEMBIC_IS_GLOBAL = threading.Lock()
"""Alembic keeps its present context in a module, so one thread migrates at a time."""


def migrate(url: str, revision: str = "head") -> None:
    """Bring the database up to ``revision``; a second process waits and finds nothing to do."""
    with _turn(url) as connection:
        _refuse_a_newer(connection)
        command.upgrade(_config(connection), revision)


def revert(url: str, revision: str = "base") -> None:
    """Take the database back to ``revision``."""
    with _turn(url) as connection:
        command.downgrade(_config(connection), revision)


def current(url: str) -> str | None:
    """The revision that the database is at; ``None`` when it was never migrated."""
    with _connection(url) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """The revision that this code needs."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def is_current(url: str) -> bool:
    """Whether the database is at the revision that this code needs."""
    return current(url) == newest()


def knows(revision: str) -> bool:
    """Whether this code can bring a database at ``revision`` up to its own."""
    steps = ScriptDirectory.from_config(_config()).walk_revisions()
    return revision in {step.revision for step in steps}


def _refuse_a_newer(connection: Connection) -> None:
    at = MigrationContext.configure(connection).get_current_revision()
    if at is not None and not knows(at):
        raise Conflict(
            f"The database's schema is {at}, which this Matinee does not know.",
            remedy="Run the newer Matinee that made it, or restore a copy from before.",
            code="newer_schema",
        )


@contextmanager
def _turn(url: str) -> Generator[Connection]:
    with _ALEMBIC_IS_GLOBAL, _connection(url) as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _ONE_AT_A_TIME})
        connection.commit()
        yield connection
        connection.commit()
        # The lock belongs to the session and goes with the connection, also when we are killed.


@contextmanager
def _connection(url: str) -> Generator[Connection]:
    engine = create_engine(driver_url(url), poolclass=NullPool)
    try:
        with engine.connect() as connection:
            yield connection
    except OperationalError as failure:
        raise Unavailable(
            f"The database cannot be migrated: {failure.orig}.",
            remedy="Start it, or correct MATINEE_DATABASE_URL, then `matinee db upgrade`.",
        ) from failure
    finally:
        engine.dispose()


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
