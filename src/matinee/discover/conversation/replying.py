"""What a member is told after a turn: titles with reasons, what could not be done, a question."""

from dataclasses import dataclass, field

from matinee.catalogue.model import Shelf
from matinee.discover.conversation.asking import Question
from matinee.discover.conversation.dialogue import Dialogue
from matinee.discover.model import FoundTitle
from matinee.discover.understanding.answering import Answered
from matinee.discover.understanding.wishes import Wish
from matinee.vocabulary.wording import Wording

WEIGHED = Wording("You told a lot, so all of it was weighed: a title need not have every part.")

# Notes on a turn rather than on a wish: they are said once.
REPLACED = Wording("Nothing is both, so what you said now took the former's place.")
UNCHANGED = Wording("Nothing of that changes the search. Say it in other words.")
NEAREST = Wording("Nothing meets all of this. These come nearest, and need not have every part.")


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to a turn. ``spoken_of`` is the title that was chosen or asked about."""

    wish: Wish
    shelf: Shelf = field(repr=False)
    titles: tuple[FoundTitle, ...]
    total: int
    notes: tuple[Wording, ...] = ()
    question: Question | None = None
    spoken_of: FoundTitle | None = None
    dialogue: Dialogue = field(default_factory=Dialogue)


def notes_on(wish: Wish, found: Answered) -> tuple[Wording, ...]:
    """What could not be kept of a wish, in words."""
    notes = [
        Wording(
            "“{title}” is known here, but not offered to you now. These come near it.",
            {"title": name.name},
        )
        for name in found.not_offered
    ]
    notes += [
        Wording(
            "No title here is called “{title}”, so nothing could be compared with it.",
            {"title": name.name},
        )
        for name in (*wish.like, *wish.titles)
        if not name.keys
    ]
    if found.weighed:
        notes.append(WEIGHED)
    if found.by_plot:
        notes.append(Wording("You told a plot. These are the titles that it is likeliest of."))
    if found.missed_text:
        notes.append(
            Wording(
                "Nothing that fits is filed under “{words}”. Everything else was kept.",
                {"words": wish.text},
            )
        )
    return tuple(notes)


def nothing_left(total: int) -> tuple[Wording, ...]:
    """What is said where no title is left."""
    if total:
        return ()
    return (Wording("Nothing meets all of this. Take one of the conditions away."),)
