"""The audit's use cases: enter what is done, with the change itself, and look for it."""

import asyncio
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from structlog.contextvars import get_contextvars

from matinee.errors import Invalid
from matinee.foundation.database import Connection, Database
from matinee.operation.audit import repository
from matinee.operation.audit.lines import csv_of
from matinee.operation.audit.model import MOST_LINES, PAGE, Ended, Entry, Export, Page, Query
from matinee.operation.model import Actor, OperationSettings, acting
from matinee.operation.tables import audit
from matinee.vocabulary.ids import uuid7, uuid7_floor

LONGEST_REASON = 500
_GUARDS, _BATCH = 2, 10_000
_entered: ContextVar[list[UUID] | None] = ContextVar("entered", default=None)


def _now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def noticing() -> Generator[list[UUID]]:
    """What is entered meanwhile, in this task and those that it begins."""
    noticed = list[UUID]()
    token = _entered.set(noticed)
    try:
        yield noticed
    finally:
        _entered.reset(token)


@dataclass(frozen=True, slots=True)
class AuditService:
    """What was changed of the running service, and by whom."""

    database: Database
    clock: Callable[[], datetime] = _now

    async def enter(
        self,
        connection: Connection,
        action: str,
        about: str,
        *,
        reason: str = "",
        detail: Mapping[str, Any] | None = None,
        actor: Actor | None = None,
    ) -> Entry:
        """Enter what ``actor``, or who acts here, has just done, in the caller's transaction.

        So an entry exists exactly if the change does. ``detail`` is of what JSON holds.
        """
        who, now = actor or acting(), self.clock()
        entry = Entry(
            id=uuid7(now),
            at=now,
            actor=who.name,
            account=who.account,
            action=action,
            object=about,
            reason=reason,
            request_id=str(get_contextvars().get("request_id", "")),
            detail=dict(detail or {}),
        )
        await repository.add(connection, entry)
        noticed = _entered.get()
        if noticed is not None:
            noticed.append(entry.id)
        return entry

    async def note(self, actor: Actor, action: str, about: str, detail: Mapping[str, Any]) -> None:
        """Enter what was done already, in a transaction of its own."""
        async with self.database.transaction() as connection:
            await self.enter(connection, action, about, detail=detail, actor=actor)

    async def enter_late(self, entries: Iterable[Entry]) -> None:
        """Enter what was done while the database took nothing; what it has already stays."""
        async with self.database.transaction() as connection:
            for entry in entries:
                await repository.add_once(connection, entry)

    async def search(self, query: Query, *, limit: int = PAGE) -> Page:
        """A page of what is looked for, the newest first; Invalid where no word is in the words."""
        async with self.database.reading() as connection:
            entries = await repository.found(connection, checked(query), limit + 1)
        more = len(entries) > limit
        shown = tuple(entries[:limit])
        return Page(shown, shown[-1].id if more else None)

    async def export(self, query: Query) -> Export:
        """At most ``MOST_LINES`` of what is looked for, as CSV."""
        page = await self.search(query, limit=MOST_LINES)
        text = await asyncio.to_thread(csv_of, page.entries)
        return Export(text, len(page.entries), more=page.next is not None)

    async def names(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Who and which actions there are."""
        async with self.database.reading() as connection:
            actors = await repository.names(connection, audit.c.actor)
            return tuple(actors), tuple(await repository.names(connection, audit.c.action))

    async def end(self, keeping: OperationSettings) -> Ended:
        """End what was kept for its time, by the database's clock; each batch is entered."""
        now, entries, sign_ins = await self.database.clock(), 0, 0
        while True:
            async with self.database.transaction() as connection:
                some, few = await repository.end(
                    connection,
                    before=uuid7_floor(now - timedelta(days=keeping.audit_days)),
                    sign_ins_before=uuid7_floor(now - timedelta(days=keeping.sign_in_days)),
                    most=_BATCH,
                )
                if some or few:
                    detail = {"entries": some, "sign_ins": few}
                    await self.enter(connection, "audit.end", "audit", detail=detail)
            entries, sign_ins = entries + some, sign_ins + few
            if max(some, few) < _BATCH:
                return Ended(entries, sign_ins)

    async def erase(
        self, connection: Connection, account: UUID, name: str, *, reasons: bool
    ) -> int:
        """Keep no name of a person, in the caller's transaction; how many entries were changed.

        The entries stay, with the account's number; ``reasons`` also takes the reasons of others
        that have the name.
        """
        return await repository.erase(connection, account, name, reasons=reasons)

    async def guarded(self) -> bool:
        """Whether the database refuses every change of what was entered."""
        async with self.database.reading() as connection:
            return await repository.guards(connection) == _GUARDS


def checked(query: Query) -> Query:
    """A query that can be asked, or Invalid."""
    if query.words and not any(letter.isalnum() for letter in query.words):
        raise Invalid("There is no word in this.", remedy="Give letters or digits.", field="words")
    if query.since and query.until and query.since >= query.until:
        raise Invalid("This span of time is empty.", remedy="Let it end later.", field="until")
    return query


def reason_given(reason: str) -> str:
    """A reason as it is entered: tidy, of 3 letters or more; Invalid otherwise."""
    tidy = " ".join(reason.split())
    if not 3 <= len(tidy) <= LONGEST_REASON:
        raise Invalid(
            f"A reason has 3 to {LONGEST_REASON} letters.",
            remedy="Say why, for whoever reads the audit.",
            field="reason",
        )
    return tidy
