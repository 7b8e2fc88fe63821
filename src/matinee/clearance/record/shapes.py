"""What may be recorded, field by field: the one place where it is validated."""

import re
from datetime import date, timedelta
from typing import Annotated, Any, Literal, Self, TypeVar
from uuid import UUID

from pydantic import (
    AwareDatetime,
    Base64Bytes,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StringConstraints,
    ValidationError,
    model_validator,
)

from matinee.clearance.guidance.request import Answer, Kind
from matinee.errors import Invalid

_PLAIN = re.compile(r"^[^\x00]*$")
LONGEST_CONSENT = timedelta(days=365 * 100)

Words = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500, pattern=_PLAIN)
]
Prose = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000, pattern=_PLAIN)
]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
ToolId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,79}$")]
PlaceCode = Annotated[str, StringConstraints(pattern=r"^(\*|[A-Z]{2})$")]
LanguageCode = Annotated[
    str, StringConstraints(pattern=r"^(\*|[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*)$")
]
Flag = StrictBool


def _written(value: object) -> object:
    """Let a number be no time, as the description of the API says."""
    match value:
        case str() | date():
            return value
        case _:
            raise ValueError("a time is written as 2026-11-22T10:00:00Z, a day as 2026-11-22")


Instant = Annotated[AwareDatetime, BeforeValidator(_written)]
Day = Annotated[date, BeforeValidator(_written)]
Several = Field(min_length=1, max_length=500)

LIKENESS_KINDS = frozenset({"replica", "dub", "scan", "alteration"})
"""Kinds of use that touch a performer's likeness whatever the declaration says."""


class Shape(BaseModel):
    """A fact's body; what it does not know is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def stored(self) -> dict[str, Any]:
        """As JSON holds it, without what was not said."""
        return self.model_dump(mode="json", exclude_none=True)


class NewProduction(Shape):
    """A film or series in the making."""

    title: Words
    company: Words | None = None
    first_photography: Day | None = None


class Person(Shape):
    """Who a performer is: personal data, kept apart and erasable."""

    name: Words
    date_of_birth: Day
    representative: Words | None = None
    guardian: Words | None = None


class NewPerformer(Person):
    """A performer: the person, and what the rules ask of them."""

    guild: Words | None = None
    deceased: Flag = False
    died_at: Instant | None = None
    authority: Literal["representative", "union"] | None = None
    authority_document: Digest | None = None

    @model_validator(mode="after")
    def _authority_is_on_paper(self) -> Self:
        if self.authority is not None and self.authority_document is None:
            raise ValueError("authority needs authority_document, the hash of its paper")
        return self


class NewConsent(Shape):
    """A performer's consent as it was signed; the paper is kept by its hash."""

    performer: UUID
    document: Digest
    signed_at: Instant
    starts: Instant
    expires: Instant
    separate: Flag
    conspicuous: Flag
    specific: Flag
    productions: Annotated[tuple[UUID, ...], Several]
    uses: Annotated[tuple[Kind, ...], Several]
    territories: Annotated[tuple[PlaceCode, ...], Several]
    languages: Annotated[tuple[LanguageCode, ...], Several]
    description: Prose

    @model_validator(mode="after")
    def _term_has_an_end_after_its_beginning(self) -> Self:
        if not self.starts < self.expires <= self.starts + LONGEST_CONSENT:
            raise ValueError("expires comes after starts, within 100 years")
        return self


class Revocation(Shape):
    """Why a consent no longer holds."""

    reason: Prose
    document: Digest | None = None


class Document(Shape):
    """A signed paper, scanned; it is kept by its hash."""

    content: Annotated[Base64Bytes, Field(min_length=1, max_length=20_000_000)]


class NewTool(Shape):
    """A generative tool, by what its terms say."""

    version: Words
    licence_tier: Words
    terms_hash: Digest
    reviewed_at: Instant
    trains: Flag
    retains: Flag
    secured: Flag
    environment: Words
    retired: Flag | None = None
    """A retired tool is named by no new use, and refuses those that name it already."""


class Answers(Shape):
    """The five principles."""

    P1: Answer | None = None
    P2: Answer | None = None
    P3: Answer | None = None
    P4: Answer | None = None
    P5: Answer | None = None


class DeclaredUse(Shape):
    """An intended use of a model, for some production."""

    tool: ToolId
    purpose: Words
    kind: Kind
    performer: UUID | None = None
    starts_at: Instant | None = None
    final: Flag
    likeness: Flag
    personal_data: Flag
    third_party_ip: Flag
    unreleased_input: Flag
    principles: Answers = Answers()
    territories: Annotated[tuple[PlaceCode, ...], Field(max_length=500)] = ()
    languages: Annotated[tuple[LanguageCode, ...], Field(max_length=500)] = ()
    references: Annotated[tuple[Prose, ...], Field(max_length=50)] = ()
    """Prompts and references, in which names are looked for (rule R7)."""
    story_relevant: Flag | None = None
    photographed_at: Instant | None = None
    realistic_event: Flag | None = None
    model_production: UUID | None = None
    replica_basis: Literal["employment", "independent"] | None = None
    background: Flag | None = None
    other_production: Flag | None = None
    nudity_or_sex: Flag | None = None
    vendor: Flag | None = None

    @model_validator(mode="after")
    def _a_face_is_a_likeness(self) -> Self:
        if not self.likeness and (self.performer is not None or self.kind in LIKENESS_KINDS):
            raise ValueError(
                f"likeness is true where a performer is named or the use is {self.kind}"
            )
        return self


class Approval(Shape):
    """A named person's yes; what it covers are words of the rules, such as final or R6."""

    scope: Annotated[tuple[Words, ...], Several]
    signed_at: Instant | None = None
    document: Digest | None = None
    note: Prose | None = None


class Refusal(Shape):
    """A named person's no, and why."""

    reason: Prose


class NewDispute(Shape):
    """A strike: whose, where, from when."""

    guild: Words
    territories: Annotated[tuple[PlaceCode, ...], Several] = ("*",)
    started_at: Instant
    ended_at: Instant | None = None


class ListedName(Shape):
    """A name that counsel wants found in prompts, or no longer."""

    term: Annotated[Words, Field(min_length=3)]
    kind: Literal["title", "person", "artist", "term"] = "term"
    listed: Flag = True


class NameClearance(Shape):
    """A permission to name something for one production, or its withdrawal."""

    term: Words
    basis: Prose
    cleared: Flag = True


class PermitWish(Shape):
    """A permit that is asked for: counted and bound to inputs, or standing for a class of input."""

    lasts_seconds: Annotated[int, Field(strict=True, gt=0, le=7 * 86_400)]
    uses: Annotated[int, Field(strict=True, ge=1, le=10_000)] = 1
    inputs: Annotated[tuple[Digest, ...], Field(max_length=1000)] = ()
    input_class: Words | None = None

    @model_validator(mode="after")
    def _either_inputs_or_a_class(self) -> Self:
        if bool(self.inputs) == (self.input_class is not None):
            raise ValueError("name either inputs (a single permit) or input_class (a standing one)")
        return self


class Deletion(Shape):
    """Who deleted what had been quarantined."""

    statement: Prose


class NewPublication(Shape):
    """What is said of an output that members are to be given (rule R21)."""

    deep_fake: Flag
    """Whether it resembles what exists and would falsely appear authentic."""
    disclosure: Words | None = None
    """How members are told; due where it is a deep fake."""


class TakenBack(Shape):
    """Why something is published no longer."""

    reason: Prose


Body = TypeVar("Body", bound=Shape)


def read_shape(kind: type[Body], raw: bytes) -> Body:
    """A fact's body from JSON; the first field that does not fit is named."""
    try:
        return kind.model_validate_json(raw)
    except ValidationError as problem:
        first = problem.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise Invalid(
            f"{place}: {first['msg']}." if place else f"{first['msg']}.",
            remedy="Correct it and enter it again.",
            field=place or None,
        ) from problem
