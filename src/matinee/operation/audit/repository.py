"""All SQL of the audit: only adding and reading."""

from dataclasses import asdict

from sqlalchemy import insert

from matinee.foundation.database import Connection
from matinee.operation.audit.model import Entry
from matinee.operation.tables import audit


async def add(connection: Connection, entry: Entry) -> None:
    """Enter it."""
    await connection.execute(insert(audit).values(**asdict(entry)))
