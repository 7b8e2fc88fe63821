"""How the record grows: a fact and its ledger entry in one transaction, and the state's number."""

import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from matinee.clearance.ledger.entries import Draft
from matinee.clearance.ledger.service import LedgerService
from matinee.clearance.record.facts import MOVING, Fact, FactKind
from matinee.clearance.record.repository import facts
from matinee.foundation.database import Connection, Database
from matinee.vocabulary.ids import uuid7


def now_utc() -> datetime:
    """The present instant."""
    return datetime.now(UTC)


@dataclass(slots=True)
class Epoch:
    """The state's number as this process last saw it, and when; it never falls."""

    number: int = -1
    seen_at: float = -float("inf")

    def saw(self, number: int, *, at: float | None = None) -> None:
        """Take note of the number, as it was at a reading of the monotonic clock."""
        self.number = max(self.number, number)
        if at is not None:
            self.seen_at = max(self.seen_at, at)

    @property
    def seconds_old(self) -> float:
        """How long ago the state was read."""
        return time.monotonic() - self.seen_at


@dataclass(slots=True)
class Change:
    """A transaction that may raise the state's number."""

    connection: Connection
    epoch: int | None = None


@dataclass(slots=True)
class Recorder:
    """Writes facts, each with its entry in the ledger."""

    database: Database
    ledger: LedgerService
    clock: Callable[[], datetime] = now_utc
    epoch: Epoch = field(default_factory=Epoch)

    @asynccontextmanager
    async def changing(self) -> AsyncGenerator[Change]:
        """A transaction; once it is committed, this process knows the state's new number."""
        async with self.database.transaction() as connection:
            change = Change(connection)
            yield change
        if change.epoch is not None:
            self.epoch.saw(change.epoch)

    async def rise(self, change: Change) -> None:
        """Let every standing permit fall. To be called before anything is entered."""
        change.epoch = await facts.rise(change.connection)

    async def enter(
        self,
        change: Change,
        kind: FactKind,
        key: str,
        body: dict[str, Any],
        *,
        by: str,
        production: str | None = None,
        performer: str | None = None,
        person: dict[str, Any] | None = None,
        of_old: bool = True,
    ) -> Fact:
        """Enter a fact. What it says stands outside the leaf, which names and commits to it.

        ``of_old`` is False where the key is new, so that no permit can rest on it yet.
        """
        if of_old and kind in MOVING:
            await self.rise(change)
        at = self.clock()
        identifier = uuid7(at)
        owners = {"production": production, "performer": performer}
        named = {name: owner for name, owner in owners.items() if owner is not None}
        said: dict[str, Any] = {"by": by, "says": body}
        if person is not None:
            said["person"] = person
        [entry] = await self.ledger.append(
            change.connection,
            Draft(kind, key, {"fact": str(identifier), **named}, personal=said),
        )
        fact = Fact(identifier, kind, key, production, performer, at, by, body, entry.index)
        await facts.add(change.connection, fact)
        if person is not None and performer is not None:
            await facts.keep_person(change.connection, performer, person)
        return fact
