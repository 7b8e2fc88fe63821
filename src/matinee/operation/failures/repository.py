"""All SQL of failures: counted by group, bounded in number."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, case, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from matinee.foundation.database import Connection
from matinee.operation.failures.model import Group, Sighting, Source, Standing
from matinee.operation.tables import failures

MOST_GROUPS = 500


async def count(connection: Connection, seen: Sequence[Sighting]) -> None:
    """Add what was seen to its groups; what was resolved is open again."""
    for one in sorted(seen, key=lambda each: each.id):
        statement = insert(failures).values(
            **asdict(one), standing=Standing.OPEN, before=Standing.OPEN, by=""
        )
        resolved = failures.c.standing == Standing.RESOLVED
        await connection.execute(
            statement.on_conflict_do_update(
                index_elements=[failures.c.id],
                set_={
                    "times": failures.c.times + one.times,
                    "last_at": func.greatest(failures.c.last_at, one.last_at),
                    "trace": one.trace,
                    "request_id": one.request_id,
                    "standing": case((resolved, Standing.OPEN), else_=failures.c.standing),
                    "before": case((resolved, Standing.RESOLVED), else_=failures.c.before),
                },
            )
        )
    kept = (
        select(failures.c.id)
        .order_by(failures.c.standing == Standing.RESOLVED, failures.c.last_at.desc())
        .offset(MOST_GROUPS)
    )
    await connection.execute(delete(failures).where(failures.c.id.in_(kept)))


async def groups(connection: Connection, standing: Standing | None, limit: int) -> Sequence[Group]:
    """The groups, the last seen first."""
    asked = select(failures).order_by(failures.c.last_at.desc(), failures.c.id).limit(limit)
    if standing is not None:
        asked = asked.where(failures.c.standing == standing)
    return [_group(row) for row in (await connection.execute(asked)).mappings()]


def _group(row: RowMapping) -> Group:
    words = {"source": Source, "standing": Standing, "before": Standing}
    values: dict[str, Any] = {**row, **{name: word(row[name]) for name, word in words.items()}}
    return Group(**values)


async def counts(connection: Connection) -> dict[Standing, int]:
    """How many groups stand where."""
    asked = select(failures.c.standing, func.count()).group_by(failures.c.standing)
    found = dict.fromkeys(Standing, 0)
    for standing, number in await connection.execute(asked):
        found[Standing(standing)] = number
    return found


async def held(connection: Connection, identifier: str) -> tuple[Standing, Standing] | None:
    """How one stands and stood before, held until the transaction ends."""
    asked = (
        select(failures.c.standing, failures.c.before)
        .where(failures.c.id == identifier)
        .with_for_update()
    )
    row = (await connection.execute(asked)).first()
    return None if row is None else (Standing(row.standing), Standing(row.before))


async def stand(
    connection: Connection,
    identifier: str,
    *,
    standing: Standing,
    before: Standing,
    by: str,
    at: datetime,
) -> None:
    """Say how one stands from now on."""
    values = {"standing": standing, "before": before, "by": by, "stood_at": at}
    await connection.execute(update(failures).where(failures.c.id == identifier).values(**values))
