"""Titles that are wanted or refused by what stands around them.

``never seen Alien`` and ``everybody raves about Inception`` want them; ``Titanic doesn't count``
and ``Groundhog Day I know inside out`` refuse them.
"""

from collections.abc import Iterator, Sequence

from matinee.discover.understanding import kinds
from matinee.discover.understanding.asked_by_capitals import TELLING
from matinee.discover.understanding.clear_names import listed_from, listed_to
from matinee.discover.understanding.having_seen import having_seen
from matinee.discover.understanding.heard import Heard
from matinee.discover.understanding.lexicons.listing import listed, spelled_out
from matinee.discover.understanding.names import Called
from matinee.discover.understanding.refused_behind import unwelcome
from matinee.discover.understanding.sayings import Sayings
from matinee.discover.understanding.spans import Span

_WEIGHT, _PER_WORD = 60.0, 40.0
_SHORTEST_CLAUSE = 5
_QUOTED, _SAID = 35.0, 20.0
_PLAIN = 12.4
"""Below what a person's name weighs."""
_NOT_YET = Sayings(
    listed(
        "asked for, asking for, begging for, begged for, clamouring for, whining for, desperate "
        "for, crying out for, voted for, up for, gagging for, never seen, never watched, havent "
        "seen, hasnt seen, have not seen, has not seen, not seen, never actually seen, never even "
        "seen, still havent seen, havent watched, hasnt watched, yet to see, yet to watch, never "
        "got round to, never got around to, havent got round to, time i saw, time we saw, time i "
        "watched, time we watched, time i finally saw, time we finally saw, time for, missed"
    )
)
"""What says that somebody wants to see what they have not seen."""
_TALKING = Sayings(
    f"{talking} about"
    for talking in listed(
        "talking, talks, going on, goes on, on, raving, raves, rave, heard, heard good things, "
        "heard great things, told me, told us, read, excited, curious, banging on, bangs on, "
        "thinking, how, what"
    )
) | Sayings(
    listed(
        "wont shut up about, never shuts up about, doesnt shut up about, shut up about, cant stop "
        "talking about, cant stop thinking about, wont stop talking about, wont stop going on "
        "about, asking about, wondering about, dreaming about, swears by, swear by, insists on, "
        "insist on, settled on, landed on, decided on, set on, our hearts set on, my heart set on, "
        "heard of, told of, hyped about"
    )
)
_ONE_OF = Sayings(
    listed(
        "the original, the original one, the original film, the original version, the first one, "
        "the old one, the new one, the remake, the real one, the real thing, not the remake, not "
        "the sequel, not the series, not the new one, not the tv series, the directors cut, the "
        "extended cut, the film not the series, the classic, the animated one, the cartoon one, "
        "original version, the uncut version, and not the remake, and not the sequel, not a "
        "remake, not the reboot, not the musical, not the tv show, not the old one, the live "
        "action one"
    )
) | Sayings(
    spelled_out(
        "(but|and|only|though|) (it|that|this|) (has to be|must be|should be|needs to be|ought to "
        "be|had better be|better be) the (one|version|film|original|original one|old one|first one|"
        "remake|new one)"
    )
)
"""Behind a name: which of its namesakes is meant, which no fact of the catalogue tells."""
_DONE_BEHIND = Sayings(
    listed(
        "been done to death, been done, been watched, been seen to death, been on enough, "
        "has been watched, has been seen, has been done to death, was on last week, is old hat, on "
        "dvd, on blu ray, on bluray, on disc, on vhs, on video, was on yesterday, was last week, "
        "was last night, was yesterday, has been done"
    )
)
_NOT_THAT = Sayings(
    listed(
        "so not that, not that again, not that one, so not that one, so not them, not those, but "
        "not that, not that one again, so no, not this time, so something else, so another one"
    )
)
_BARRING = frozenset({"bar", "save", "excepting", "barring"})


def wanted_titles(heard: Heard, names: Sequence[Called]) -> Iterator[Span]:
    """Titles behind words that want them although they speak of something else."""
    for start in range(len(heard.tokens)):
        talking = _TALKING.end(heard.tokens, start)
        end = _NOT_YET.end(heard.tokens, start) or talking
        end += bool(end) and heard.word(end) == "the" and not heard.tokens[end].capital
        first = next((one for one in names if one.start == end and end), None)
        if first is None or (first.end - first.start < 2 and not heard.cased):
            continue
        yield Span(start, end, kinds.FILLER, "", _WEIGHT + _SAID * (end - start))
        for one in listed_from(heard, names, first):
            yield _span(heard, one, kinds.TITLE)


def quoted_titles(heard: Heard, names: Sequence[Called]) -> Iterator[Span]:
    """``"Before Sunrise", please``: a name in quotation marks."""
    for name in names:
        if heard.tokens[name.start].quoted:
            title = heard.book.named(name.titles)
            yield Span(name.start, name.end, kinds.TITLE, title, _QUOTED * (name.end - name.start))


def joined_titles(heard: Heard, names: Sequence[Called]) -> Iterator[Span]:
    """``Rope or Rear Window``: a name that begins a clause, and another beside it."""
    for name in names:
        both = listed_from(heard, names, name)
        if heard.cased and len(both) > 1:
            for one in both:
                title = heard.book.named(one.titles)
                yield Span(one.start, one.end, kinds.TITLE, title, _PLAIN * (one.end - one.start))


def refused_afterwards(heard: Heard, names: Sequence[Called]) -> Iterator[Span]:
    """``Tootsie is what everybody suggests, so not that``: the title named last is refused."""
    for start in range(1, len(heard.tokens)):
        end = _NOT_THAT.end(heard.tokens, start)
        over = end == len(heard.tokens) or (end and heard.tokens[end].after_break)
        before = [name for name in names if end and over and name.end <= start]
        if before:
            yield Span(start, end, kinds.FILLER, "", _WEIGHT)
            for one in listed_to(heard, names, before[-1]):
                yield _refused(heard, one)


def originals(heard: Heard, names: Sequence[Called]) -> Iterator[Span]:
    """``Suspiria, the original one, not the remake``: the title that is wanted."""
    for name in names:
        end, said = name.end, 0
        while following := _ONE_OF.end(heard.tokens, end):
            end = said = following
        if said:
            yield Span(name.end, said, kinds.FILLER, "", _WEIGHT)
            yield _span(heard, name, kinds.TITLE)


def whole_clauses(heard: Heard, names: Sequence[Called]) -> Iterator[Span]:
    """``tonight: Ghostbusters, me and the boys``: a clause that is a name and nothing else."""
    for name in names:
        begins = name.start > 0 and heard.tokens[name.start].after_break
        ends = name.end == len(heard.tokens) or heard.tokens[name.end].after_break
        letters = sum(len(heard.word(place)) for place in range(name.start, name.end))
        if heard.cased and begins and ends and letters >= _SHORTEST_CLAUSE:
            title = heard.book.named(name.titles)
            yield Span(name.start, name.end, kinds.TITLE, title, _PLAIN * (name.end - name.start))


def slipped_titles(heard: Heard, names: Sequence[Called]) -> Iterator[Span]:
    """Names with a slip that stand where a title is written: ``it has to be Pulp Ficton``."""
    known = {(one.start, one.end) for one in heard.called}
    for name in names:
        if (name.start, name.end) not in known and heard.word(name.start - 1) not in TELLING:
            title = heard.book.named(name.titles)
            weight = _PLAIN * (name.end - name.start)
            yield Span(name.start, name.end, kinds.TITLE, title, weight)


def titles_refused_behind(heard: Heard, names: Sequence[Called], *, seen: bool) -> Iterator[Span]:
    """Titles that the words behind them refuse; with ``seen`` also what was seen already."""
    for name in names:
        said = unwelcome(heard, name.end)
        if not said and seen:
            said = having_seen(heard, name.end) or _DONE_BEHIND.end(heard.tokens, name.end)
            if said and heard.tokens[name.end].after_break:
                said = 0
        if not said and heard.word(name.start - 1) in _BARRING:
            said = name.end
        if not said:
            continue
        if said > name.end:
            yield Span(name.end, said, kinds.FILLER, "", _WEIGHT)
        for one in listed_to(heard, names, name):
            yield _refused(heard, one)


def _refused(heard: Heard, name: Called) -> Span:
    inner = Span(name.start, name.end, kinds.TITLE, heard.book.named(name.titles), 1.0)
    weight = _WEIGHT + _PER_WORD * (2 + name.end - name.start)
    return Span(name.start, name.end, kinds.REFUSED, inner, weight)


def _span(heard: Heard, name: Called, kind: str) -> Span:
    weight = _WEIGHT + _PER_WORD * (name.end - name.start)
    return Span(name.start, name.end, kind, heard.book.named(name.titles), weight)
