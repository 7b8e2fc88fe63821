"""What a title tells of others: when they were made (``before Star Wars``), or by whom."""

from collections.abc import Iterator

from matinee.discover.indexing.directory import EntryKey
from matinee.discover.model import EntryKind
from matinee.discover.understanding import kinds
from matinee.discover.understanding.heard import Heard
from matinee.discover.understanding.lexicons.listing import listed
from matinee.discover.understanding.likeness import title_at
from matinee.discover.understanding.sayings import Sayings
from matinee.discover.understanding.spans import Span

_MAKERS = frozenset(
    {"director", "directors", "maker", "makers", "creator", "creators", "filmmakers"}
)
_MADE_IT = Sayings(
    f"{who} {made}"
    for who in listed(
        "whoever, the one who, the director who, the person who, the man who, the woman who, the "
        "guy who, the people who, the same person who, the same director who, director who"
    )
    for made in ("directed", "made", "did", "shot", "gave us")
) | Sayings(
    f"{who} behind"
    for who in listed(
        "the man, the woman, the person, the people, the team, the guys, the minds, the mind, the "
        "brains, the director, director, the duo, the folks, the one"
    )
)
"""Before a name: whoever directed it."""
_WEIGHT = 40.0


def times(heard: Heard) -> Iterator[Span]:
    """``before Star Wars``: years that a title tells."""
    for place, token in enumerate(heard.tokens[:-1]):
        named = heard.tokens[place + 1]
        if token.word not in {"before", "after", "since"} or not heard.cased:
            continue
        if not named.capital or named.word.isdigit() or token.quoted:
            continue
        found = title_at(heard, place + 1, sure=True)
        year = 0 if found is None else heard.book.year_of(found[1])
        if found is not None and year:
            if _asks_what_next(heard, place, found[0]):
                yield Span(place, found[0], kinds.LIKE, found[1], _WEIGHT * 3)
                continue
            bounds = (None, year - 1) if token.word == "before" else (year, None)
            start = place - 1 if heard.word(place - 1) == "from" else place
            yield Span(start, found[0], kinds.YEARS, bounds, _WEIGHT * (found[0] - start))


def _asks_what_next(heard: Heard, place: int, end: int) -> bool:
    """``after Chinatown, what would you put on?``: what should follow, not what was made later."""
    clause = heard.word(place) == "after" and (not place or heard.tokens[place].after_break)
    over = end < len(heard.tokens) and heard.tokens[end].after_break
    later = {token.word for token in heard.tokens[end:]}
    return clause and over and bool(later & {"what", "whats", "next", "recommend", "suggest"})


def makers(heard: Heard) -> Iterator[Span]:
    """``by the director of Jaws``: who directed it."""
    for place, token in enumerate(heard.tokens):
        behind = place + 2 if token.word in _MAKERS and heard.word(place + 1) == "of" else 0
        behind = behind or _MADE_IT.end(heard.tokens, place)
        found = title_at(heard, behind, sure=token.word not in _MAKERS) if behind else None
        if found is None or not found[1].keys or found[1].person:
            continue
        end, title = found
        index = heard.book.holdings.directory.index
        directors = heard.book.directors_of(index[EntryKey(EntryKind.TITLE, title.keys[0])])
        start = place
        while heard.word(start - 1) in {"the", "by", "from", "of", "same", "whos", "who", "that"}:
            start -= 1
        if directors:
            names = tuple(heard.book.named((one,)) for one in directors)
            yield Span(start, end, kinds.PERSON, (kinds.BY, names), _WEIGHT * 2)
