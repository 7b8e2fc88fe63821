"""People who are named together: ``Joel and Ethan Coen``, ``the Coens``; and one in two parts.

``directed by and starring X`` and ``X stars and directs`` want somebody twice.
"""

from collections.abc import Iterator

from matinee.discover.understanding import kinds
from matinee.discover.understanding.heard import Heard
from matinee.discover.understanding.lexicons.listing import listed
from matinee.discover.understanding.names import Called
from matinee.discover.understanding.people import People
from matinee.discover.understanding.sayings import Sayings
from matinee.discover.understanding.spans import Span

_BEFORE = Sayings(
    listed(
        "directed by and starring, written directed by and starring, directed by and featuring, by "
        "and starring, by and with, starring and directed by, with and by"
    )
)
_BEHIND = Sayings(
    listed(
        "acts and directs, directs and acts, directs and stars, stars and directs, both acts and "
        "directs, both directs and acts, both directs and stars, both stars and directs, both "
        "stars in and directs, stars in and directs, directed and starred in, directed himself, "
        "directed herself, directs himself, directs herself"
    )
)
_LONGEST = 5
_PER_WORD = 14.0
_SHORTEST_SURNAME = 4


def couples(heard: Heard, people: People) -> Iterator[Span]:
    """The readings; the value is a role and names."""
    for name in heard.called:
        if name.people and name.end - name.start > 1:
            yield from _first_names(heard, people, name)
            yield from _in_two_parts(heard, name)
    yield from _families(heard, people)


def _first_names(heard: Heard, people: People, name: Called) -> Iterator[Span]:
    """``Joel and Ethan Coen``: who is named by their first name is of the same surname."""
    start = name.start - 2
    if start < 0 or heard.word(start + 1) != "and" or heard.tokens[name.start].after_break:
        return
    if heard.cased and not heard.capital(start, start + 1):
        return
    surname = heard.word(name.end - 1)
    other = heard.book.people_called(f"{heard.word(start)}{surname}")
    if not other:
        return
    both = (other[0], name.people[0])
    role = heard.book.part_of(people.cue(start), both)
    value = (role, tuple(heard.book.named((one,)) for one in both))
    yield Span(start, name.end, kinds.PERSON, value, _PER_WORD * (name.end - start))


def _families(heard: Heard, people: People) -> Iterator[Span]:
    """``the Coens``: those of a surname who made their films together."""
    for place, token in enumerate(heard.tokens):
        surname = token.word.removesuffix("s")
        if heard.word(place - 1) != "the" or len(surname) < _SHORTEST_SURNAME:
            continue
        if surname == token.word or heard.is_phrase(place, place + 1) or heard.is_filler(place):
            continue
        if heard.cased and not token.capital:
            continue
        kin = heard.book.together(heard.book.people_called(surname))
        if kin and all(map(heard.book.directs, kin)):
            role = heard.book.part_of(people.cue(place), kin)
            value = (role, tuple(heard.book.named((one,)) for one in kin))
            yield Span(place, place + 1, kinds.PERSON, value, _PER_WORD * 2)


def _in_two_parts(heard: Heard, name: Called) -> Iterator[Span]:
    named = (heard.book.named(name.people),)
    for start in range(max(0, name.start - _LONGEST), name.start):
        if _BEFORE.end(heard.tokens, start) == name.start:
            yield from _twice(heard, name, named, start, name.start)
    if end := _BEHIND.end(heard.tokens, name.end):
        yield from _twice(heard, name, named, name.end, end)


def _twice(
    heard: Heard, name: Called, named: tuple[object, ...], start: int, end: int
) -> Iterator[Span]:
    role = heard.book.part_of(kinds.BY, name.people[:1])
    yield Span(start, end, kinds.PERSON, (role, named), _PER_WORD * 4)
    weight = _PER_WORD * 2 * (name.end - name.start)
    yield Span(name.start, name.end, kinds.PERSON, (kinds.WITH, named), weight)
