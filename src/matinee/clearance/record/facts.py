"""What the record holds: a fact of some kind about some key; a later one changes an earlier."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class FactKind(StrEnum):
    """What a fact says."""

    PRODUCTION = "production"
    PERFORMER = "performer"
    CONSENT = "consent"
    REVOCATION = "revocation"
    TOOL = "tool"
    USE = "use"
    EVIDENCE = "evidence"
    APPROVAL = "approval"
    REFUSAL = "refusal"
    WITHDRAWAL = "withdrawal"
    """Counsel's last word on a use, approval or refusal, is taken back."""
    QUESTION = "question"
    ANSWER = "answer"
    OBJECTION = "objection"
    OBJECTION_ANSWER = "objection-answer"
    EXEMPTION_REFUSED = "exemption-refused"
    DISPUTE = "dispute"
    LISTED_NAME = "listed-name"
    NAME_CLEARANCE = "name-clearance"
    DELETION = "deletion"
    PUBLICATION = "publication"
    """An output is published, or no longer."""
    BILLING = "billing"
    """Whom a title's artwork has to name."""
    LIKENESS_TERMS = "likeness-terms"
    """Who approves a title's pictures before anybody is shown them."""
    PICTURE_WORD = "picture-word"
    """A performer's word on a picture or preview."""


MOVING = frozenset(
    {
        FactKind.PERFORMER,
        FactKind.CONSENT,
        FactKind.REVOCATION,
        FactKind.TOOL,
        FactKind.DISPUTE,
        FactKind.EXEMPTION_REFUSED,
        FactKind.REFUSAL,
        FactKind.WITHDRAWAL,
        FactKind.EVIDENCE,
    }
)
"""Facts by which a decision that was taken may no longer hold: every standing permit falls."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of the record: ``key`` names what it is about, ``body`` says it."""

    id: UUID
    kind: FactKind
    key: str
    production: str | None
    performer: str | None
    at: datetime
    recorded_by: str
    body: dict[str, Any]
    entry: int = -1
    """Its place in the ledger."""


@dataclass(frozen=True, slots=True)
class Extract:
    """All that the record says of one declared use: what :func:`evidence.assemble` reads."""

    use: Fact
    said: tuple[Fact, ...] = ()
    """Evidence, approvals and refusals of the use, oldest first."""
    tool: Fact | None = None
    performer: Fact | None = None
    person: dict[str, Any] | None = None
    consents: tuple[Fact, ...] = ()
    revocations: tuple[Fact, ...] = ()
    disputes: tuple[Fact, ...] = ()
    matched: tuple[str, ...] = ()
    permitted: tuple[str, ...] = ()
