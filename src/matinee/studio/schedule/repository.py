"""All SQL on schedules."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from matinee.foundation.database import Connection
from matinee.studio.schedule.filing import BoardFile, ScheduleFile
from matinee.studio.schedule.model import Board
from matinee.studio.tables import board_steps, boards, schedules

_KEPT_STEPS = 200
"""How far undoing goes back."""


async def add_schedule(connection: Connection, file: ScheduleFile) -> None:
    """Write a schedule down."""
    await connection.execute(
        insert(schedules).values(
            id=file.id,
            production=file.production,
            name=file.name,
            document=file.document,
            rules=file.rules,
            deals=file.deals,
            created_at=file.created_at,
        )
    )


async def schedules_of(
    connection: Connection, productions: Sequence[UUID] | None
) -> list[ScheduleFile]:
    """Those of these productions (None: of all), the newest first."""
    query = select(schedules).order_by(schedules.c.created_at.desc(), schedules.c.id)
    if productions is not None:
        query = query.where(schedules.c.production.in_(productions))
    return [_schedule(row) for row in await connection.execute(query)]


async def schedule(
    connection: Connection, identifier: UUID, *, locked: bool = False
) -> ScheduleFile | None:
    """One of them."""
    query = select(schedules).where(schedules.c.id == identifier)
    row = (await connection.execute(query.with_for_update() if locked else query)).first()
    return None if row is None else _schedule(row)


async def set_terms(
    connection: Connection, identifier: UUID, rules: Mapping[str, Any], deals: Mapping[str, Any]
) -> None:
    """Keep the rules and what the cast costs."""
    changed = update(schedules).where(schedules.c.id == identifier)
    await connection.execute(changed.values(rules=rules, deals=deals))


async def set_document(
    connection: Connection, identifier: UUID, document: Mapping[str, Any]
) -> None:
    """Keep another file of what is to be shot."""
    changed = update(schedules).where(schedules.c.id == identifier)
    await connection.execute(changed.values(document=document))


async def add_board(connection: Connection, file: BoardFile, *, author: str, at: datetime) -> bool:
    """Add a board with its first step; False where the name is taken."""
    row = {
        "id": file.id,
        "schedule": file.schedule,
        "name": file.name,
        "step": 0,
        "revision": 0,
        "created_at": at,
    }
    adding = upsert(boards).values(row).on_conflict_do_nothing().returning(boards.c.id)
    if (await connection.execute(adding)).first() is None:
        return False
    await _add_step(connection, file, step=0, author=author, at=at)
    return True


async def boards_of(connection: Connection, schedule_id: UUID) -> list[BoardFile]:
    """Every board of a schedule as it stands, in the order of making."""
    query = _standing().where(boards.c.schedule == schedule_id)
    found = await connection.execute(query.order_by(boards.c.created_at, boards.c.name))
    return [_board(row) for row in found]


async def board(
    connection: Connection, identifier: UUID, *, locked: bool = False
) -> BoardFile | None:
    """One board as it stands."""
    query = _standing().where(boards.c.id == identifier)
    if locked:
        query = query.with_for_update(of=boards)
    row = (await connection.execute(query)).first()
    return None if row is None else _board(row)


async def take_step(connection: Connection, file: BoardFile, *, author: str, at: datetime) -> None:
    """Add a step after the one that stands; what was undone before is gone."""
    step = file.step + 1
    later = board_steps.c.step > file.step
    early = board_steps.c.step <= step - _KEPT_STEPS
    await connection.execute(
        delete(board_steps).where(board_steps.c.board == file.id, later | early)
    )
    await _add_step(connection, file, step=step, author=author, at=at)
    await _stand(connection, file, step)


async def stand_at(connection: Connection, file: BoardFile, step: int) -> bool:
    """Go to another step; False where there is none."""
    at = (board_steps.c.board == file.id) & (board_steps.c.step == step)
    if (await connection.execute(select(board_steps.c.step).where(at))).first() is None:
        return False
    await _stand(connection, file, step)
    return True


async def _stand(connection: Connection, file: BoardFile, step: int) -> None:
    changed = update(boards).where(boards.c.id == file.id)
    await connection.execute(changed.values(step=step, revision=file.revision + 1))


async def _add_step(
    connection: Connection, file: BoardFile, *, step: int, author: str, at: datetime
) -> None:
    await connection.execute(
        insert(board_steps).values(
            board=file.id,
            step=step,
            days=[list(day) for day in file.board.days],
            boneyard=list(file.board.boneyard),
            what=file.what,
            author=author,
            at=at,
        )
    )


def _standing() -> Any:
    here = (board_steps.c.board == boards.c.id) & (board_steps.c.step == boards.c.step)
    return select(boards, board_steps.c.days, board_steps.c.boneyard, board_steps.c.what).join(
        board_steps, here
    )


def _schedule(row: Row[Any]) -> ScheduleFile:
    return ScheduleFile(
        id=row.id,
        production=row.production,
        name=row.name,
        document=row.document,
        rules=row.rules,
        deals=row.deals,
        created_at=row.created_at,
    )


def _board(row: Row[Any]) -> BoardFile:
    return BoardFile(
        id=row.id,
        schedule=row.schedule,
        name=row.name,
        board=Board(tuple(tuple(day) for day in row.days), tuple(row.boneyard)),
        step=row.step,
        revision=row.revision,
        what=row.what,
    )
