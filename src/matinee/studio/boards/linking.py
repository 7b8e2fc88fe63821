"""What of a script's breakdown a board, or a picture on it, may be linked to. Pure; no I/O.

A link is a field of a pin, or of the board itself, whose value says whether it stands: so links are
numbered, seen by others and taken back like all else on a board.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matinee.errors import Invalid
from matinee.studio.boards.model import LINK, ConceptBoard, Link, LinkKind
from matinee.studio.model import SceneRow, Sheet

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Linkable:
    """Something in a draft, what it is called, and the place of the first scene that has it."""

    link: Link
    label: str
    scene: int


def link_of(field: str) -> Link | None:
    """The link that a field says, if it is one."""
    said, _, rest = field.partition(" ")
    kind, _, name = rest.partition(" ")
    return Link(LinkKind(kind), name) if said == LINK else None


def read_link(value: Any) -> tuple[Link, bool]:
    """The link that an operation asks for, and whether it is to stand; Invalid names ``link``."""
    match value:
        case {"kind": str(kind), "name": str(name), "on": bool(stands)} if (
            kind in set(LinkKind) and 0 < len(name) <= _LONGEST and "\0" not in name
        ):
            return Link(LinkKind(kind), name), stands
        case _:
            raise Invalid(
                "This is no link of a pin.",
                remedy='Send {"kind": "scene", "name": "12A", "on": true}; kinds are '
                f"{', '.join(LinkKind)}.",
                field=LINK,
            )


def linkable(sheet: Sheet) -> tuple[Linkable, ...]:
    """All that a draft's breakdown knows, scenes first, each once and in the script's order."""
    found: dict[Link, Linkable] = {}
    for kind in LinkKind:
        for row in sheet.scenes:
            for name, label in _names(kind, row):
                link = Link(kind, name)
                if 0 < len(name) <= _LONGEST:
                    found.setdefault(link, Linkable(link, label, row.place))
    return tuple(found.values())


def links_of_scene(row: SceneRow) -> frozenset[Link]:
    """Every link by which something belongs to a scene: its number, its set and its day."""
    kinds = (LinkKind.SCENE, LinkKind.SET, LinkKind.DAY)
    return frozenset(Link(kind, name) for kind in kinds for name, _ in _names(kind, row))


def boards_among(
    linked: Mapping[Link, Sequence[ConceptBoard]], links: Collection[Link]
) -> list[ConceptBoard]:
    """The boards that are linked to any of these, each once."""
    return list({one.id: one for link in links for one in linked.get(link, ())}.values())


def _names(kind: LinkKind, row: SceneRow) -> Iterable[tuple[str, str]]:
    match kind:
        case LinkKind.SCENE:
            return [(row.number, f"{row.number} {row.heading}")]
        case LinkKind.CHARACTER:
            return [(name, name) for name in (*row.speaking, *row.silent)]
        case LinkKind.SET:
            words = " - ".join(filter(None, (row.location, row.set_name)))
            return [(words, words)]
        case LinkKind.DAY:
            return [(row.day, row.day)]
