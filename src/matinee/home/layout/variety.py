"""A row whose titles are not all alike: maximal marginal relevance.

Carbonell and Goldstein (SIGIR 1998): each next title is the one that suits best, less a share of
its likeness to the most alike of those that stand already.
"""

from functools import lru_cache

import numpy as np

from matinee.home.layout.ranking import Rows, Scores


def varied(order: Rows, features: Scores, *, size: int, weight: float) -> Rows:
    """The first ``size`` of a better-first ``order``, so chosen that neighbours differ.

    ``features`` is candidate x feature, each row of length 1 (or 0), so that products are cosines.
    Relevance falls evenly along the order, from 1 to 0: what orders rows are not comparable scores.
    ``weight`` goes from 0 (the order itself) to 1 (variety alone).
    """
    count = order.size
    if count <= 1:
        return order[:size]
    gain = np.float32(1 - weight) * _falling(count)
    # For 60 titles of 100 traits BLAS starts no threads yet (measured); for 200 it does.
    beside = gain - np.dot(features * np.float32(weight), features.T)
    left = np.full(count, np.inf, np.float32)  # What each is worth beside those that stand.
    best, chosen = 0, [0]
    for _ in range(1, min(size, count)):
        left[best] = -np.inf
        np.minimum(left, beside[best], out=left)
        best = int(left.argmax())
        chosen.append(best)
    return order[chosen]


@lru_cache
def _falling(count: int) -> Scores:
    return np.linspace(1, 0, count, dtype=np.float32)


def sameness(features: Scores) -> float:
    """The mean cosine of all pairs in a list of at least two titles: the less, the more varied."""
    count = len(features)
    alike = features @ features.T
    return float((alike.sum() - np.trace(alike)) / (count * (count - 1)))
