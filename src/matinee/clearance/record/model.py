"""What the record hands out: decisions, permits and outputs as they stand, and its two ports."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, Self
from uuid import UUID

from matinee.clearance.guidance.decision import Decision
from matinee.generation.model import Output


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as it was taken: on which use, by which consent, on which very document."""

    id: UUID
    use_id: UUID
    consent_id: UUID | None
    decision: Decision
    document: bytes
    at: datetime
    asked_by: str
    entry: int


@dataclass(frozen=True, slots=True)
class StoredPermit:
    """A permit's row; ``terms`` is what was signed."""

    id: UUID
    kind: str
    use_id: UUID
    decision_id: UUID
    consent_id: UUID | None
    consent_expires: datetime | None
    uses: int
    spent: int
    expires: datetime
    terms: dict[str, Any]
    signature: bytes
    died_at: datetime | None = None
    died_of: str | None = None


@dataclass(frozen=True, slots=True)
class SealedAnew:
    """How much that lay plain, or under its consent's key alone, was sealed as all is now."""

    papers: int
    outputs: int
    work: int
    """Files that shots go on from."""


@dataclass(frozen=True, slots=True)
class StoredOutput:
    """An output's row: what was made, by which leave, and whether it may be seen."""

    id: UUID
    sha256: str
    permit_id: UUID
    spend_id: UUID
    decision_id: UUID
    use_id: UUID
    consent_id: UUID | None
    consent_expires: datetime | None
    production: str | None
    performer: str | None
    tool: str
    model: str
    source_type: str
    media_type: str
    size: int
    at: datetime
    ledger_index: int
    manifest: bytes | None
    quarantined_at: datetime | None = None
    quarantined_for: str | None = None
    deleted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Lineage:
    """What an output's bytes, and all that they were made of, bring along.

    ``closed`` is why they may not be seen, None where they may; ``performers`` are those whose
    likeness is in them.
    """

    closed: str | None
    performers: frozenset[str]

    @classmethod
    def joined(cls, lines: Iterable[Self]) -> Self:
        """What several bring along together."""
        every = tuple(lines)
        closed = next((one.closed for one in every if one.closed is not None), None)
        return cls(closed, frozenset().union(*(one.performers for one in every)))


@dataclass(frozen=True, slots=True)
class Affected:
    """What rests on a consent: permits, and outputs with all that was derived from them."""

    consent: UUID
    permits: tuple[UUID, ...]
    outputs: tuple[StoredOutput, ...]


@dataclass(frozen=True, slots=True)
class ProductionClosed:
    """What followed from a production's key: ``destroyed`` is False where it was before.

    ``permits`` ended by it, and ``outputs`` were closed away, with all that was derived from them.
    """

    destroyed: bool
    permits: tuple[UUID, ...] = ()
    outputs: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """What credentials say of an output."""

    output: UUID
    permit: UUID
    decision: UUID
    made: Output
    at: datetime


class Credentials(Protocol):
    """Content credentials: within the bytes where the format has a place, else beside them."""

    def embed(self, story: Story) -> bytes:
        """The output's bytes with credentials within; unchanged where there is no place."""
        ...

    def beside(self, content: bytes, story: Story, ledger_index: int) -> bytes | None:
        """A signed sidecar for the bytes as they leave; None where they carry their own."""
        ...

    def hold(self, content: bytes, sidecar: bytes | None) -> bool:
        """Whether these bytes carry credentials that hold for them, within or beside."""
        ...


@dataclass(frozen=True, slots=True)
class Catalogued:
    """Names that the catalogue knows; ``version`` changes when they do."""

    version: int
    titles: Sequence[str]
    people: Sequence[str]


class CataloguedNames(Protocol):
    """Supplies the names of titles and people; assembly fills it from the catalogue."""

    async def names(self, known: int | None) -> Catalogued | None:
        """All names, or None when ``known`` is still their version."""
        ...
