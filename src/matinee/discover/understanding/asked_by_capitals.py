"""Titles that nothing calls for but how they are written: ``the kids want Shrek``."""

from collections.abc import Iterator, Sequence

from matinee.discover.understanding import kinds
from matinee.discover.understanding.heard import FILM_WORDS, Heard
from matinee.discover.understanding.lexicons.listing import listed
from matinee.discover.understanding.names import Called
from matinee.discover.understanding.spans import Span
from matinee.discover.understanding.whole_titles import means

_PER_WORD = 12.4
"""Below what a person's name weighs."""
_TELLING = frozenset(
    listed(
        "in, at, to, near, about, by, starring, as, around, than, like, my, our, mr, mrs, "
        "miss, uncle, aunt, named, on"
    )
)
"""Words before a name that is a place, somebody, or what is told of, rather than a title."""
_CALENDAR = frozenset(
    listed(
        "monday, tuesday, wednesday, thursday, friday, saturday, sunday, january, february, march, "
        "april, may, june, july, august, september, october, november, december"
    )
)


def titles_by_capitals(heard: Heard, spans: Sequence[Span]) -> Iterator[Span]:
    """Names of titles written as such, whose words mean nothing else."""
    if not heard.cased:
        return
    for name in heard.called:
        if _is_title(heard, name) and not means(heard, spans, name.start, name.end, name):
            title = heard.book.named(name.titles)
            length = name.end - name.start
            yield Span(name.start, name.end, kinds.TITLE, title, _PER_WORD * length)


def _is_title(heard: Heard, name: Called) -> bool:
    start, end = name.start, name.end
    if not name.titles or name.people or _goes_on(heard, end):
        return False
    if not heard.capital(start, end) or not heard.tokens[start].capital:
        return False
    if (
        heard.ordinary(start, end)
        or heard.word(start - 1) in _TELLING
        or _follows_name(heard, start)
    ):
        return False
    if end - start > 1:
        return True
    word = heard.word(start)
    if word in _CALENDAR or heard.is_filler(start) or word in FILM_WORDS or word.isdigit():
        return False
    return start > 0 and not heard.tokens[start].after_break and not name.surnames


def _goes_on(heard: Heard, end: int) -> bool:
    """Whether what follows belongs to a longer name."""
    if end >= len(heard.tokens) or heard.tokens[end].after_break:
        return False
    small = {"of", "the", "de", "la", "le"}
    return heard.tokens[end].capital or (heard.word(end) in small and heard.run(end - 1) > end)


def _follows_name(heard: Heard, start: int) -> bool:
    """Whether a word with a capital stands before it, so that it is the end of another name."""
    if not start or heard.tokens[start].after_break:
        return False
    before = heard.tokens[start - 1]
    return before.capital and start > 1 and not heard.is_phrase(start - 1, start)
