"""Decisions on declared uses: the record's evidence, judged by the packs of the day, and kept."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

import msgspec
from msgspec import structs

from matinee.clearance.guidance.decision import Decision, Finding, Outcome
from matinee.clearance.guidance.packs import PackShelf
from matinee.clearance.guidance.request import Publication, RequestDocument
from matinee.clearance.ledger.entries import Draft
from matinee.clearance.record.evidence import assemble, consent_for, judge
from matinee.clearance.record.facts import Extract, Fact, FactKind
from matinee.clearance.record.model import Decided
from matinee.clearance.record.names import CounselledNames
from matinee.clearance.record.recorder import Change, Recorder
from matinee.clearance.record.repository import facts, permits
from matinee.errors import NotFound
from matinee.foundation.database import Connection
from matinee.generation.model import input_hash
from matinee.vocabulary.ids import uuid7

_ENCODER = msgspec.json.Encoder(order="sorted")


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer that is not kept: the question, the answer, and the consent it rests on."""

    use_id: UUID
    document: RequestDocument
    decision: Decision
    consent: Fact | None

    @property
    def consent_expires(self) -> datetime | None:
        """When the consent ends that the answer rests on."""
        return (
            None if self.consent is None else datetime.fromisoformat(self.consent.body["expires"])
        )


@dataclass(slots=True)
class Decisions:
    """Decides on uses by what the record holds."""

    recorder: Recorder
    shelf: Callable[[], PackShelf]
    names: CounselledNames

    async def judge(
        self, connection: Connection, use_id: UUID, publication: Publication | None = None
    ) -> Judged:
        """What would be decided now, also of publishing what was made; nothing is kept."""
        await self.names.ready()
        said = await facts.about(connection, str(use_id))
        use = next((fact for fact in said if fact.kind is FactKind.USE), None)
        if use is None:
            raise NotFound(f"There is no declared use {use_id}.", remedy="Declare it first.")
        others = [fact for fact in said if fact is not use]
        return await self._judged(connection, use, others, publication)

    async def forecast(self, use: Fact, said: Sequence[Fact] = ()) -> Judged:
        """What would be decided if this use were declared now, with this said of it.

        Nothing is kept, neither the use nor the answer.
        """
        await self.names.ready()
        async with self.recorder.database.reading() as connection:
            return await self._judged(connection, use, said)

    async def _judged(
        self,
        connection: Connection,
        use: Fact,
        said: Sequence[Fact],
        publication: Publication | None = None,
    ) -> Judged:
        extract = await self._extract(connection, use, said)
        at = self.recorder.clock()
        document = assemble(extract, at)
        decision = judge(self.shelf().decide(document), extract, document)
        if publication is not None:
            evidence = structs.replace(document.evidence, publication=publication)
            document = structs.replace(document, evidence=evidence, stage="publication")
            decision = decision.with_(judge(self.shelf().decide(document), extract, document))
        return Judged(UUID(use.key), document, decision, consent_for(extract, document.use, at))

    async def decide(self, change: Change, use_id: UUID, *, by: str) -> tuple[Judged, Decided]:
        """Decide now, and keep the decision with the document that it judged."""
        judged = await self.judge(change.connection, use_id)
        decision, document = judged.decision, _ENCODER.encode(judged.document)
        at = judged.document.at
        decided = Decided(
            id=uuid7(at),
            use_id=use_id,
            consent_id=None if judged.consent is None else UUID(judged.consent.key),
            decision=decision,
            document=document,
            at=at,
            asked_by=by,
            entry=-1,
        )
        body: dict[str, Any] = {
            "decision": str(decided.id),
            "outcome": decision.outcome,
            "rules": list(decision.rules),
            "packs": list(decision.packs),
            "document": input_hash(document),
        }
        if decided.consent_id is not None:
            body["consent"] = str(decided.consent_id)
        draft = Draft("decision", str(use_id), body, personal={"by": by})
        [entry] = await self.recorder.ledger.append(change.connection, draft)
        decided = replace(decided, entry=entry.index)
        await permits.add_decision(change.connection, decided, asdict(decision))
        return judged, decided

    async def taken(self, use_id: UUID, *, limit: int = 50) -> list[Decided]:
        """The decisions on a use, newest first."""
        async with self.recorder.database.reading() as connection:
            rows = await permits.decisions_of(connection, use_id, limit=limit)
        return [_decided(row) for row in rows]

    async def decision(self, identifier: UUID) -> Decided:
        """One decision, or NotFound."""
        async with self.recorder.database.reading() as connection:
            row = await permits.decision(connection, identifier)
        if row is None:
            raise NotFound(f"There is no decision {identifier}.")
        return _decided(row)

    def next_turn(self, at: datetime) -> datetime | None:
        """The next midnight (UTC) at which a pack comes into force or leaves it."""
        days = {pack.since for pack in self.shelf().packs}
        days |= {pack.until + timedelta(days=1) for pack in self.shelf().packs if pack.until}
        coming = [datetime.combine(day, time(), UTC) for day in days]
        return min((turn for turn in coming if turn > at), default=None)

    async def _extract(self, connection: Connection, use: Fact, said: Sequence[Fact]) -> Extract:
        performer = use.performer
        around = await facts.around(
            connection, tool=use.body["tool"], performer=performer, production=use.production
        )
        by_kind: dict[FactKind, list[Fact]] = {kind: [] for kind in FactKind}
        for fact in around:
            by_kind[fact.kind].append(fact)
        person = None if performer is None else await facts.person(connection, performer)
        matched = self.names.matched(use.body.get("references", ()))
        cleared = {
            fact.body["term"]: fact.body["cleared"] for fact in by_kind[FactKind.NAME_CLEARANCE]
        }
        return Extract(
            use=use,
            said=tuple(said),
            tool=_last(by_kind[FactKind.TOOL]),
            performer=_last(by_kind[FactKind.PERFORMER]),
            person=person,
            consents=tuple(by_kind[FactKind.CONSENT]),
            revocations=tuple(by_kind[FactKind.REVOCATION]),
            disputes=tuple({fact.key: fact for fact in by_kind[FactKind.DISPUTE]}.values()),
            matched=matched,
            permitted=self.names.cleared_among(matched, (t for t, ok in cleared.items() if ok)),
        )


def _last(found: list[Fact]) -> Fact | None:
    return found[-1] if found else None


def _decided(row: Any) -> Decided:
    answer = row.answer
    findings = tuple(
        Finding(**{**finding, "outcome": Outcome(finding["outcome"])})
        for finding in answer["findings"]
    )
    decision = Decision(
        outcome=Outcome(answer["outcome"]),
        findings=findings,
        found=tuple(answer["found"]),
        missing=tuple(answer["missing"]),
        next_steps=tuple(answer["next_steps"]),
        packs=tuple(answer["packs"]),
    )
    return Decided(
        id=row.id,
        use_id=row.use_id,
        consent_id=row.consent_id,
        decision=decision,
        document=row.document,
        at=row.at,
        asked_by=row.asked_by,
        entry=row.entry,
    )
