"""The record's use cases; the only door to it besides ``model``."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from matinee.clearance.guidance.decision import Decision
from matinee.clearance.guidance.packs import PackShelf
from matinee.clearance.ledger.entries import Draft
from matinee.clearance.ledger.service import LedgerService
from matinee.clearance.record import shapes
from matinee.clearance.record.credentials import Sidecars
from matinee.clearance.record.decisions import Decisions
from matinee.clearance.record.evidence import read_offer
from matinee.clearance.record.facts import Fact, FactKind
from matinee.clearance.record.model import CataloguedNames, Credentials, Decided
from matinee.clearance.record.name_index import folded_term
from matinee.clearance.record.names import CounselledNames
from matinee.clearance.record.output_register import OutputDesk
from matinee.clearance.record.papers import Papers
from matinee.clearance.record.permit_register import PermitDesk
from matinee.clearance.record.publishing import PublicationDesk
from matinee.clearance.record.recorder import Recorder, now_utc
from matinee.clearance.record.repository import facts
from matinee.clearance.record.repository import permits as stored_permits
from matinee.clearance.record.revocation import RevocationDesk
from matinee.clearance.record.sealing import OutputStore, Seals
from matinee.clearance.record.watch import Watch
from matinee.errors import Conflict, Invalid, NotFound
from matinee.foundation.blobs import Blobs
from matinee.foundation.database import Database
from matinee.generation.model import Permit
from matinee.vocabulary.ids import uuid7

PERSON_ERASED = "person-erased"
"""The ledger's entry."""


@dataclass(slots=True)
class RecordService:
    """What is recorded of productions, performers, consents, tools and uses, and what follows."""

    recorder: Recorder
    blobs: Blobs
    papers: Papers
    names: CounselledNames
    decisions: Decisions
    permits: PermitDesk
    outputs: OutputDesk
    revocations: RevocationDesk
    publications: PublicationDesk
    watch: Watch

    @classmethod
    def on(
        cls,
        database: Database,
        blobs: Blobs,
        ledger: LedgerService,
        shelf: Callable[[], PackShelf],
        catalogue: CataloguedNames,
        key_folder: Path,
        credentials: Credentials | None = None,
        *,
        clock: Callable[[], datetime] = now_utc,
    ) -> "RecordService":
        """The whole record on a database and a store of files."""
        recorder = Recorder(database, ledger, clock=clock)
        names = CounselledNames(database, catalogue)
        decisions = Decisions(recorder, shelf, names)
        permits = PermitDesk(recorder, decisions, key_folder)
        signed = credentials or Sidecars(key_folder)
        store = OutputStore(blobs, Seals(key_folder / "consents"))
        outputs = OutputDesk(recorder, permits, store, signed)
        publications = PublicationDesk(recorder, decisions, outputs, signed)
        watch = Watch(recorder, shelf, names, permits)
        permits.awake = watch.awake
        revocations = RevocationDesk(recorder, store)
        return cls(
            recorder,
            blobs,
            Papers(blobs, key_folder / "papers.key"),
            names,
            decisions,
            permits,
            outputs,
            revocations,
            publications,
            watch,
        )

    async def add_production(self, body: shapes.NewProduction, *, by: str) -> Fact:
        """Record a production."""
        key = self._new_key()
        return await self._enter(FactKind.PRODUCTION, key, body.stored(), by=by, production=key)

    async def add_performer(
        self, body: shapes.NewPerformer, *, by: str, performer: UUID | None = None
    ) -> Fact:
        """Record a performer, or anew what is known of one."""
        if performer is not None:
            await self.fact(FactKind.PERFORMER, str(performer))
        stored = body.stored()
        person = {name: stored.pop(name) for name in shapes.Person.model_fields if name in stored}
        key = self._new_key() if performer is None else str(performer)
        return await self._enter(
            FactKind.PERFORMER, key, stored, by=by, performer=key, person=person
        )

    async def add_consent(self, body: shapes.NewConsent, *, by: str) -> Fact:
        """Record a consent as it was signed."""
        await self.fact(FactKind.PERFORMER, str(body.performer), field="performer")
        for production in body.productions:
            await self.fact(FactKind.PRODUCTION, str(production), field="productions")
        if body.signed_at > self.recorder.clock():
            raise Invalid("A consent is recorded once it is signed.", field="signed_at")
        if not await self.papers.are_kept(body.document):
            raise Invalid(
                "This house has no such document.",
                remedy="Enter the paper first.",
                field="document",
            )
        return await self._enter(
            FactKind.CONSENT, self._new_key(), body.stored(), by=by, performer=str(body.performer)
        )

    async def keep_document(self, content: bytes) -> str:
        """Keep a signed paper; its SHA-256 in hex."""
        return await self.papers.keep(content)

    async def document(self, consent: Fact) -> bytes:
        """The paper of a consent."""
        return await self.papers.paper(consent.body["document"])

    async def mint(self, use: UUID, wish: shapes.PermitWish, *, by: str) -> Permit:
        """A permit of a use, if the decision is now *go*."""
        lasts = timedelta(seconds=wish.lasts_seconds)
        if wish.input_class is not None:
            return await self.permits.mint_standing(
                use, by=by, lasts=lasts, input_class=wish.input_class
            )
        return await self.permits.mint(
            use, by=by, lasts=lasts, uses=wish.uses, inputs=frozenset(wish.inputs)
        )

    async def put_tool(self, tool: str, body: shapes.NewTool, *, by: str) -> Fact:
        """Record a tool's terms, or those that it has now."""
        return await self._enter(FactKind.TOOL, tool, body.stored(), by=by)

    async def put_dispute(
        self, body: shapes.NewDispute, *, by: str, dispute: UUID | None = None
    ) -> Fact:
        """Record a strike, or its end."""
        if dispute is not None:
            await self.fact(FactKind.DISPUTE, str(dispute))
        key = self._new_key() if dispute is None else str(dispute)
        return await self._enter(FactKind.DISPUTE, key, body.stored(), by=by)

    async def list_name(self, body: shapes.ListedName, *, by: str) -> Fact:
        """Put a name on counsel's list, or take it off."""
        fact = await self._enter(FactKind.LISTED_NAME, _term(body.term), body.stored(), by=by)
        await self.names.refresh()
        return fact

    async def clear_name(self, production: UUID, body: shapes.NameClearance, *, by: str) -> Fact:
        """Record that a production may name something, or no longer."""
        await self.fact(FactKind.PRODUCTION, str(production), field="production")
        key = f"{production} {_term(body.term)}"
        fact = await self._enter(
            FactKind.NAME_CLEARANCE, key, body.stored(), by=by, production=str(production)
        )
        await self.names.refresh()
        return fact

    async def declare(
        self,
        production: UUID,
        body: shapes.DeclaredUse,
        *,
        by: str,
        evidence: dict[str, Any] | None = None,
    ) -> tuple[Fact, Decided]:
        """Declare a use for a production with the evidence at hand, and decide on it at once."""
        stored, performer = await self._proposed(production, body)
        offered = read_offer(evidence) if evidence else None
        async with self.recorder.changing() as change:
            enter = partial(
                self.recorder.enter, change, by=by, production=str(production), performer=performer
            )
            fact = await enter(FactKind.USE, self._new_key(), stored)
            if offered is not None:
                await enter(FactKind.EVIDENCE, fact.key, offered, of_old=False)
            _, decided = await self.decisions.decide(change, UUID(fact.key), by=by)
        return fact, decided

    async def forecast(
        self,
        production: UUID,
        body: shapes.DeclaredUse,
        *,
        by: str,
        evidence: dict[str, Any] | None = None,
    ) -> Decision:
        """What would be decided on such a declaration; nothing is recorded."""
        stored, performer = await self._proposed(production, body)
        now = self.recorder.clock()
        key = self._new_key()

        def saying(kind: FactKind, says: dict[str, Any]) -> Fact:
            return Fact(uuid7(now), kind, key, str(production), performer, now, by, says)

        said = [saying(FactKind.EVIDENCE, read_offer(evidence))] if evidence else []
        judged = await self.decisions.forecast(saying(FactKind.USE, stored), said)
        return judged.decision

    async def _proposed(
        self, production: UUID, body: shapes.DeclaredUse
    ) -> tuple[dict[str, Any], str | None]:
        """A declaration as it is stored, and its performer; Invalid where it names what is not."""
        await self.fact(FactKind.PRODUCTION, str(production), field="production")
        tool = await self.fact(FactKind.TOOL, body.tool, field="tool")
        if tool.body.get("retired"):
            raise Invalid(f"{body.tool} is retired.", remedy="Choose another tool.", field="tool")
        performer = None if body.performer is None else str(body.performer)
        if performer is not None:
            await self.fact(FactKind.PERFORMER, performer, field="performer")
        stored = {
            **body.stored(),
            "production": str(production),
            "tool_version": tool.body["version"],
        }
        return stored, performer

    async def judged(self, use: UUID) -> tuple[Decision, UUID | None]:
        """What would be decided on a use now, and by which consent; nothing is recorded."""
        async with self.recorder.database.reading() as connection:
            judged = await self.decisions.judge(connection, use)
        return judged.decision, None if judged.consent is None else UUID(judged.consent.key)

    async def decide(self, use: UUID, *, by: str) -> Decided:
        """Decide on a use by what the record says now."""
        async with self.recorder.changing() as change:
            _, decided = await self.decisions.decide(change, use, by=by)
        return decided

    async def offer_evidence(self, use: UUID, offer: dict[str, Any], *, by: str) -> Decided:
        """Enter evidence of a use, and decide again."""
        return await self._of_use(FactKind.EVIDENCE, use, read_offer(offer), by=by)

    async def approve(self, use: UUID, body: shapes.Approval, *, by: str) -> Decided:
        """A named person's yes for what it covers; an earlier date needs its paper."""
        now = self.recorder.clock()
        signed_at = body.signed_at or now
        if signed_at > now:
            raise Invalid("An approval is not signed in the future.", field="signed_at")
        if body.signed_at is not None and body.document is None:
            raise Invalid(
                "An approval that was signed earlier needs its paper.",
                remedy="Give the document's SHA-256, or leave signed_at out.",
                field="document",
            )
        stored = {**body.stored(), "signed_at": signed_at.isoformat()}
        return await self._of_use(FactKind.APPROVAL, use, stored, by=by)

    async def refuse(self, use: UUID, body: shapes.Refusal, *, by: str) -> Decided:
        """A named person's no."""
        return await self._of_use(FactKind.REFUSAL, use, body.stored(), by=by)

    async def withdraw(self, use: UUID, body: dict[str, Any], *, by: str) -> Decided:
        """Counsel's last word on a use is taken back, and the use is decided on again."""
        return await self._of_use(FactKind.WITHDRAWAL, use, body, by=by)

    async def refuse_exemption(self, use: UUID, body: shapes.Refusal, *, by: str) -> Decided:
        """Refuse the exemption that a use claims (rule R10)."""
        return await self._of_use(FactKind.EXEMPTION_REFUSED, use, body.stored(), by=by)

    async def inbox(self) -> list[Fact]:
        """The uses that wait for a named person, the longest first."""
        async with self.recorder.database.reading() as connection:
            waiting = await stored_permits.latest_outcomes(connection, "review")
            keys = [str(use) for use in waiting]
            found = await facts.current(connection, FactKind.USE, keys=keys)
        by_key = {fact.key: fact for fact in found}
        return [by_key[key] for key in keys if key in by_key]

    async def fact(self, kind: FactKind, key: str, *, field: str | None = None) -> Fact:
        """The last word on a key; NotFound, or Invalid where a field named it."""
        async with self.recorder.database.reading() as connection:
            found = await facts.newest(connection, kind, key)
        if found is None and field is not None:
            raise Invalid(f"There is no {kind} {key}.", remedy="Record it first.", field=field)
        if found is None:
            raise NotFound(f"There is no {kind} {key}.")
        return found

    async def current(
        self,
        kind: FactKind,
        *,
        keys: Sequence[str] | None = None,
        production: str | None = None,
        performer: str | None = None,
    ) -> list[Fact]:
        """The last word on every key of a kind."""
        async with self.recorder.database.reading() as connection:
            return await facts.current(
                connection, kind, keys=keys, production=production, performer=performer
            )

    async def about(self, key: str) -> list[Fact]:
        """Everything that was recorded of a key, oldest first."""
        async with self.recorder.database.reading() as connection:
            return await facts.about(connection, key)

    async def persons(self, performers: Sequence[str]) -> dict[str, dict[str, Any]]:
        """Who some performers are, but those who were erased."""
        async with self.recorder.database.reading() as connection:
            return await facts.persons(connection, performers)

    async def erase_person(self, performer: UUID, *, by: str) -> int:
        """Forget who a performer is, everywhere; the ledger's chain stays whole.

        Returns the number of ledger entries that held something of the person.
        """
        key = str(performer)
        await self.fact(FactKind.PERFORMER, key)
        async with self.recorder.changing() as change:
            await self.recorder.rise(change)
            connection = change.connection
            if not await facts.forget_person(connection, key):
                raise Conflict("This person is erased already.", code="already_erased")
            places = await facts.entries_of(connection, key)
            draft = Draft(PERSON_ERASED, key, {"performer": key}, personal={"by": by})
            await self.recorder.ledger.append(connection, draft)
            return await self.recorder.ledger.erase_personal(connection, places)

    async def close(self) -> None:
        """Stop watching the state, and enter what is still to be entered."""
        await self.watch.close()

    async def _of_use(self, kind: FactKind, use: UUID, body: dict[str, Any], *, by: str) -> Decided:
        declared = await self.fact(FactKind.USE, str(use))
        async with self.recorder.changing() as change:
            await self.recorder.enter(
                change,
                kind,
                str(use),
                body,
                by=by,
                production=declared.production,
                performer=declared.performer,
            )
            _, decided = await self.decisions.decide(change, use, by=by)
        return decided

    async def _enter(
        self,
        kind: FactKind,
        key: str,
        body: dict[str, Any],
        *,
        by: str,
        production: str | None = None,
        performer: str | None = None,
        person: dict[str, Any] | None = None,
    ) -> Fact:
        async with self.recorder.changing() as change:
            return await self.recorder.enter(
                change,
                kind,
                key,
                body,
                by=by,
                production=production,
                performer=performer,
                person=person,
            )

    def _new_key(self) -> str:
        return str(uuid7(self.recorder.clock()))


def _term(term: str) -> str:
    folded = folded_term(term)
    if not folded:
        raise Invalid("This name has no letter in it.", field="term")
    return folded
