"""Refusals told as a condition: ``if X is in it I'm leaving``, ``unless it's a musical``.

Whatever the condition names is refused where what follows, or what stands before it, is that
somebody leaves; behind ``unless`` and ``not if`` it is refused whatever else is said.
"""

from collections.abc import Iterable, Iterator

from matinee.discover.understanding import kinds
from matinee.discover.understanding.heard import Heard
from matinee.discover.understanding.lexicons.listing import listed, spelled_out
from matinee.discover.understanding.sayings import Sayings
from matinee.discover.understanding.spans import Span

_IF = Sayings(
    spelled_out(
        "if, when, whenever, (the) (minute|moment|second|instant) (that|), "
        "as soon as, (but|and|though|only|) (not|never) (if|when|where), unless, (but|) unless"
    )
)
_SURELY = frozenset({"not", "never", "unless", "but"})
_IT_IS = Sayings(
    spelled_out(
        "(it|this|that) (is|has|has got|stars|features|involves|contains|includes|turns out to be|"
        "happens to be|happens to star) (a|an|by|from|with|any|another|yet another|about|), (its|"
        "thats) (a|an|got|by|from|with|another|yet another|about|got any|), (there is|theres|there "
        "are|i see|i hear|i spot|we see|i get|we get|you give me|you offer me) (a|an|any|another|"
        "some|even a hint of|)"
    )
)
_IN_IT = Sayings(
    spelled_out(
        "(is|are|turns up|turn up|appears|appear|shows up|show up|pops up|pop up|crops up|comes "
        "on|comes up|walks on|features|stars|stars in it|acts in it|plays in it) (in|anywhere in|"
        "involved in|part of|) (it|this|that|), (is|are) (in|involved|on screen|on the cast|in "
        "the cast|one of the cast|there|the star|the lead)"
    )
)
_MADE_IT = Sayings(
    spelled_out(
        "(directed|directs|made|makes|shot|helmed|is directing|is behind|is the director of|is the "
        "director|was behind) (it|this|that|)"
    )
)
_IN = frozenset({"in", "anywhere", "it", "at", "all"})
_LEAVING = frozenset(
    listed(
        "leaving, leave, leaves, off, out, gone, walk, walking, scream, screaming, bed, no, not, "
        "wont, forget, dont, pass, skip, never, quit, riot, divorce, done, sulk, cant, hate, "
        "hates, run, bother, bail, bailing, moan, storm, grumble, asleep, cry, "
        "switching, switch, turning, turn, throw, throwing, kill, vomit, sleep, mutiny, goodbye, "
        "bye, refuse, lose, veto, stop, exit, door, strike, rather"
    )
)
_GLAD = frozenset(
    listed(
        "great, better, bonus, perfect, ideal, lovely, brilliant, happy, thrilled, happier, love, "
        "fine, mind, object, problem, care, matter, matters, worry, complain, complaints, ok, "
        "okay, yes, wonderful, sold, delighted, plus, fab, fantastic, hooray, win"
    )
)
_REFUSABLE = frozenset({kinds.MOOD, kinds.GENRE, kinds.TEXT, kinds.PERSON})
_FURTHEST = 4
_WEIGHT, _PER_WORD = 40.0, 14.0


def refused_if(heard: Heard, spans: Iterable[Span]) -> Iterator[Span]:
    """What conditions refuse, as one stretch with them, and what follows as small talk."""
    starts = {
        place: end for place in range(len(heard.tokens)) if (end := _IF.end(heard.tokens, place))
    }
    if not starts:
        return
    every = [span for span in spans if span.kind in _REFUSABLE]
    for start, behind in starts.items():
        for span in every:
            whenever = heard.word(behind - 1) in {"when", "whenever"}
            if span.start < behind or (whenever and span.kind != kinds.PERSON):
                continue
            end, role = _condition(heard, behind, span)
            if not end:
                continue
            sure = not _SURELY.isdisjoint(token.word for token in heard.tokens[start:behind])
            after, before = _clause(heard, end), _clause_before(heard, start)
            leaving = _leaves(heard, end, after)
            if sure or leaving or _leaves(heard, before, start):
                yield _refused(heard, span, start, end, role)
                if leaving and not sure:
                    yield Span(end, after, kinds.FILLER, "", _WEIGHT)
                elif not sure:
                    yield Span(before, start, kinds.FILLER, "", _WEIGHT)
                break


def _condition(heard: Heard, behind: int, span: Span) -> tuple[int, str]:
    """Where a condition about a reading ends, 0 for none, and as what it names somebody."""
    led = _IT_IS.end(heard.tokens, behind)
    if led and led == span.start:
        end = _past(heard, span.end)
        role = heard.word(led - 1)
        return end, {"by": kinds.BY, "from": kinds.BY}.get(
            role, kinds.WITH if end > span.end else ""
        )
    if span.kind != kinds.PERSON or span.start != behind:
        return 0, ""
    # A role behind a name ("directed") may be a part of its reading.
    for place in range(span.end, span.start, -1):
        if end := _MADE_IT.end(heard.tokens, place):
            return end, kinds.BY
        if end := _IN_IT.end(heard.tokens, place):
            return end, kinds.WITH
    for place in range(span.start + 1, span.end + 1):
        possessive = heard.tokens[place - 1].written[-2:] in {"'s", "’s"}
        if possessive and heard.word(place) in _IN:
            return _past(heard, place), kinds.WITH
    return 0, ""


def _past(heard: Heard, place: int) -> int:
    while heard.word(place) in _IN:
        place += 1
    return place


def _refused(heard: Heard, span: Span, start: int, end: int, role: str) -> Span:
    inner = span
    if span.kind == kinds.PERSON:
        names = span.value[1]
        people = [entry for name in names if (entry := heard.book.entry(name)) is not None]
        inner = Span(
            span.start, span.end, span.kind, (heard.book.part_of(role, people), names), 1.0
        )
    return Span(start, end, kinds.REFUSED, inner, _WEIGHT + _PER_WORD * (end - start))


def _clause(heard: Heard, place: int) -> int:
    """Where the clause that begins there ends."""
    end = place
    while end < len(heard.tokens) and not (end > place and heard.tokens[end].after_break):
        end += 1
    return end


def _clause_before(heard: Heard, place: int) -> int:
    start = place
    while start > 0 and not heard.tokens[start].after_break:
        start -= 1
    return start


def _leaves(heard: Heard, start: int, end: int) -> bool:
    said = {token.word for token in heard.tokens[start:end]}
    return not said.isdisjoint(_LEAVING) and said.isdisjoint(_GLAD)
