"""Company in lists: ``mum, dad and gran``, ``my boyfriend and his parents``.

A bare word for somebody of the family is company where another stands beside it in a list.
"""

from collections.abc import Iterator, Mapping

from matinee.discover.understanding import kinds
from matinee.discover.understanding.heard import Heard
from matinee.discover.understanding.lexicons.company import KIDS, TEENAGERS
from matinee.discover.understanding.lexicons.listing import listed
from matinee.discover.understanding.spans import Span

_BARE: Mapping[str, str] = {
    word: who
    for who, words in (
        ("parents", "mum, mom, mam, mummy, mommy, dad, daddy, pa, ma, parents"),
        ("grandparents", "gran, granny, nan, nana, nanna, grandma, grandpa, grandad, granddad"),
        ("grandparents", "gramps, grandparents"),
        (KIDS, "kids, children, twins, grandkids, grandchildren, toddler, toddlers"),
        (TEENAGERS, "teenagers, teens"),
    )
    for word in listed(words)
}
_THEIRS: Mapping[str, str] = {
    word: who
    for who, words in (
        ("parents", "parents, mum, mom, dad, mother, father, folks, in laws"),
        ("grandparents", "grandparents, gran, nan, grandma, grandmother, grandad, grandfather"),
    )
    for word in listed(words)
}
_SPEAKERS = frozenset({"me", "us", "i", "myself", "we"})
_WHOSE = frozenset({"my", "our", "the", "two", "three", "some", "both", "her", "his", "their"})
_OF_OTHERS = frozenset({"his", "her", "their"})
_JOINTS = frozenset({"and", "plus", "with", "or"})
_WEIGHT = 11.0


def company_lists(heard: Heard) -> Iterator[Span]:
    """Whoever is named bare beside somebody else of the company."""
    companions = [span for span in heard.phrases if span.kind == kinds.COMPANION]
    starts = {span.start for span in companions}
    ends = {span.end for span in companions}
    for place in range(len(heard.tokens)):
        theirs = heard.word(place - 1) in _OF_OTHERS
        who = _THEIRS.get(heard.word(place)) if theirs else None
        who = who or _BARE.get(heard.word(place))
        if who is None:
            continue
        start = place - (heard.word(place - 1) in _WHOSE)
        if _joined(heard, place + 1, starts, ahead=True) or _joined(
            heard, start, ends, ahead=False
        ):
            yield Span(start, place + 1, kinds.COMPANION, (who, heard.word(place)), _WEIGHT)


def _joined(heard: Heard, place: int, companions: set[int], *, ahead: bool) -> bool:
    """Whether a list goes on there, or came from there, with somebody else."""
    if not 0 < place < len(heard.tokens):
        return False
    if ahead:
        joint = heard.word(place) in _JOINTS
        if not joint and not heard.tokens[place].after_break:
            return False
        other = place + joint
        other += heard.word(other) in _WHOSE and other not in companions
        return other in companions or _somebody(heard, other)
    joint = heard.word(place - 1) in _JOINTS
    if not joint and not heard.tokens[place].after_break:
        return False
    other = place - joint
    return other in companions or _somebody(heard, other - 1)


def _somebody(heard: Heard, place: int) -> bool:
    return heard.word(place) in _BARE or heard.word(place) in _SPEAKERS
