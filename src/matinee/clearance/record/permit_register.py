"""The door's ``PermitRegister``: mint from a *go*, count each use once, let standing ones pass.

A single permit is judged anew by the record whenever it is spent. A standing one carries the
state's number; it falls when the number rises, or when this process no longer knows the number.
"""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn
from uuid import UUID

from matinee.clearance import permits as rules
from matinee.clearance.guidance.decision import Outcome
from matinee.clearance.keys import SigningKey, open_key
from matinee.clearance.ledger.entries import Draft
from matinee.clearance.record.decisions import Decisions, Judged
from matinee.clearance.record.model import Decided, StoredPermit
from matinee.clearance.record.recorder import Change, Recorder
from matinee.clearance.record.repository import facts
from matinee.clearance.record.repository import outputs as stored_outputs
from matinee.clearance.record.repository import permits as stored_permits
from matinee.errors import Conflict, Denied, Invalid, NotFound
from matinee.foundation.database import Connection
from matinee.generation.model import IntendedCall, Permit, PermitKind, Spend
from matinee.vocabulary.ids import uuid7

STALE_SECONDS = 3.0
"""A standing permit passes only on a reading of the state that is younger than this."""
WITHOUT_OUTPUT = "spend-without-output"
_KEPT = 10_000


async def _nothing() -> None:
    """Nobody watches the state."""


@dataclass(slots=True)
class PermitDesk:
    """Mints, spends and watches permits."""

    recorder: Recorder
    decisions: Decisions
    key_folder: Path
    awake: Callable[[], Awaitable[None]] = _nothing
    """Called when a permit is handed out: from then on this process must know the state."""
    _key: SigningKey | None = None
    _verified: OrderedDict[UUID, Permit] = field(default_factory=OrderedDict)
    _judged: OrderedDict[UUID, int] = field(default_factory=OrderedDict)
    _passed: dict[UUID, int] = field(default_factory=dict)

    @property
    def key(self) -> SigningKey:
        """The key that signs permits, made at first use."""
        if self._key is None:
            self._key = open_key(self.key_folder, "permits")
        return self._key

    async def mint(
        self,
        use_id: UUID,
        *,
        by: str,
        lasts: timedelta,
        uses: int = 1,
        inputs: frozenset[str] = frozenset(),
    ) -> Permit:
        """Decide on a use now, and mint a single permit from a *go*."""
        await self.awake()
        async with self.recorder.changing() as change:
            await facts.hold_still(change.connection)
            judged, decided = await self.decisions.decide(change, use_id, by=by)
            if judged.decision.outcome is Outcome.GO:
                now, ends = decided.at, judged.consent_expires
                left = lasts if ends is None else min(lasts, ends - now)
                use = judged.document.use
                permit = rules.mint(
                    judged.decision,
                    judged.document,
                    key=self.key,
                    decision_id=decided.id,
                    tool=_declared(judged, "tool"),
                    purpose=_declared(judged, "purpose"),
                    now=now,
                    lasts=left,
                    performer=None if not use.likeness else _performer(judged),
                    inputs=inputs,
                    uses=uses,
                )
                return await self._keep(change, permit, judged, decided, by=by)
        return rules.refuse(judged.decision)

    async def mint_standing(
        self, use_id: UUID, *, by: str, lasts: timedelta, input_class: str
    ) -> Permit:
        """Decide on a use now, and mint a standing permit from a *go*."""
        await self.awake()
        async with self.recorder.changing() as change:
            epoch = await facts.hold_still(change.connection)
            judged, decided = await self.decisions.decide(change, use_id, by=by)
            if judged.decision.outcome is Outcome.GO:
                now = decided.at
                turn = self.decisions.next_turn(now)
                permit = rules.mint_standing(
                    judged.decision,
                    judged.document,
                    key=self.key,
                    decision_id=decided.id,
                    tool=_declared(judged, "tool"),
                    purpose=_declared(judged, "purpose"),
                    input_class=input_class,
                    epoch=epoch,
                    now=now,
                    lasts=lasts if turn is None else min(lasts, turn - now),
                )
                return await self._keep(change, permit, judged, decided, by=by)
        return rules.refuse(judged.decision)

    async def spend(self, permit: Permit, call: IntendedCall) -> Spend:
        """Count one use of a single permit for this call, or raise Denied."""
        now = self.recorder.clock()
        if permit.kind is not PermitKind.SINGLE:
            raise Invalid("A standing permit is not counted.", remedy="Let it pass by `admit`.")
        rules.check(permit, call, now=now, public=self.key.public)
        async with self.recorder.changing() as change:
            epoch = await facts.hold_still(change.connection)
            stored = await self._live(change.connection, permit, now)
            await self._require_still_go(change.connection, stored)
            await self._require_untainted(change.connection, call.inputs, now)
            number = await stored_permits.count_one(change.connection, permit.id, now)
            if number is None:
                _deny("used_up", f"All {permit.uses} uses of this permit are spent.")
            spend = Spend(uuid7(now), permit, call, number)
            [_] = await self.recorder.ledger.append(change.connection, _entry(spend))
            await stored_permits.add_spend(change.connection, spend.id, permit.id, number, now)
        _remember(self._judged, permit.id, epoch)
        return spend

    async def still_live(self, permit: Permit, inputs: frozenset[str] = frozenset()) -> None:
        """Raise Denied when a permit fell since it was spent, or one of the inputs did.

        Long jobs ask every second.
        """
        now = self.recorder.clock()
        rules.check_signature(permit, public=self.key.public)
        async with self.recorder.database.reading() as connection:
            epoch = await facts.epoch(connection)
            stored = await self._live(connection, permit, now)
            if permit.kind is PermitKind.STANDING:
                if epoch != permit.epoch:
                    _fell()
            elif self._judged.get(permit.id) != epoch:
                await self._require_still_go(connection, stored)
                _remember(self._judged, permit.id, epoch)
            await self._require_untainted(connection, inputs, now)

    async def without_output(self, spend: Spend, reason: str) -> None:
        """Enter that a use was spent and nothing came of it; it stays spent."""
        body = {"spend": str(spend.id), "tool": spend.call.tool, "reason": reason}
        async with self.recorder.changing() as change:
            draft = Draft(WITHOUT_OUTPUT, str(spend.permit.id), body)
            await self.recorder.ledger.append(change.connection, draft)

    async def enter_left(self, permit: UUID, reason: str) -> list[UUID]:
        """Enter uses that were spent by a process which died before it could say what came of them.

        They stay spent. To be called by whoever begins the work again; the uses that were entered.
        """
        async with self.recorder.changing() as change:
            await facts.hold_alone(change.connection)
            unanswered = await stored_permits.unanswered(change.connection, permit)
            told = await self.recorder.ledger.entries(
                subject=str(permit), kind=WITHOUT_OUTPUT, limit=rules.MOST_USES
            )
            known = {entry.content["body"]["spend"] for entry in told}
            left = [spend for spend in unanswered if str(spend) not in known]
            drafts = [
                Draft(WITHOUT_OUTPUT, str(permit), {"spend": str(spend), "reason": reason})
                for spend in left
            ]
            if drafts:
                await self.recorder.ledger.append(change.connection, *drafts)
        return left

    def admit(self, permit: Permit, call: IntendedCall) -> Spend:
        """Let a standing permit pass, in memory and at once, or raise Denied."""
        state = self.recorder.epoch
        if permit.kind is not PermitKind.STANDING:
            raise Invalid("A single permit is counted.", remedy="Use `spend`.")
        if state.seconds_old > STALE_SECONDS:
            _deny("state_unknown", "Whether this permit still stands cannot be told.")
        if permit.epoch != state.number:
            _fell()
        now = self.recorder.clock()
        # Whoever changes one word of a verified permit holds another permit, which is verified.
        if self._verified.get(permit.id) != permit:
            rules.check_signature(permit, public=self.key.public)
            _remember(self._verified, permit.id, permit)
        rules.check_terms(permit, call, now=now)
        self._passed[permit.id] = self._passed.get(permit.id, 0) + 1
        return Spend(uuid7(now), permit, call, None)

    async def enter_passages(self) -> None:
        """Enter in the ledger how often standing permits let pass since the last time."""
        passed, self._passed = self._passed, {}
        if not passed:
            return
        try:
            async with self.recorder.changing() as change:
                drafts = [
                    Draft("standing-uses", str(permit), {"uses": uses})
                    for permit, uses in sorted(passed.items())
                ]
                await self.recorder.ledger.append(change.connection, *drafts)
        except BaseException:
            for permit, uses in passed.items():
                self._passed[permit] = self._passed.get(permit, 0) + uses
            raise

    async def permit(self, identifier: UUID) -> Permit:
        """A permit as it was minted, or NotFound."""
        await self.awake()
        return as_permit(await self.stored(identifier))

    async def stored(self, identifier: UUID) -> StoredPermit:
        """A permit as it stands, or NotFound."""
        async with self.recorder.database.reading() as connection:
            found = await stored_permits.permit(connection, identifier)
        if found is None:
            raise NotFound(f"There is no permit {identifier}.")
        return found

    async def of_use(self, use_id: UUID) -> list[StoredPermit]:
        """The permits of a use."""
        async with self.recorder.database.reading() as connection:
            return await stored_permits.permits_of(connection, use_id)

    async def _keep(
        self, change: Change, permit: Permit, judged: Judged, decided: Decided, *, by: str
    ) -> Permit:
        stored = StoredPermit(
            id=permit.id,
            kind=permit.kind,
            use_id=judged.use_id,
            decision_id=decided.id,
            consent_id=decided.consent_id,
            consent_expires=judged.consent_expires,
            uses=permit.uses,
            spent=0,
            expires=permit.expires,
            terms=_terms(permit),
            signature=permit.signature,
        )
        body = {"use": str(judged.use_id), "terms": rules.terms_hash(permit)}
        body |= {"decision": str(decided.id), "permit_kind": permit.kind, "uses": str(permit.uses)}
        draft = Draft("permit", str(permit.id), body, personal={"by": by})
        await self.recorder.ledger.append(change.connection, draft)
        await stored_permits.add_permit(change.connection, stored)
        return permit

    async def _live(self, connection: Connection, permit: Permit, now: datetime) -> StoredPermit:
        stored = await stored_permits.permit(connection, permit.id)
        if stored is None:
            _deny("unknown", "This house has no such permit.")
        if stored.died_at is not None:
            _deny("revoked", f"This permit was ended: {stored.died_of}.")
        if permit.expires <= now:
            _deny("expired", "The permit has run out.")
        if stored.consent_expires is not None and stored.consent_expires <= now:
            _deny("consent_expired", "The consent that this permit rests on has run out.")
        return stored

    async def _require_untainted(
        self, connection: Connection, inputs: frozenset[str], now: datetime
    ) -> None:
        if inputs:
            line = await stored_outputs.lineage(connection, inputs, now)
            rules.require_untainted(line.closed)

    async def _require_still_go(self, connection: Connection, stored: StoredPermit) -> None:
        judged = await self.decisions.judge(connection, stored.use_id)
        if judged.decision.outcome is not Outcome.GO:
            rules.refuse(judged.decision)
        if stored.consent_id is not None and judged.consent is None:
            raise Conflict("The consent of this permit is no longer found.", code="no_consent")


def as_permit(stored: StoredPermit) -> Permit:
    """The permit that a row holds."""
    terms = stored.terms
    return Permit(
        id=stored.id,
        kind=PermitKind(stored.kind),
        purpose=terms["purpose"],
        tool=terms["tool"],
        decision=stored.decision_id,
        not_before=datetime.fromisoformat(terms["not_before"]),
        expires=stored.expires,
        production=terms["production"],
        performer=terms["performer"],
        inputs=frozenset(terms["inputs"]),
        input_class=terms["input_class"],
        uses=stored.uses,
        epoch=terms["epoch"],
        signature=stored.signature,
    )


def _terms(permit: Permit) -> dict[str, Any]:
    return {
        "purpose": permit.purpose,
        "tool": permit.tool,
        "not_before": permit.not_before.isoformat(),
        "production": permit.production,
        "performer": permit.performer,
        "inputs": sorted(permit.inputs),
        "input_class": permit.input_class,
        "epoch": permit.epoch,
    }


def _entry(spend: Spend) -> Draft:
    body: dict[str, Any] = {"spend": str(spend.id), "number": spend.number, "tool": spend.call.tool}
    if spend.call.performer is not None:  # Rule R19: every access to a replica is logged.
        body["performer"] = spend.call.performer
    body["inputs"] = sorted(spend.call.inputs)
    return Draft("spend", str(spend.permit.id), body)


def _declared(judged: Judged, name: str) -> str:
    return str(getattr(judged.document.evidence.declaration, name))


def _performer(judged: Judged) -> str | None:
    performer = judged.document.evidence.performer
    return None if performer is None else performer.name


def _remember(kept: OrderedDict[UUID, Any], key: UUID, value: object) -> None:
    kept[key] = value
    if len(kept) > _KEPT:
        kept.popitem(last=False)


def _fell() -> NoReturn:
    _deny("fell", "A pack, a consent, a tool or a strike changed, and this permit fell.")


def _deny(code: str, sentence: str) -> NoReturn:
    raise Denied(sentence, remedy="Ask for a new permit of the use.", code=code)
