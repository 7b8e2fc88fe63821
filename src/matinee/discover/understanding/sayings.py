"""Fixed words that are looked for at many places of a sentence, found by their first word."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

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
