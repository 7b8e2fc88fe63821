"""One version of a title that is refused by its year: ``True Grit but not the 2010 version``.

The title itself is wanted, whichever else of that name there is; the year is refused.
"""

import re
from collections.abc import Iterator

from matinee.discover.understanding import kinds
from matinee.discover.understanding.heard import Heard
from matinee.discover.understanding.lexicons.listing import listed
from matinee.discover.understanding.measures import DECADE, YEAR, period
from matinee.discover.understanding.names import Called
from matinee.discover.understanding.rules_of_words import line_of, rule, told_by
from matinee.discover.understanding.spans import Span

_ONE = (
    r"(?:version|1|one|remake|film|adaptation|reboot|take|movie|update|edition|attempt|effort|"
    r"release|retelling|cut|prequel|sequel)"
)
_RULE = rule(
    kinds.YEARS,
    r"(?:(?:but|and|though|although|only|just|please|definitely|thats|that is) )*"
    r"(?:not|never|nor|except|excluding|excepting|anything but|any but|any version but|other than|"
    r"rather than|instead of|bar|barring|without|minus|no|isnt)(?: for)?(?: the)?"
    rf"(?: {_ONE})?(?: (?:from|of|in|made in|shot in))?(?: the)? (?P<time>{DECADE}|{YEAR})"
    rf"(?: {_ONE})?",
    lambda match: period(match["time"]),
)
_ONE_WORD = re.compile(rf"\b{_ONE}\b")
_BETWEEN = frozenset(
    listed(
        "the, old, original, one, version, film, movie, please, just, first, classic, and, but, "
        "with, by, from, of, tonight, again"
    )
)
_LEADING = frozenset(
    listed(
        "a, the, i, id, we, want, wants, to, see, watch, like, love, show, me, put, on, play, is, "
        "can, please, find, fancy, lets, have, for, us, give, mood, in, get, some, how, about"
    )
)
_FURTHEST = 6
_WEIGHT, _PER_WORD = 60.0, 90.0


def refused_versions(heard: Heard) -> Iterator[Span]:
    """The year as refused, and the title before it as wanted."""
    line, starts = line_of(heard.tokens)
    for year in told_by([_RULE], line, starts):
        told = _ONE_WORD.search(heard.written(year.start, year.end).lower())
        title = _title_before(heard, year.start, told=bool(told))
        if title is None:
            continue
        inner = Span(year.start, year.end, kinds.YEARS, year.value, 1.0)
        weight = _WEIGHT + year.weight
        yield Span(year.start, year.end, kinds.REFUSED, inner, weight)
        named = heard.book.named(title.titles)
        weight = _PER_WORD * (title.end - title.start)
        yield Span(title.start, title.end, kinds.TITLE, named, weight)


def _title_before(heard: Heard, place: int, *, told: bool) -> Called | None:
    """The name of a title that the words up to there speak of; ``told`` that a version is meant."""
    before = [
        name
        for name in heard.called
        if name.titles
        and name.end <= place <= name.end + _FURTHEST
        and _leads_to(heard, name)
        and (told or not heard.ordinary(name.start, name.end))
    ]
    written = [name for name in before if _passing(heard, name.end, place)]
    return max(written, key=lambda name: (name.end, name.end - name.start), default=None)


def _passing(heard: Heard, start: int, end: int) -> bool:
    return all(
        heard.word(place) in _BETWEEN or heard.word(place).isdigit() for place in range(start, end)
    )


def _leads_to(heard: Heard, name: Called) -> bool:
    """Whether it is written as a name, or in small letters begins the sentence."""
    if all(heard.word(place).isdigit() for place in range(name.start, name.end)):
        return False
    if heard.cased:
        return heard.capital(name.start, name.end)
    return all(heard.word(place) in _LEADING for place in range(name.start))
