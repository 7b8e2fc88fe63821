"""What stands on a board, and which changes of it are taken. Pure; no I/O.

A board is a fold of operations, each of which sets one field of one pin. The database numbers them,
and for each field the highest number stands: the last writer wins, by field and not by pin.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from matinee.errors import Invalid, Unavailable

SIZES = (192, 512, 2048)
"""Longest sides in pixels of what is kept of a picture."""
MOST_PINS = 2_000
MOST_BOARDS = 200
MOST_AT_ONCE = 100
"""Operations in one request."""
MOST_COMMENTS = 2_000
"""Comments that stand on a board at the same time."""
LONGEST_NAME = 120
LONGEST_SOURCE = 500
LONGEST_NOTE = 2_000
STANDARD_WIDTH = 240
"""How wide a picture lies before anybody makes it wider."""
MOST_VERSIONS = 200
VOTE = "vote"
REFERENCE = "reference"
LINK = "link"
COMMENT = "comment"
GONE = "gone"


class TooOften(Unavailable):
    """Something is asked too often; ``seconds`` says how long to wait."""

    default_code = "too_often"

    def __init__(self, seconds: float) -> None:
        self.seconds = max(1, round(seconds))
        super().__init__("This is asked too often.", remedy=f"Wait {self.seconds} seconds.")


class LinkKind(StrEnum):
    """Of what kind it is, in the order in which a breakdown is read."""

    SCENE = "scene"
    CHARACTER = "character"
    SET = "set"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Link:
    """A scene by its number, a character by name, a set by its words, or a script day."""

    kind: LinkKind
    name: str

    @property
    def field(self) -> str:
        """The field of a pin in which it stands."""
        return f"{LINK} {self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class ConceptBoard:
    """A board of a production; ``sequence`` is the number of its last operation."""

    id: UUID
    production: UUID
    name: str
    sequence: int
    created_at: datetime
    created_by: str
    deleted_at: datetime | None = None
    deleted_by: str | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """A picture that was given, where it is from and under which terms; sides in pixels."""

    id: UUID
    board: UUID
    source: str
    licence: str
    width: int
    height: int
    sha256: str
    added_at: datetime
    added_by: str


@dataclass(frozen=True, slots=True)
class Version:
    """A name for how a board stood when ``sequence`` was its last operation."""

    id: UUID
    board: UUID
    sequence: int
    name: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One field of one pin, set; whoever sends it again sends the same ``id``.

    Links are fields of the board, too: then ``pin`` is the board's own id.
    """

    id: UUID
    pin: UUID
    field: str
    value: Any


@dataclass(frozen=True, slots=True)
class Numbered:
    """An operation as the board took it."""

    sequence: int
    operation: Operation

    def told(self) -> dict[str, Any]:
        """As JSON."""
        told = self.operation
        return {
            "sequence": self.sequence,
            "id": str(told.id),
            "pin": str(told.pin),
            "field": told.field,
            "value": told.value,
        }


@dataclass(frozen=True, slots=True)
class Guest:
    """A link by which somebody without an account may see a board, or also comment on it."""

    id: UUID
    board: UUID
    name: str
    may_comment: bool
    expires_at: datetime
    created_at: datetime
    created_by: str
    revoked_at: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Whether it still lets somebody in."""
        return self.revoked_at is None and at < self.expires_at


@dataclass(frozen=True, slots=True)
class Presence:
    """Who has a board open in a tab, where their pointer is on it, and what they have chosen.

    Nothing of it is kept: it is told to whoever has the board open, and forgotten.
    """

    tab: UUID
    name: str
    here: bool
    pointer: tuple[float, float] | None = None
    chosen: UUID | None = None

    def told(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "tab": str(self.tab),
            "name": self.name[:LONGEST_NAME],
            "here": self.here,
            "pointer": self.pointer,
            "chosen": None if self.chosen is None else str(self.chosen),
        }


@dataclass(frozen=True, slots=True)
class Happened:
    """What came of a board: operations in order, and who moved on it meanwhile; or nothing yet."""

    operations: tuple[Numbered, ...] = ()
    present: tuple[dict[str, Any], ...] = ()


Field = tuple[UUID, str, Any, int]
"""Pin, field, value and number of what stands."""


def as_told(fields: Iterable[Field]) -> list[dict[str, Any]]:
    """What stands, as JSON."""
    return [
        {"pin": str(pin), "field": field, "value": value, "sequence": sequence}
        for pin, field, value, sequence in fields
    ]


def needed(value: str, *, field: str, most: int) -> str:
    """Words that must be there; Invalid names the field."""
    words = " ".join(value.split())
    if not words:
        raise Invalid(
            f"The {field} is missing.", remedy=f"Say it in the field {field}.", field=field
        )
    if "\0" in words:
        raise Invalid(f"The {field} has a character that is none (NUL).", field=field)
    if len(words) > most:
        raise Invalid(f"The {field} is longer than {most} characters.", field=field)
    return words


def reference_value(reference: Reference, credentials: Mapping[str, str]) -> Mapping[str, Any]:
    """What a pin says of its picture; ``credentials`` are what the given file said of itself."""
    return {
        "id": str(reference.id),
        "source": reference.source,
        "licence": reference.licence,
        "width": reference.width,
        "height": reference.height,
        "sha256": reference.sha256,
        **({"credentials": dict(credentials)} if credentials else {}),
    }
