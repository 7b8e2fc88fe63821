"""What the guidance answers: outcome, rules that spoke, evidence found, evidence missing."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """How a declared use stands. *Review* means that a named person may still say yes."""

    GO = "go"
    REVIEW = "review"
    REFUSED = "refused"

    @property
    def weight(self) -> int:
        """The order of severity: the worst that spoke is the decision."""
        return (Outcome.GO, Outcome.REVIEW, Outcome.REFUSED).index(self)


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that spoke."""

    policy: str
    rule: str
    pack: str
    outcome: Outcome
    source: str
    advice: str


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer to one question, by the packs in force on its day."""

    outcome: Outcome
    findings: tuple[Finding, ...]
    found: tuple[str, ...]
    missing: tuple[str, ...]
    next_steps: tuple[str, ...]
    packs: tuple[str, ...]

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that spoke, each once, in their order."""
        return tuple(dict.fromkeys(finding.rule for finding in self.findings))
