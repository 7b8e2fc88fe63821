"""From a dialogue and a turn to the next wish. Pure: grammar and facts of titles are passed in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from matinee.discover.conversation.changing import (
    TitleFacts,
    compared,
    refined,
    removed,
    replaced,
    there,
    without_part,
)
from matinee.discover.conversation.dialogue import (
    DESCRIBING,
    Dialogue,
    MoveKind,
    Turn,
    mentioned_person,
)
from matinee.discover.conversation.moves import Move, move_of
from matinee.discover.understanding.weighing import told_wish
from matinee.discover.understanding.wishes import Named, Wish
from matinee.discover.understanding.word_postings import telling_words

Read: TypeAlias = Callable[[str], Wish]
_READING = DESCRIBING | {MoveKind.REMOVE}
MOST_ASKED = 5
"""Words that say nothing typed and may still be what is asked for; with more, somebody talks."""


@dataclass(frozen=True, slots=True)
class Step:
    """The turn that follows, without what it shows; ``undoes`` drops a turn, ``restarts`` all.

    ``changed`` names the parts that it changed; empty where nothing was understood as a change.
    """

    turn: Turn
    undoes: bool = False
    restarts: bool = False
    changed: tuple[str, ...] = ()


def step(dialogue: Dialogue, said: str, read: Read, facts: Sequence[TitleFacts]) -> Step:
    """What a turn does to a dialogue; ``facts`` are those of the titles shown last."""
    move = move_of(said)
    if not dialogue.turns and move.kind not in {MoveKind.RESTART, MoveKind.UNDO}:
        move = Move(MoveKind.REFINE, rest=said)
    if move.kind is MoveKind.RESTART:
        return Step(Turn(said, move.kind, Wish()), restarts=True)
    if move.kind is MoveKind.UNDO:
        former = dialogue.undone()
        return Step(Turn(said, move.kind, former.wish), undoes=True)
    heard = read(move.rest) if move.kind in _READING else Wish()
    wish, rejected, picked = _moved(dialogue, move, heard, facts)
    talk = move.kind in DESCRIBING and (is_talk(heard) or is_talk(wish))
    if talk or dialogue.told:
        plot = None if dialogue.turns else told_wish(said, heard)
        wish = plot or replace(wish, text="")
    turn = Turn(said, move.kind, wish, rejected=rejected, picked=picked, talk=talk)
    return Step(turn, changed=_changed(dialogue.wish, wish))


def is_talk(heard: Wish) -> bool:
    """Whether so much of what was said was not understood that its words are no conditions."""
    return len(telling_words(heard.text)) > MOST_ASKED


def _moved(
    dialogue: Dialogue, move: Move, heard: Wish, facts: Sequence[TitleFacts]
) -> tuple[Wish, tuple[str, ...], int]:
    """The wish after a move, the titles turned down, and the place that is spoken of."""
    wish, rejected, place = dialogue.wish, dialogue.rejected, _place(dialogue, move, facts)
    title = facts[place] if 0 <= place < len(facts) else None
    picked = place if move.kind in {MoveKind.PICK, MoveKind.WHY} else -1
    if title is not None and move.kind in {MoveKind.REJECT, MoveKind.MORE_BY}:
        rejected = (*rejected, title.id)
    match move.kind:
        case MoveKind.MORE_LIKE if title is not None:
            likeness = (Named(title.name, (title.id,)),)
            kept = Wish(age=wish.age, without=wish.without, company=wish.company)
            wish = replace(kept, like=likeness)
        case MoveKind.MORE_BY:
            wish = _more_by(dialogue, move, title)
        case MoveKind.COMPARE:
            wish = compared(wish, move.part, facts)
        case MoveKind.WIDEN:
            wish = _widened(dialogue)
        case MoveKind.REMOVE:
            wish = removed(wish, move, heard)
        case MoveKind.REPLACE:
            wish = replaced(wish, heard)
        case MoveKind.REFINE:
            wish = refined(wish, heard)
        case _:
            pass
    return wish, rejected, picked


def _widened(dialogue: Dialogue) -> Wish:
    """The wish without what the last turn that changed it brought."""
    wish = dialogue.wish
    for turn in reversed(dialogue.turns[:-1]):
        if turn.wish != wish and turn.wish:
            return turn.wish
    for part in ("minutes", "years", "moods", "order", "text", "countries", "languages", "genres"):
        if there(getattr(wish, part)):
            return without_part(wish, part)
    return wish


def _more_by(dialogue: Dialogue, move: Move, title: TitleFacts | None) -> Wish:
    wish = dialogue.wish
    kept = Wish(age=wish.age, company=wish.company, without=wish.without)
    if move.part == "directors":
        known = title.directors[:1] if title else ()
        return replace(kept, directors=known or wish.directors[:1])
    person = mentioned_person(wish)
    if person is None and title is not None and title.cast:
        person = title.cast[0]
    return replace(kept, people=(person,)) if person is not None else wish


def _place(dialogue: Dialogue, move: Move, facts: Sequence[TitleFacts]) -> int:
    if move.place >= 0:
        return min(move.place, len(facts) - 1) if move.place > len(facts) else move.place
    last = dialogue.last
    return last.picked if last is not None and last.picked >= 0 else 0


def _changed(before: Wish, after: Wish) -> tuple[str, ...]:
    return tuple(name for name, value in after.parts() if value != getattr(before, name))
