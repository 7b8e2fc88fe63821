"""Which row comes next: the one whose titles, as far as they are still free, are worth most.

A page is read from the top, and a row from the left; so a row's worth is the sum of its titles'
scores, each discounted by its place, times what a row of its kind promises (Gomez-Uribe and Hunt
2015, section 2.1; the discount is the chance of going on in the cascade model of Craswell 2008).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from matinee.home.layout.ranking import Mask, Rows, Scores
from matinee.home.model import RowKind

HEAD = 64
"""So many titles at the front of a row say what it is worth."""
_GOES_ON = 0.8
_TIRES = 0.9
"""What the next row of a kind that stands already is worth, by each that does."""
_PROMISE = {
    RowKind.BECAUSE: 1.1,
    RowKind.TOP: 1.2,
    RowKind.TRENDING: 1.2,
    RowKind.NEW: 1.3,
    RowKind.GENRE: 1.0,
}
"""A prior by judgement, to be weighed by experiments: what is new or rising is worth a look beyond
what the member's taste promises, since taste knows only what was."""


@dataclass(frozen=True, slots=True)
class RowCandidate:
    """A row that could be laid: the front of its order, and the whole of it when that runs out.

    ``lean`` raises or lowers what a row of its kind promises, by what is known of its subject.
    """

    kind: RowKind
    subject: int
    head: Rows
    whole: Callable[[], Rows]
    lean: float = 1.0


class RowOrder:
    """Gives the candidates one after another, the most worth first, as titles get taken."""

    def __init__(self, candidates: Sequence[RowCandidate], scores: Scores, row_size: int) -> None:
        self._candidates = list(candidates)
        self._heads = np.full((len(candidates), HEAD), -1, np.int32)
        for row, candidate in enumerate(candidates):
            front = candidate.head[:HEAD]
            self._heads[row, : front.size] = front
        self._worth = np.where(self._heads >= 0, scores[self._heads], np.float32(0))
        self._promise = np.array([_PROMISE[one.kind] * one.lean for one in candidates], np.float32)
        places = np.arange(HEAD + 1)
        self._discount = np.where(places < row_size, _GOES_ON**places, 0.0).astype(np.float32)
        self._left = np.ones(len(candidates), np.bool_)

    def next(self, free: Mask) -> RowCandidate | None:
        """The row that is worth most now, or None when none is left; it is not given again."""
        if not self._left.any():
            return None
        standing = free[self._heads] & (self._heads >= 0)
        places = standing.cumsum(axis=1) - 1
        worth = np.where(standing, self._worth * self._discount[places], np.float32(0)).sum(axis=1)
        best = int(np.where(self._left, worth * self._promise, -np.inf).argmax())
        self._left[best] = False
        return self._candidates[best]

    def laid(self, kind: RowKind) -> None:
        """A row of ``kind`` stands now: the next of it is worth less."""
        same = np.array([one.kind is kind for one in self._candidates])
        self._promise[same] *= np.float32(_TIRES)
