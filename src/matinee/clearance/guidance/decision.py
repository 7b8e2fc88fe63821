"""What the guidance answers: outcome, rules that spoke, evidence found, evidence missing."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

Part = TypeVar("Part")


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

    def with_(self, other: "Decision") -> "Decision":
        """Both answers as one: the worse outcome, and all that was found and is missing."""
        return Decision(
            outcome=max(self.outcome, other.outcome, key=lambda outcome: outcome.weight),
            findings=_each_once(self.findings, other.findings),
            found=_each_once(self.found, other.found),
            missing=_each_once(self.missing, other.missing),
            next_steps=_each_once(self.next_steps, other.next_steps),
            packs=_each_once(self.packs, other.packs),
        )

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that spoke, each once, in their order."""
        return tuple(dict.fromkeys(finding.rule for finding in self.findings))


def _each_once(one: tuple[Part, ...], other: tuple[Part, ...]) -> tuple[Part, ...]:
    return tuple(dict.fromkeys(one + other))
