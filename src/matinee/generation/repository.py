"""All SQL of generation: a call's row, and sums over them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, insert, select

from matinee.foundation.database import Connection
from matinee.generation.costs import CallRecord, Expense, Spent
from matinee.generation.tables import calls


async def add_call(connection: Connection, record: CallRecord) -> None:
    """Write one call down."""
    await connection.execute(
        insert(calls).values(
            id=record.id,
            at=record.at,
            tool=record.tool,
            model=record.model,
            modality=record.modality,
            purpose=record.purpose,
            production=record.production,
            permit_id=record.permit_id,
            spend_id=record.spend_id,
            output_id=record.output_id,
            outcome=record.outcome,
            asked=record.asked,
            seconds=record.seconds,
            prompt_tokens=record.tokens.prompt,
            answer_tokens=record.tokens.answer,
            currency=record.currency,
            cost_micros=record.cost_micros,
        )
    )


async def expenses(
    connection: Connection, *, since: datetime, until: datetime, production: str | None = None
) -> list[Expense]:
    """What the calls of each tool came to, by production and currency."""
    statement = (
        select(
            calls.c.tool,
            calls.c.production,
            calls.c.currency,
            func.count(),
            func.count(calls.c.output_id),
            func.sum(calls.c.prompt_tokens),
            func.sum(calls.c.answer_tokens),
            func.sum(calls.c.seconds),
            func.sum(calls.c.cost_micros),
        )
        .where(calls.c.at >= since, calls.c.at < until)
        .group_by(calls.c.tool, calls.c.production, calls.c.currency)
        .order_by(calls.c.tool, calls.c.production, calls.c.currency)
    )
    if production is not None:
        statement = statement.where(calls.c.production == production)
    rows = await connection.execute(statement)
    return [
        Expense(
            tool=row[0],
            production=row[1],
            currency=row[2],
            calls=row[3],
            outputs=row[4],
            prompt_tokens=int(row[5]),
            answer_tokens=int(row[6]),
            seconds=float(row[7]),
            cost_micros=int(row[8]),
        )
        for row in rows
    ]


_RECENT = 50
"""So many of the newest calls say how long one takes."""


async def typical_seconds(connection: Connection, tool: str) -> float | None:
    """The median of what the newest calls of a tool took of which something came."""
    newest = (
        select(calls.c.seconds)
        .where(calls.c.tool == tool, calls.c.output_id.is_not(None), calls.c.asked > 0)
        .order_by(calls.c.at.desc())
        .limit(_RECENT)
        .subquery()
    )
    median = select(func.percentile_cont(0.5).within_group(newest.c.seconds))
    return (await connection.execute(median)).scalar_one()


async def spent_on(connection: Connection, permit: UUID) -> Spent:
    """What the calls by one permit came to."""
    query = select(
        func.count(),
        func.coalesce(func.sum(calls.c.seconds), 0),
        func.coalesce(func.sum(calls.c.cost_micros), 0),
    ).where(calls.c.permit_id == permit)
    row = (await connection.execute(query)).one()
    return Spent(row[0], float(row[1]), int(row[2]))
