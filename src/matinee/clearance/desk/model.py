"""What the desk's pages speak of: the record's words, and what is put together for one page."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from matinee.clearance.guidance.decision import Decision, Finding, Outcome
from matinee.clearance.guidance.request import Kind
from matinee.clearance.record.facts import Fact, FactKind
from matinee.clearance.record.model import Affected, Decided, StoredOutput, StoredPermit
from matinee.clearance.record.shapes import (
    LIKENESS_KINDS,
    Approval,
    DeclaredUse,
    NewConsent,
    NewDispute,
    NewPerformer,
    NewProduction,
    NewPublication,
    NewTool,
    PermitWish,
    Prose,
    Refusal,
    Revocation,
    Shape,
    TakenBack,
)

__all__ = [
    "LIKENESS_KINDS",
    "Affected",
    "Approval",
    "ConsentStanding",
    "ConsentState",
    "Decided",
    "Decision",
    "DeclaredUse",
    "Exchange",
    "Fact",
    "FactKind",
    "Finding",
    "Kind",
    "NewConsent",
    "NewDispute",
    "NewPerformer",
    "NewProduction",
    "NewPublication",
    "NewTool",
    "Objection",
    "ObjectionStanding",
    "Outcome",
    "PermitWish",
    "Refusal",
    "Revocation",
    "Shape",
    "StoredOutput",
    "StoredPermit",
    "TakenBack",
    "Waiting",
    "standing_of",
]


class Exchange(Shape):
    """A question, an answer, or the reason for taking a word back."""

    words: Prose


class Objection(Shape):
    """What a performer objects to, and why; a use or an output where it is about one."""

    words: Prose
    use: UUID | None = None
    output: UUID | None = None


class ConsentState(StrEnum):
    """How a consent stands at an instant."""

    IN_TERM = "in-term"
    NOT_BEGUN = "not-begun"
    EXPIRED = "expired"
    REVOKED = "revoked"
    UNFIT = "unfit"
    """In its term, and not signed apart, not conspicuous or not specific: rule R8 refuses it."""


@dataclass(frozen=True, slots=True)
class ConsentStanding:
    """A consent, how it stands, and the revocation that ended it."""

    consent: Fact
    state: ConsentState
    revocation: Fact | None = None


@dataclass(frozen=True, slots=True)
class ObjectionStanding:
    """An objection, and counsel's answer if there is one."""

    objection: Fact
    answer: Fact | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a named person; ``asked`` are the uses that wait for an answer instead."""

    uses: tuple[Fact, ...]
    asked: frozenset[str]
    objections: tuple[ObjectionStanding, ...]


def standing_of(consent: Fact, revocation: Fact | None, at: datetime) -> ConsentStanding:
    """How a consent stands at an instant; what ended it weighs more than what it lacks."""
    body = consent.body
    if revocation is not None:
        state = ConsentState.REVOKED
    elif datetime.fromisoformat(body["expires"]) <= at:
        state = ConsentState.EXPIRED
    elif not (body["separate"] and body["conspicuous"] and body["specific"]):
        state = ConsentState.UNFIT
    elif datetime.fromisoformat(body["starts"]) > at:
        state = ConsentState.NOT_BEGUN
    else:
        state = ConsentState.IN_TERM
    return ConsentStanding(consent, state, revocation)
