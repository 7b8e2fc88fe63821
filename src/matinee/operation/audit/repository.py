"""All SQL of the audit: adding, reading, and letting go as far as the database lets it."""

import re
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Select, func, insert, literal_column, select, text
from sqlalchemy.dialects.postgresql import insert as insert_once

from matinee.foundation.database import Connection
from matinee.operation.audit.model import Entry, Query
from matinee.operation.tables import audit
from matinee.vocabulary.ids import uuid7_floor

_COLUMNS = (
    audit.c.id,
    audit.c.at,
    audit.c.actor,
    audit.c.account,
    audit.c.action,
    audit.c.object,
    audit.c.reason,
    audit.c.request_id,
    audit.c.detail,
)
_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS = 12
_MOST_NAMES = 300
_GUARDS = text(
    "SELECT count(*) FROM pg_trigger WHERE tgrelid = 'operation.audit'::regclass "
    "AND tgname IN ('only_grows', 'only_grows_whole') AND tgenabled IN ('O', 'A')"
)


async def add(connection: Connection, entry: Entry) -> None:
    """Enter it."""
    await connection.execute(insert(audit).values(**asdict(entry)))


async def add_once(connection: Connection, entry: Entry) -> bool:
    """Enter what was done a while ago; False where it is entered already."""
    statement = insert_once(audit).values(**asdict(entry)).on_conflict_do_nothing()
    return (await connection.execute(statement)).rowcount == 1


async def found(connection: Connection, query: Query, limit: int) -> Sequence[Entry]:
    """What is looked for, the newest first."""
    return [Entry(*row) for row in await connection.execute(statement(query, limit))]


def statement(query: Query, limit: int) -> Select[*tuple[Any, ...]]:
    """What asks for it; each way has an index that ends with the id, or one of words."""
    asked = select(*_COLUMNS)
    for column, value in (
        (audit.c.actor, query.actor),
        (audit.c.action, query.action),
        (audit.c.object, query.about),
    ):
        if value:
            asked = asked.where(column == value)
    if query.since is not None:
        asked = asked.where(audit.c.id >= uuid7_floor(query.since))
    if query.until is not None:
        asked = asked.where(audit.c.id < uuid7_floor(query.until))
    if query.before is not None:
        asked = asked.where(audit.c.id < query.before)
    if query.words:
        words = _WORD.findall(query.words)[:_MOST_WORDS]
        sought = " & ".join(f"{word}:*" for word in words)
        asked = asked.where(
            audit.c.words.op("@@")(func.to_tsquery(literal_column("'simple'"), sought))
        )
    return asked.order_by(audit.c.id.desc()).limit(limit)


async def names(connection: Connection, column: Column[str]) -> Sequence[str]:
    """The values of a column that there are, from one to the next by its index."""
    least = select(func.min(column).label("name")).cte("names", recursive=True)
    following = select(func.min(column)).where(column > least.c.name).scalar_subquery()
    known = least.union_all(select(following).where(least.c.name.is_not(None)))
    asked = select(known.c.name).where(known.c.name.is_not(None)).limit(_MOST_NAMES)
    return list((await connection.execute(asked)).scalars())


async def end(
    connection: Connection, *, before: UUID, sign_ins_before: UUID, most: int
) -> tuple[int, int]:
    """End the oldest entries, at most so many of each: how many in all, how many sign-ins more."""
    ended = func.operation.end_audit(before, sign_ins_before, most)
    row = (await connection.execute(select(text("*")).select_from(ended))).one()
    return row.entries, row.sign_ins


async def erase(connection: Connection, account: UUID, name: str, *, reasons: bool) -> int:
    """Blot out a person's name and addresses, and reasons that name them; how many entries.

    The names of who set flags and judged errors go too.
    """
    erased = select(func.operation.erase_name(account, name, reasons))
    return (await connection.execute(erased)).scalar_one()


async def guards(connection: Connection) -> int:
    """How many of the two triggers that refuse every change stand."""
    return (await connection.execute(_GUARDS)).scalar_one()
