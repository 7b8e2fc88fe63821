"""Refusals that stand behind what they refuse: ``that John Ford didn't direct``, ``gore-free``."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from matinee.discover.understanding import kinds
from matinee.discover.understanding.heard import Heard
from matinee.discover.understanding.sayings import Sayings
from matinee.discover.understanding.spans import Span

_NEGATIONS = Sayings(
    (
        "didnt",
        "did not",
        "doesnt",
        "does not",
        "isnt",
        "is not",
        "hasnt",
        "has not",
        "wasnt",
        "was not",
        "never",
        "must not have",
        "mustnt have",
        "cannot have",
        "cant have",
        "must not",
        "mustnt",
        "cannot",
        "cant",
        "should not",
        "shouldnt",
        "will not",
        "wont",
        "should not have",
        "shouldnt have",
        "may not have",
    )
)
_NO_PART_SAID = (
    "had nothing to do with",
    "has nothing to do with",
    "had no hand in",
    "has no hand in",
    "had no part in",
    "has no part in",
    "didnt have a hand in",
    "wasnt behind",
    "isnt behind",
    "isnt the director",
    "wasnt the director",
    "isnt directing",
    "wasnt directing",
    "isnt responsible for",
    "wasnt responsible for",
)
"""Said of somebody who makes films."""
_NO_PART = Sayings(_NO_PART_SAID)
_NOT_SEEN = Sayings(
    (
        "is nowhere to be seen",
        "is nowhere to be found",
        "is nowhere in sight",
        "is nowhere in it",
        "is absent",
        "is not on screen",
        "isnt on screen",
        "has no role",
        "has no role in",
        "stays out of",
        "is missing",
    )
)
SAID_OF_MAKERS = Sayings((*_NO_PART_SAID, "didnt direct", "did not direct", "didnt make"))
"""Behind a name: that somebody is a maker of films."""
_UNWELCOME = Sayings(
    (
        "excluded",
        "not included",
        "not wanted",
        "not invited",
        "not welcome",
        "excepted",
        "aside",
        "is out",
        "are out",
        "is off the table",
        "are off the table",
        "is not an option",
        "isnt an option",
        "arent an option",
        "need not apply",
        "isnt welcome",
        "is not welcome",
        "is banned",
        "are banned",
        "isnt allowed",
        "arent allowed",
        "isnt my thing",
        "arent my thing",
        "is not my thing",
        "are not my thing",
        "isnt for me",
        "arent for me",
        "is not for me",
        "are not for me",
        "leaves me cold",
        "leave me cold",
        "bores me",
        "bore me",
        "annoys me",
        "annoy me",
        "gets on my nerves",
        "get on my nerves",
        "puts me off",
        "put me off",
        "does nothing for me",
        "do nothing for me",
    )
)
"""Said of whatever somebody does not want."""
_IS_NOT = Sayings(("is not", "isnt", "are not", "arent"))
"""The same, where the clause ends with it: ``sad is fine, romance is not``."""
_MAKING = frozenset({"direct", "directed", "make", "made", "helm", "shoot"})
_PLAYING = frozenset(
    {"in", "star", "starring", "appear", "act", "play", "involved", "featured", "turn", "show"}
    | {"feature", "cast", "crop", "pop", "acting", "playing", "part"}
)
_PASSING = frozenset({"been", "even", "be", "actually"})
_FREE = frozenset({kinds.MOOD, kinds.GENRE, kinds.TEXT, kinds.PERSON})
_WEIGHT = 24.0


def refused_behind(heard: Heard, spans: Iterable[Span]) -> Iterator[Span]:
    """What is refused by the words behind it, as one stretch with them."""
    for span in spans:
        if span.kind in _FREE and heard.word(span.end) == "free":
            yield _refused(span, span.end + 1)
        elif (span.kind in _FREE and (end := _UNWELCOME.end(heard.tokens, span.end))) or (
            span.kind in _FREE and (end := _flatly(heard, span.end))
        ):
            yield _refused(span, end)
        elif span.kind == kinds.PERSON:
            yield from _not_theirs(heard, span)


def _flatly(heard: Heard, start: int) -> int:
    """Where the clause ends with a bare ``is not``; 0 where it does not."""
    end = _IS_NOT.end(heard.tokens, start)
    return end if end == len(heard.tokens) or (end and heard.tokens[end].after_break) else 0


def _not_theirs(heard: Heard, span: Span) -> Iterator[Span]:
    people = [entry for name in span.value[1] if (entry := heard.book.entry(name)) is not None]
    for role, sayings in ((kinds.BY, _NO_PART), (kinds.WITH, _NOT_SEEN)):
        if end := sayings.end(heard.tokens, span.end):
            value = (heard.book.part_of(role, people), span.value[1])
            yield _refused(replace(span, value=value), end)
    end = _NEGATIONS.end(heard.tokens, span.end)
    while end and heard.word(end) in _PASSING:
        end += 1
    making = heard.word(end) in _MAKING
    if end and (making or heard.word(end) in _PLAYING):
        part = heard.book.part_of(kinds.BY if making else kinds.WITH, people)
        end += 1 + (heard.word(end + 1) in {"up", "it"})
        yield _refused(replace(span, value=(part, span.value[1])), end)


def _refused(span: Span, end: int) -> Span:
    return Span(span.start, end, kinds.REFUSED, span, span.weight + _WEIGHT)
