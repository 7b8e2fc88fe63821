"""What was taken back for good: read while the house lives, done again in one that was restored.

A house that is restored from a copy knows nothing of what came after the copy was made. That a
consent was revoked, its outputs deleted, or a person erased has to hold there all the same.
"""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from matinee.clearance.ledger.entries import Draft, Entry
from matinee.clearance.record.facts import FactKind
from matinee.clearance.record.repository import facts
from matinee.clearance.record.revocation import KEY_DESTROYED, PRODUCTION_KEY_DESTROYED
from matinee.clearance.record.service import PERSON_ERASED, RecordService
from matinee.clearance.record.shapes import Deletion, Revocation
from matinee.errors import Conflict, NotFound

Kind = Literal["revocation", "deletion", "key", "production-key", "person"]
_FACTS: dict[str, FactKind] = {
    "revocation": FactKind.REVOCATION,
    "deletion": FactKind.DELETION,
}
_ENTRIES: dict[str, Kind] = {
    FactKind.REVOCATION: "revocation",
    FactKind.DELETION: "deletion",
    KEY_DESTROYED: "key",
    PRODUCTION_KEY_DESTROYED: "production-key",
    PERSON_ERASED: "person",
}
"""In the order in which they are done again: a key's entry follows what destroyed it."""
_PAGE = 500


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """One thing taken back: ``subject`` is a consent or, of a person, a performer.

    ``body`` is what was said of it, ``by`` who said so, where that was recorded.
    """

    kind: Kind
    subject: UUID
    by: str
    body: dict[str, Any]


async def withdrawals(record: RecordService) -> list[Withdrawal]:
    """Everything that was ever taken back, in the order in which it is to be done again."""
    found: list[Withdrawal] = []
    for entry_kind, kind in _ENTRIES.items():
        async for entries in _pages(record, entry_kind):
            if kind in _FACTS:
                keys = list({entry.subject for entry in entries})
                said = await record.current(_FACTS[kind], keys=keys)
                found += [
                    Withdrawal(kind, UUID(one.key), one.recorded_by, one.body) for one in said
                ]
            else:
                found += [
                    Withdrawal(kind, UUID(one.subject), "", one.content["body"]) for one in entries
                ]
    return found


async def withdraw_again(record: RecordService, withdrawal: Withdrawal, *, because: str) -> bool:
    """Take back what the record holds to stand; whether there was anything to do.

    ``because`` names the restore, for the ledger. What was recorded only after the copy was made is
    not there, and has nothing to be taken back from.
    """
    desk, subject, body = record.revocations, withdrawal.subject, withdrawal.body
    if withdrawal.kind == "key":
        return await _enter_destroyed(record, subject, f"{body['reason']}; {because}")
    try:
        match withdrawal.kind:
            case "revocation":
                await desk.revoke(subject, Revocation.model_validate(body), by=withdrawal.by)
            case "deletion":
                if await _is_deleted(record, subject):
                    return False
                deletion = Deletion(statement=str(body["statement"]))
                await desk.attest_deletion(subject, deletion, by=withdrawal.by)
            case "production-key":
                closed = await desk.destroy_production_key(
                    subject, reason=f"{body['reason']}; {because}", by=because
                )
                return closed.destroyed
            case "person":
                await record.erase_person(subject, by=because)
    except NotFound:
        return False
    except Conflict as done:
        if done.code not in _DONE:
            raise
        return False
    return True


_DONE = {"already_revoked", "nothing_quarantined", "already_erased"}


async def _is_deleted(record: RecordService, consent: UUID) -> bool:
    return bool(await record.current(FactKind.DELETION, keys=[str(consent)]))


async def _enter_destroyed(record: RecordService, consent: UUID, reason: str) -> bool:
    """Destroy a key that is left, and enter that it is gone, also where it came back destroyed."""
    if not await record.current(FactKind.CONSENT, keys=[str(consent)]):
        return False
    desk = record.revocations
    ledger, seals = desk.recorder.ledger, desk.store.seals
    async with desk.recorder.changing() as change:
        await facts.hold_alone(change.connection)
        await asyncio.to_thread(seals.spoil, consent)
        due = not await ledger.entries(subject=str(consent), kind=KEY_DESTROYED, limit=1)
        if due:
            draft = Draft(KEY_DESTROYED, str(consent), {"reason": reason})
            await ledger.append(change.connection, draft)
    await asyncio.to_thread(seals.close, consent)
    return due


async def _pages(record: RecordService, kind: str) -> AsyncGenerator[list[Entry]]:
    start = 0
    while entries := await record.recorder.ledger.entries(start=start, limit=_PAGE, kind=kind):
        yield entries
        start = entries[-1].index + 1
