"""What the desk's pages speak of: the record's words, and what is put together for one page."""

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
    NewTool,
    PermitWish,
    Refusal,
    Revocation,
    Shape,
)

__all__ = [
    "LIKENESS_KINDS",
    "Affected",
    "Approval",
    "Decided",
    "Decision",
    "DeclaredUse",
    "Fact",
    "FactKind",
    "Finding",
    "Kind",
    "NewConsent",
    "NewDispute",
    "NewPerformer",
    "NewProduction",
    "NewTool",
    "Outcome",
    "PermitWish",
    "Refusal",
    "Revocation",
    "Shape",
    "StoredOutput",
    "StoredPermit",
]
