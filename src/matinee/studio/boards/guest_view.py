"""What a guest is told of a board: how it stands, and nothing of its past. Pure; no I/O."""

from collections.abc import Collection, Sequence
from uuid import UUID

from matinee.studio.boards.model import COMMENT, GONE, REFERENCE, Field, Numbered

_TOLD = frozenset({REFERENCE, "place", "width", "note", "section", GONE})


def seen(standing: Collection[Field]) -> list[Field]:
    """Of what stands on a board what a guest sees: nothing of a picture that was taken down.

    Who voted and what a board belongs to stays inside.
    """
    away = _taken_down(standing)
    return [one for one in standing if one[0] not in away and _is_told(one[1])]


def heard(happened: Sequence[Numbered], standing: Collection[Field]) -> list[Field]:
    """What a guest hears of operations, where ``standing`` is of their pins; by number.

    What does not stand any more is left out. Of a picture that was taken down it is heard that it
    was, and no more; of one that came back everything, since a guest may have come meanwhile.
    """
    away = _taken_down(standing)
    changed = {(one.operation.pin, one.operation.field) for one in happened}
    # What is newer than these operations is heard with those that come next, so that a browser
    # which breaks off in between asks again from where it is.
    last = max((one.sequence for one in happened), default=0)
    told = (
        (pin, field, value, sequence)
        for pin, field, value, sequence in standing
        if sequence <= last
        and _is_told(field)
        and (field == GONE or pin not in away)
        and ((pin, field) in changed or (pin, GONE) in changed)
    )
    return sorted(told, key=lambda one: one[3])


def _taken_down(standing: Collection[Field]) -> set[UUID]:
    return {pin for pin, field, value, _ in standing if field == GONE and value is True}


def _is_told(field: str) -> bool:
    return field in _TOLD or field.startswith(f"{COMMENT} ")
