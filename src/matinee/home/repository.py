"""All SQL on programmes; none is ever changed or removed."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select

from matinee.foundation.database import Connection
from matinee.home.programme import InForce, Programme
from matinee.home.tables import programmes
from matinee.vocabulary.ids import TitleId


async def newest(connection: Connection, limit: int) -> tuple[InForce, ...]:
    """The last programmes, newest first."""
    statement = select(programmes).order_by(programmes.c.number.desc()).limit(limit)
    return tuple(_of(row) for row in await connection.execute(statement))


async def one(connection: Connection, number: int) -> InForce | None:
    """The programme of that number, if there is one."""
    statement = select(programmes).where(programmes.c.number == number)
    row = (await connection.execute(statement)).first()
    return None if row is None else _of(row)


async def add(connection: Connection, programme: Programme, *, by: str, at: datetime) -> InForce:
    """Put a programme in force."""
    statement = (
        insert(programmes)
        .values(
            weights=dict(programme.weights),
            kept_back=list(programme.kept_back),
            note=programme.note,
            by=by,
            at=at,
        )
        .returning(programmes)
    )
    return _of((await connection.execute(statement)).one())


def _of(row: Row[Any]) -> InForce:
    return InForce(
        weights=row.weights,
        kept_back=tuple(TitleId(title) for title in row.kept_back),
        note=row.note,
        number=row.number,
        by=row.by,
        at=row.at,
    )
