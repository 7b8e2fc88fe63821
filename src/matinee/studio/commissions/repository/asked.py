"""All SQL on what boards ask of models."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, update

from matinee.foundation.database import Connection
from matinee.studio.commissions.model import Commission, Way
from matinee.studio.model import WorkState
from matinee.studio.tables import concept_boards, concept_commissions, concept_references

_COLUMNS = concept_commissions.c
_FIELDS = [_COLUMNS[name] for name in Commission.__slots__]
_OPEN = (WorkState.WAITING, WorkState.RUNNING)


async def add(connection: Connection, commissions: Sequence[Commission]) -> None:
    """Write what is asked down."""
    rows = [{name: getattr(one, name) for name in Commission.__slots__} for one in commissions]
    await connection.execute(insert(concept_commissions), rows)


async def of_board(connection: Connection, board: UUID, *, most: int) -> list[Commission]:
    """Those of a board, the newest first."""
    query = select(*_FIELDS).where(_COLUMNS.board == board)
    order = query.order_by(_COLUMNS.asked_at.desc(), _COLUMNS.id.desc()).limit(most)
    return [_commission(row) for row in await connection.execute(order)]


async def one(connection: Connection, board: UUID, identifier: UUID) -> Commission | None:
    """One of a board."""
    query = select(*_FIELDS).where(_COLUMNS.board == board, _COLUMNS.id == identifier)
    row = (await connection.execute(query)).first()
    return None if row is None else _commission(row)


async def file_of(connection: Connection, reference: UUID) -> str:
    """The hash of the file that was given for a picture of a board."""
    query = select(concept_references.c.sha256).where(concept_references.c.id == reference)
    return (await connection.execute(query)).scalar_one()


async def of_reference(connection: Connection, board: UUID, reference: UUID) -> Commission | None:
    """That by which a picture of a board came, if a model made it."""
    query = select(*_FIELDS).where(_COLUMNS.board == board, _COLUMNS.reference == reference)
    row = (await connection.execute(query)).first()
    return None if row is None else _commission(row)


async def of_outputs(
    connection: Connection, production: UUID, outputs: Collection[UUID]
) -> dict[UUID, Commission]:
    """Those of a production's boards, deleted ones apart, by the outputs that came of them."""
    query = (
        select(*_FIELDS)
        .join(concept_boards, concept_boards.c.id == _COLUMNS.board)
        .where(
            concept_boards.c.production == production,
            concept_boards.c.deleted_at.is_(None),
            _COLUMNS.output.in_(outputs),
        )
    )
    found = [_commission(row) for row in await connection.execute(query)]
    return {each.output: each for each in found if each.output is not None}


async def waiting(connection: Connection, board: UUID) -> int:
    """How many of a board have not ended."""
    query = select(func.count()).where(_COLUMNS.board == board, _COLUMNS.state.in_(_OPEN))
    return (await connection.execute(query)).scalar_one()


async def before(connection: Connection, commission: Commission) -> int:
    """How many of all boards come before one that waits."""
    query = select(func.count()).where(
        _COLUMNS.state.in_(_OPEN),
        (_COLUMNS.asked_at < commission.asked_at)
        | ((_COLUMNS.asked_at == commission.asked_at) & (_COLUMNS.id < commission.id)),
    )
    return (await connection.execute(query)).scalar_one()


async def begin(connection: Connection, identifier: UUID, at: datetime) -> Commission | None:
    """Count an attempt at one that has not ended; None where it has."""
    begun = (
        update(concept_commissions)
        .where(_COLUMNS.id == identifier, _COLUMNS.state.in_(_OPEN))
        .values(state=WorkState.RUNNING, attempts=_COLUMNS.attempts + 1, begun_at=at)
        .returning(*_FIELDS)
    )
    row = (await connection.execute(begun)).first()
    return None if row is None else _commission(row)


async def is_to_stop(connection: Connection, identifier: UUID) -> bool:
    """Whether somebody asked it to stop, or it is gone with its board."""
    query = select(_COLUMNS.stopping).where(_COLUMNS.id == identifier)
    return (await connection.execute(query)).scalar_one_or_none() is not False


async def ask_to_stop(connection: Connection, identifier: UUID, at: datetime) -> bool:
    """Take one out of the queue, or ask it to stop where it runs; False where it has ended."""
    of = update(concept_commissions).where(_COLUMNS.id == identifier)
    waits = of.where(_COLUMNS.state == WorkState.WAITING)
    stopped = waits.values(state=WorkState.STOPPED, stopping=True, ended_at=at)
    if (await connection.execute(stopped)).rowcount:
        return True
    runs = of.where(_COLUMNS.state == WorkState.RUNNING)
    return bool((await connection.execute(runs.values(stopping=True))).rowcount)


async def end(
    connection: Connection,
    identifier: UUID,
    state: WorkState,
    *,
    at: datetime,
    output: UUID | None = None,
    reference: UUID | None = None,
    failure: str | None = None,
) -> bool:
    """Write down what became of one; False where that stands already.

    One that was asked to stop is never done, however far it came.
    """
    ended = update(concept_commissions).where(_COLUMNS.id == identifier, _COLUMNS.state.in_(_OPEN))
    if state is WorkState.DONE:
        ended = ended.where(_COLUMNS.stopping.is_(False))
    values = {"state": state, "ended_at": at, "output": output, "reference": reference}
    return bool((await connection.execute(ended.values(**values, failure=failure))).rowcount)


async def note_cost(
    connection: Connection, identifier: UUID, *, cost_micros: int, seconds: float
) -> None:
    """Write down what it came to."""
    of = update(concept_commissions).where(_COLUMNS.id == identifier)
    await connection.execute(of.values(cost_micros=cost_micros, seconds=seconds))


def _commission(row: Any) -> Commission:
    read = Commission(*row)
    return replace(read, way=Way(read.way), state=WorkState(read.state))
