"""One write of rows into the log, on disk when it returns."""

from matinee.audience.log.rows import LogRows, copy_bytes
from matinee.audience.repository import log_writing
from matinee.foundation.database import Database


async def write(database: Database, rows: LogRows, *, erasures: int) -> int:
    """Add those of the rows that are new; how many were.

    ``erasures`` is the number for which the rows' profiles are known to exist; where there have
    been others, this raises :class:`log_writing.KnowledgeOutdated`.
    """
    if not len(rows):
        return 0
    copied = copy_bytes(rows)
    try:
        # A single statement needs no transaction around it.
        async with database.reading() as connection:
            await log_writing.append(connection, copied, erasures=erasures)
        return len(rows)
    except log_writing.AlreadyThere:
        async with database.transaction() as connection:
            return await log_writing.merge(connection, copied, erasures=erasures)
