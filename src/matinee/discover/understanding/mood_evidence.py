"""Which titles show a mood: by keywords that the catalogue has, and more weakly by genres.

The vocabulary is fixed (at most 60 words); its evidence is whatever of it stands in the catalogue,
and is told with every mood: how many titles carry which keyword.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matinee.discover.indexing.holdings import Holdings
from matinee.discover.understanding.lexicons.moods import MOODS
from matinee.discover.words.folding import words_of

_BY_KEYWORD, _BY_GENRE = 1.0, 0.4
RowScores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class MoodShown:
    """One mood with the words that show it here, and how many titles carry each."""

    mood: str
    keywords: tuple[tuple[str, int], ...]
    genres: tuple[str, ...]
    titles: int


@dataclass(frozen=True, slots=True, eq=False)
class MoodEvidence:
    """For every mood its score at each row of the shelf, 0 to 1, and what the scores rest on."""

    scores: Mapping[str, RowScores]
    shown: tuple[MoodShown, ...]

    @classmethod
    def of(cls, holdings: Holdings) -> "MoodEvidence":
        """Read the keywords and genres of all titles once."""
        keywords = _rows_of_keywords(holdings)
        scores: dict[str, RowScores] = {}
        shown: list[MoodShown] = []
        for mood in MOODS:
            row_scores = np.zeros(len(holdings.shelf), np.float32)
            genres = tuple(genre for genre in mood.genres if genre in holdings.shelf.genres)
            for genre in genres:
                column = holdings.shelf.genre_of[:, holdings.shelf.genres.index(genre)]
                row_scores[np.asarray(column.todense(), np.bool_).ravel()] = _BY_GENRE
            counts: Counter[str] = Counter()
            for keyword in (mood.name, *mood.shown_by):
                rows = keywords.get(_folded(keyword), [])
                if rows:
                    row_scores[rows] = _BY_KEYWORD
                    counts[keyword] = len(rows)
            scores[mood.name] = row_scores
            shown.append(
                MoodShown(
                    mood.name,
                    tuple(counts.most_common()),
                    genres,
                    int(np.count_nonzero(row_scores)),
                )
            )
        return cls(scores, tuple(shown))

    def leaning(self, moods: Sequence[str], refused: Sequence[str], rows: int) -> RowScores:
        """How far each row leans towards the moods, and away from those that are refused."""
        total = np.zeros(rows, np.float32)
        for mood in moods:
            total += self.scores[mood]
        for mood in refused:
            total -= self.scores[mood]
        return total

    def signs(self, holdings: Holdings, entry: int, moods: Sequence[str]) -> list[str]:
        """The keywords of a title that show one of the moods, for its reason."""
        wanted = {
            _folded(word)
            for mood in MOODS
            if mood.name in moods
            for word in (mood.name, *mood.shown_by)
        }
        words = holdings.directory.words[entry].keywords
        return [keyword for keyword in words if _folded(keyword) in wanted]


def _rows_of_keywords(holdings: Holdings) -> Mapping[str, list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for entry, title in holdings.directory.words.items():
        row = int(holdings.row_of[entry])
        if row >= 0:
            for keyword in title.keywords:
                found[_folded(keyword)].append(row)
    return found


def _folded(keyword: str) -> str:
    return " ".join(words_of(keyword))
