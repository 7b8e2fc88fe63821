"""Likenesses that are told around a name: ``Juno, only funnier``, ``a Korean Goodfellas``.

What stands behind a name says how the answer shall differ (``with less violence``), that the name
tells a kind (``a Casablanca sort of film``), or that it was liked (``Paddington was a hit``); an
indefinite article before it makes it one of many. Of makers: ``X might have come up with``.
"""

from collections.abc import Iterator, Sequence

from matinee.discover.understanding import kinds
from matinee.discover.understanding.clear_names import listed_to
from matinee.discover.understanding.heard import FILM_WORDS, Heard
from matinee.discover.understanding.lexicons.liked import LIKED, LIKED_VERBS
from matinee.discover.understanding.lexicons.listing import listed, spelled_out
from matinee.discover.understanding.lexicons.moods import COMPARED
from matinee.discover.understanding.names import Called
from matinee.discover.understanding.sayings import Sayings
from matinee.discover.understanding.spans import Span

_WEIGHT, _PER_WORD = 60.0, 40.0
_KIND = Sayings(
    f"{kind} {of}".strip()
    for kind in listed(
        "kind of, kinda, sort of, sorta, type of, type, style of, esque sort of, esque kind of"
    )
    for of in listed(
        "film, movie, thing, story, flick, vibe, feel, picture, stuff, look, mood, tone"
    )
)
_SORT_OF = Sayings(
    f"{sort} of {thing}"
    for sort in ("sort", "kind", "type", "style")
    for thing in listed("thing, film, movie, stuff, story, picture")
)
_KIND_OF = Sayings(
    listed(
        "kind of, sort of, type of, style of, vibe, vibes, feel, energy, atmosphere, flavour, "
        "adjacent, inspired, territory, lite, ripoff, rip off, clone, knock off, copycat, "
        "lookalike, wannabe, pastiche, spirit, variety, lines, mould, mold, vein, tradition, "
        "manner, ilk, school, mode, mood"
    )
)
"""Behind a name: that it names a kind of film. Some only behind an article or a hyphen."""
_LED_BY = frozenset({"of", "in", "along", "from", "on", "to", "for"})
_ITS_KIND = frozenset(
    listed(
        "kind, sort, type, ilk, mould, mold, line, lines, vein, tradition, style, mode, manner, "
        "school, class, league, spirit, family, breed, camp, template, formula, variety, "
        "persuasion, calibre, caliber, mood, key, register, neighbourhood, ballpark, bracket"
    )
)
"""Behind a name that is led in so: ``of the Moneyball kind``, ``in the Some Like It Hot line``."""
_HAVING = frozenset({"with", "about", "has", "having", "of", "without", "features"})
"""Words before ``a femme fatale``, which is told of the film rather than another film."""
_OBSESSED = frozenset({"lovers", "fans", "nuts", "obsessives", "addicts", "fanatics", "devotees"})
_LONGED_FOR = frozenset(
    listed(
        "itch, fix, craving, void, hole, universe, lover, lovers, fan, fans, fanatic, nut, nuts, "
        "obsessive, obsessives, withdrawal, addict, addicts, devotee, devotees, admirer"
    )
)
"""Behind a name: that more of its kind is wanted."""
_LIKED, _LIKED_VERBS = Sayings(LIKED), Sayings(LIKED_VERBS)
_DIFFERING = Sayings(
    (
        *(
            f"{joint} {how}"
            for joint in ("only", "just", "but", "except", "though")
            for how in (
                *COMPARED,
                *listed("less, more, not as, not so, not quite as, with less, with more, shorter"),
                *listed("longer, without the, without all the, minus the, set, newer, older"),
                *listed("a bit, a little, a lot, a touch, much, far, way, slightly, even, nowhere"),
            )
        ),
        *listed("with less, with fewer, with more, minus the, minus all the, without the, sans"),
        *spelled_out(
            "(but|only|just|except) (dial|turn|tone|tune|ramp|crank|cut|lose|drop|swap|make it|"
            "keep it|strip|take out|take away|ease|go easy|go light|give it|set it|move it|"
            "transplant)"
        ),
        *listed("without all the, without any of the, toned down, dialled down, turned up"),
        *listed("with the volume turned down, only not, with added, with extra, without so much"),
        *listed("without quite so much, without as much"),
    )
)
_MINUS = frozenset({"minus", "without", "sans"})
_OPENING = frozenset(
    listed(
        "basically, imagine, maybe, essentially, hmm, so, ok, okay, something, think, picture, "
        "say, like, a, you, know, well, er, erm, um, oh, right, sort, kind, of, more, or, less, "
        "just, i, want, wants, need, fancy, give, me"
    )
)
_ELSEWHERE = Sayings(
    listed(
        "in space, on a, on an, in a, at a, underwater, under water, on ice, at sea, in outer "
        "space, set in a, set on a, set at a, set in space, with animals, with dogs, with cats, "
        "with robots, with aliens, with zombies, with vampires, in the jungle, in the desert, at "
        "school"
    )
)
_SUPPOSED = frozenset({"were", "was", "had", "met", "took", "happened", "got", "went"})
_JOINED = frozenset(
    listed(
        "like, ish, esque, y, type, level, shaped, flavoured, flavored, coded, worthy, themed, "
        "grade, sized, era, quality"
    )
)
_LIKENING = frozenset({"basically", "essentially", "imagine", "practically"})
_MANNER_BETWEEN = frozenset(
    listed(
        "modern, day, modernday, new, proper, female, male, grown, up, version, take, on, of, "
        "spin, remake, twist, sequel, successor, contemporary, present, updated, low, budget, "
        "kind, sort, type, second, real, reverse, gender, swapped, arthouse, indie, cut, price, "
        "poor, shorter, longer, slower, tighter, mans, thinking, persons, children, childrens, "
        "kids, feminist, whole"
    )
)
_HAVE = listed("would, could, might, may")
_MAKING = listed(
    "make, direct, do, love, be proud of, enjoy, approve of, dream up, come up with, have made, "
    "have directed, have done, have shot, have loved, have been proud of, have dreamt up, have "
    "dreamed up, have come up with, have enjoyed, have approved of, have thought up, have cooked "
    "up, have written"
)
_WOULD_MAKE = Sayings(f"{would} {making}" for would in _HAVE for making in _MAKING)
_MADE_THEM = Sayings(
    listed(
        "made them, makes them, made it, makes it, did them, does them, did it, does it, used to, "
        "used to make, used to make them, would, makes films, made films, makes movies, made "
        "movies"
    )
)
_MADE_BY = Sayings(
    f"{would} {made} by"
    for would in _HAVE
    for made in listed("be, be made, be directed, have been, have been made, have been directed")
)


def framed_likes(heard: Heard, names: Sequence[Called]) -> Iterator[Span]:
    """Titles that what stands around them makes something to be like."""
    for name in names:
        if end := _kind(heard, name):
            yield _like(heard, name, end)
        elif _differs(heard, name) or _elsewhere(heard, name) or _one_of_many(heard, name):
            yield _like(heard, name, name.end)
        elif _LIKED.end(heard.tokens, name.end) or _LIKED_VERBS.end(heard.tokens, name.end):
            said = _LIKED.end(heard.tokens, name.end) or _LIKED_VERBS.end(heard.tokens, name.end)
            yield Span(name.end, said, kinds.FILLER, "", _WEIGHT)
            for one in listed_to(heard, names, name):
                yield _like(heard, one, one.end)
            other = said + (heard.word(said) in {"with", "to", "by"})
            yield from (_like(heard, one, one.end) for one in names if one.start == other > said)


def might_be_theirs(heard: Heard, people: Sequence[Span]) -> Iterator[Span]:
    """``Something Hitchcock would have been proud of``: in somebody's manner, not by them."""
    for span in people:
        if span.kind != kinds.PERSON or len(span.value[1]) != 1:
            continue
        (person,) = span.value[1]
        weight = _WEIGHT + _PER_WORD * 3
        end = _KIND.end(heard.tokens, span.end)
        if not end and _sort_of_thing(heard, span.start):
            end = _MADE_THEM.end(heard.tokens, span.end) or _made(heard, span)
        if end:
            yield Span(span.start, end, kinds.LIKE, person, weight)
        if end := _WOULD_MAKE.end(heard.tokens, span.end):
            yield Span(span.start, end, kinds.LIKE, person, weight)
        if heard.word(span.start - 1) == "way" and (end := _MADE_THEM.end(heard.tokens, span.end)):
            yield Span(span.start, end, kinds.LIKE, person, weight)
        for start in range(max(0, span.start - 6), span.start):
            if _MADE_BY.end(heard.tokens, start) == span.start:
                yield Span(start, span.end, kinds.LIKE, person, weight)


def _sort_of_thing(heard: Heard, place: int) -> bool:
    """``the sort of thing`` before somebody."""
    start = place - (heard.word(place - 1) in {"that", "which"})
    return _SORT_OF.end(heard.tokens, start - 3) == start


def _made(heard: Heard, span: Span) -> int:
    """Where words end that somebody made it; they may be a part of their reading."""
    made = {"made", "makes", "did", "directed", "directs"}
    if heard.word(span.end) in made:
        return span.end + 1
    return span.end if heard.word(span.end - 1) in made else 0


def _kind(heard: Heard, name: Called) -> int:
    """Where words that make a kind of film of a name end; 0 where there are none."""
    if end := _KIND.end(heard.tokens, name.end):
        return end
    article = heard.word(name.start - 1) in {"a", "an", "the", "some", "that", "of", "along"}
    possessive = heard.tokens[name.end - 1].written[-2:] in {"'s", "’s"}
    joined = name.end < len(heard.tokens) and heard.tokens[name.end].joined
    led = heard.word(name.start - 1) == "the" and heard.word(name.start - 2) in _LED_BY
    if led and heard.word(name.end) in _ITS_KIND:
        return name.end + 1
    wished = article or possessive or heard.word(name.start - 1) in {"my", "our", "this"}
    obsessed = heard.cased and heard.word(name.end) in _OBSESSED
    if obsessed or (wished and heard.word(name.end) in _LONGED_FOR):
        return name.end + 1
    if joined and heard.word(name.end) in _JOINED:
        return name.end + 1
    return _KIND_OF.end(heard.tokens, name.end) if article or possessive or joined else 0


def _differs(heard: Heard, name: Called) -> bool:
    """``Gladiator with less violence``: a name at the head, and how the answer shall differ."""
    end = _DIFFERING.end(heard.tokens, name.end)
    likened = name.start and heard.word(name.start - 1) in _LIKENING
    if likened and heard.word(name.end) == "but":
        return True
    if not end or not all(heard.word(place) in _OPENING for place in _before(heard, name)):
        return False
    minus = heard.word(name.end) in _MINUS
    return not (minus and any(one.start in {end, end - 1} and one.people for one in heard.called))


def _before(heard: Heard, name: Called) -> range:
    """The words of its clause before a name."""
    start = name.start
    while start and not heard.tokens[start].after_break:
        start -= 1
    return range(start, name.start)


def _elsewhere(heard: Heard, name: Called) -> bool:
    """``Die Hard on a train``, and what Jaws did for sharks: the same with other things."""
    if heard.word(name.start - 1) == "what" and heard.word(name.end) == "did":
        return heard.word(name.end + 1) in {"for", "to"}
    if heard.word(name.start - 1) == "if" and heard.word(name.end) in _SUPPOSED:
        return True
    if not all(heard.word(place) in _OPENING for place in _before(heard, name)):
        return False
    end = _ELSEWHERE.end(heard.tokens, name.end)
    if not end or heard.tokens[name.end].after_break:
        return False
    typed = any(
        span.start <= end < span.end and span.kind != kinds.FILLER for span in heard.phrases
    )
    return not typed and (end < len(heard.tokens) or heard.word(end - 1) not in {"a", "an"})


def _one_of_many(heard: Heard, name: Called) -> bool:
    """``a darker version of Home Alone``, ``a funnier Godfather``."""
    if heard.word(name.end) in FILM_WORDS or heard.word(name.start) in {"a", "an"}:
        return False
    place = name.start
    while place > 0 and (start := _describing(heard, place)) < place:
        place = start
    version = {heard.word(one) for one in range(place, name.start)} & {"version", "take", "spin"}
    told = heard.word(place - 2) in _HAVING and not heard.tokens[name.start].capital
    plain = place == name.start and not heard.tokens[name.start].capital
    if told or (plain and not heard.book.well_known(name.titles[0])):
        return False
    articles = {"a", "an", "the", ""} if version else {"a", "an"}
    return heard.word(place - 1) in articles and not heard.tokens[name.start].after_break


def _describing(heard: Heard, place: int) -> int:
    """Where a word or a phrase begins that ends there and says what sort of one it is."""
    word = heard.word(place - 1)
    if word in _MANNER_BETWEEN or word in COMPARED:
        return place - 1
    describing = {kinds.MOOD, kinds.NATION, kinds.GENRE}
    starts = (span.start for span in heard.phrases if span.end == place and span.kind in describing)
    return min(starts, default=place)


def _like(heard: Heard, name: Called, end: int) -> Span:
    title = heard.book.named(name.titles)
    return Span(name.start, end, kinds.LIKE, title, _WEIGHT + _PER_WORD * (end - name.start))
