"""Facts, people, and the state's number."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, text, update
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.dialects.postgresql import insert as upsert

from matinee.clearance.record.facts import Fact, FactKind
from matinee.clearance.tables import facts, people, state
from matinee.foundation.database import Connection

_CHANGING = 7_020_008
"""Held alone while the state changes, shared while a permit is judged by it. The queue is fair."""

_OF_A_PERSON = (FactKind.PERFORMER, FactKind.CONSENT, FactKind.REVOCATION)


async def hold_still(connection: Connection) -> int:
    """The state's number, which cannot rise before this transaction ends."""
    await connection.execute(text("SELECT pg_advisory_xact_lock_shared(:k)"), {"k": _CHANGING})
    return await epoch(connection)


async def hold_alone(connection: Connection) -> None:
    """Wait until nobody judges a permit, and let nobody begin before this transaction ends."""
    await connection.execute(text("SELECT pg_advisory_xact_lock(:k)"), {"k": _CHANGING})


async def epoch(connection: Connection) -> int:
    """The state's number."""
    return (await connection.execute(select(state.c.epoch))).scalar_one()


async def rise(connection: Connection) -> int:
    """Raise the number, and let every standing permit fall by it."""
    await hold_alone(connection)
    risen = update(state).values(epoch=state.c.epoch + 1).returning(state.c.epoch)
    return (await connection.execute(risen)).scalar_one()


async def known_packs(connection: Connection) -> str:
    """The fingerprint of the packs that decisions were last taken by."""
    return (await connection.execute(select(state.c.packs))).scalar_one()


async def keep_packs(connection: Connection, fingerprint: str) -> None:
    """Keep the fingerprint of the packs."""
    await connection.execute(update(state).values(packs=fingerprint))


async def add(connection: Connection, fact: Fact) -> None:
    """Write a fact."""
    await connection.execute(
        insert(facts).values(
            id=fact.id,
            kind=fact.kind,
            key=fact.key,
            production=fact.production,
            performer=fact.performer,
            at=fact.at,
            recorded_by=fact.recorded_by,
            body=fact.body,
            entry=fact.entry,
        )
    )


async def newest(connection: Connection, kind: FactKind, key: str) -> Fact | None:
    """The last word on a key."""
    rows = await connection.execute(
        select(facts)
        .where(facts.c.kind == kind, facts.c.key == key)
        .order_by(facts.c.entry.desc())
        .limit(1)
    )
    row = rows.first()
    return None if row is None else _fact(row)


async def current(
    connection: Connection,
    kind: FactKind,
    *,
    keys: Collection[str] | None = None,
    production: str | None = None,
    performer: str | None = None,
) -> list[Fact]:
    """The last word on every key of a kind, by key; those of some keys or one owner if given.

    All of them: a revocation that a limit cut off would leave its consent standing.
    """
    statement = select(facts).ext(distinct_on(facts.c.key)).where(facts.c.kind == kind)
    if keys is not None:
        statement = statement.where(facts.c.key.in_(keys))
    if production is not None:
        statement = statement.where(facts.c.production == production)
    if performer is not None:
        statement = statement.where(facts.c.performer == performer)
    rows = await connection.execute(statement.order_by(facts.c.key, facts.c.entry.desc()))
    return [_fact(row) for row in rows]


async def about(connection: Connection, key: str) -> list[Fact]:
    """Everything that was said of a key, oldest first."""
    rows = await connection.execute(select(facts).where(facts.c.key == key).order_by(facts.c.entry))
    return [_fact(row) for row in rows]


async def around(
    connection: Connection, *, tool: str, performer: str | None, production: str | None
) -> list[Fact]:
    """What a decision needs besides the use: tool, performer, consents, strikes, permissions."""
    wanted = (facts.c.kind == FactKind.TOOL) & (facts.c.key == tool)
    wanted |= facts.c.kind == FactKind.DISPUTE
    wanted |= (facts.c.kind == FactKind.NAME_CLEARANCE) & (facts.c.production == production)
    if performer is not None:
        kinds = (FactKind.PERFORMER, FactKind.CONSENT, FactKind.REVOCATION)
        wanted |= facts.c.kind.in_(kinds) & (facts.c.performer == performer)
    rows = await connection.execute(select(facts).where(wanted).order_by(facts.c.entry))
    return [_fact(row) for row in rows]


async def keep_person(connection: Connection, performer: str, data: dict[str, Any]) -> None:
    """Keep who a performer is, in place of what was known before."""
    written = upsert(people).values(performer=performer, data=data)
    await connection.execute(
        written.on_conflict_do_update(index_elements=["performer"], set_={"data": data})
    )


async def person(connection: Connection, performer: str) -> dict[str, Any] | None:
    """Who a performer is, unless it was erased."""
    rows = await connection.execute(select(people.c.data).where(people.c.performer == performer))
    return rows.scalar_one_or_none()


async def persons(connection: Connection, performers: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Who some performers are."""
    rows = await connection.execute(select(people).where(people.c.performer.in_(performers)))
    return {row.performer: row.data for row in rows}


async def forget_person(connection: Connection, performer: str) -> bool:
    """Erase who a performer is."""
    gone = await connection.execute(delete(people).where(people.c.performer == performer))
    return gone.rowcount > 0


async def newest_entry(connection: Connection, kinds: Collection[FactKind]) -> int:
    """The place of the last fact of some kinds in the ledger; -1 where there is none."""
    last = select(func.coalesce(func.max(facts.c.entry), -1)).where(facts.c.kind.in_(kinds))
    return (await connection.execute(last)).scalar_one()


async def entries_of(connection: Connection, performer: str) -> list[int]:
    """Where the ledger speaks of a performer and of the consents that were given."""
    rows = await connection.execute(
        select(facts.c.entry).where(facts.c.performer == performer, facts.c.kind.in_(_OF_A_PERSON))
    )
    return sorted(rows.scalars())


def _fact(row: Row[Any]) -> Fact:
    return Fact(
        id=row.id,
        kind=FactKind(row.kind),
        key=row.key,
        production=row.production,
        performer=row.performer,
        at=row.at,
        recorded_by=row.recorded_by,
        body=row.body,
        entry=row.entry,
    )
