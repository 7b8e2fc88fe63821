"""Titles that are asked for in a sentence that says more: ``put on Ghost, my wife is here``."""

from collections.abc import Iterator, Sequence

from matinee.discover.model import EntryKind
from matinee.discover.understanding import kinds
from matinee.discover.understanding.heard import FILM_WORDS, Heard
from matinee.discover.understanding.slipped_names import begun, spelled
from matinee.discover.understanding.small_letters import for_whom_or_when
from matinee.discover.understanding.spans import Span
from matinee.discover.understanding.whole_titles import (
    begins_name,
    leads,
    means,
    says_something,
)
from matinee.discover.words.folding import ARTICLES

_NOT_ALONE = frozenset({"but", "only", "or", "and", "meets"})
_SAID_OF_IT = frozenset({"make", "no", "dont", "hurry", "then", "be", "turn", "quick", "please"})
"""Words behind ``and`` that say something of the title before it: ``and make it snappy``."""
_ASKING = frozenset(
    {"watch", "watching", "rewatch", "see", "seeing", "play", "titled", "called", "named", "find"}
    | {"wants", "want", "stream", "fancy", "got", "have", "need", "start", "stick", "pop", "get"}
    | {"give", "show", "pull", "bring", "queue"}
)
_SEEKING = frozenset({"find", "watch", "see", "stream", "play", "rewatch", "watching"})
"""Verbs behind which a single word in small letters is a name, its clause over."""
_OFTEN_OF_OTHERS = frozenset({"give", "show", "bring", "pull", "queue"})
_AFTER_WISH = frozenset({"for", "after"})
_WISHED = frozenset(
    {"looking", "searching", "begging", "asking", "hunting", "im", "were", "dying", "mood", "up"}
)
_ASKED_BETWEEN = frozenset({"me", "us", "up", "out"})
_CLOSING = frozenset(
    {"with", "for", "tonight", "again", "please", "now", "today", "tomorrow", "because", "before"}
    | {"on", "dubbed", "subtitled", "starring"}
)
_WHEN = frozenset({"tonight", "tomorrow", "again", "dubbed", "subtitled"})
_LEADING_TO_THEM = frozenset(
    {"for", "on", "with", "at", "over", "during", "while", "this", "as", "when", "a", "an", "the"}
    | {"our", "my", "her", "his", "their", "to", "in", "some", "next"}
)
_NEAR = 4
_PUTTING = frozenset(
    {"put", "stick", "pop", "have", "whack", "bung", "chuck", "throw", "get", "stream", "got"}
)
_LONGEST, _FEWEST_LETTERS, _FEWEST_LOWER = 9, 6, 2
_WEIGHT = 40.0


def asked_title(heard: Heard, spans: Sequence[Span]) -> Iterator[Span]:
    """``put on Ghost, my wife is here``: a name that is asked for at the head, its clause over."""
    start = 0
    while leads(heard, start) and not begins_name(heard, start):
        start += 1
    for first in range(start + 1):
        for name in heard.called:
            end = name.end
            if name.start != first or not name.titles or end >= len(heard.tokens):
                continue
            rest = [span for span in heard.phrases if span.start >= end]
            said_of_it = heard.word(end) == "and" and heard.word(end + 1) in _SAID_OF_IT
            if not heard.tokens[end].after_break:
                continue
            if heard.word(end) in _NOT_ALONE and not said_of_it:
                continue
            if any(span.kind in {kinds.LIKE_CUE, kinds.MEETS} for span in rest):
                continue
            clear = heard.capital(first, end) if heard.cased else end - first > 1
            if clear and not means(heard, spans, first, end, name):
                yield _asked(heard, first, end, name.titles)
                return


def titles_behind_verbs(heard: Heard, spans: Sequence[Span]) -> Iterator[Span]:
    """``I feel like watching Casablnca with my wife``: a name behind a verb that asks for one."""
    for place in range(len(heard.tokens)):
        wished = heard.word(place) in _AFTER_WISH and heard.word(place - 1) in _WISHED
        if heard.word(place) not in _ASKING and not wished:
            continue
        start = place + 1
        while heard.word(start) in _ASKED_BETWEEN:
            start += 1
        called = _called_so(heard, place)
        if called is not None:
            yield Span(place, place + 1, kinds.FILLER, "", 1.0)
            yield called
            continue
        surely = not heard.cased and (wished or heard.word(place) in _OFTEN_OF_OTHERS)
        found = _named_from(heard, spans, start, surely=surely)
        if found is not None:
            yield found


def _called_so(heard: Heard, place: int) -> Span | None:
    """``the one called Brazil``: a name, whatever else its words may mean."""
    if heard.word(place) not in {"titled", "called", "named"}:
        return None
    here = [one for one in heard.called if one.start == place + 1 and one.titles]
    longest = max(here, key=lambda one: one.end, default=None)
    written = longest is not None and (not heard.cased or heard.tokens[place + 1].capital)
    if longest is None or not written:
        return None
    return _asked(heard, longest.start, longest.end, longest.titles)


def titles_put_on(heard: Heard, spans: Sequence[Span]) -> Iterator[Span]:
    """``stick Grease on for the girls``: a name between a verb and its particle."""
    for place in range(len(heard.tokens)):
        if heard.word(place) not in _PUTTING:
            continue
        for end in range(place + 2, min(len(heard.tokens), place + 2 + _LONGEST)):
            if heard.tokens[end].after_break:
                break
            if heard.word(end) != "on" or heard.tokens[end].capital:
                continue
            found = _meant(heard, spans, place + 1, end)
            if found is not None:
                yield Span(place, place + 1, kinds.FILLER, "", 1.0)
                yield Span(end, end + 1, kinds.FILLER, "", 1.0)
                yield found
            break


def slipped_head(heard: Heard, spans: Sequence[Span]) -> Iterator[Span]:
    """``brokeback mountian with Spanish subtitles``: a name with a slip, and what is said of it."""
    for place, token in enumerate(heard.tokens):
        if place == 0 or (heard.cased and token.after_break):
            found = _slipped_from(heard, spans, place)
            if found is not None:
                yield found


def _slipped_from(heard: Heard, spans: Sequence[Span], clause: int) -> Span | None:
    start = clause
    while leads(heard, start) and not begins_name(heard, start):
        start += 1
    if clause and not (heard.capital(start, start + 1) and heard.capital(start + 1, start + 2)):
        return None
    first = start + (heard.word(start) in ARTICLES)
    if heard.is_phrase(first, first + 1) or heard.is_filler(first):
        return None
    if _begins_for_somebody(heard, start):
        found = _meant(heard, spans, start, start + 1)
        if found is not None:
            return found
    for end in range(start + 2, min(len(heard.tokens), start + _LONGEST) + 1):
        over = end == len(heard.tokens) or heard.tokens[end].after_break
        if over or heard.word(end) in _CLOSING:
            named = not heard.ordinary(start, end) and heard.word(end - 1) not in FILM_WORDS
            return _meant(heard, spans, start, end) if named else None
    return None


def _begins_for_somebody(heard: Heard, start: int) -> bool:
    """``Ghostbusters with my mates``: one word with a capital, and who watches, or when."""
    if start + 1 >= len(heard.tokens) or not heard.tokens[start].capital:
        return False
    if heard.ordinary(start, start + 1) or heard.word(start).endswith("ing"):
        return False
    following = heard.word(start + 1)
    if following in _WHEN or (
        following in {"with", "for"} and heard.word(start + 2) in {"my", "the", "our", "me", "us"}
    ):
        return True
    said = for_whom_or_when(heard)
    end = start + 1
    while heard.word(end) in _LEADING_TO_THEM and end not in said and end <= start + _NEAR:
        end += 1
    return end in said and not heard.tokens[start + 1].after_break


def _meant(heard: Heard, spans: Sequence[Span], start: int, end: int) -> Span | None:
    """The title of that name, or of that name but for a slip."""
    for name in heard.called:
        exact = (name.start, name.end) == (start, end) and name.titles
        if exact and not means(heard, spans, start, end, name):
            return _asked(heard, start, end, name.titles)
    words = " ".join(heard.word(place) for place in range(start, end))
    if len(words.replace(" ", "")) < _FEWEST_LETTERS or says_something(spans, start, end):
        return None
    if any((one.people or one.surnames) and one.start == start for one in heard.called):
        return None
    found = spelled(heard.book, words, EntryKind.TITLE)
    return _asked(heard, start, end, found) if found else None


def _named_from(heard: Heard, spans: Sequence[Span], start: int, *, surely: bool) -> Span | None:
    """The name there, ``surely`` without a slip."""
    ends = [end for end in _ends(heard, start) if _written_as_name(heard, start, end)]
    for end in ends:
        for name in heard.called:
            exact = (name.start, name.end) == (start, end) and name.titles
            if exact and not means(heard, spans, start, end, name):
                return _asked(heard, start, end, name.titles)
    for end in () if surely else ends:
        words = " ".join(heard.word(place) for place in range(start, end))
        if len(words.replace(" ", "")) < _FEWEST_LETTERS or says_something(spans, start, end):
            continue
        if any((one.people or one.surnames) and one.start == start for one in heard.called):
            continue
        found = spelled(heard.book, words, EntryKind.TITLE) or begun(heard.book, words)
        if found:
            return _asked(heard, start, end, found)
    return None


def _ends(heard: Heard, start: int) -> Iterator[int]:
    """Where a name from there may end: with its clause, or before what says for whom or when."""
    for end in range(start + 1, min(len(heard.tokens), start + _LONGEST) + 1):
        over = end == len(heard.tokens) or heard.tokens[end].after_break
        if over or heard.word(end) in _CLOSING:
            yield end
        if over:
            return


def _written_as_name(heard: Heard, start: int, end: int) -> bool:
    if heard.cased:
        return heard.capital(start, end)
    if heard.word(end) in _WHEN and not heard.ordinary(start, end):
        return True
    if heard.word(start - 1) in _SEEKING and end - start == 1:
        over = end == len(heard.tokens) or heard.tokens[end].after_break
        over = over or heard.word(end) in {"with", "tonight", "again", "please"}
        return over and len(heard.word(start)) >= _FEWEST_LETTERS and not heard.ordinary(start, end)
    return end - start >= _FEWEST_LOWER and not all(map(heard.is_filler, range(start, end)))


def _asked(heard: Heard, start: int, end: int, titles: Sequence[int]) -> Span:
    title = heard.book.named(titles)
    return Span(start, end, kinds.TITLE, title, _WEIGHT * (end - start))
