"""Refusals that stand behind what they refuse: ``that John Ford didn't direct``, ``gore-free``."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from matinee.discover.understanding import kinds
from matinee.discover.understanding.heard import Heard
from matinee.discover.understanding.spans import Span
from matinee.discover.words.folding import words_of

_NEGATIONS = tuple(
    words_of(said)
    for said in (
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
        "had nothing to do with",
        "has nothing to do with",
    )
)
_MAKING = frozenset({"direct", "directed", "make", "made", "helm", "shoot"})
_PLAYING = frozenset({"in", "star", "starring", "appear", "act", "play", "involved", "featured"})
_PASSING = frozenset({"been", "even"})
_FREE = frozenset({kinds.MOOD, kinds.GENRE, kinds.TEXT, kinds.PERSON})
_WEIGHT = 24.0


def refused_behind(heard: Heard, spans: Iterable[Span]) -> Iterator[Span]:
    """What is refused by the words behind it, as one stretch with them."""
    for span in spans:
        if span.kind in _FREE and heard.word(span.end) == "free":
            yield _refused(span, span.end + 1)
        elif span.kind == kinds.PERSON:
            yield from _not_theirs(heard, span)


def _not_theirs(heard: Heard, span: Span) -> Iterator[Span]:
    for words in _NEGATIONS:
        end = span.end + len(words)
        if tuple(map(heard.word, range(span.end, end))) != words:
            continue
        while heard.word(end) in _PASSING:
            end += 1
        _, names = span.value
        people = [entry for name in names if (entry := heard.book.entry(name)) is not None]
        making = heard.word(end) in _MAKING
        if making or heard.word(end) in _PLAYING:
            part = heard.book.part_of(kinds.BY if making else kinds.WITH, people)
            yield _refused(replace(span, value=(part, names)), end + 1)


def _refused(span: Span, end: int) -> Span:
    return Span(span.start, end, kinds.REFUSED, span, span.weight + _WEIGHT)
