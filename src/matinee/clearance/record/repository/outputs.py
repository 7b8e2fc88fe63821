"""Outputs, from what they were made, and who may no longer see them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Text, func, insert, literal, select, update

from matinee.clearance.record.model import Lineage, StoredOutput
from matinee.clearance.tables import output_parents, outputs
from matinee.foundation.database import Connection

RUN_OUT = "the consent that it rests on has run out"
_BROUGHT = (
    outputs.c.quarantined_for,
    outputs.c.quarantined_at,
    outputs.c.consent_expires,
    outputs.c.performer,
)


async def add(connection: Connection, output: StoredOutput, parents: Collection[str]) -> None:
    """Keep an output and its parents."""
    await connection.execute(insert(outputs).values(**asdict(output)))
    if parents:
        rows = [{"output_id": output.id, "parent": parent} for parent in sorted(set(parents))]
        await connection.execute(insert(output_parents), rows)


async def output(connection: Connection, identifier: UUID) -> StoredOutput | None:
    """One output as it stands."""
    rows = await connection.execute(select(outputs).where(outputs.c.id == identifier))
    row = rows.first()
    return None if row is None else StoredOutput(*row)


async def listed(
    connection: Connection,
    *,
    production: str | None = None,
    performer: str | None = None,
    sha256: str | None = None,
    limit: int = 200,
) -> list[StoredOutput]:
    """Outputs, newest first."""
    statement = select(outputs)
    for column, value in (
        (outputs.c.production, production),
        (outputs.c.performer, performer),
        (outputs.c.sha256, sha256),
    ):
        if value is not None:
            statement = statement.where(column == value)
    rows = await connection.execute(statement.order_by(outputs.c.id.desc()).limit(limit))
    return [StoredOutput(*row) for row in rows]


async def parents(connection: Connection, identifier: UUID) -> tuple[str, ...]:
    """From what an output was made, by hash."""
    rows = await connection.execute(
        select(output_parents.c.parent)
        .where(output_parents.c.output_id == identifier)
        .order_by(output_parents.c.parent)
    )
    return tuple(rows.scalars())


async def of_digests(
    connection: Connection, digests: Collection[str], production: str, *, limit: int
) -> list[StoredOutput]:
    """The outputs of a production that have one of these hashes, the newest first."""
    found = select(outputs).where(outputs.c.sha256.in_(digests), outputs.c.production == production)
    rows = await connection.execute(found.order_by(outputs.c.id.desc()).limit(limit))
    return [StoredOutput(*row) for row in rows]


async def parents_of(
    connection: Connection, identifiers: Collection[UUID]
) -> dict[UUID, tuple[str, ...]]:
    """From what some outputs were made, by hash."""
    found = select(output_parents).where(output_parents.c.output_id.in_(identifiers))
    made: dict[UUID, list[str]] = {}
    for row in await connection.execute(found.order_by(output_parents.c.parent)):
        made.setdefault(row.output_id, []).append(row.parent)
    return {identifier: tuple(several) for identifier, several in made.items()}


async def lineage(connection: Connection, digests: Collection[str], now: datetime) -> Lineage:
    """What is known of bytes by their hashes, and of all that they were made of.

    Bytes are what they are whoever made them: every output with one of the hashes counts.
    """
    ancestors = _ancestors(digests)
    within = outputs.c.sha256.in_(select(ancestors.c.sha256))
    rows = await connection.execute(select(*_BROUGHT).where(within, _brings(now)))
    return _lineage(rows, now)


async def lines(
    connection: Connection, digests: Collection[str], now: datetime
) -> dict[str, Lineage]:
    """The lineage of each of these hashes by itself, as far as it is an output's."""
    first: Any = func.unnest(literal(sorted(digests), ARRAY(Text))).column_valued("first")
    line: Any = select(first.label("first"), first.label("sha256")).cte("lines", recursive=True)
    before = (
        select(line.c.first, output_parents.c.parent)
        .join(outputs, outputs.c.id == output_parents.c.output_id)
        .join(line, line.c.sha256 == outputs.c.sha256)
    )
    line = line.union(before)
    rows = await connection.execute(
        select(line.c.first, *_BROUGHT)
        .join(outputs, outputs.c.sha256 == line.c.sha256)
        .where(_brings(now) | (line.c.sha256 == line.c.first))
    )
    found: dict[str, list[Any]] = {}
    for digest, *brought in rows:
        found.setdefault(digest, []).append(brought)
    return {digest: _lineage(brought, now) for digest, brought in found.items()}


def _brings(now: datetime) -> ColumnElement[bool]:
    """Whether an output brings anything along to what is made of it."""
    columns = outputs.c
    return (
        columns.quarantined_at.is_not(None)
        | (columns.consent_expires <= now)
        | columns.performer.is_not(None)
    )


def _lineage(rows: Iterable[Any], now: datetime) -> Lineage:
    closed: str | None = None
    performers: set[str] = set()
    for reason, quarantined_at, expires, performer in rows:
        if performer is not None:
            performers.add(performer)
        if quarantined_at is not None:
            closed = reason
        elif closed is None and expires is not None and expires <= now:
            closed = RUN_OUT
    return Lineage(closed, frozenset(performers))


async def resting_on(connection: Connection, consents: Sequence[UUID]) -> list[StoredOutput]:
    """All that was made by these consents, and all that was derived from it."""
    rows = await connection.execute(
        select(outputs).where(_of_line(outputs.c.consent_id.in_(consents))).order_by(outputs.c.id)
    )
    return [StoredOutput(*row) for row in rows]


async def quarantine(
    connection: Connection, consents: Sequence[UUID], *, at: datetime, reason: str
) -> list[UUID]:
    """Close away all that rests on these consents, as far as it is still open."""
    closed = (
        update(outputs)
        .where(
            outputs.c.quarantined_at.is_(None),
            _of_line(outputs.c.consent_id.in_(consents)),
        )
        .values(quarantined_at=at, quarantined_for=reason)
        .returning(outputs.c.id)
    )
    return sorted((await connection.execute(closed)).scalars())


async def quarantine_production(
    connection: Connection, production: str, *, at: datetime, reason: str
) -> list[UUID]:
    """Close away what rests on any consent in a production, as far as it is still open."""
    closed = (
        update(outputs)
        .where(outputs.c.quarantined_at.is_(None), _of_line(_sealed_in([production])))
        .values(quarantined_at=at, quarantined_for=reason)
        .returning(outputs.c.id)
    )
    return sorted((await connection.execute(closed)).scalars())


async def open_productions(connection: Connection, productions: Sequence[str]) -> list[str]:
    """Those of some productions in which something that rests on a consent is still open."""
    rows = await connection.execute(
        select(outputs.c.production)
        .distinct()
        .where(_sealed_in(productions), outputs.c.quarantined_at.is_(None))
    )
    return sorted(production for production in rows.scalars() if production is not None)


async def expired_consents(connection: Connection, now: datetime) -> list[UUID]:
    """Consents that ran out while something that rests on them is still open."""
    rows = await connection.execute(
        select(outputs.c.consent_id)
        .distinct()
        .where(outputs.c.consent_expires <= now, outputs.c.quarantined_at.is_(None))
    )
    return sorted(identifier for identifier in rows.scalars() if identifier is not None)


async def mark_deleted(connection: Connection, identifiers: Sequence[UUID], at: datetime) -> None:
    """Say that the bytes are gone."""
    await connection.execute(
        update(outputs).where(outputs.c.id.in_(identifiers)).values(deleted_at=at)
    )


async def is_held(connection: Connection, sha256: str) -> bool:
    """Whether any output has these bytes."""
    found = select(outputs.c.id).where(outputs.c.sha256 == sha256).limit(1)
    return (await connection.execute(found)).first() is not None


async def open_holders(connection: Connection, sha256: str) -> int:
    """How many outputs with these bytes may still be seen."""
    found = (
        select(func.count())
        .select_from(outputs)
        .where(outputs.c.sha256 == sha256, outputs.c.quarantined_at.is_(None))
    )
    return (await connection.execute(found)).scalar_one()


def _ancestors(digests: Collection[str]) -> Any:
    """These hashes, and those of everything that such bytes were made of."""
    first = func.unnest(literal(sorted(digests), ARRAY(Text))).label("sha256")
    line: Any = select(first).cte("line", recursive=True)
    before = (
        select(output_parents.c.parent)
        .join(outputs, outputs.c.id == output_parents.c.output_id)
        .join(line, line.c.sha256 == outputs.c.sha256)
    )
    return line.union(before)


def _sealed_in(productions: Sequence[str]) -> ColumnElement[bool]:
    return outputs.c.consent_id.is_not(None) & outputs.c.production.in_(productions)


def _of_line(first: ColumnElement[bool]) -> ColumnElement[bool]:
    """Outputs that ``first`` names, whatever has the same bytes, and all that came of either."""
    line: Any = select(outputs.c.sha256).where(first).cte("line", recursive=True)
    further = (
        select(outputs.c.sha256)
        .join(output_parents, output_parents.c.output_id == outputs.c.id)
        .join(line, line.c.sha256 == output_parents.c.parent)
    )
    line = line.union(further)
    return outputs.c.sha256.in_(select(line.c.sha256))
