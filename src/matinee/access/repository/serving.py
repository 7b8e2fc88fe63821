"""Which processes serve, by when each last said so; all times are the database's."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

from matinee.access.tables import serving
from matinee.foundation.database import Connection

_NOW = func.clock_timestamp()


async def beat(connection: Connection, process: UUID, silent_seconds: float) -> int:
    """Note that it serves, forget the silent, and say how many others there are."""
    await connection.execute(
        insert(serving)
        .values(process=process, at=_NOW)
        .on_conflict_do_update(index_elements=[serving.c.process], set_={"at": _NOW})
    )
    silent = serving.c.at < _NOW - timedelta(seconds=silent_seconds)
    # Skipped where another process is at it: two that forget the same must not wait in a ring.
    old = select(serving.c.process).where(silent).with_for_update(skip_locked=True)
    await connection.execute(delete(serving).where(serving.c.process.in_(old)))
    others = select(func.count()).where(serving.c.process != process, ~silent)
    return (await connection.execute(others)).scalar_one()


async def leave(connection: Connection, process: UUID) -> None:
    """Forget one that serves no more."""
    await connection.execute(delete(serving).where(serving.c.process == process))
