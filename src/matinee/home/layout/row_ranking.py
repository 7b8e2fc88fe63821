"""Which row comes next: the one whose titles, as far as they are still free, are worth most.

A page is read from the top, and a row from the left; so a row's worth is the sum of its titles'
scores, each discounted by its place, times what a row of its kind promises (Gomez-Uribe and Hunt
2015, section 2.1; the discount is the chance of going on in the cascade model of Craswell 2008).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from matinee.home.layout.ranking import Mask, Rows, Scores
from matinee.home.model import RowKind

NO_TITLES: Rows = np.empty(0, np.int32)
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

    ``lean`` raises or lowers what a row of its kind promises, by what is known of its subject. A
    row that is ``due`` does not compete: it stands first of those that would. ``untried`` are new
    titles of which it may hold some, best first.
    """

    kind: RowKind
    subject: int
    head: Rows
    whole: Callable[[], Rows]
    lean: float = 1.0
    due: bool = False
    untried: Rows = field(default_factory=lambda: NO_TITLES)


class RowOrder:
    """Gives the candidates one after another, the most worth first, as titles get taken.

    What the rows are worth is worked out once for as long as no row is laid.
    """

    def __init__(self, candidates: Sequence[RowCandidate], scores: Scores, row_size: int) -> None:
        self._candidates = list(candidates)
        self._heads = np.full((len(candidates), HEAD), -1, np.int32)
        for row, candidate in enumerate(candidates):
            front = candidate.head[:HEAD]
            self._heads[row, : front.size] = front
        self._filled = self._heads >= 0
        self._worth = np.where(self._filled, scores[self._heads], np.float32(0))
        self._promise = np.array([_PROMISE[one.kind] * one.lean for one in candidates], np.float32)
        before = np.arange(HEAD + 1) - 1.0  # So many titles stand before the first, the second, …
        self._discount = np.where(before < row_size, _GOES_ON**before, 0.0).astype(np.float32)
        self._out = np.zeros(len(candidates), np.bool_)
        self._given = 0
        self._promised: Scores | None = None

    def next(self, free: Mask) -> RowCandidate | None:
        """The row that is worth most now, or None when none is left; it is not given again.

        What is ``free`` may change between two calls only where a row was :meth:`laid`.
        """
        if self._given == len(self._candidates):
            return None
        promised = self._promised
        if promised is None:
            promised = self._promised = self._promised_now(free)
        best = int(promised.argmax())
        self._out[best] = True
        promised[best] = -np.inf
        self._given += 1
        return self._candidates[best]

    def _promised_now(self, free: Mask) -> Scores:
        """What each row promises of the titles that are still free; −∞ where it was given."""
        standing = free[self._heads] & self._filled
        discount = self._discount[standing.cumsum(axis=1)]
        promised = np.einsum("rp,rp->r", self._worth * standing, discount) * self._promise
        promised[self._out] = -np.inf
        return promised

    def laid(self, kind: RowKind) -> None:
        """A row of ``kind`` stands now: the next of it is worth less."""
        same = np.array([one.kind is kind for one in self._candidates])
        self._promise[same] *= np.float32(_TIRES)
        self._promised = None
