"""People whose names have a slip of the fingers: ``Scarlet Johansson``, ``not by Kurasawa``."""

from collections.abc import Iterator

from matinee.discover.model import EntryKind
from matinee.discover.understanding import kinds
from matinee.discover.understanding.heard import Heard
from matinee.discover.understanding.spans import Span

_SHORTEST = 7
_JOINTS = frozenset({"and", "or", "nor"})
_PER_WORD = 12.0
_CALLING = frozenset({kinds.PERSON_CUE, kinds.REFUSING})


def slipped_people(heard: Heard) -> Iterator[Span]:
    """Names behind a cue for somebody, or in a list with one; the value is a role and names."""
    if not heard.cased:
        return
    cues = {span.end: span for span in heard.phrases if span.kind in _CALLING}
    for start, token in enumerate(heard.tokens):
        end = heard.run(start)
        joined = heard.word(start - 1) in _JOINTS
        led = start if start in cues or heard.word(start - 1) != "from" else start - 1
        if not token.capital or end == start or not (led in cues or joined):
            continue
        if any(one.start <= start and end <= one.end for one in heard.called):
            continue
        cue = cues.get(led)
        role = str(cue.value) if cue is not None and cue.kind == kinds.PERSON_CUE else ""
        person = slipped_person(heard, start, end, directing=role == kinds.BY)
        if person:
            part = heard.book.part_of(role, person)
            value = (part, (heard.book.named(person),))
            yield Span(start, end, kinds.PERSON, value, _PER_WORD * (end - start))


def slipped_person(
    heard: Heard, start: int, end: int, *, directing: bool = False
) -> tuple[int, ...]:
    """Who is meant by these words but for a slip; nobody where they mean something."""
    words = " ".join(heard.word(place) for place in range(start, end))
    if len(words) < _SHORTEST or heard.is_phrase(start, end):
        return ()
    if end - start > 1:
        return heard.book.spelled(words, EntryKind.PERSON)
    return heard.book.surname_spelled(words, directing=directing)
