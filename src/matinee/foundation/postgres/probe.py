"""Health by connecting: the only evidence that a server runs is that it answers."""

from enum import StrEnum
from pathlib import Path

import psycopg

from matinee.foundation.postgres.sockets import PORT, socket_file

SUPERUSER = "postgres"
_SOMEBODY_IS_THERE = (
    "starting up",
    "shutting down",
    "recovery mode",
    "not yet accepting connections",
    "too many clients",
    "connection slots",
)
"""What a server that cannot serve yet answers; libpq gives the words of a refusal, not its code."""


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
        return (
            Answer.BUSY if any(sign in str(refused) for sign in _SOMEBODY_IS_THERE) else Answer.NONE
        )
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
