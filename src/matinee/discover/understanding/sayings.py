"""Fixed words that are looked for at many places of a sentence, found by their first word."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from matinee.discover.understanding.lexicons.listing import CHOICE, listed
from matinee.discover.understanding.tokens import Token
from matinee.discover.words.folding import words_of

_NONE: tuple[list[int], frozenset[tuple[str, ...]]] = ([], frozenset())


class Sayings:
    """A list of sayings; where several stand at a place, the longest counts."""

    def __init__(self, said: Iterable[str]) -> None:
        said = tuple(said)
        self._said = said
        by_first: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
        for one in said:
            words = words_of(one)
            by_first[words[0]].add(words)
        self._by_first = {
            first: (sorted({len(words) for words in sayings}, reverse=True), frozenset(sayings))
            for first, sayings in by_first.items()
        }

    def __or__(self, other: "Sayings") -> "Sayings":
        """What either list has."""
        return Sayings((*self._said, *other._said))

    def end(self, tokens: Sequence[Token], place: int) -> int:
        """Where a saying that begins there ends; 0 where none does."""
        if not 0 <= place < len(tokens):
            return 0
        lengths, sayings = self._by_first.get(tokens[place].word, _NONE)
        said = tuple(token.word for token in tokens[place : place + (lengths[0] if lengths else 0)])
        for length in lengths:
            if len(said) >= length and said[:length] in sayings:
                return place + length
        return 0


class ChosenSayings:
    """Sayings written with choices: ``(not|never) (by|from|) (him|her)``.

    They are walked and never spelled out: a line of six choices has 10^5 ways, which take a second
    and 100 MB to write down.
    """

    def __init__(self, written: str) -> None:
        """Parted by commas; between a choice and what stands beside it is a space."""
        self._by_first: defaultdict[str, list[_Way]] = defaultdict(list)
        for part in listed(written):
            way = _way(part)
            for first in _firsts(way):
                self._by_first[first].append(way)

    def end(self, tokens: Sequence[Token], place: int) -> int:
        """Where the longest saying that begins there ends; 0 where none does."""
        if not 0 <= place < len(tokens):
            return 0
        return max(
            (_end(way, tokens, place) for way in self._by_first.get(tokens[place].word, ())),
            default=0,
        )


_Way = tuple[frozenset[tuple[str, ...]], ...]
"""What may be said one after the other; a choice that may be left out holds an empty one."""


def _way(part: str) -> _Way:
    pieces = CHOICE.split(part)
    choices = (one.split("|") if place % 2 else [one] for place, one in enumerate(pieces))
    return tuple(frozenset(map(words_of, choice)) for choice in choices)


def _firsts(way: _Way) -> set[str]:
    found: set[str] = set()
    for choice in way:
        found |= {words[0] for words in choice if words}
        if () not in choice:
            break
    return found


def _end(way: _Way, tokens: Sequence[Token], place: int) -> int:
    ends = {place}
    for choice in way:
        ends = {
            end + len(words)
            for end in ends
            for words in choice
            if words == tuple(token.word for token in tokens[end : end + len(words)])
        }
    return max(ends, default=0)
