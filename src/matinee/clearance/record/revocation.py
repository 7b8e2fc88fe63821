"""Consent withdrawn or run out: permits die, and what was made is closed away with all its line."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import structlog

from matinee.clearance.ledger.entries import Draft
from matinee.clearance.record.facts import FactKind
from matinee.clearance.record.key_files import Left
from matinee.clearance.record.model import Affected, ProductionClosed, StoredOutput
from matinee.clearance.record.recorder import Change, Recorder
from matinee.clearance.record.repository import facts
from matinee.clearance.record.repository import outputs as stored_outputs
from matinee.clearance.record.repository import permits as stored_permits
from matinee.clearance.record.sealing import OutputStore
from matinee.clearance.record.shapes import Deletion, Revocation
from matinee.errors import Conflict, NotFound

REVOKED, DELETED = "the consent was revoked", "what it sealed was deleted"
PRODUCTION_OVER = "the key of its production was destroyed"
LEFT = "a process that destroyed it ended before it was entered"
KEY_DESTROYED, PRODUCTION_KEY_DESTROYED = "key-destroyed", "production-key-destroyed"
"""The ledger's entries."""
_log = structlog.get_logger()


@dataclass(slots=True)
class RevocationDesk:
    """Revokes, lists what is affected, and attests deletion."""

    recorder: Recorder
    store: OutputStore

    async def revoke(self, consent: UUID, revocation: Revocation, *, by: str) -> Affected:
        """End a consent now, with all that rests on it, in one transaction."""
        async with self.recorder.changing() as change:
            await facts.hold_alone(change.connection)
            filed = await facts.newest(change.connection, FactKind.CONSENT, str(consent))
            if filed is None:
                raise NotFound(f"There is no consent {consent}.")
            key = str(consent)
            if await facts.newest(change.connection, FactKind.REVOCATION, key) is not None:
                raise Conflict("This consent is revoked already.", code="already_revoked")
            await self.recorder.enter(
                change,
                FactKind.REVOCATION,
                key,
                revocation.stored(),
                by=by,
                performer=filed.performer,
            )
            await self._close(change, consent, "the consent that it rests on was revoked")
        await self._destroy_key(consent, REVOKED)
        return await self.affected(consent)

    async def destroy_left_keys(self) -> list[UUID]:
        """Destroy keys of revoked consents that a process left when it ended; those consents.

        So also what was destroyed and not entered. It is asked every minute: between the
        revocation, its key and the entry lie instants. A key that resists is logged, and the others
        go on.
        """
        seals = self.store.seals
        held = sorted(await asyncio.to_thread(seals.held))
        async with self.recorder.database.reading() as connection:
            found = await facts.current(
                connection, FactKind.REVOCATION, keys=[str(each) for each in held]
            )
        revoked = {UUID(fact.key) for fact in found}
        left: list[UUID] = []
        for consent in sorted(revoked | await asyncio.to_thread(seals.spoiled)):
            try:
                await self._destroy_key(consent, REVOKED if consent in revoked else DELETED)
            except Exception:
                _log.exception("a key could not be destroyed", consent=str(consent))
            else:
                left.append(consent)
        return left

    async def affected(self, consent: UUID) -> Affected:
        """What rests on a consent, whether or not it was revoked."""
        async with self.recorder.database.reading() as connection:
            resting = await stored_outputs.resting_on(connection, [consent])
            permits = await stored_permits.resting_on(connection, [consent])
        return Affected(consent, tuple(permits), tuple(resting))

    async def close_expired(self) -> list[UUID]:
        """Close away what rests on consents that ran out; those consents."""
        now = self.recorder.clock()
        async with self.recorder.changing() as change:
            await facts.hold_alone(change.connection)
            ended = await stored_outputs.expired_consents(change.connection, now)
            for consent in ended:
                await self._close(change, consent, "the consent that it rests on has run out")
        return ended

    async def attest_deletion(self, consent: UUID, deletion: Deletion, *, by: str) -> Affected:
        """Delete the bytes of all that is quarantined for a consent, and enter who did it."""
        affected = await self.affected(consent)
        closed = [output for output in affected.outputs if output.quarantined_at is not None]
        # What a production's key closed away may rest on a consent that others still stand on.
        if not closed or not await self._has_ended(consent, closed):
            raise Conflict(
                "Nothing is quarantined for this consent.",
                remedy="Revoke it first, or wait for it to run out.",
                code="nothing_quarantined",
            )
        for digest, resting, production in {
            (output.sha256, output.consent_id, output.production) for output in closed
        }:
            async with self.recorder.database.reading() as connection:
                held = await stored_outputs.open_holders(connection, digest)
            if not held:
                await self.store.drop(
                    digest, resting, None if production is None else UUID(production)
                )
        await self._destroy_key(consent, DELETED)
        await self.store.drop_all_work(consent)
        async with self.recorder.changing() as change:
            performer = next((each.performer for each in closed if each.performer), None)
            body = {**deletion.stored(), "outputs": [str(output.id) for output in closed]}
            await self.recorder.enter(
                change, FactKind.DELETION, str(consent), body, by=by, performer=performer
            )
            at = self.recorder.clock()
            identifiers = [output.id for output in closed]
            await stored_outputs.mark_deleted(change.connection, identifiers, at)
        return await self.affected(consent)

    async def _has_ended(self, consent: UUID, resting: Sequence[StoredOutput]) -> bool:
        """Whether a consent was revoked or has run out, by what rests on it."""
        async with self.recorder.database.reading() as connection:
            revoked = await facts.newest(connection, FactKind.REVOCATION, str(consent))
        now = self.recorder.clock()
        return revoked is not None or any(
            each.consent_id == consent
            and each.consent_expires is not None
            and each.consent_expires <= now
            for each in resting
        )

    async def _destroy_key(self, consent: UUID, reason: str) -> None:
        """Destroy a key and enter it, whichever instant a process ends in.

        Under the lock of revocations, so that of two that come together one enters it. Until the
        entry stands, a byte of the file says that it is due.
        """
        seals, ledger = self.store.seals, self.recorder.ledger
        async with self.recorder.changing() as change:
            await facts.hold_alone(change.connection)
            left = await asyncio.to_thread(seals.spoil, consent)
            due = left is Left.WHOLE or (
                left is Left.SPOILED
                and not await ledger.entries(subject=str(consent), kind=KEY_DESTROYED, limit=1)
            )
            if due:
                draft = Draft(KEY_DESTROYED, str(consent), {"reason": reason})
                await ledger.append(change.connection, draft)
        await asyncio.to_thread(seals.close, consent)

    async def destroy_production_key(
        self, production: UUID, *, reason: str, by: str
    ) -> ProductionClosed:
        """Destroy a production's key: nothing that it sealed can be read again.

        For a production that is over, whatever consents say: what rests on any of them in it is
        closed away as by a revocation, with all that was derived from it, and permits for it end,
        in the transaction that enters the key. Records, papers and credentials stay. Done again,
        it closes away what a release before this one left open.
        """
        keys, ledger, key = self.store.seals.productions, self.recorder.ledger, str(production)
        async with self.recorder.changing() as change:
            await self.recorder.rise(change)
            if await facts.newest(change.connection, FactKind.PRODUCTION, key) is None:
                raise NotFound(f"There is no production {production}.")
            await asyncio.to_thread(keys.spoil, production)
            due = not await ledger.entries(subject=key, kind=PRODUCTION_KEY_DESTROYED, limit=1)
            if due:
                draft = Draft(
                    PRODUCTION_KEY_DESTROYED, key, {"reason": reason}, personal={"by": by}
                )
                await ledger.append(change.connection, draft)
            at, why = self.recorder.clock(), PRODUCTION_OVER
            permits = await stored_permits.kill_in_production(
                change.connection, key, at=at, reason=why
            )
            outputs = await stored_outputs.quarantine_production(
                change.connection, key, at=at, reason=why
            )
            if permits or outputs:
                await self._enter_closed(change, key, why, permits, outputs)
        await asyncio.to_thread(keys.close, production)
        return ProductionClosed(due, tuple(permits), tuple(outputs))

    async def close_productions(self) -> list[UUID]:
        """Close away what is still open of productions whose keys are destroyed; those productions.

        A process that ended halfway leaves such, and so does a release in which a destroyed key
        closed nothing. One that resists is logged, and the others go on.
        """
        keys = self.store.seals.productions
        gone = await asyncio.to_thread(keys.all_destroyed)
        if not gone:
            return []
        async with self.recorder.database.reading() as connection:
            still = await stored_outputs.open_productions(connection, sorted(map(str, gone)))
        due = await asyncio.to_thread(keys.spoiled) | {UUID(each) for each in still}
        closed: list[UUID] = []
        for production in sorted(due):
            try:
                await self.destroy_production_key(production, reason=LEFT, by="this service")
            except Exception:
                _log.exception("a production could not be closed", production=str(production))
            else:
                closed.append(production)
        return closed

    async def _close(self, change: Change, consent: UUID, reason: str) -> None:
        at = self.recorder.clock()
        connection = change.connection
        permits = await stored_permits.kill(connection, at=at, reason=reason, consents=[consent])
        outputs = await stored_outputs.quarantine(connection, [consent], at=at, reason=reason)
        await self._enter_closed(change, str(consent), reason, permits, outputs)

    async def _enter_closed(
        self,
        change: Change,
        subject: str,
        reason: str,
        permits: Sequence[UUID],
        outputs: Sequence[UUID],
    ) -> None:
        for start in range(0, max(len(permits), len(outputs), 1), _IN_ONE_ENTRY):
            body = {
                "reason": reason,
                "permits": [str(each) for each in permits[start : start + _IN_ONE_ENTRY]],
                "outputs": [str(each) for each in outputs[start : start + _IN_ONE_ENTRY]],
            }
            await self.recorder.ledger.append(change.connection, Draft("quarantine", subject, body))


_IN_ONE_ENTRY = 500
"""Ids in one ledger entry, which has a bound."""
