"""Refusals that no phrase tells alone: titles that are refused, and names kept out of it."""

from collections.abc import Iterator

from matinee.discover.understanding import kinds
from matinee.discover.understanding.heard import Heard
from matinee.discover.understanding.lexicons.cues import SEEN
from matinee.discover.understanding.likeness import title_at
from matinee.discover.understanding.spans import Span
from matinee.discover.words.folding import words_of

_SEEN = frozenset(words_of(said) for said in SEEN)
_LONGEST_SEEN = max(map(len, _SEEN))
_KEEPING = frozenset({"keep", "leave", "count"})
_LONGEST_KEPT = 5
_OUT = ("out", "of", "it"), ("out", "of", "this"), ("out", "of", "that"), ("out",)
_WEIGHT = 40.0
_FEWEST_WORDS = 2


def refused_titles(heard: Heard) -> Iterator[Span]:
    """``no Harry Potter``, ``not titanic again``, ``I have seen Jaws``: titles behind a refusal."""
    for cue in heard.phrases:
        if cue.kind == kinds.REFUSING:
            yield from _title_behind(heard, cue.end)
    for start in range(len(heard.tokens)):
        for length in range(_LONGEST_SEEN, 0, -1):
            end = start + length
            if tuple(heard.word(place) for place in range(start, end)) not in _SEEN:
                continue
            for title in _title_behind(heard, end, surely=True):
                yield Span(start, end, kinds.REFUSING, "plain", _WEIGHT)
                yield title
            break


def _title_behind(heard: Heard, place: int, *, surely: bool = False) -> Iterator[Span]:
    """The title there, where nothing else may be meant by its words."""
    if place >= len(heard.tokens) or heard.tokens[place].after_break:
        return
    if heard.cased:
        if not heard.tokens[place].capital or heard.is_phrase(place, place + 1):
            return
        end = heard.run(place)
        found = title_at(heard, place, sure=True)
        if found is not None and found[0] == end and not found[1].person:
            yield Span(place, end, kinds.LIKE, found[1], _WEIGHT * (end - place))
        return
    here = [one for one in heard.called if one.start == place and one.titles]
    longest = max(here, key=lambda one: one.end, default=None)
    if longest is None or longest.people or heard.is_phrase(place, longest.end):
        return
    named = surely or longest.end - place >= _FEWEST_WORDS or heard.word(longest.end) == "again"
    if named and not heard.is_filler(place):
        title = heard.book.named(longest.titles)
        yield Span(place, longest.end, kinds.LIKE, title, _WEIGHT * (longest.end - place))


def kept_out(heard: Heard) -> Iterator[Span]:
    """``keep Tom Hanks out of it``: the refusal stands on both sides of what it refuses."""
    for start in range(len(heard.tokens)):
        if heard.word(start) not in _KEEPING:
            continue
        for place in range(start + 2, start + 2 + _LONGEST_KEPT):
            for words in _OUT:
                end = place + len(words)
                if tuple(heard.word(one) for one in range(place, end)) == words:
                    yield Span(start, start + 1, kinds.REFUSING, "plain", _WEIGHT)
                    yield Span(place, end, kinds.ENDING, "", _WEIGHT)
                    break
