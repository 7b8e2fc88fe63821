"""What differs between two states of a board, and which operations lead from one back to the other.

A version is the number of an operation and nothing else: what stood then is the fold of all before
it. To restore it is to set what differs once more, so that nothing which came after is lost. Pure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from matinee.studio.boards.model import LINK, REFERENCE, STANDARD_WIDTH, Operation

State = Mapping[UUID, Mapping[str, Any]]
"""For each pin, and for the board itself, the value of each field."""
_FIRST = {"width": STANDARD_WIDTH, "note": "", "section": ""}
"""What a field is before anybody sets it."""
_BORDER = 24
_PLACED = frozenset({"place", "width"})
_SAID = frozenset({"note", "section"})


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as it lies on a board in one state."""

    pin: UUID
    reference: Mapping[str, Any]
    left: float
    top: float
    width: float
    note: str

    @property
    def height(self) -> float:
        """As wide as it lies, in its own proportion."""
        return self.width * self.reference["height"] / self.reference["width"]


@dataclass(frozen=True, slots=True)
class Difference:
    """The pins that are only in one of two states, lie elsewhere, or are spoken of otherwise."""

    only_left: frozenset[UUID]
    only_right: frozenset[UUID]
    moved: frozenset[UUID]
    said: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two states with what differs; ``frame`` is left, top, width and height of what both fill."""

    left: tuple[Shown, ...]
    right: tuple[Shown, ...]
    difference: Difference
    frame: tuple[int, int, int, int]


def comparison(left: State, right: State) -> Comparison:
    """Two states, to be drawn alike."""
    sides = [tuple(shown(state).values()) for state in (left, right)]
    every = [*sides[0], *sides[1]]
    first = min((one.left for one in every), default=0) - _BORDER
    top = min((one.top for one in every), default=0) - _BORDER
    last = max((one.left + one.width for one in every), default=0) + _BORDER
    bottom = max((one.top + one.height for one in every), default=0) + _BORDER
    frame = (round(first), round(top), round(last - first), round(bottom - top))
    return Comparison(sides[0], sides[1], difference(left, right), frame)


def state_of(fields: Iterable[tuple[UUID, str, Any, int]]) -> State:
    """Pin, field, value and number of all that stands, by pin."""
    state: dict[UUID, dict[str, Any]] = {}
    for pin, field, value, _ in fields:
        state.setdefault(pin, {})[field] = value
    return state


def shown(state: State) -> dict[UUID, Shown]:
    """The pictures that hang in a state."""
    return {
        pin: Shown(
            pin,
            fields[REFERENCE],
            *fields.get("place", (0, 0)),
            width=fields.get("width", STANDARD_WIDTH),
            note=fields.get("note", ""),
        )
        for pin, fields in state.items()
        if REFERENCE in fields and not fields.get("gone")
    }


def difference(left: State, right: State) -> Difference:
    """What differs from one state to another; votes and comments are not compared."""
    here, there = shown(left).keys(), shown(right).keys()
    changed = {pin: _changed(left[pin], right[pin]) for pin in here & there}
    return Difference(
        frozenset(here - there),
        frozenset(there - here),
        frozenset(pin for pin, fields in changed.items() if fields & _PLACED),
        frozenset(
            pin
            for pin, fields in changed.items()
            if any(field in _SAID or field.startswith(f"{LINK} ") for field in fields)
        ),
    )


def restoring(then: State, now: State) -> list[Operation]:
    """The operations after which a board stands as it did; votes stay whose they are."""
    return [
        Operation(uuid4(), pin, field, _value(then.get(pin, {}), field))
        for pin, fields in now.items()
        for field in sorted(_changed(then.get(pin, {}), fields))
    ]


def _changed(then: Mapping[str, Any], now: Mapping[str, Any]) -> set[str]:
    # What was pinned later has no place to go back to: it is taken down where it hangs.
    pinned_later = REFERENCE in now and REFERENCE not in then
    every = {"gone"} if pinned_later else {"gone", *then, *now}
    return {
        each for each in every if _is_restored(each) and _value(then, each) != _value(now, each)
    }


def _value(fields: Mapping[str, Any], field: str) -> Any:
    if field in fields:
        return fields[field]
    # What was not there yet hangs nowhere.
    return REFERENCE not in fields if field == "gone" else _FIRST.get(field, False)


def _is_restored(field: str) -> bool:
    return field in {"place", "gone", *_FIRST} or field.startswith(f"{LINK} ")
