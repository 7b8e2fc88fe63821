"""By what a server is known, and a plain way in for what is asked of it once."""

from collections.abc import Generator
from contextlib import contextmanager

import psycopg

from matinee.errors import Unavailable
from matinee.foundation.database import driver_url


def identity(url: str) -> str:
    """The number that a server has for life, and that its physical copies share."""
    with connected(url) as connection:
        row = connection.execute("SELECT system_identifier FROM pg_control_system()").fetchone()
    return str(row[0]) if row else ""


@contextmanager
def connected(url: str) -> Generator[psycopg.Connection]:
    """A connection for one transaction; Unavailable where there is none."""
    plain = driver_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    try:
        with psycopg.connect(plain) as connection:
            yield connection
    except psycopg.OperationalError as failure:
        raise Unavailable(
            f"The database does not answer ({str(failure).strip()}).",
            remedy="Start it: `matinee db start`.",
        ) from failure
