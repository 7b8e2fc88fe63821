"""Health by connecting: the only evidence that a server runs is that it answers."""

from enum import StrEnum
from pathlib import Path

import psycopg

from matinee.foundation.postgres.sockets import PORT, socket_file

SUPERUSER = "postgres"


class Answer(StrEnum):
    """What a server says to somebody who knocks."""

    READY = "ready"
    BUSY = "busy"
    """It is starting, recovering or stopping."""
    NONE = "none"


def knock(folder: Path, *, data: Path) -> Answer:
    """Connect to the socket in ``folder`` and make sure that it serves the folder ``data``."""
    if not socket_file(folder).exists():
        return Answer.NONE
    try:
        with connect(folder, "postgres") as server:
            row = server.execute("SHOW data_directory").fetchone()
    except psycopg.OperationalError as refused:
        # 57P03 cannot_connect_now: somebody is there. "could not connect" carries no state.
        somebody = isinstance(refused, psycopg.errors.CannotConnectNow) or any(
            word in str(refused) for word in ("starting up", "shutting down", "recovery")
        )
        return Answer.BUSY if somebody else Answer.NONE
    return Answer.READY if row and Path(row[0]).resolve() == data.resolve() else Answer.NONE


def connect(folder: Path, database: str) -> psycopg.Connection:
    """Connect as the supervisor itself does; each statement stands by itself."""
    return psycopg.connect(
        host=str(folder),
        port=PORT,
        user=SUPERUSER,
        dbname=database,
        connect_timeout=5,
        autocommit=True,
    )
