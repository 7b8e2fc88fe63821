"""The audit's use cases: enter what is done, with the change itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from structlog.contextvars import get_contextvars

from matinee.errors import Invalid
from matinee.foundation.database import Connection, Database
from matinee.operation.audit import repository
from matinee.operation.audit.model import Entry
from matinee.operation.model import acting
from matinee.vocabulary.ids import uuid7

LONGEST_REASON = 500


def _now() -> datetime:
    return datetime.now(UTC)


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
    ) -> Entry:
        """Enter what who acts has just done, in the caller's transaction.

        So an entry exists exactly if the change does. ``detail`` is of what JSON holds.
        """
        actor, now = acting(), self.clock()
        entry = Entry(
            id=uuid7(now),
            at=now,
            actor=actor.name,
            account=actor.account,
            action=action,
            object=about,
            reason=reason,
            request_id=str(get_contextvars().get("request_id", "")),
            detail=dict(detail or {}),
        )
        await repository.add(connection, entry)
        return entry


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
