"""All SQL on decisions about searches; none is ever changed or removed."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, text

from matinee.discover.curation.model import Decided, Decision, DecisionKind
from matinee.discover.tables import decisions
from matinee.foundation.database import Connection
from matinee.vocabulary.ids import TitleId

_LOCK = text("SELECT pg_advisory_xact_lock(hashtext('discover.decisions'))")
_later = decisions.alias("later")
_is_last = (
    ~select(_later)
    .where(
        _later.c.kind == decisions.c.kind,
        _later.c.said == decisions.c.said,
        _later.c.number > decisions.c.number,
    )
    .exists()
).label("is_last")
_newest_first = select(decisions, _is_last).order_by(decisions.c.number.desc())


async def newest(connection: Connection, limit: int) -> tuple[Decided, ...]:
    """The last decisions, newest first."""
    return tuple(map(_of, await connection.execute(_newest_first.limit(limit))))


async def in_force(connection: Connection) -> tuple[Decided, ...]:
    """The last decision for each of the words that anything was decided for."""
    return tuple(map(_of, await connection.execute(_newest_first.where(_is_last.element))))


async def up_to(connection: Connection, number: int) -> tuple[Decided, Decided | None] | None:
    """A decision and the one before it for the same words; nobody decides until the commit."""
    await connection.execute(_LOCK)
    wanted = decisions.alias("wanted")
    same = _newest_first.join(
        wanted,
        (wanted.c.kind == decisions.c.kind) & (wanted.c.said == decisions.c.said),
    ).where(wanted.c.number == number, decisions.c.number <= number)
    found = tuple(map(_of, await connection.execute(same.limit(2))))
    return (found[0], found[1] if len(found) > 1 else None) if found else None


async def add(connection: Connection, decision: Decision, *, by: str, at: datetime) -> Decided:
    """Let a decision hold."""
    await connection.execute(_LOCK)
    statement = (
        insert(decisions)
        .values(
            kind=decision.kind.value,
            said=decision.said,
            meant=decision.meant,
            titles=list(decision.titles),
            note=decision.note,
            by=by,
            at=at,
        )
        .returning(decisions)
    )
    return _of((await connection.execute(statement)).one(), is_last=True)


def _of(row: Row[Any], *, is_last: bool | None = None) -> Decided:
    return Decided(
        kind=DecisionKind(row.kind),
        said=row.said,
        meant=row.meant,
        titles=tuple(TitleId(title) for title in row.titles),
        note=row.note,
        number=row.number,
        by=row.by,
        at=row.at,
        is_last=row.is_last if is_last is None else is_last,
    )
