"""Sentences that are a name and nothing else, perhaps with who plays in it or when it was made."""

from collections.abc import Sequence

from matinee.discover.understanding.linking import Linking
from matinee.discover.understanding.names import Called
from matinee.discover.understanding.phrases import ABOUT, FILLER, LIKE_CUE, MEETS, PERSON_CUE, WHERE
from matinee.discover.understanding.spans import Span, best_cover
from matinee.discover.understanding.wishes import Named, Wish

_LEADING = frozenset(
    "show me play watch find put on i want to see please the film movie can we let us lets open "
    "start search for titled called named".split()
)
_TRAILING = frozenset("please movie film the original full trailer directors director s cut version extended uncut".split())
_NO_NAME = frozenset({FILLER, PERSON_CUE, LIKE_CUE, MEETS, ABOUT, WHERE})
_MOST_WORDS = 9
_FEWEST_DIRECTED = 5


def whole_title(linking: Linking, spans: Sequence[Span]) -> Wish | None:
    """The wish for a title, where the sentence is its name; None where it says something else."""
    tokens = linking.tokens
    start, end = _core(linking)
    for first in dict.fromkeys((0, start)):
        for last in dict.fromkeys((len(tokens), end)):
            named = _exact(linking, first, last)
            if named is not None and not _means(linking, spans, first, last, named):
                return Wish(titles=(linking.book.named(named.titles),))
    with_person = _with_somebody(linking, start, end)
    if with_person is not None:
        return with_person
    if end - start > _MOST_WORDS or _says_something(spans, start, end):
        return None
    return _short_or_slipped(linking, start, end)


def _core(linking: Linking) -> tuple[int, int]:
    tokens = linking.tokens
    start, end = 0, len(tokens)
    while start < end - 1 and linking.word(start) in _LEADING and not _begins_name(linking, start):
        start += 1
    while end > start + 1 and linking.word(end - 1) in _TRAILING:
        end -= 1
    return start, end


def _begins_name(linking: Linking, place: int) -> bool:
    return linking.word(place) == "the" and linking.tokens[place].capital


def _exact(linking: Linking, start: int, end: int) -> Called | None:
    return next(
        (one for one in linking.called if (one.start, one.end) == (start, end) and one.titles), None
    )


def _means(
    linking: Linking, spans: Sequence[Span], start: int, end: int, named: Called
) -> bool:
    """Whether the words of a name say something else just as well."""
    people = named.people if end - start > 1 else (*named.people, *named.surnames)
    book = linking.book
    for person in people[:1]:
        if book.prior[person] > book.prior[named.titles[0]] or (
            book.directs(person) and book.directed[person] >= _FEWEST_DIRECTED
        ):
            return True
    meant = [span for span in spans if start <= span.start and span.end <= end]
    cover = best_cover(meant, len(linking.tokens))
    content = [span for span in cover if span.kind not in _NO_NAME]
    if not content:
        return False
    covered = sum(span.end - span.start for span in cover)
    capitals = all(token.capital for token in linking.tokens[start:end])
    return covered == end - start and not (capitals and end - start > 1)


def _with_somebody(linking: Linking, start: int, end: int) -> Wish | None:
    """``the wizard of oz with judy garland``: a long name, then who is in it."""
    for name in sorted(linking.called, key=lambda one: -one.end):
        if name.start != start or not name.titles or name.end + 1 >= end:
            continue
        if name.end - start < (2 if linking.capital(start, name.end) else 3):
            continue
        if linking.word(name.end) not in {"with", "starring", "by"}:
            continue
        for other in linking.called:
            if other.start == name.end + 1 and other.end == end and other.people:
                role = "directors" if linking.word(name.end) == "by" else "people"
                wish = {"titles": (linking.book.named(name.titles),)}
                return Wish(**wish, **{role: (linking.book.named(other.people),)})
    return None


def _says_something(spans: Sequence[Span], start: int, end: int) -> bool:
    meant = [span for span in spans if start <= span.start and span.end <= end]
    content = [span for span in best_cover(meant, end) if span.kind not in _NO_NAME]
    return any(span.end - span.start for span in content) or any(
        span.kind in {ABOUT, WHERE} for span in meant
    )


def _short_or_slipped(linking: Linking, start: int, end: int) -> Wish | None:
    book = linking.book
    tokens = linking.tokens[start:end]
    words = " ".join(token.word for token in tokens)
    if any(token.after_break for token in tokens[1:]):
        broken = next(place for place, token in enumerate(tokens) if place and token.after_break)
        head = _exact(linking, start, start + broken)
        rest = {token.word for token in tokens[broken:]}
        if head is not None and rest <= _TRAILING:
            return Wish(titles=(book.named(head.titles),))
        return None
    if any((one.people or one.surnames) and one.end - one.start == len(tokens)
           for one in linking.called if one.start == start):
        return None
    initials = book.by_initials(words.split())
    if initials:
        return Wish(titles=(book.named(initials),))
    if len("".join(words)) < 5 or _is_sentence(linking, start, end):
        return None
    found = book.begun(words)
    if not found:
        return None
    return Wish(titles=(Named(book.named(found).name, book.named(found).keys),))


def _is_sentence(linking: Linking, start: int, end: int) -> bool:
    """Whether the words tell something (``two brothers rob a bank``) rather than name it."""
    inner = {linking.word(place) for place in range(start + 1, end)}
    return end - start > 4 and bool(inner & {"a", "an", "his", "her", "their", "who", "is"})
