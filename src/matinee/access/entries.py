"""What the audit is told of signing in and out, so bounded that no stranger can flood it.

Failures are entered with the network they came from and, where there is one, the account that was
meant, never with what was typed: it may be a password. A lock-out is entered once an hour for an
account and a network. After so many of both in an hour one entry says that the rest is only
counted. Members' own comings and goings are no operator's business, and are not entered.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from matinee.access.model import Account, Role
from matinee.access.repository import attempts
from matinee.foundation.database import Connection
from matinee.operation.audit.service import AuditService
from matinee.operation.model import Actor

MOST_AN_HOUR = 500
_STRANGER = Actor("nobody")


@dataclass(frozen=True, slots=True)
class SignInEntries:
    """Enters on the caller's connection: an entry exists exactly if what it tells does."""

    audit: AuditService

    async def succeeded(self, connection: Connection, account: Account, by: str) -> None:
        """Somebody is signed in, by password or by another provider."""
        await self._of(connection, account, "success", by=by)

    async def ended(self, connection: Connection, account: Account) -> None:
        """Somebody has signed out."""
        await self._of(connection, account, "out")

    async def failed(
        self, connection: Connection, account: UUID | None, network: str, now: datetime
    ) -> None:
        """Name and password did not fit."""
        await self._of_stranger(connection, account, "failure", network, now)

    async def locked(
        self, connection: Connection, account: UUID | None, network: str, now: datetime
    ) -> None:
        """A try was refused unjudged, since too many failed before it."""
        whose = f"locked:{account}:{network}:{_hour(now)}"
        if await attempts.tally(connection, whose, now) == 1:
            await self._of_stranger(connection, account, "locked", network, now)

    async def _of(self, connection: Connection, account: Account, what: str, **detail: str) -> None:
        if account.roles == frozenset({Role.MEMBER}):
            return
        actor = Actor(account.name, account.id, frozenset(account.roles))
        about = f"account {account.id}"
        await self.audit.enter(connection, f"sign-in.{what}", about, detail=detail, actor=actor)

    async def _of_stranger(
        self, connection: Connection, account: UUID | None, what: str, network: str, now: datetime
    ) -> None:
        number = await attempts.tally(connection, f"entered:{_hour(now)}", now)
        if number > MOST_AN_HOUR:
            return
        about = "no account" if account is None else f"account {account}"
        detail = {"address": network}
        if number == MOST_AN_HOUR:
            detail["withheld"] = "whatever else fails within this hour"
        await self.audit.enter(connection, f"sign-in.{what}", about, detail=detail, actor=_STRANGER)


def _hour(now: datetime) -> str:
    return f"{now:%Y-%m-%dT%H}"
