"""Titles that nothing calls for but how they are written: ``the kids want Shrek``."""

from collections.abc import Iterator, Sequence

from matinee.discover.understanding import kinds
from matinee.discover.understanding.heard import FILM_WORDS, Heard
from matinee.discover.understanding.lexicons.calendar import CALENDAR
from matinee.discover.understanding.lexicons.listing import listed
from matinee.discover.understanding.names import Called
from matinee.discover.understanding.small_letters import rather_the_title
from matinee.discover.understanding.spans import Span
from matinee.discover.understanding.whole_titles import means
from matinee.discover.understanding.wishes import Named

_FEWEST_OF_SERIES = 2
_PER_WORD = 12.4
"""Below what a person's name weighs."""
TELLING = frozenset(
    listed(
        "in, at, to, near, about, by, starring, as, around, than, like, my, our, mr, mrs, "
        "miss, uncle, aunt, named, on"
    )
)
"""Words before a name that is a place, somebody, or what is told of, rather than a title."""
_ONE_OF_MANY = frozenset(
    listed(
        "a, any, another, some, other, more, best, all, every, which, what, no, of, these, those"
    )
)
"""Words before ``Batman film``, which is no film of that name, but one of his."""


def titles_by_capitals(heard: Heard, spans: Sequence[Span]) -> Iterator[Span]:
    """Names of titles written as such, whose words mean nothing else."""
    if not heard.cased:
        return
    for name in heard.called:
        if _is_title(heard, name) and not means(heard, spans, name.start, name.end, name):
            title = heard.book.named(name.titles)
            length = name.end - name.start
            yield Span(name.start, name.end, kinds.TITLE, title, _PER_WORD * length)
    yield from _series(heard)


def _series(heard: Heard) -> Iterator[Span]:
    """``Star Wars but shorter``: several words with capitals with which several titles begin."""
    place = 0
    while place < len(heard.tokens):
        if not heard.tokens[place].capital:
            place += 1
            continue
        start, end = place, heard.run(place)
        place = max(end, start + 1)
        if end - start < _FEWEST_OF_SERIES:
            continue
        if heard.word(start - 1) in TELLING:
            continue
        if any(one.start <= start and end <= one.end for one in heard.called):
            continue
        if heard.is_phrase(start, end):
            continue
        found = heard.book.series("".join(heard.word(one) for one in range(start, end)))
        if found:
            keys = heard.book.holdings.directory.keys
            title = Named(heard.written(start, end), tuple(keys[entry] for entry in found))
            yield Span(start, end, kinds.TITLE, title, _PER_WORD * (end - start))


def _is_title(heard: Heard, name: Called) -> bool:
    start, end = name.start, name.end
    written = heard.capital(start, end) and heard.tokens[start].capital
    if not name.titles or name.people or not written or _goes_on(heard, end):
        return False
    if (
        (heard.ordinary(start, end) and not heard.spelled_out(start, end))
        or heard.word(start - 1) in TELLING
        or _follows_name(heard, start)
    ):
        return False
    if _of_a_kind(heard, start, end):
        return False
    if end - start > 1:
        return True
    word = heard.word(start)
    if word in CALENDAR or heard.is_filler(start) or word in FILM_WORDS or word.isdigit():
        return False
    begins = start == 0 or heard.tokens[start].after_break
    return not begins and (not name.surnames or rather_the_title(heard, name))


def _of_a_kind(heard: Heard, start: int, end: int) -> bool:
    """``any Batman film``, ``New York comedies``: films of that, and no film of that name."""
    if end == len(heard.tokens) or heard.tokens[end].after_break:
        return False
    if heard.word(end) in FILM_WORDS:
        return heard.word(start - 1) in _ONE_OF_MANY
    return any(span.start == end and span.kind == kinds.GENRE for span in heard.phrases)


def _goes_on(heard: Heard, end: int) -> bool:
    """Whether what follows belongs to a longer name."""
    if end >= len(heard.tokens) or heard.tokens[end].after_break:
        return False
    small = {"of", "the", "de", "la", "le"}
    goes_on = heard.tokens[end].capital or heard.word(end) in small
    return goes_on and heard.run(end - 1) > end


def _follows_name(heard: Heard, start: int) -> bool:
    """Whether a word with a capital stands before it, so that it is the end of another name."""
    if not start or heard.tokens[start].after_break:
        return False
    before = heard.tokens[start - 1]
    return before.capital and start > 1 and not heard.is_phrase(start - 1, start)
