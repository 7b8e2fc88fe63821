"""The way past SQLAlchemy to psycopg, for the statements whose every microsecond counts."""

from typing import Any, TypeAlias

import psycopg

from matinee.foundation.database import Connection

Driver: TypeAlias = psycopg.AsyncConnection[Any]


async def driver_of(connection: Connection) -> Driver:
    """The driver's own connection, in the same transaction."""
    driver = (await connection.get_raw_connection()).driver_connection
    if not isinstance(driver, psycopg.AsyncConnection):
        raise TypeError("the audience needs the psycopg driver")
    return driver
