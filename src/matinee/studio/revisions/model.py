"""What became of the scenes of a draft, as values."""

from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    """What became of a scene; several may be true at once."""

    MOVED = "moved"
    RENAMED = "renamed"
    REWRITTEN = "rewritten"
    SPLIT = "split"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Text:
    """A scene for matching: heading, number, and the words of its paragraphs."""

    heading: str
    number: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """An old scene that lives on in a new one; ``likeness`` is between 0 and 1.

    ``first`` tells the scene that it chiefly became from further parts of a split or a merge.
    """

    old: int
    new: int
    likeness: float
    fates: frozenset[Fate]
    first: bool = True


@dataclass(frozen=True, slots=True)
class Revision:
    """All matches by the new order, the old scenes that are gone, and the new ones."""

    matches: tuple[Match, ...]
    gone: tuple[int, ...]
    fresh: tuple[int, ...]
