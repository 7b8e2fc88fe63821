"""All SQL of the demo."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.dialects.postgresql import insert

from matinee.demo.model import DemoFigures, DemoLoad
from matinee.demo.tables import loads
from matinee.foundation.database import Connection


async def current(connection: Connection) -> DemoLoad | None:
    """The load there is, begun or done."""
    row = (await connection.execute(select(loads))).one_or_none()
    return None if row is None else _load(row)


async def begin(
    connection: Connection, *, seed: int, households: int, base_day: date, at: datetime
) -> DemoLoad:
    """Note that a load begins; one that was begun before keeps its seed and its day."""
    row = insert(loads).values(
        id=1, seed=seed, households=households, base_day=base_day, started_at=at
    )
    await connection.execute(row.on_conflict_do_nothing())
    return _load((await connection.execute(select(loads))).one())


async def finish(connection: Connection, figures: DemoFigures, *, at: datetime) -> DemoLoad:
    """Note that the load is done, and what it holds."""
    done = loads.update().values(finished_at=at, figures=asdict(figures)).returning(*loads.c)
    return _load((await connection.execute(done)).one())


def _load(row: Row[Any]) -> DemoLoad:
    figures = row.figures
    if figures is not None:
        figures = DemoFigures(**(figures | {"repeated": tuple(figures["repeated"])}))
    return DemoLoad(
        seed=row.seed,
        households=row.households,
        base_day=row.base_day,
        started_at=row.started_at,
        finished_at=row.finished_at,
        figures=figures,
    )
