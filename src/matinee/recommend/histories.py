"""Who watched what, in order: the one form in which every model reads and is judged."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from matinee.recommend.arrays import Items, Mask, Reals
from matinee.recommend.occasions import Occasions, as_asked


@dataclass(frozen=True, slots=True, eq=False)
class Histories:
    """Each member's items, oldest first; member ``u`` has ``items[offsets[u]:offsets[u + 1]]``.

    ``strengths`` says how much each entry counts, where not all count the same. ``occasions`` has a
    row for each entry and ``asked_at`` one for each member, of the moment for which the next title
    is asked; None where nothing is known of them.
    """

    offsets: NDArray[np.int64]
    items: Items
    item_count: int
    strengths: Reals | None = None
    occasions: Occasions | None = None
    asked_at: Occasions | None = None

    @classmethod
    def of(
        cls,
        members: NDArray[np.integer],
        items: NDArray[np.integer],
        *,
        member_count: int,
        item_count: int,
        strengths: Reals | None = None,
        occasions: Occasions | None = None,
    ) -> "Histories":
        """From one row per entry, already in order of member and then of time."""
        counts = np.bincount(members, minlength=member_count)
        offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        return cls(offsets, items.astype(np.int32), item_count, strengths, occasions)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @property
    def lengths(self) -> NDArray[np.int64]:
        """How many entries each member has."""
        return np.diff(self.offsets)

    @property
    def members(self) -> NDArray[np.int64]:
        """The member of each entry."""
        return np.repeat(np.arange(len(self)), self.lengths)

    @property
    def ages(self) -> NDArray[np.int64]:
        """How many entries of the same member are newer than each entry."""
        return np.repeat(self.offsets[1:], self.lengths) - 1 - np.arange(self.items.size)

    @property
    def last(self) -> Items:
        """The newest item of each member; every member needs one."""
        return self.items[self.offsets[1:] - 1]

    def without_last(self, count: int, *, of: Mask | None = None) -> "Histories":
        """The same members, each (or those ``of`` a mask) without the newest ``count`` entries.

        They are then asked at the moment of the first of those entries.
        """
        counts = np.full(len(self), count) if of is None else np.where(of, count, 0)
        entries = self.ages >= np.repeat(counts, self.lengths)
        kept = self._kept(entries, np.maximum(self.lengths - counts, 0))
        if self.occasions is None:
            return kept
        asked = np.zeros((len(self), self.occasions.shape[1]), np.uint8)
        cut = np.flatnonzero((counts > 0) & (self.lengths >= counts))
        asked[cut] = as_asked(self.occasions[self.offsets[1:][cut] - counts[cut]])
        return replace(kept, asked_at=asked)

    def newest(self, count: int) -> "Histories":
        """The same members, each with the newest ``count`` entries alone."""
        return self._kept(self.ages < count, np.minimum(self.lengths, count))

    def choosing(self, members: Mask) -> "Histories":
        """Some of the members, in the same order."""
        kept = self._kept(np.repeat(members, self.lengths), self.lengths[members])
        return kept if self.asked_at is None else replace(kept, asked_at=self.asked_at[members])

    def seen(self) -> Mask:
        """Member × item: what stands in each history."""
        seen = np.zeros((len(self), self.item_count), np.bool_)
        seen[self.members, self.items] = True
        return seen

    def matrix(self, *, exponent: float = 0.0) -> csr_matrix:
        """Member × item, each entry its strength ÷ (1 + age) ** ``exponent``."""
        weights = ((1.0 + self.ages) ** -exponent).astype(np.float32)
        if self.strengths is not None:
            weights *= self.strengths
        return csr_matrix(
            (weights, self.items, self.offsets), shape=(len(self), self.item_count), copy=False
        )

    def _kept(self, entries: Mask, lengths: NDArray[np.int64]) -> "Histories":
        return replace(
            self,
            offsets=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
            items=self.items[entries],
            strengths=None if self.strengths is None else self.strengths[entries],
            occasions=None if self.occasions is None else self.occasions[entries],
        )
