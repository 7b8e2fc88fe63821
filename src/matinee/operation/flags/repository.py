"""All SQL of flags, and the announcement of a change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from matinee.foundation.database import Connection
from matinee.operation.tables import flags


@dataclass(frozen=True, slots=True)
class Row:
    """A flag as it is stored; settings as JSON, None where it is as declared."""

    name: str
    number: int
    setting: dict[str, Any] | None
    before: dict[str, Any] | None
    at: datetime
    by: str
    reason: str


async def rows(connection: Connection) -> Sequence[Row]:
    """Every flag that was ever set."""
    return [Row(*row) for row in await connection.execute(select(flags))]


async def held(connection: Connection, name: str) -> Row | None:
    """One, held against others who would change it until the transaction ends."""
    await connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 10))))
    row = (await connection.execute(select(flags).where(flags.c.name == name))).first()
    return None if row is None else Row(*row)


async def put(connection: Connection, row: Row, *, channel: str, topic: str) -> None:
    """Set it, and tell every process once the transaction is committed."""
    values = {
        "number": row.number,
        "setting": row.setting,
        "before": row.before,
        "at": row.at,
        "by": row.by,
        "reason": row.reason,
    }
    await connection.execute(
        insert(flags)
        .values(name=row.name, **values)
        .on_conflict_do_update(index_elements=[flags.c.name], set_=values)
    )
    await connection.execute(select(func.pg_notify(channel, topic)))
