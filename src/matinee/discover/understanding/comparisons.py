"""Words that call for a title or a maker to be like, where no fixed phrase does.

``as funny as X``, ``scarier than X``, ``the same sort of thing as X``, ``Hitchcockian``; and words
that point back at a title that was named: ``I know X by heart, something similar``.
"""

from collections.abc import Iterator, Sequence

from matinee.discover.understanding import kinds
from matinee.discover.understanding.heard import Heard
from matinee.discover.understanding.lexicons.cues import POINTING_BACK
from matinee.discover.understanding.sayings import Sayings
from matinee.discover.understanding.spans import Span
from matinee.discover.understanding.tokens import Token

_SAME, _JOINTS = frozenset({"same", "similar"}), frozenset({"as", "to"})
_NO_LIKENESS = frozenset(
    {"director", "directors", "year", "decade", "time", "length", "country", "actor", "actress"}
    | {"cast", "age", "language", "writer", "people", "person"}
)
"""What may be the same without the film's being like."""
_LENGTHS = frozenset({"shorter", "longer", "quicker"})
_OF_TIME = frozenset({"a", "an", "half", "that", "this", "the", "it", "usual", "average", "my", ""})
_FURTHEST = 5
_CUE_WEIGHT = 6.0
_POINTING = Sayings(POINTING_BACK)
_GOING_ON = frozenset({"to", "as", "of", "in", "than"})
_DENYING = frozenset({"nothing", "not"})
_POINTING_WEIGHT = 8.0
_ENDINGS = ("esque", "ian")
_MANNER_WEIGHT = 40.0
_SHORTEST_STEM = 4
_NO_MANNER = frozenset({"long", "soon", "well", "far", "high", "much", "many"})
"""What stands between ``as`` and ``as`` without comparing films."""
_BEING = frozenset({"is", "was", "are", "were"})
_OWN = frozenset({"my", "our", "her", "his", "their", "one", "an", "a"})
_FAVOURITE = frozenset({"favourite", "favorite", "favourites", "favorites"})


def compared_cues(tokens: Sequence[Token], phrases: Sequence[Span]) -> Iterator[Span]:
    """Where a name that is compared with may begin: the word before it."""
    words = [token.word for token in tokens]
    moods = {span.end for span in phrases if span.kind == kinds.MOOD}
    for place, word in enumerate(words):
        near = words[max(0, place - _FURTHEST) : place]
        twice = word == "as" and place > 1 and "as" in near[-4:-1]
        twice = twice and near[-1] not in _NO_MANNER
        following = tokens[place + 1].plain if place + 1 < len(tokens) else ""
        longer = words[place - 1] in _LENGTHS and following not in _OF_TIME
        more = word == "than" and (place in moods or (longer and not following.isdigit()))
        same = word in _JOINTS and not _SAME.isdisjoint(near) and _NO_LIKENESS.isdisjoint(near)
        if twice or more or same:
            yield Span(place, place + 1, kinds.LIKE_CUE, "as", _CUE_WEIGHT)


def pointing_back(heard: Heard) -> list[Span]:
    """Words that ask for more of what was named before them, as small talk."""
    found: list[Span] = []
    covered = 0
    for start in range(len(heard.tokens)):
        end = _POINTING.end(heard.tokens, start)
        if heard.word(start - 1) in _DENYING:
            continue
        if end and start >= covered and not _goes_on(heard, end):
            found.append(Span(start, end, kinds.FILLER, "", _POINTING_WEIGHT * (end - start)))
            covered = end
    return found


def _goes_on(heard: Heard, place: int) -> bool:
    """Whether it is said there what they point at, so that they do not point back."""
    if place >= len(heard.tokens) or heard.tokens[place].after_break:
        return False
    return heard.tokens[place].capital or heard.word(place) in _GOING_ON


def recalled(heard: Heard, pointing: Sequence[Span]) -> Iterator[Span]:
    """The titles that such words point back at, as what the answer should be like."""
    if not pointing:
        return
    last, covered = pointing[-1].start, 0
    for name in sorted(heard.called, key=lambda one: (one.start, -one.end)):
        if not name.titles or name.people or name.end > last or name.start < covered:
            continue
        if heard.ordinary(name.start, name.end) and not heard.spelled_out(name.start, name.end):
            continue
        if heard.cased:
            whole = heard.run(name.start) <= name.end and heard.capital(name.start, name.end)
        else:
            whole = name.end - name.start > 1 or heard.word(name.start - 1) in {"love", "loved"}
        if whole:
            covered = name.end
            length = name.end - name.start
            title = heard.book.named(name.titles)
            yield Span(name.start, name.end, kinds.LIKE, title, _MANNER_WEIGHT * length)


def favourites(heard: Heard) -> Iterator[Span]:
    """``Casablanca is my favourite``: what is loved, by the words behind it."""
    for name in heard.called:
        end = name.end + (heard.word(name.end) in _BEING)
        if end == name.end or heard.word(end) not in _OWN or not name.titles:
            continue
        loved = any(heard.word(place) in _FAVOURITE for place in range(end + 1, end + 4))
        several = name.end - name.start > 1 and not heard.cased
        if loved and (several or heard.capital(name.start, name.end)):
            title = heard.book.named(name.titles)
            weight = _MANNER_WEIGHT * (name.end - name.start)
            yield Span(name.start, name.end, kinds.LIKE, title, weight)


def in_the_manner(heard: Heard) -> Iterator[Span]:
    """``Hitchcockian``, ``Felliniesque``: an adjective made of a director's surname."""
    for place, token in enumerate(heard.tokens):
        for ending in _ENDINGS:
            stem = token.word.removesuffix(ending)
            if (
                stem == token.word
                or len(stem) < _SHORTEST_STEM
                or heard.is_phrase(place, place + 1)
            ):
                continue
            directors = heard.book.directors_called((stem, f"{stem}e", f"{stem}o", f"{stem}i"))
            if directors:
                name = heard.book.named(directors[:1])
                yield Span(place, place + 1, kinds.LIKE, name, _MANNER_WEIGHT)
