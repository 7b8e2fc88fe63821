"""Titles in a sentence: what results should be like.

A name stands where a cue calls for one (``like``, ``meets``, ``loved`` …). The catalogue's longest
name wins; then what several titles begin with; then a name with a slip; then what is written with
capitals, as a name that the catalogue does not know.
"""

import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from matinee.discover.model import EntryKind
from matinee.discover.understanding import kinds
from matinee.discover.understanding.heard import FILM_WORDS, Heard
from matinee.discover.understanding.lexicons.cues import MEETS
from matinee.discover.understanding.lexicons.moods import COMPARED
from matinee.discover.understanding.names import Called
from matinee.discover.understanding.sayings import Sayings
from matinee.discover.understanding.slipped_names import spelled
from matinee.discover.understanding.spans import Span
from matinee.discover.understanding.wishes import Named

Placed: TypeAlias = tuple[int, Named]
"""Where a name ends, and the name."""

_STOPS = frozenset(
    {"but", "and", "or", "with", "without", "not", "in", "from", "for", "by", "meets", "under"}
    | {"over", "less", "more", "except", "minus", "only", "starring", "set", "about", "before"}
    | {"after", "then", "please", "crossed", "mixed"}
)
_MANNERS = frozenset(
    {"mood", "vein", "mould", "mold", "tradition", "variety", "ilk", "school", "manner", "mode"}
    | {"style", "styled", "vibe", "vibes", "esque", "ish", "feel", "aesthetic", "energy"}
)
_WISHING = frozenset({"id", "wed", "would", "youd", "theyd", "hed", "shed"})
_CROSSING = re.compile(r"crossed|mixed|married|mated|blended|combined|merged")
_LOVE = re.compile("love|ador|enjoy|fan|obsessed|hooked|about|^likes$")
"""What is said of somebody whose films are wanted, rather than films in their manner."""
_LOVING = frozenset(
    {
        "loves",
        "likes",
        "adores",
        "enjoys",
        "enjoying",
        "liking",
        "mad about",
        "love",
        "we love",
        "liked",
    }
    | {"they love", "we enjoy", "i enjoy", "they loved", "he loved", "she loved"}
)
"""What is said of horses as well as of a film: a name behind it has several words or a capital."""
_VERSIONS = frozenset({"one", "version", "original", "remake"})
_VAGUE = frozenset(
    {"like", "such as", "close to", "the new", "x", "think", "another", "the next", "a little bit"}
    | {
        "equal parts",
        "imagine",
        "love",
        "met",
        "liked",
        "we love",
        "they love",
        "feel like",
        "that feel like",
    }
    | {"that feels like", "combine", "combines", "recalls", "mirrors", "with a dash of"}
    | {"with a touch of", "with a hint of", "with a pinch of", "combined with", "blended with"}
)
"""Cues after which any word may stand: only a name that is known is one."""
_WELL_DIRECTED, _OFTEN_DIRECTED = 3, 8
"""Titles of somebody who directs; the latter of one who plays as often, such as Tarantino."""
_ANOTHER = frozenset({"another", "the next"})
_MIXED = frozenset({"part", "half"})
_JOINTS = Sayings(("and", "or", *MEETS))
_WEIGHT, _PER_WORD = 40.0, 20.0
_SERIES_WORDS, _SHORTEST_SLIPPED = 2, 6


def likenesses(heard: Heard, cues: Iterable[Span]) -> Iterator[Span]:
    """Titles and makers that are named as something to be like; cues are covered with them."""
    covered = 0
    for cue in sorted(cues, key=lambda span: (span.start, -span.end)):
        if cue.start < covered:
            continue
        spans = _meeting(heard, cue, covered) if cue.kind == kinds.MEETS else _after(heard, cue)
        for span in spans:
            covered = max(covered, span.end)
            yield span


def leading_title(heard: Heard) -> Iterator[Span]:
    """``Charade but lighter``: a name at the head, and how the answer shall differ."""
    for name in heard.called:
        if name.start or heard.word(name.end) != "but":
            continue
        if name.people and name.end > 1 and heard.word(name.end + 1) in (*COMPARED, "less", "more"):
            yield _like(0, name.end, heard.book.named(name.people))
        if not name.titles:
            continue
        long_enough = name.end > 1 or (heard.tokens[0].capital and not heard.is_phrase(0, 1))
        people = name.people if name.end > 1 else (*name.people, *name.surnames)
        people = people and heard.book.prior[people[0]] > heard.book.prior[name.titles[0]]
        if heard.ordinary(0, name.end):
            continue
        if _one_of_theirs(heard, name):
            continue
        told = heard.word(name.end + 1) == "the" and heard.tokens[-1].word in _VERSIONS
        if long_enough and not people and not told and name.end + 1 < len(heard.tokens):
            yield _like(0, name.end, heard.book.named(name.titles))


def _one_of_theirs(heard: Heard, name: Called) -> bool:
    """``Solaris but not Soderbergh's``: of several films of a name, not that of somebody."""
    if heard.word(name.end + 1) not in {"not", "never"}:
        return False
    start = name.end + 2 + (heard.word(name.end + 2) in {"the", "by", "with"})
    people = [
        one
        for other in heard.called
        if other.start == start
        for one in (*other.people, *other.surnames)
    ]
    return any(heard.book.has_part_in(one, title) for one in people for title in name.titles)


def styled(heard: Heard) -> Iterator[Span]:
    """``Goodfellas style``, ``Wes Anderson vibes``: a name, and that its manner is wanted."""
    for place in range(2, len(heard.tokens)):
        if heard.word(place) in _MANNERS:
            yield from _slipped_style(heard, place)
    for name in heard.called:
        joined = name.end < len(heard.tokens) and heard.tokens[name.end].joined
        if heard.word(name.end) not in _MANNERS and not (joined and heard.word(name.end) == "like"):
            continue
        maker = _maker_at(heard, name.start, name.end)
        if maker is not None and (maker[0] > name.start + 1 or heard.run(name.start) == name.end):
            yield _like(name.start, name.end + 1, maker[1])
        elif heard.tokens[name.end].joined and name.surnames and not name.titles:
            directing = [one for one in name.surnames if heard.book.directed[one] >= _WELL_DIRECTED]
            if directing:
                yield _like(name.start, name.end + 1, heard.book.named(directing[:1]))
        if not name.titles:
            continue
        several = name.end - name.start > 1 and not heard.is_phrase(name.start, name.end)
        named = heard.tokens[name.start].capital and not heard.is_phrase(name.start, name.start + 1)
        if (several or named) and not name.people:
            yield _like(name.start, name.end + 1, heard.book.named(name.titles))


def _slipped_style(heard: Heard, end: int) -> Iterator[Span]:
    """``Blade Runer style``: several words with capitals that name nothing but for a slip."""
    start = heard.run_before(end, 0) if heard.cased else end
    if end - start < _SERIES_WORDS or any(name.end == end for name in heard.called):
        return
    words = " ".join(heard.word(place) for place in range(start, end))
    titles = spelled(heard.book, words, EntryKind.TITLE)
    if titles:
        yield _like(start, end + 1, heard.book.named(titles))


def _like(start: int, end: int, name: Named) -> Span:
    return Span(start, end, kinds.LIKE, name, _WEIGHT + _PER_WORD * (end - start))


def _after(heard: Heard, cue: Span) -> list[Span]:
    spans: list[Span] = []
    if cue.value in {"like", "love"} and heard.word(cue.start - 1) in _WISHING:
        return spans
    if (cue.value in (*_ANOTHER, *_MIXED) and not heard.cased) or _within_title(heard, cue):
        return spans
    place = _past_article(heard, cue.end)
    if heard.cased and place < len(heard.tokens) and not heard.tokens[place].capital:
        return spans
    unknown = heard.cased and not heard.is_phrase(place, place + 1)
    sure = cue.value in (*_ANOTHER, *_MIXED) or (cue.value in _VAGUE and not unknown)
    found = title_at(heard, place, sure=sure)
    start = cue.start
    if found is not None and cue.value in _LOVING and not heard.cased and found[0] == place + 1:
        return spans
    while found is not None:
        end, name = found
        if name.person and (cue.value in _ANOTHER or _LOVE.search(str(cue.value))):
            break
        if cue.value in _ANOTHER and heard.word(end) in FILM_WORDS:
            break
        spans.append(_like(start, end, name))
        joint = _JOINTS.end(heard.tokens, end)
        if not joint and heard.word(end) == "with" and _CROSSING.search(str(cue.value)):
            joint = end + 1
        if not joint:
            break
        start, found = end, title_at(heard, joint, sure=True)
    return spans


def _within_title(heard: Heard, cue: Span) -> bool:
    """Whether the words of a cue are a title's: ``Some Like It Hot``, ``Love Actually``."""
    if not heard.cased:
        return False
    return any(
        one.titles
        and one.start <= cue.start < one.end
        and one.end - one.start > 1
        and heard.tokens[one.start].capital
        and all(token.capital for token in heard.tokens[cue.start : cue.end])
        and heard.capital(one.start, one.end)
        and (one.start < cue.start or one.end > cue.end)
        and (cue.start > 0 or one.end == heard.run(0))
        for one in heard.called
    )


def _past_article(heard: Heard, place: int) -> int:
    """``like the film X`` and ``like a Wes Anderson film``: what stands before the name."""
    small = place < len(heard.tokens) and not heard.tokens[place].capital
    if small and heard.word(place) in {"the", "a", "an"}:
        if heard.word(place + 1) in FILM_WORDS:
            return place + 2
        if heard.word(place) != "the":
            return place + 1
    return place


def _meeting(heard: Heard, cue: Span, covered: int) -> list[Span]:
    after = title_at(heard, cue.end, sure=cue.value in _VAGUE)
    if after is None:
        return []
    before = [
        one for one in heard.called if one.end == cue.start and one.titles and one.start >= covered
    ]
    made = _maker_before(heard, cue.start)
    if made is not None and made[0] >= covered:
        return [_like(made[0], cue.start, made[1]), _like(cue.start, after[0], after[1])]
    longest = min(before, key=lambda one: one.start, default=None)
    run = heard.run_before(cue.start, covered)
    if longest is not None and longest.start <= run:
        start, name = longest.start, heard.book.named(longest.titles)
    elif run < cue.start:
        start, name = run, Named(heard.written(run, cue.start))
    else:
        return []
    return [_like(start, cue.start, name), _like(cue.start, after[0], after[1])]


def _maker_before(heard: Heard, end: int) -> Placed | None:
    """Where the name of a maker that ends there begins, and the name."""
    for name in heard.called:
        written = not heard.cased or heard.capital(name.start, end)
        if name.end != end or name.titles or not written:
            continue
        directing = [one for one in (*name.people, *name.surnames) if heard.book.directs(one)]
        if directing:
            return name.start, heard.book.named(directing[:1])
    return None


def title_at(heard: Heard, start: int, *, sure: bool = False) -> Placed | None:
    """The name that begins there: a title, a maker, or as it is written unless ``sure``."""
    if not 0 <= start < len(heard.tokens):
        return None
    titles = [one for one in heard.called if one.start == start and one.titles]
    longest = max(titles, key=lambda one: one.end, default=None)
    run = heard.run(start)
    person = _maker_at(heard, start, run)
    if longest is not None and (not heard.cased or _ends_name(heard, longest.end, run)):
        plain = not sure or not heard.cased or heard.tokens[start].capital
        if plain and (person is None or person[0] < longest.end):
            return longest.end, heard.book.named(longest.titles)
    if person is not None:
        return person
    series = _series(heard, start, run)
    if series is not None or sure:
        return series
    return _unknown(heard, start, run, longest)


def _ends_name(heard: Heard, end: int, run: int) -> bool:
    """Whether a title that ends there is all of the name: what follows is another's."""
    if end >= run:
        return True
    return heard.word(end) in {"and", "or", "with"} and any(
        one.start == end + 1 and one.titles for one in heard.called
    )


def _maker_at(heard: Heard, start: int, run: int) -> Placed | None:
    book = heard.book
    for name in heard.called:
        if name.start != start or name.end != run:
            continue
        if name.people and name.end - start > 1:
            return name.end, book.named(name.people)
        directors = [
            one
            for one in name.surnames
            if book.directs(one) or book.directed[one] >= _OFTEN_DIRECTED
        ][:1]
        if directors and (not name.titles or book.prior[directors[0]] > book.prior[name.titles[0]]):
            return name.end, book.named(directors)
    return None


def _series(heard: Heard, start: int, run: int) -> Placed | None:
    """What several titles begin with, such as the name of their hero."""
    if run - start < _SERIES_WORDS:
        return None
    series = heard.book.series("".join(heard.word(place) for place in range(start, run)))
    if not series:
        return None
    keys = heard.book.holdings.directory.keys
    return run, Named(heard.written(start, run), tuple(keys[entry] for entry in series))


def _unknown(heard: Heard, start: int, run: int, longest: Called | None) -> Placed | None:
    end = run
    if not heard.cased or run == start:
        end = start
        while end < len(heard.tokens) and not (
            end > start and (heard.tokens[end].after_break or heard.word(end) in _STOPS)
        ):
            end += 1
    if longest is not None and not heard.cased:
        return longest.end, heard.book.named(longest.titles)
    words = " ".join(heard.word(place) for place in range(start, end))
    # "Bond" is no slip of "Bound": of a short word every letter counts.
    long_enough = len(words) >= _SHORTEST_SLIPPED
    slipped = spelled(heard.book, words, EntryKind.TITLE) if long_enough else ()
    if slipped:
        return end, heard.book.named(slipped)
    if heard.cased and heard.tokens[start].capital:
        return end, Named(heard.written(start, end))
    return (longest.end, heard.book.named(longest.titles)) if longest else None
