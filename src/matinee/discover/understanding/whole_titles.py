"""Sentences that are a name and nothing else, perhaps with who plays in it or when it was made."""

from collections.abc import Sequence

from matinee.discover.understanding import kinds
from matinee.discover.understanding.heard import Heard
from matinee.discover.understanding.lexicons.listing import listed
from matinee.discover.understanding.names import Called
from matinee.discover.understanding.slipped_names import begun
from matinee.discover.understanding.spans import Span, best_cover
from matinee.discover.understanding.wishes import Wish

_LEADING = frozenset(
    listed(
        "show, me, play, watch, find, put, on, i, want, to, see, please, the, film, movie, can, "
        "we, let, us, lets, open, start, search, for, titled, called, named, could, you, would, "
        "id, do, have, got, is, are, looking, rewatch, rewatching, watching, again, fancy, "
        "any, chance, of, where, wheres, whats, there, get, give, stream, need, wanna, gonna, how, "
        "was, were, hoping, seeing, feel, happen, wants, dying, keen, able, wed, "
        "hi, hello, hey, time, just, really, ive, never, seen, a, what, bring, up, pull"
    )
)
_WISHING = frozenset({"id", "wed", "would", "feel"})
_TRAILING = frozenset(
    listed(
        "please, movie, film, the, original, full, trailer, directors, director, s, cut, version, "
        "extended, uncut, again, tonight, now, on, here, available, for, me, us, pretty, thanks, "
        "then, in, today, anywhere, still, you, have, got, there, is, that, it, one, "
        "somewhere, handy, if, possible, thank, soon"
    )
)
_POINTING = frozenset({"the", "that", "one", "film", "movie", "version"})
_NO_NAME = frozenset(
    {kinds.FILLER, kinds.PERSON_CUE, kinds.LIKE_CUE, kinds.MEETS, kinds.ABOUT, kinds.WHERE}
)
_MOST_WORDS = 9
_FEWEST_DIRECTED = 5
_SHORTEST_SLIPPED = 5


def whole_title(heard: Heard, spans: Sequence[Span]) -> Wish | None:
    """The wish for a title, where the sentence is its name; None where it says something else."""
    tokens = heard.tokens
    start, end = _core(heard)
    for first in range(start + 1):
        for last in range(len(tokens), end - 1, -1):
            named = _exact(heard, first, last)
            if named is not None and not means(heard, spans, first, last, named):
                return Wish(titles=(heard.book.named(named.titles),))
    with_person = _with_somebody(heard, start, end)
    if with_person is not None:
        return with_person
    if end - start > _MOST_WORDS or says_something(spans, start, end):
        return None
    return _short_or_slipped(heard, start, end)


def _core(heard: Heard) -> tuple[int, int]:
    tokens = heard.tokens
    start, end = 0, len(tokens)
    while start < end - 1 and leads(heard, start) and not begins_name(heard, start):
        start += 1
    while end > start + 1 and heard.word(end - 1) in _TRAILING:
        end -= 1
    return start, end


def leads(heard: Heard, place: int) -> bool:
    """Whether the word asks for what follows; ``like`` does in ``I'd like`` alone."""
    wishes = heard.word(place) in {"like", "love"} and heard.word(place - 1) in _WISHING
    return wishes or heard.word(place) in _LEADING


def begins_name(heard: Heard, place: int) -> bool:
    """Whether an article there is written as part of a name."""
    return heard.word(place) == "the" and heard.tokens[place].capital


def _exact(heard: Heard, start: int, end: int) -> Called | None:
    return next(
        (one for one in heard.called if (one.start, one.end) == (start, end) and one.titles), None
    )


def means(heard: Heard, spans: Sequence[Span], start: int, end: int, named: Called) -> bool:
    """Whether the words of a name say something else just as well."""
    people = named.people if end - start > 1 else (*named.people, *named.surnames)
    book = heard.book
    for person in people[:1]:
        if book.prior[person] > book.prior[named.titles[0]] or (
            book.directs(person) and book.directed[person] >= _FEWEST_DIRECTED
        ):
            return True
    meant = [span for span in spans if start <= span.start and span.end <= end]
    cover = best_cover(meant, len(heard.tokens))
    content = [span for span in cover if span.kind not in _NO_NAME]
    if not content:
        return False
    covered = sum(span.end - span.start for span in cover)
    capitals = all(token.capital for token in heard.tokens[start:end])
    return covered == end - start and not (capitals and end - start > 1)


def _with_somebody(heard: Heard, start: int, end: int) -> Wish | None:
    """``the wizard of oz with judy garland``: a long name, then who is in it."""
    for name in sorted(heard.called, key=lambda one: -one.end):
        if name.start != start or not name.titles:
            continue
        joint = name.end
        while joint < end and heard.word(joint) in _POINTING:
            joint += 1
        if joint + 1 >= end:
            continue
        if name.end - start < (2 if heard.capital(start, name.end) else 3):
            continue
        if heard.word(joint) not in {"with", "starring", "by"}:
            continue
        for other in heard.called:
            if other.start == joint + 1 and other.end == end and other.people:
                titles, people = (heard.book.named(name.titles),), (heard.book.named(other.people),)
                if heard.word(joint) == "by":
                    return Wish(titles=titles, directors=people)
                return Wish(titles=titles, people=people)
    return None


def says_something(spans: Sequence[Span], start: int, end: int) -> bool:
    """Whether these words mean something besides a name."""
    meant = [span for span in spans if start <= span.start and span.end <= end]
    content = [span for span in best_cover(meant, end) if span.kind not in _NO_NAME]
    return any(span.end - span.start for span in content) or any(
        span.kind in {kinds.ABOUT, kinds.WHERE} for span in meant
    )


def _short_or_slipped(heard: Heard, start: int, end: int) -> Wish | None:
    """A name with an addition (``the original``), in initials, with a slip, or not to its end."""
    book, tokens = heard.book, heard.tokens[start:end]
    broken = next((place for place, one in enumerate(tokens) if place and one.after_break), None)
    if broken is not None:
        head = _exact(heard, start, start + broken)
        added = {token.word for token in tokens[broken:]} <= _TRAILING
        return Wish(titles=(book.named(head.titles),)) if head is not None and added else None
    words = [token.word for token in tokens]
    found = () if _is_person(heard, start, end) else book.by_initials(words)
    letters = len("".join(words))
    if not found and letters >= _SHORTEST_SLIPPED and not _is_sentence(heard, start, end):
        found = () if _is_person(heard, start, end) else begun(book, " ".join(words))
    return Wish(titles=(book.named(found),)) if found else None


def _is_person(heard: Heard, start: int, end: int) -> bool:
    return any(
        (one.people or one.surnames) and (one.start, one.end) == (start, end)
        for one in heard.called
    )


def _is_sentence(heard: Heard, start: int, end: int) -> bool:
    """Whether the words tell something (``two brothers rob a bank``) rather than name it."""
    inner = {heard.word(place) for place in range(start + 1, end)}
    return end - start > 4 and bool(inner & {"a", "an", "his", "her", "their", "who", "is"})
