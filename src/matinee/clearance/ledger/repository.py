"""All SQL of the ledger: appending in order, reading ranges, heads and personal data."""

from collections.abc import AsyncGenerator, Sequence
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Text,
    cast,
    delete,
    func,
    insert,
    select,
    text,
    union_all,
)

from matinee.clearance.ledger.entries import Entry, PersonalData
from matinee.clearance.ledger.heads import SignedHead
from matinee.clearance.ledger.model import Sight
from matinee.clearance.tables import (
    decisions,
    facts,
    ledger_entries,
    ledger_heads,
    ledger_personal,
    outputs,
    permits,
)
from matinee.foundation.database import Connection

_APPENDING = 7_020_006
"""The advisory lock that keeps places in order; held until the caller's transaction ends."""
_BATCH = 5_000


async def next_index(connection: Connection) -> int:
    """The next free place. Others who append wait until this transaction has ended."""
    await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _APPENDING})
    return await size(connection)


async def size(connection: Connection) -> int:
    """How many entries there are."""
    past_last = select(func.coalesce(func.max(ledger_entries.c.index) + 1, 0))
    return (await connection.execute(past_last)).scalar_one()


async def append(
    connection: Connection, entries: Sequence[Entry], personal: Sequence[PersonalData]
) -> None:
    """Write entries at their places, with what they hold of people."""
    rows = [
        {
            "index": entry.index,
            "kind": entry.kind,
            "subject": entry.subject,
            "leaf": entry.leaf,
            "leaf_hash": entry.leaf_hash,
        }
        for entry in entries
    ]
    for start in range(0, len(rows), _BATCH):
        await connection.execute(insert(ledger_entries), rows[start : start + _BATCH])
    if personal:
        await connection.execute(
            insert(ledger_personal),
            [{"index": part.index, "salt": part.salt, "data": part.data} for part in personal],
        )


async def leaf_hashes(connection: Connection, start: int) -> list[tuple[int, bytes]]:
    """Place and leaf hash of every entry from ``start`` on, in order."""
    columns = select(ledger_entries.c.index, ledger_entries.c.leaf_hash)
    rows = await connection.execute(
        columns.where(ledger_entries.c.index >= start).order_by(ledger_entries.c.index)
    )
    return [(index, digest) for index, digest in rows]


async def entries(
    connection: Connection,
    *,
    start: int = 0,
    limit: int = _BATCH,
    subject: str | None = None,
    kind: str | None = None,
    sight: Sight | None = None,
) -> list[Entry]:
    """Entries from ``start`` on, in order; of one subject or kind, or within sight, when given."""
    statement = select(ledger_entries).where(ledger_entries.c.index >= start)
    if subject is not None:
        statement = statement.where(ledger_entries.c.subject == subject)
    if kind is not None:
        statement = statement.where(ledger_entries.c.kind == kind)
    if sight is not None:
        statement = statement.where(ledger_entries.c.index.in_(_within(sight)))
    rows = await connection.execute(statement.order_by(ledger_entries.c.index).limit(limit))
    return [Entry(*row) for row in rows]


def _within(sight: Sight) -> CompoundSelect[Any]:
    """The places of all entries that are about some productions or performers.

    Facts name their owners. A decision belongs to its use; what is entered under a permit, an
    output or a consent belongs to whoever these belong to.
    """
    of_fact = facts.c.production.in_(sight.productions) | facts.c.performer.in_(sight.performers)
    uses = select(facts.c.key).where(facts.c.kind == "use", of_fact)
    of_output = outputs.c.production.in_(sight.productions) | outputs.c.performer.in_(
        sight.performers
    )
    consents = select(facts.c.key).where(
        facts.c.kind == "consent", facts.c.performer.in_(sight.performers)
    )
    own_permits = select(cast(permits.c.id, Text)).where(cast(permits.c.use_id, Text).in_(uses))
    own_outputs = select(cast(outputs.c.id, Text)).where(of_output)
    erased = select(ledger_entries.c.index).where(
        ledger_entries.c.kind == "person-erased", ledger_entries.c.subject.in_(sight.performers)
    )
    return union_all(
        select(facts.c.entry).where(of_fact),
        select(decisions.c.entry).where(cast(decisions.c.use_id, Text).in_(uses)),
        *(
            select(ledger_entries.c.index).where(ledger_entries.c.subject.in_(subjects))
            for subjects in (own_permits, own_outputs, consents)
        ),
        erased,
    )


async def kinds(connection: Connection) -> list[str]:
    """The kinds of entry that there are, by name."""
    found = select(ledger_entries.c.kind).distinct().order_by(ledger_entries.c.kind)
    return list((await connection.execute(found)).scalars())


async def every_entry(connection: Connection) -> AsyncGenerator[Entry]:
    """All entries in order, a batch in memory at a time."""
    start = 0
    while batch := await entries(connection, start=start):
        for entry in batch:
            yield entry
        start = batch[-1].index + 1


async def store_head(connection: Connection, head: SignedHead) -> None:
    """Keep a signed head."""
    await connection.execute(
        insert(ledger_heads).values(
            size=head.size,
            root=head.root,
            at=head.at,
            key_id=head.key_id,
            signature=head.signature,
        )
    )


async def heads(connection: Connection) -> list[SignedHead]:
    """Every head that was signed, by size."""
    rows = await connection.execute(select(ledger_heads).order_by(ledger_heads.c.size))
    return [SignedHead(*row) for row in rows]


async def latest_head(connection: Connection) -> SignedHead | None:
    """The head of the greatest size."""
    newest = select(ledger_heads).order_by(ledger_heads.c.size.desc()).limit(1)
    row = (await connection.execute(newest)).first()
    return None if row is None else SignedHead(*row)


async def personal(connection: Connection, index: int) -> PersonalData | None:
    """What an entry holds of a person, unless it was erased."""
    row = (
        await connection.execute(select(ledger_personal).where(ledger_personal.c.index == index))
    ).first()
    return None if row is None else PersonalData(*row)


async def erase_personal(connection: Connection, indices: Sequence[int]) -> int:
    """Forget what entries hold of people; the number of entries that held something."""
    erased = await connection.execute(
        delete(ledger_personal).where(ledger_personal.c.index.in_(indices))
    )
    return erased.rowcount
