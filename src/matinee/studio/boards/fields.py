"""Which values the fields of a pin may have. Pure; no I/O."""

import math
from typing import Any, TypeGuard
from uuid import UUID

from matinee.errors import Invalid
from matinee.studio.boards.linking import read_link
from matinee.studio.boards.model import COMMENT, LINK, LONGEST_NOTE, VOTE, Operation

_FURTHEST = 1_000_000
_NARROWEST, _WIDEST = 40, 4_000


def checked(operation: Operation, *, by: str) -> Operation:
    """The operation as it is kept; Invalid names the field where it is none.

    A vote is a field for each voter, so that no vote overwrites another's, a link is one for each
    thing that is linked, and a comment one for itself; ``hush`` takes a comment away by its id.
    """
    value = operation.value
    match operation.field:
        case "place":
            fits = isinstance(value, list) and _is_place(value)
        case "width":
            fits = _is_number(value) and _NARROWEST <= value <= _WIDEST
        case "note" | "section":
            fits = isinstance(value, str) and _is_said(value)
        case "gone" | "vote":
            fits = isinstance(value, bool)
        case "link":
            link, stands = read_link(value)
            return Operation(operation.id, operation.pin, link.field, stands)
        case "comment":
            fits = isinstance(value, str) and len(value.strip()) > 0 and _is_said(value)
        case "hush":
            fits = isinstance(value, str) and _is_id(value)
        case _:
            raise Invalid(f"A pin has no field {operation.field!r} to set.", field="field")
    if not fits:
        raise Invalid(
            f"This is no {operation.field} of a pin.",
            remedy="docs/reference/api.md and the README of studio/boards say what is.",
            field=operation.field,
        )
    field, kept = _kept(operation, by)
    return Operation(operation.id, operation.pin, field, kept)


def _kept(operation: Operation, by: str) -> tuple[str, Any]:
    match operation.field:
        case "vote":
            return f"{VOTE} {by}", operation.value
        case "comment":
            return f"{COMMENT} {operation.id}", {"by": by, "text": operation.value.strip()}
        case "hush":
            return f"{COMMENT} {UUID(operation.value)}", None
        case field:
            return field, operation.value


def is_link(operation: Operation) -> bool:
    """Whether a kept operation sets a link."""
    return operation.field.startswith(f"{LINK} ")


def is_comment(operation: Operation) -> bool:
    """Whether a kept operation says something of a picture; with no value it takes that away."""
    return operation.field.startswith(f"{COMMENT} ")


def _is_said(value: str) -> bool:
    return len(value) <= LONGEST_NOTE and "\0" not in value


def _is_id(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True


def _is_place(value: list[Any]) -> bool:
    return len(value) == 2 and all(_is_number(each) and abs(each) <= _FURTHEST for each in value)


def _is_number(value: object) -> TypeGuard[float]:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    # A whole number may be too large to be a float at all; what is finite is within any bounds.
    return -math.inf < value < math.inf
