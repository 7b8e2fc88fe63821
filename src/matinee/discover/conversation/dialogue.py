"""What is kept of a conversation: its turns, bounded in number, and nothing else."""

from dataclasses import dataclass, replace
from enum import StrEnum

from matinee.discover.understanding.wishes import Named, Wish

MOST_TURNS = 20
"""Turns that are kept; the first ones go."""
MOST_SHOWN = 12
"""Titles of an answer that a later turn can speak of."""


class MoveKind(StrEnum):
    """What a turn does."""

    REFINE = "refine"
    REPLACE = "replace"
    REMOVE = "remove"
    WIDEN = "widen"
    COMPARE = "compare"
    PICK = "pick"
    REJECT = "reject"
    MORE_LIKE = "more like"
    MORE_BY = "more by"
    WHY = "why"
    UNDO = "undo"
    RESTART = "restart"


DESCRIBING = frozenset({MoveKind.REFINE, MoveKind.REPLACE})
"""Turns that say what is wished for."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn: what was said, what was then wished for, what was shown, and what was chosen.

    ``shown`` and ``rejected`` are ids of titles; ``picked`` is a place in ``shown``, -1 for none.
    ``talk``: much of it is no condition (``I saw that with my sister and hated the ending``).
    """

    said: str
    move: MoveKind
    wish: Wish
    shown: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    picked: int = -1
    talk: bool = False


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A member's turns so far."""

    turns: tuple[Turn, ...] = ()

    @property
    def wish(self) -> Wish:
        """What is wished for now."""
        return self.turns[-1].wish if self.turns else Wish()

    @property
    def last(self) -> Turn | None:
        """The turn before the next one."""
        return self.turns[-1] if self.turns else None

    @property
    def rejected(self) -> tuple[str, ...]:
        """Titles that were turned down, by their ids."""
        return self.turns[-1].rejected if self.turns else ()

    @property
    def told(self) -> str:
        """All that was said to describe what is wished for, once there was talk; else nothing."""
        if not any(turn.talk for turn in self.turns):
            return ""
        return " ".join(turn.said for turn in self.turns if turn.move in DESCRIBING)

    def taking(self, turn: Turn) -> "Dialogue":
        """The dialogue with one more turn, the oldest ones dropped."""
        kept = replace(turn, shown=turn.shown[:MOST_SHOWN])
        return Dialogue((*self.turns, kept)[-MOST_TURNS:])

    def undone(self) -> "Dialogue":
        """The dialogue without its last turn."""
        return Dialogue(self.turns[:-1])

    def picked(self) -> str | None:
        """The id of the title that was spoken of last."""
        last = self.last
        if last is None or not 0 <= last.picked < len(last.shown):
            return None
        return last.shown[last.picked]


def mentioned_person(wish: Wish) -> Named | None:
    """Whom ``her`` and ``him`` stand for: the last person of the wish."""
    people = (*wish.people, *wish.directors, *(one for one in wish.like if one.person))
    return people[-1] if people else None
