"""Refusals that no phrase tells alone: titles that are refused, and names kept out of it."""

from collections.abc import Iterator

from matinee.discover.model import EntryKind
from matinee.discover.understanding import kinds
from matinee.discover.understanding.borne_out import with_whom_is_named
from matinee.discover.understanding.having_seen import having_seen
from matinee.discover.understanding.heard import FILM_WORDS, Heard
from matinee.discover.understanding.lexicons.cues import SEEN
from matinee.discover.understanding.lexicons.listing import listed
from matinee.discover.understanding.likeness import title_at
from matinee.discover.understanding.sayings import Sayings
from matinee.discover.understanding.slipped_names import spelled
from matinee.discover.understanding.slipped_people import slipped_person
from matinee.discover.understanding.small_letters import KNOWN, alone_well_known
from matinee.discover.understanding.spans import Span
from matinee.discover.understanding.wishes import Named

_SEEN = Sayings(SEEN)
KEEPING = frozenset(
    {"keep", "leave", "count", "give", "rule", "cut", "leaving", "keeping"}
    | {"dial", "dialled", "tone", "toned", "tune", "turn", "turned"}
)
_LONGEST_KEPT = 5
_OUT = Sayings(
    listed(
        "out of it, out of this, out of that, out, down, down a notch, down a bit, a miss, a rest, "
        "a wide berth, off the list, away"
    )
)
_WEIGHT = 40.0
_FEWEST_WORDS, _SHORTEST_SLIPPED = 2, 7
_JOINTS = frozenset({"and", "or", "nor"})
_LONGEST_SLIPPED = 5
_EXCEPTING = frozenset({"but", "except", "than", "besides", "bar", "barring", "excepting"})


def refused_titles(heard: Heard, *, seen: bool) -> Iterator[Span]:
    """``no Harry Potter``, ``not titanic again``: titles behind a refusal.

    With ``seen`` also those that somebody has ``seen`` (``I have seen Jaws``), which is no refusal
    where something like them is asked for.
    """
    for cue in heard.phrases:
        if cue.kind == kinds.REFUSING:
            yield from _titles_behind(heard, cue.end)
    for start in range(len(heard.tokens) if seen else 0):
        end = having_seen(heard, start) or _SEEN.end(heard.tokens, start) or _seen(heard, start)
        end += bool(end) and heard.word(end) in {"both", "all"} and not heard.tokens[end].capital
        titles = list(_titles_behind(heard, end, surely=True)) if end else []
        if titles:
            yield Span(start, end, kinds.REFUSING, "plain", _WEIGHT)
            yield from titles


def _seen(heard: Heard, place: int) -> int:
    """``Pacino, seen Scarface already``: a bare verb that begins its clause."""
    begins = (
        place == 0 or heard.tokens[place].after_break or heard.word(place - 1) in {"and", "but"}
    )
    return place + 1 if begins and heard.word(place) in {"seen", "watched", "saw"} else 0


def _titles_behind(heard: Heard, place: int, *, surely: bool = False) -> Iterator[Span]:
    """The title there, and those that a list goes on with."""
    found = _title_at(heard, place, surely=surely)
    while found is not None:
        yield found
        joint = found.end
        if heard.word(joint) not in _JOINTS:
            yield from _listed(heard, joint, surely=surely)
            return
        found = _title_at(heard, joint + 1, surely=surely)


def _listed(heard: Heard, place: int, *, surely: bool) -> list[Span]:
    """The titles behind a comma, where their list ends with ``and``, ``or`` or ``nor``."""
    found: list[Span] = []
    while heard.cased and place < len(heard.tokens) and heard.tokens[place].after_break:
        closing = heard.word(place) in _JOINTS
        title = _by_capitals(heard, place + closing)
        if title is None:
            return []
        found.append(_flat(title))
        place = title.end
        if closing:
            return found
        if heard.word(place) in _JOINTS and not heard.tokens[place].after_break:
            last = _title_at(heard, place + 1, surely=surely)
            return [] if last is None else [*found, _flat(last)]
    return []


def _flat(span: Span) -> Span:
    """The same, refused wherever it stands: a comma ends what other refusals reach."""
    inner = Span(span.start, span.end, kinds.TITLE, span.value, 1.0)
    return Span(span.start, span.end, kinds.REFUSED, inner, span.weight)


def _title_at(heard: Heard, place: int, *, surely: bool) -> Span | None:
    """The title there, where nothing else may be meant by its words."""
    if place >= len(heard.tokens) or heard.tokens[place].after_break:
        return None
    return _by_capitals(heard, place) if heard.cased else _in_small_letters(heard, place, surely)


def _by_capitals(heard: Heard, place: int) -> Span | None:
    if not heard.tokens[place].capital:
        return None
    end = heard.run(place)
    here = [one for one in heard.called if (one.start, one.end) == (place, end) and one.titles]
    borne_out = any(with_whom_is_named(heard, one) for one in here)
    if heard.is_phrase(place, place + 1) and not heard.spelled_out(place, end) and not borne_out:
        return None
    found = title_at(heard, place, sure=True)
    listed = found is not None and heard.word(found[0]) in _JOINTS
    if end == place + 1 and _rather_somebody(heard, place):
        return None
    if found is not None and (listed or found[0] >= end) and not found[1].person:
        return _refused(place, found[0], found[1])
    slipped = _slipped(heard, place, end)
    return None if slipped is None else _refused(place, end, slipped)


def _rather_somebody(heard: Heard, place: int) -> bool:
    """Whether a single word is the surname of somebody better known than the title."""
    book = heard.book
    for name in heard.called:
        if (name.start, name.end) == (place, place + 1) and name.titles and name.surnames:
            person = name.surnames[0]
            if with_whom_is_named(heard, name):
                return False
            known = book.directs(person) or book.credited[person] >= KNOWN
            return bool(known and book.prior[person] > book.prior[name.titles[0]])
    return False


def _slipped(heard: Heard, start: int, end: int) -> Named | None:
    """The title that is meant by a name with a slip of the fingers, which is nobody's name."""
    words = " ".join(heard.word(place) for place in range(start, end))
    if (
        len(words) < _SHORTEST_SLIPPED
        or any(token.plain.isdigit() for token in heard.tokens[start:end])
        or heard.ordinary(start, end)
        or any(
            (one.people or one.surnames) and one.start <= start and end <= one.end
            for one in heard.called
        )
    ):
        return None
    if slipped_person(heard, start, end):
        return None
    titles = spelled(heard.book, words, EntryKind.TITLE)
    return heard.book.named(titles) if titles else None


def _in_small_letters(heard: Heard, place: int, surely: bool) -> Span | None:
    here = [one for one in heard.called if one.start == place and one.titles]
    longest = max(here, key=lambda one: one.end, default=None)
    if longest is None or longest.people or heard.is_phrase(place, longest.end):
        return _slipped_in_small_letters(heard, place) if longest is None else None
    several = longest.end - place >= _FEWEST_WORDS
    borne_out = with_whom_is_named(heard, longest)
    begins = heard.is_filler(place) and not (several and borne_out)
    if heard.word(longest.end - 1) in FILM_WORDS or begins:
        return None
    named = surely or several or heard.word(longest.end) == "again" or borne_out
    named = named or (_excepted(heard, place) and alone_well_known(heard, longest))
    return _refused(place, longest.end, heard.book.named(longest.titles)) if named else None


def _excepted(heard: Heard, place: int) -> bool:
    """``anything but fargo``: whether what stands before it leaves one of many out."""
    if heard.word(place - 1) == "not":
        return place + 1 == len(heard.tokens) or heard.tokens[place + 1].after_break
    return heard.word(place - 1) in _EXCEPTING


def _slipped_in_small_letters(heard: Heard, place: int) -> Span | None:
    """``anything except forest gump``: several words that are a well-known title but for a slip."""
    end = place
    while end < min(len(heard.tokens), place + _LONGEST_SLIPPED):
        if heard.is_phrase(end, end + 1) or (end > place and heard.tokens[end].after_break):
            break
        end += 1
    for last in range(end, place + 1, -1):
        if heard.is_filler(place) or heard.is_filler(last - 1):
            continue
        title = _slipped(heard, place, last)
        entry = None if title is None else heard.book.entry(title)
        if title is not None and entry is not None and heard.book.well_known(entry):
            return _refused(place, last, title)
    return None


def _refused(start: int, end: int, title: Named) -> Span:
    return Span(start, end, kinds.LIKE, title, _WEIGHT * (end - start))


def kept_out(heard: Heard) -> Iterator[Span]:
    """``keep Tom Hanks out of it``: the refusal stands on both sides of what it refuses."""
    for start in range(len(heard.tokens)):
        if heard.word(start) not in KEEPING:
            continue
        for place in range(start + 2, start + 2 + _LONGEST_KEPT):
            if end := _OUT.end(heard.tokens, place):
                yield Span(start, start + 1, kinds.REFUSING, "plain", _WEIGHT)
                yield Span(place, end, kinds.ENDING, "", _WEIGHT)
