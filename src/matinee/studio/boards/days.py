"""Continuity on a board: its pictures by character and script day, beside what the page says. Pure.

A picture lies where a row and a column meet that it is linked to both of. What the script has
somebody wear comes from :mod:`matinee.studio.story.continuity`, and that it was taken off meanwhile
is not known.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from matinee.studio.boards.linking import Linkable
from matinee.studio.boards.model import Link, LinkKind
from matinee.studio.story.continuity import Presence


@dataclass(frozen=True, slots=True)
class Worn:
    """Pictures of somebody on a script day, and what the script says of them on it.

    ``seen`` is whether a scene of the day has them; ``worn`` are clothes, make-up and wounds.
    """

    pictures: tuple[UUID, ...]
    seen: bool = True
    worn: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Script days as columns; of each character with a picture, and of nobody (""), a row."""

    days: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Worn, ...]], ...]


def side_by_side(
    linkable: Sequence[Linkable],
    state: Mapping[UUID, Mapping[str, Any]],
    hanging: Collection[UUID],
    presences: Sequence[Presence],
) -> SideBySide:
    """The pictures that hang, in the script's order of days and of characters."""
    days = [each for each in linkable if each.link.kind is LinkKind.DAY]
    people = [each for each in linkable if each.link.kind is LinkKind.CHARACTER]

    def linked(link: Link) -> list[UUID]:
        return [pin for pin in hanging if state[pin].get(link.field)]

    of_day = {day.link.name: linked(day.link) for day in days}
    of_person = {one.link.name: set(linked(one.link)) for one in people}
    seen = {(one.person, one.row.day) for one in presences}
    worn: dict[tuple[str, str], dict[str, None]] = {}
    for one in presences:
        things = worn.setdefault((one.person, one.row.day), {})
        things.update(dict.fromkeys((*one.wears, *one.makeup)))
    rows: list[tuple[str, tuple[Worn, ...]]] = []
    for name, own in of_person.items():
        if own:
            cells = [
                Worn(
                    tuple(pin for pin in pictures if pin in own),
                    (name, day) in seen,
                    tuple(worn.get((name, day), ())),
                )
                for day, pictures in of_day.items()
            ]
            rows.append((name, tuple(cells)))
    somebodys = set().union(*of_person.values()) if of_person else set[UUID]()
    nobodys = [
        Worn(tuple(pin for pin in pictures if pin not in somebodys)) for pictures in of_day.values()
    ]
    if any(cell.pictures for cell in nobodys) or not rows:
        rows.append(("", tuple(nobodys)))
    return SideBySide(tuple(day.label for day in days), tuple(rows))
