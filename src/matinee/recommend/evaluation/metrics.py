"""Ranking metrics of one target among all items, exact under ties, hand-computed in the tests.

Items with the same score stand in an order nobody chose, so each metric is its expectation over all
orders of them: a model that gives every item the same score gains nothing by it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matinee.recommend.arrays import Floats, Items, Mask, Reals


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """For each member, how many items stand above the target, and how many share its score.

    ``tied`` counts the target itself; ``field`` is how many items were ranked.
    """

    above: NDArray[np.int64]
    tied: NDArray[np.int64]
    field: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.above)


def places(scores: Reals, targets: Items, seen: Mask) -> Places:
    """Where each row's target stands among the items that are not ``seen``; all of them compete.

    A target counts even where it was seen. A score that is not a number is below all others.
    """
    rows = np.arange(len(targets))
    competing = ~seen
    competing[rows, targets] = True
    ordered = np.where(np.isnan(scores), -np.inf, scores)
    own = ordered[rows, targets][:, np.newaxis]
    return Places(
        above=np.count_nonzero((ordered > own) & competing, axis=1),
        tied=np.count_nonzero((ordered == own) & competing, axis=1),
        field=np.count_nonzero(competing, axis=1),
    )


def hits(where: Places, k: int) -> Floats:
    """HR@k: the probability that the target is among the first ``k``."""
    return np.clip(k - where.above, 0, where.tied) / where.tied


def gains(where: Places, k: int) -> Floats:
    """NDCG@k of one target: 1 ÷ log₂(rank + 1) within the first ``k``, else 0 (rank from 1)."""
    ranks = np.arange(1, k + 1)
    return _mean_over_ties(where, np.concatenate([[0.0], np.cumsum(1.0 / np.log2(ranks + 1))]))


def reciprocal_ranks(where: Places) -> Floats:
    """MRR: 1 ÷ rank."""
    ranks = np.arange(1, int(where.field.max(initial=0)) + 1)
    return _mean_over_ties(where, np.concatenate([[0.0], np.cumsum(1.0 / ranks)]))


def _mean_over_ties(where: Places, summed: Floats) -> Floats:
    last = len(summed) - 1
    begin = np.minimum(where.above, last)
    end = np.minimum(where.above + where.tied, last)
    return (summed[end] - summed[begin]) / where.tied


def first_unseen(scores: Reals, seen: Mask, k: int) -> Items:
    """The ``k`` unseen items with the highest scores in each row, in no order; ties by item."""
    open_scores = np.where(seen | np.isnan(scores), -np.inf, scores)
    count = min(k, open_scores.shape[1])
    return np.argpartition(-open_scores, count - 1, axis=1)[:, :count].astype(np.int32)
