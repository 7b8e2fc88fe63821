"""Titles at the head of a clause in small letters: ``how about the shining for halloween``.

Nothing is written as a name there, so that the name has to be one that is often asked for, its
words must mean nothing else, and its clause must end with it or go on with for whom or when.
"""

from collections.abc import Iterator, Sequence

from matinee.discover.understanding import kinds
from matinee.discover.understanding.heard import Heard
from matinee.discover.understanding.lexicons.listing import listed
from matinee.discover.understanding.names import Called
from matinee.discover.understanding.small_letters import (
    alone_well_known,
    for_whom_or_when,
    surely_title,
)
from matinee.discover.understanding.spans import Span

_LEADING = frozenset(
    listed(
        "mum, mom, dad, gran, nan, she, he, they, everyone, everybody, wants, wife, husband, my, "
        "our, how, about, thinking, of, maybe, perhaps, lets, do, so, try, ok, okay, then, well, "
        "and, or, anyone, for, up, i, think, reckon, we, could, should, can, shall, might, go, "
        "going, rewatch, rewatching, watching, watch, always, usually, definitely, probably, "
        "possibly, just, put, play, the, cue, roll, load, fire, line, chuck, whack, bung, fancy, "
        "got, have, you, is, there, any, chance, want, wanna, see, tonight, today, its, it, is, "
        "has, to, be, must, please, leaning, towards, craving, need, say, says, voting, vote, "
        "choose, choosing, pick, picking, plumping, plump, stick, time"
    )
)
_CLOSING = frozenset(
    listed(
        "for, with, tonight, again, please, dubbed, subtitled, on, at, it, maybe, perhaps, if, "
        "today, tomorrow, this, when, while, before, because, starring, thanks, then, or, and, "
        "anyone, in, since, cos, as"
    )
)
_JOINTS = frozenset({"or", "and"})
_WEIGHT = 30.0
"""Below what other readings of a title weigh."""


def heads_in_small_letters(heard: Heard, spans: Sequence[Span]) -> Iterator[Span]:
    """Well-known titles with which a clause in small letters begins, and those beside them."""
    if heard.cased:
        return
    closing = for_whom_or_when(heard)
    for place, token in enumerate(heard.tokens):
        if place and not token.after_break:
            continue
        name = _named_at(heard, spans, _past_leading(heard, place), first=place)
        if name is None:
            continue
        both = [name]
        if heard.word(name.end) in _JOINTS:
            start = name.end + 1
            other = _named_at(heard, spans, start, first=start)
            both += [] if other is None else [other]
            if other is None and name.end - name.start == 1:
                continue
        if _closes(heard, both[-1].end, closing):
            for one in both:
                title = heard.book.named(one.titles)
                weight = _WEIGHT * (one.end - one.start)
                yield Span(one.start, one.end, kinds.TITLE, title, weight)


def _past_leading(heard: Heard, place: int) -> int:
    while heard.word(place) in _LEADING and place + 1 < len(heard.tokens):
        if place + 1 < len(heard.tokens) and heard.tokens[place + 1].after_break:
            break
        place += 1
    return place


def _named_at(heard: Heard, spans: Sequence[Span], start: int, *, first: int) -> Called | None:
    """The longest name there that is surely a title; its article may be before it."""
    here = [one for one in heard.called if first <= one.start <= start < one.end and one.titles]
    for name in sorted(here, key=lambda one: (one.start, -one.end)):
        said = range(name.start + (heard.word(name.start) == "the"), name.end)
        plain = [place for place in said if heard.is_filler(place)]
        if not said or len(plain) == len(said) or heard.is_phrase(said[0], name.end):
            continue
        if len(said) == 1 and said[0] == name.start and not alone_well_known(heard, name):
            continue
        if surely_title(heard, spans, name):
            return name
    return None


def _closes(heard: Heard, end: int, closing: frozenset[int]) -> bool:
    over = end == len(heard.tokens) or heard.tokens[end].after_break
    return over or end in closing or heard.word(end) in _CLOSING
