"""Where on a board's ground what a model made is hung. Pure; no I/O."""

from collections.abc import Mapping
from uuid import UUID

from matinee.studio.boards.difference import Shown

_APART = 24


def beside(hanging: Mapping[UUID, Shown], picture: UUID | None) -> list[float]:
    """Left and top: right of a picture and below what hangs there, else below all that hangs."""
    one = None if picture is None else hanging.get(picture)
    if one is not None:
        left = one.left + one.width + _APART
        column = [each for each in hanging.values() if abs(each.left - left) < 1]
        return [left, max([one.top, *(each.top + each.height + _APART for each in column)])]
    lowest = max((each.top + each.height for each in hanging.values()), default=-_APART)
    return [min((each.left for each in hanging.values()), default=0), lowest + _APART]
