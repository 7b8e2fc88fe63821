"""What stands on a board, and which changes of it are taken. Pure; no I/O.

A board is a fold of operations, each of which sets one field of one pin. The database numbers them,
and for each field the highest number stands: the last writer wins, by field and not by pin.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeGuard
from uuid import UUID

from matinee.errors import Invalid

SIZES = (192, 512, 2048)
"""Longest sides in pixels of what is kept of a picture."""
MOST_PINS = 2_000
MOST_BOARDS = 200
MOST_AT_ONCE = 100
"""Operations in one request."""
LONGEST_NAME = 120
LONGEST_SOURCE = 500
LONGEST_NOTE = 2_000
_FURTHEST = 1_000_000
_NARROWEST, _WIDEST = 40, 4_000
VOTE = "vote"
REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class ConceptBoard:
    """A board of a production; ``sequence`` is the number of its last operation."""

    id: UUID
    production: UUID
    name: str
    sequence: int
    created_at: datetime
    created_by: str


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
class Operation:
    """One field of one pin, set; whoever sends it again sends the same ``id``."""

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


def checked(operation: Operation, *, by: str) -> Operation:
    """The operation as it is kept; Invalid names the field where it is none.

    A vote is a field for each voter, so that no vote overwrites another's.
    """
    value = operation.value
    match operation.field:
        case "place":
            fits = isinstance(value, list) and _is_place(value)
        case "width":
            fits = _is_number(value) and _NARROWEST <= value <= _WIDEST
        case "note" | "section":
            fits = isinstance(value, str) and len(value) <= LONGEST_NOTE and "\0" not in value
        case "gone" | "vote":
            fits = isinstance(value, bool)
        case _:
            raise Invalid(f"A pin has no field {operation.field!r} to set.", field="field")
    if not fits:
        raise Invalid(
            f"This is no {operation.field} of a pin.",
            remedy="docs/reference/api.md and the README of studio/boards say what is.",
            field=operation.field,
        )
    field = f"{VOTE} {by}" if operation.field == VOTE else operation.field
    return Operation(operation.id, operation.pin, field, value)


def _is_place(value: list[Any]) -> bool:
    return len(value) == 2 and all(_is_number(each) and abs(each) <= _FURTHEST for each in value)


def _is_number(value: object) -> TypeGuard[float]:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value)


def needed(value: str, *, field: str, most: int) -> str:
    """Words that must be there; Invalid names the field."""
    words = " ".join(value.split())
    if not words:
        raise Invalid(
            f"The {field} is missing.", remedy=f"Say it in the field {field}.", field=field
        )
    if len(words) > most or "\0" in words:
        raise Invalid(f"The {field} is longer than {most} characters.", field=field)
    return words


def reference_value(reference: Reference) -> Mapping[str, Any]:
    """What a pin says of its picture."""
    return {
        "id": str(reference.id),
        "source": reference.source,
        "licence": reference.licence,
        "width": reference.width,
        "height": reference.height,
    }
