"""What is recorded of how one output came to be."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from matinee.clearance.desk.model import ConsentStanding, Decided, Fact, StoredOutput, StoredPermit

__all__ = ["MOST_OUTPUTS", "Ancestry", "Made"]

MOST_OUTPUTS = 60
"""Outputs that are told of at once; a longer line is cut, and says so."""


@dataclass(frozen=True, slots=True)
class Made:
    """An output, what it was made of by hash, and the leave by which it was made.

    ``said`` is what its ledger entry says; ``tool`` are the terms that stood when it was made;
    ``closed`` is why it may not be seen, None where it may.
    """

    output: StoredOutput
    closed: str | None
    parents: tuple[str, ...]
    said: Mapping[str, Any]
    permit: StoredPermit
    decision: Decided
    use: Fact
    tool: Fact | None
    consent: ConsentStanding | None


@dataclass(frozen=True, slots=True)
class Ancestry:
    """Outputs of one production in a line, the youngest first; ``cut`` where there are more."""

    made: tuple[Made, ...]
    cut: bool
