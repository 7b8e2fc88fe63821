"""Which titles have a word among their keywords or in their names, kept as arrays of rows.

A word counts by how rare it is (inverse document frequency), in a keyword twice what it counts in a
name. Plurals in ``s`` are met by their singular. What happens in a film is not read here.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matinee.discover.indexing.holdings import Holdings
from matinee.discover.understanding.lexicons.listing import listed
from matinee.discover.words.folding import words_of

RowScores = NDArray[np.float32]
_KEYWORD, _NAME = 1.0, 0.5
_SHORTEST_PLURAL = 4
_SMALL = frozenset(
    listed(
        "a, an, the, of, in, on, at, to, and, or, with, by, for, from, is, are, it, its, his, her, "
        "their, that, who, which, where, when, as, up, i, we, they, he, she, this, one, be, was, "
        "film, movie, about"
    )
)


@dataclass(frozen=True, slots=True, eq=False)
class WordPostings:
    """Rows by word, as read from one picture of the catalogue."""

    by_word: Mapping[str, tuple[NDArray[np.int32], RowScores]]
    rows: int

    @classmethod
    def of(cls, holdings: Holdings) -> "WordPostings":
        """Read the keywords and names of all titles once."""
        found: defaultdict[str, dict[int, float]] = defaultdict(dict)
        for entry, title in holdings.directory.words.items():
            row = int(holdings.row_of[entry])
            if row < 0:
                continue
            for words, weight in ((title.names[:1], _NAME), (title.keywords, _KEYWORD)):
                for word in {stem(one) for text in words for one in words_of(text)}:
                    found[word][row] = max(weight, found[word].get(row, 0.0))
        packed = {
            word: (np.array(list(rows), np.int32), np.array(list(rows.values()), np.float32))
            for word, rows in found.items()
        }
        return cls(packed, len(holdings.shelf))

    def matching(self, text: str) -> RowScores:
        """For each row the share of the text's weight that it has: 0 to 1; 0 without a text."""
        scores = np.zeros(self.rows, np.float32)
        total = 0.0
        for word in dict.fromkeys(map(stem, telling_words(text))):
            known = self.by_word.get(word)
            weight = float(np.log1p(self.rows / (1 + (0 if known is None else len(known[0])))))
            total += weight
            if known is not None:
                scores[known[0]] += weight * known[1]
        return scores / np.float32(total) if total else scores


def telling_words(text: str) -> list[str]:
    """The words of a text without the small ones."""
    return [word for word in words_of(text) if word not in _SMALL]


def stem(word: str) -> str:
    """The word without the plural's s."""
    if len(word) >= _SHORTEST_PLURAL and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word
