"""Daily production reports, one for each date of a schedule."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Row, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from matinee.foundation.database import Connection
from matinee.studio.floor.model import DayReport, KeptReport
from matinee.studio.tables import day_reports


async def report(connection: Connection, schedule: UUID, day: date) -> KeptReport | None:
    """The report of a date."""
    query = select(day_reports).where(day_reports.c.schedule == schedule, day_reports.c.day == day)
    row = (await connection.execute(query)).first()
    return None if row is None else _kept(row)


async def reports_until(
    connection: Connection, schedule: UUID, day: date
) -> tuple[KeptReport, ...]:
    """The reports up to a date, the first first."""
    query = select(day_reports).where(day_reports.c.schedule == schedule, day_reports.c.day <= day)
    found = await connection.execute(query.order_by(day_reports.c.day))
    return tuple(_kept(row) for row in found)


async def keep(connection: Connection, schedule: UUID, kept: KeptReport, *, at: datetime) -> bool:
    """Write a report down; False where its revision does not follow the one that stands."""
    values = {
        "report": msgspec.to_builtins(kept.report),
        "revision": kept.revision,
        "author": kept.author,
        "at": at,
    }
    if kept.revision == 1:
        adding = upsert(day_reports).values(schedule=schedule, day=kept.day, **values)
        row = await connection.execute(adding.on_conflict_do_nothing().returning(day_reports.c.day))
        return row.first() is not None
    changing = update(day_reports).where(
        day_reports.c.schedule == schedule,
        day_reports.c.day == kept.day,
        day_reports.c.revision == kept.revision - 1,
    )
    row = await connection.execute(changing.values(**values).returning(day_reports.c.day))
    return row.first() is not None


def _kept(row: Row[Any]) -> KeptReport:
    report = msgspec.convert(row.report, DayReport)
    return KeptReport(row.day, report, row.revision, row.author)
