"""Decisions, permits and their spends."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, func, insert, select, update
from sqlalchemy.dialects.postgresql import distinct_on

from matinee.clearance.record.model import Decided, StoredPermit
from matinee.clearance.tables import decisions, outputs, permits, spends
from matinee.foundation.database import Connection


async def add_decision(connection: Connection, decided: Decided, answer: dict[str, Any]) -> None:
    """Keep a decision with what it judged."""
    await connection.execute(
        insert(decisions).values(
            id=decided.id,
            use_id=decided.use_id,
            consent_id=decided.consent_id,
            outcome=decided.decision.outcome,
            document=decided.document,
            answer=answer,
            at=decided.at,
            asked_by=decided.asked_by,
            entry=decided.entry,
        )
    )


async def decision(connection: Connection, identifier: UUID) -> Row[Any] | None:
    """One decision's row."""
    rows = await connection.execute(select(decisions).where(decisions.c.id == identifier))
    return rows.first()


async def decisions_of(connection: Connection, use_id: UUID, *, limit: int) -> Sequence[Row[Any]]:
    """The decisions on a use, newest first."""
    rows = await connection.execute(
        select(decisions)
        .where(decisions.c.use_id == use_id)
        .order_by(decisions.c.entry.desc())
        .limit(limit)
    )
    return rows.all()


async def latest_outcomes(connection: Connection, outcome: str) -> list[UUID]:
    """The uses whose newest decision has this outcome."""
    newest = (
        select(decisions.c.use_id, decisions.c.outcome, decisions.c.entry)
        .ext(distinct_on(decisions.c.use_id))
        .order_by(decisions.c.use_id, decisions.c.entry.desc())
        .subquery()
    )
    rows = await connection.execute(
        select(newest.c.use_id).where(newest.c.outcome == outcome).order_by(newest.c.entry)
    )
    return list(rows.scalars())


async def outcomes_of(connection: Connection, uses: Sequence[UUID]) -> dict[UUID, str]:
    """The newest outcome of some uses."""
    rows = await connection.execute(
        select(decisions.c.use_id, decisions.c.outcome)
        .ext(distinct_on(decisions.c.use_id))
        .where(decisions.c.use_id.in_(uses))
        .order_by(decisions.c.use_id, decisions.c.entry.desc())
    )
    return {row.use_id: row.outcome for row in rows}


async def add_permit(connection: Connection, permit: StoredPermit) -> None:
    """Keep a permit."""
    await connection.execute(
        insert(permits).values(
            id=permit.id,
            kind=permit.kind,
            use_id=permit.use_id,
            decision_id=permit.decision_id,
            consent_id=permit.consent_id,
            consent_expires=permit.consent_expires,
            uses=permit.uses,
            spent=permit.spent,
            expires=permit.expires,
            terms=permit.terms,
            signature=permit.signature,
        )
    )


async def permit(connection: Connection, identifier: UUID) -> StoredPermit | None:
    """One permit as it stands."""
    rows = await connection.execute(select(permits).where(permits.c.id == identifier))
    row = rows.first()
    return None if row is None else StoredPermit(*row)


async def permits_of(connection: Connection, use_id: UUID) -> list[StoredPermit]:
    """The permits of a use, oldest first."""
    rows = await connection.execute(
        select(permits).where(permits.c.use_id == use_id).order_by(permits.c.id)
    )
    return [StoredPermit(*row) for row in rows]


async def live(connection: Connection, now: datetime, *, limit: int = 500) -> list[StoredPermit]:
    """Permits that have not ended, run out or been used up, the newest first."""
    uncounted = permits.c.uses == 0
    rows = await connection.execute(
        select(permits)
        .where(
            permits.c.died_at.is_(None),
            permits.c.expires > now,
            uncounted | (permits.c.spent < permits.c.uses),
        )
        .order_by(permits.c.id.desc())
        .limit(limit)
    )
    return [StoredPermit(*row) for row in rows]


async def count_one(connection: Connection, identifier: UUID, now: datetime) -> int | None:
    """Count one use in one statement; None where none is left, or the permit is dead."""
    counted = (
        update(permits)
        .where(
            permits.c.id == identifier,
            permits.c.spent < permits.c.uses,
            permits.c.died_at.is_(None),
            permits.c.expires > now,
        )
        .values(spent=permits.c.spent + 1)
        .returning(permits.c.spent)
    )
    return (await connection.execute(counted)).scalar_one_or_none()


async def add_spend(
    connection: Connection, identifier: UUID, permit_id: UUID, number: int, at: datetime
) -> None:
    """Keep one use of a permit."""
    await connection.execute(
        insert(spends).values(id=identifier, permit_id=permit_id, number=number, at=at)
    )


async def spent(connection: Connection, identifier: UUID, permit_id: UUID) -> bool:
    """Whether this is a use of this permit."""
    found = select(func.count()).where(spends.c.id == identifier, spends.c.permit_id == permit_id)
    return (await connection.execute(found)).scalar_one() > 0


async def unanswered(connection: Connection, permit_id: UUID) -> list[UUID]:
    """The uses of a permit of which no output came, in their order."""
    made = select(outputs.c.id).where(outputs.c.spend_id == spends.c.id)
    found = select(spends.c.id).where(spends.c.permit_id == permit_id, ~made.exists())
    return list((await connection.execute(found.order_by(spends.c.number))).scalars())


async def resting_on(connection: Connection, consents: Sequence[UUID]) -> list[UUID]:
    """The permits that rest on some consents."""
    rows = await connection.execute(
        select(permits.c.id).where(permits.c.consent_id.in_(consents)).order_by(permits.c.id)
    )
    return list(rows.scalars())


async def kill(
    connection: Connection,
    *,
    at: datetime,
    reason: str,
    consents: Sequence[UUID],
) -> list[UUID]:
    """End every live permit that rests on one of these consents."""
    return await _kill(connection, permits.c.consent_id.in_(consents), at, reason)


async def kill_in_production(
    connection: Connection, production: str, *, at: datetime, reason: str
) -> list[UUID]:
    """End every live permit for a use in a production that rests on a consent."""
    within = permits.c.terms["production"].as_string() == production
    return await _kill(connection, permits.c.consent_id.is_not(None) & within, at, reason)


async def _kill(
    connection: Connection, which: ColumnElement[bool], at: datetime, reason: str
) -> list[UUID]:
    ended = (
        update(permits)
        .where(permits.c.died_at.is_(None), which)
        .values(died_at=at, died_of=reason)
        .returning(permits.c.id)
    )
    return sorted((await connection.execute(ended)).scalars())
