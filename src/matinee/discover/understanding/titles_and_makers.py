"""Titles that are told by what stands beside them: who made them, their year, their language.

``stalker by tarkovsky``, ``the wicker man, 1973 version``, ``Oldboy, not the Spike Lee one``:
whoever is named had a part in the title, or it is of that year, which hardly happens by chance.
"""

from collections.abc import Iterator, Sequence

from matinee.discover.understanding import kinds
from matinee.discover.understanding.heard import FILM_WORDS, Heard
from matinee.discover.understanding.lexicons.listing import listed
from matinee.discover.understanding.names import Called
from matinee.discover.understanding.spans import Span

_BETWEEN = frozenset(
    listed(
        "the, one, with, by, from, of, directed, starring, featuring, version, that, is, has, "
        "made, in, but, not, and, a, film, movie, original, which, where, it, its, no, please, "
        "for, than, other, except, rather, adaptation, remake, cut, either, or, both"
    )
)
_TELLING = frozenset({kinds.PERSON, kinds.YEARS, kinds.SPOKEN, kinds.WRITTEN, kinds.REFUSED})
_FURTHEST, _FURTHEST_BEHIND = 6, 3
_LEADING_TO = FILM_WORDS | frozenset(
    listed("in, one, thing, classic, comedy, thriller, drama, called, and, s, from, playing, was")
)
"""Words between somebody and a title in which they have a part: ``that bill murray film``."""
_WEIGHT = 85.0


def titles_beside(heard: Heard, spans: Sequence[Span], taken: Sequence[Span]) -> Iterator[Span]:
    """Names of titles that a reading beside them bears out; ``taken`` are names that are liked."""
    telling = [span for span in spans if span.kind in _TELLING]
    for name in heard.called:
        if not name.titles or any(_overlap(span, name) for span in taken):
            continue
        if heard.cased and not heard.capital(name.start, name.end):
            continue
        if any(_longer(other, name) for other in heard.called):
            continue
        borne_out = (_borne_out(heard, name, span) for span in telling)
        title = next((titles for titles in borne_out if titles), ())
        if title:
            weight = _WEIGHT * (name.end - name.start)
            yield Span(name.start, name.end, kinds.TITLE, heard.book.named(title), weight)


def _borne_out(heard: Heard, name: Called, span: Span) -> tuple[int, ...]:
    """The titles of that name, where one of them is what the reading says."""
    if span.kind == kinds.REFUSED:
        inner = span.value
        return _borne_out(heard, name, inner) if inner.kind == kinds.PERSON else ()
    if not _beside(heard, name, span):
        return ()
    if span.kind == kinds.PERSON:
        return _of_person(heard, name, span)
    if span.kind == kinds.YEARS:
        return _of_year(heard, name, span)
    return _spoken(heard, name, span)


def _of_person(heard: Heard, name: Called, span: Span) -> tuple[int, ...]:
    book = heard.book
    people = [entry for one in span.value[1] if (entry := book.entry(one)) is not None]
    found = any(book.has_part_in(person, title) for person in people for title in name.titles)
    return name.titles if found else ()


def _of_year(heard: Heard, name: Called, span: Span) -> tuple[int, ...]:
    first, last = span.value
    letters = any(token.word.isalpha() for token in heard.tokens[name.start : name.end])
    if first is None or first != last or not letters or heard.ordinary(name.start, name.end):
        return ()
    shelf, row_of = heard.book.holdings.shelf, heard.book.holdings.row_of
    if heard.word(span.start) == "the" and span.end == name.start:
        return name.titles
    rows = [int(row_of[title]) for title in name.titles]
    return name.titles if any(row >= 0 and shelf.years[row] == first for row in rows) else ()


def _spoken(heard: Heard, name: Called, span: Span) -> tuple[int, ...]:
    """``Ringu in Japanese``: a name at the head of a clause, and right behind it a language."""
    begins = name.start == 0 or heard.tokens[name.start].after_break
    near = span.start in {name.end, name.end + 1} and span.kind == kinds.WRITTEN
    if not begins or not (near or span.start == name.end) or heard.tokens[name.end].after_break:
        return ()
    if heard.ordinary(name.start, name.end) or heard.word(name.end - 1) in FILM_WORDS:
        return ()
    if name.people or (name.surnames and name.end - name.start == 1):
        return ()
    written = heard.capital(name.start, name.end) if heard.cased else name.end - name.start > 1
    written = written or (heard.tokens[name.start].capital and span.kind == kinds.WRITTEN)
    return name.titles if written else ()


def _beside(heard: Heard, name: Called, span: Span) -> bool:
    if span.end == name.start and span.kind in {kinds.PERSON, kinds.YEARS}:
        return not heard.tokens[name.start].after_break
    if span.kind == kinds.PERSON and span.end < name.start <= span.end + _FURTHEST_BEHIND:
        between = range(span.end, name.start)
        return all(heard.word(place) in _LEADING_TO for place in between)
    if not name.end <= span.start <= name.end + _FURTHEST:
        return False
    return all(heard.word(place) in _BETWEEN for place in range(name.end, span.start))


def _overlap(span: Span, name: Called) -> bool:
    return span.start < name.end and name.start < span.end


def _longer(other: Called, name: Called) -> bool:
    inside = other.start <= name.start and name.end <= other.end
    return (
        inside
        and other.end - other.start > name.end - name.start
        and bool(other.titles or other.people)
    )
