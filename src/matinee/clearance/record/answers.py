"""What the record answers over HTTP and on the command line."""

from base64 import b64encode
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from matinee.clearance.guidance.decision import Decision, Outcome
from matinee.clearance.record.facts import Fact
from matinee.clearance.record.model import Affected, Decided, StoredOutput, StoredPermit


class FactAnswer(BaseModel):
    """One fact of the record; ``entry`` is its place in the ledger."""

    kind: str
    key: str
    production: str | None
    performer: str | None
    at: datetime
    recorded_by: str
    says: dict[str, Any]
    entry: int


class FactList(BaseModel):
    """Facts, by key."""

    facts: list[FactAnswer]


class DecisionAnswer(BaseModel):
    """A decision, and what to do next."""

    id: UUID
    use: UUID
    consent: UUID | None
    outcome: Outcome
    findings: list[dict[str, Any]]
    found: list[str]
    missing: list[str]
    next_steps: list[str]
    packs: list[str]
    at: datetime
    asked_by: str
    entry: int


class DeclaredAnswer(BaseModel):
    """A declared use and the decision on it."""

    use: FactAnswer
    decision: DecisionAnswer


class PermitAnswer(BaseModel):
    """A permit as it stands."""

    id: UUID
    kind: str
    use: UUID
    decision: UUID
    consent: UUID | None
    uses: int
    spent: int
    expires: datetime
    terms: dict[str, Any]
    signature: str
    ended_at: datetime | None
    ended_because: str | None


class OutputAnswer(BaseModel):
    """What was made; without its bytes."""

    id: UUID
    sha256: str
    media_type: str
    size: int
    model: str
    source_type: str
    tool: str
    production: str | None
    performer: str | None
    use: UUID
    permit: UUID
    decision: UUID
    consent: UUID | None
    at: datetime
    entry: int
    quarantined_at: datetime | None
    quarantined_because: str | None
    deleted_at: datetime | None


class PublicationAnswer(BaseModel):
    """Whether an output may be published, what spoke for and against, and whether it now is."""

    published: bool
    outcome: Outcome
    findings: list[dict[str, Any]]
    missing: list[str]
    next_steps: list[str]
    packs: list[str]


class PublishedAnswer(BaseModel):
    """What members are told of something that is published: how it was made."""

    id: UUID
    media_type: str
    size: int
    source_type: str
    deep_fake: bool
    disclosure: str | None
    manifest_hash: str
    published_at: datetime


class OutputList(BaseModel):
    """Outputs, newest first."""

    outputs: list[OutputAnswer]


class UseAnswer(BaseModel):
    """A declared use with everything that was said and decided of it."""

    use: FactAnswer
    said: list[FactAnswer]
    decisions: list[DecisionAnswer]
    permits: list[PermitAnswer]


class AffectedAnswer(BaseModel):
    """What rests on a consent."""

    consent: UUID
    permits: list[UUID]
    outputs: list[OutputAnswer]


class SealedAnewAnswer(BaseModel):
    """How much was sealed as all is now."""

    papers: int
    outputs: int
    work: int


class DestroyedAnswer(BaseModel):
    """A production's key; ``destroyed`` is false where that was done before.

    The permits that ended by it, and the outputs that were closed away.
    """

    production: UUID
    destroyed: bool
    permits: list[UUID]
    outputs: list[UUID]


class DocumentAnswer(BaseModel):
    """A paper that is kept."""

    sha256: str


class ErasedAnswer(BaseModel):
    """How many ledger entries held something of the person; their leaves stay."""

    entries: int


def fact_answer(fact: Fact, person: dict[str, Any] | None = None) -> FactAnswer:
    """A fact; a performer's with who it is, for those who may know."""
    return FactAnswer(
        kind=fact.kind,
        key=fact.key,
        production=fact.production,
        performer=fact.performer,
        at=fact.at,
        recorded_by=fact.recorded_by,
        says={**fact.body, **({} if person is None else {"person": person})},
        entry=fact.entry,
    )


def fact_list(facts: list[Fact]) -> FactList:
    """Some facts."""
    return FactList(facts=[fact_answer(fact) for fact in facts])


def decision_answer(decided: Decided) -> DecisionAnswer:
    """A decision."""
    decision = decided.decision
    return DecisionAnswer(
        id=decided.id,
        use=decided.use_id,
        consent=decided.consent_id,
        outcome=decision.outcome,
        findings=[asdict(finding) for finding in decision.findings],
        found=list(decision.found),
        missing=list(decision.missing),
        next_steps=list(decision.next_steps),
        packs=list(decision.packs),
        at=decided.at,
        asked_by=decided.asked_by,
        entry=decided.entry,
    )


def permit_answer(stored: StoredPermit) -> PermitAnswer:
    """A permit."""
    return PermitAnswer(
        id=stored.id,
        kind=stored.kind,
        use=stored.use_id,
        decision=stored.decision_id,
        consent=stored.consent_id,
        uses=stored.uses,
        spent=stored.spent,
        expires=stored.expires,
        terms=stored.terms,
        signature=b64encode(stored.signature).decode(),
        ended_at=stored.died_at,
        ended_because=stored.died_of,
    )


def output_answer(output: StoredOutput) -> OutputAnswer:
    """An output."""
    return OutputAnswer(
        id=output.id,
        sha256=output.sha256,
        media_type=output.media_type,
        size=output.size,
        model=output.model,
        source_type=output.source_type,
        tool=output.tool,
        production=output.production,
        performer=output.performer,
        use=output.use_id,
        permit=output.permit_id,
        decision=output.decision_id,
        consent=output.consent_id,
        at=output.at,
        entry=output.ledger_index,
        quarantined_at=output.quarantined_at,
        quarantined_because=output.quarantined_for,
        deleted_at=output.deleted_at,
    )


def publication_answer(decision: Decision, fact: Fact | None) -> PublicationAnswer:
    """The answer to who would publish."""
    return PublicationAnswer(
        published=fact is not None,
        outcome=decision.outcome,
        findings=[asdict(finding) for finding in decision.findings],
        missing=list(decision.missing),
        next_steps=list(decision.next_steps),
        packs=list(decision.packs),
    )


def published_answer(output: StoredOutput, fact: Fact) -> PublishedAnswer:
    """What members are told."""
    return PublishedAnswer(
        id=output.id,
        media_type=output.media_type,
        size=output.size,
        source_type=output.source_type,
        deep_fake=fact.body["deep_fake"],
        disclosure=fact.body.get("disclosure"),
        manifest_hash=fact.body["manifest_hash"],
        published_at=fact.at,
    )


def output_list(outputs: list[StoredOutput]) -> OutputList:
    """Some outputs."""
    return OutputList(outputs=[output_answer(output) for output in outputs])


def affected_answer(affected: Affected) -> AffectedAnswer:
    """What rests on a consent."""
    return AffectedAnswer(
        consent=affected.consent,
        permits=list(affected.permits),
        outputs=[output_answer(output) for output in affected.outputs],
    )
