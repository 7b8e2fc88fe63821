"""Refusals that stand behind what they refuse: ``that John Ford didn't direct``, ``gore-free``."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from matinee.discover.understanding import kinds
from matinee.discover.understanding.heard import Heard
from matinee.discover.understanding.lexicons.unwelcome import (
    DISLIKED,
    MAKER,
    NEGATIONS,
    NO_PART,
    NOT_BY_THEM,
    NOT_DIRECTING,
    NOT_SEEN,
    NOT_THERE,
    UNWELCOME,
)
from matinee.discover.understanding.sayings import ChosenSayings, Sayings
from matinee.discover.understanding.spans import Span

_NEGATIONS, _IS_NOT = Sayings(NEGATIONS), Sayings(("is not", "isnt", "are not", "arent"))
_NO_PART, _NOT_SEEN, _NOT_THERE = map(Sayings, (NO_PART, NOT_SEEN, NOT_THERE))
SAID_OF_MAKERS = Sayings((*NO_PART, "didnt direct", "did not direct", "didnt make"))
"""Behind a name: that somebody is a maker of films."""
_UNWELCOME, _DISLIKED = Sayings(UNWELCOME), Sayings(DISLIKED)
_MAKER, _NOT_DIRECTING = map(Sayings, (MAKER, NOT_DIRECTING))
_NOT_BY_THEM = ChosenSayings(NOT_BY_THEM)
_BETWEEN = frozenset({"remake", "version", "one", "ones", "film", "films", "movies", "stuff"})
_MAKING = frozenset({"direct", "directed", "make", "made", "helm", "shoot", "touch", "touched"})
_PLAYING = frozenset(
    {"in", "star", "starring", "appear", "act", "play", "involved", "featured", "turn", "show"}
    | {"feature", "cast", "crop", "pop", "acting", "playing", "part"}
)
_COURTEOUS = frozenset({"please", "thanks", "ta", "though", "ideally", "preferably", "cheers"})
_PASSING = frozenset({"to", "allowed", "supposed", "been", "even", "be", "actually"})
_FREE = frozenset({kinds.MOOD, kinds.GENRE, kinds.TEXT, kinds.PERSON})
_WEIGHT, _PER_WORD = 24.0, 6.0


def refused_behind(heard: Heard, spans: Iterable[Span]) -> Iterator[Span]:
    """What is refused by the words behind it, as one stretch with them."""
    every = list(spans)
    for span in every:
        if span.kind in _FREE and heard.word(span.end) == "free":
            yield _refused(span, span.end + 1)
        elif span.kind in _FREE and (end := unwelcome(heard, span.end)):
            yield _refused(span, end)
            yield from (_refused(one, one.end) for one in _beside(heard, every, span))
        elif span.kind == kinds.PERSON:
            yield from _not_theirs(heard, span)


def _beside(heard: Heard, spans: Sequence[Span], last: Span) -> Iterator[Span]:
    """People before somebody in one list: ``Ridley Scott and James Cameron are both out``."""
    if last.kind == kinds.PERSON and heard.word(last.start - 1) in {"and", "or", "nor"}:
        yield from (one for one in spans if one.kind == kinds.PERSON and one.end == last.start - 1)


def unwelcome(heard: Heard, place: int) -> int:
    """Where words that refuse what stands before ``place`` end; 0 where there are none."""
    tokens = heard.tokens
    start = place + (heard.word(place) == "again")
    if end := _UNWELCOME.end(tokens, start):
        # "Uplifting please, no sport": a refusal that goes on is of what stands behind it.
        return _over(heard, end) if heard.word(end - 1) == "no" else end
    if heard.word(place) == "no":
        sentence = tokens[place].capital and tokens[place].after_break
        if sentence and place + 1 < len(tokens) and tokens[place + 1].capital:
            return place + 1
        return _over(heard, place + 1)
    if place < len(tokens) and tokens[place].after_break:
        return _over(heard, _IS_NOT.end(tokens, place))
    start = place + (heard.word(place) in _BETWEEN)
    return _over(heard, _IS_NOT.end(tokens, start)) or _over(heard, _DISLIKED.end(tokens, start))


def _over(heard: Heard, end: int) -> int:
    """``end`` where the clause ends there, but for a courtesy, else 0."""
    last = end + (bool(end) and heard.word(end) in _COURTEOUS)
    over = last == len(heard.tokens) or heard.tokens[last].after_break
    return end if end and over else 0


def not_by_them(heard: Heard, spans: Sequence[Span]) -> Iterator[Span]:
    """``in the style of Leone but not by him``: who was named last is refused as a director."""
    for start in range(1, len(heard.tokens)):
        end = _over(heard, _NOT_BY_THEM.end(heard.tokens, start))
        before = [span for span in spans if end and span.end <= start and _names_somebody(span)]
        if not before:
            continue
        last = max(before, key=lambda span: span.end)
        names = (last.value,) if last.kind == kinds.LIKE else last.value[1]
        people = [entry for name in names if (entry := heard.book.entry(name)) is not None]
        value = (heard.book.part_of(kinds.BY, people), names)
        yield _refused(Span(start, end, kinds.PERSON, value, _WEIGHT), end)


def _names_somebody(span: Span) -> bool:
    return span.kind == kinds.PERSON or (span.kind == kinds.LIKE and span.value.person)


def _not_theirs(heard: Heard, span: Span) -> Iterator[Span]:
    people = [entry for name in span.value[1] if (entry := heard.book.entry(name)) is not None]
    if end := _NOT_DIRECTING.end(heard.tokens, span.end):
        value = (heard.book.part_of(kinds.BY, people), span.value[1])
        playing = heard.word(span.end) in {"but", "and"} or heard.tokens[span.end].after_break
        start = span.end if playing else span.start
        yield _refused(Span(start, end, kinds.PERSON, value, span.weight), end)
    for role, sayings in ((kinds.BY, _NO_PART), (kinds.WITH, _NOT_SEEN)):
        if end := sayings.end(heard.tokens, span.end):
            value = (heard.book.part_of(role, people), span.value[1])
            yield _refused(replace(span, value=value), end)
    if end := _over(heard, _NOT_THERE.end(heard.tokens, span.end)):
        value = (heard.book.part_of(kinds.WITH, people), span.value[1])
        yield _refused(replace(span, value=value), end)
        return
    end = _NEGATIONS.end(heard.tokens, span.end)
    while end and heard.word(end) in _PASSING:
        end += 1
    if end and (named := _MAKER.end(heard.tokens, end)):
        value = (heard.book.part_of(kinds.BY, people), span.value[1])
        yield _refused(replace(span, value=value), named)
        return
    making = heard.word(end) in _MAKING
    if end and (making or heard.word(end) in _PLAYING):
        part = heard.book.part_of(kinds.BY if making else kinds.WITH, people)
        end += 1 + (heard.word(end + 1) in {"up", "it"})
        yield _refused(replace(span, value=(part, span.value[1])), end)


def _refused(span: Span, end: int) -> Span:
    weight = span.weight + _WEIGHT + _PER_WORD * max(0, end - span.end)
    return Span(span.start, end, kinds.REFUSED, span, weight)
