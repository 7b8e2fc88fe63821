"""Item to item: which titles the same members watch close to each other."""

import numpy as np

from matinee.recommend.arrays import Items, Reals

_ROWS = 512


def nearest(gram: Reals, *, count: int, shrinkage: float) -> tuple[Items, Reals]:
    """For each item the ``count`` closest, best first, and how close they are.

    Closeness is the cosine of the co-occurrences, shrunk where little is known:
    g(i, j) / √(g(i, i) g(j, j)) · g(i, j) / (g(i, j) + shrinkage). Items that never meet are -1.
    """
    size = len(gram)
    count = min(count, max(size - 1, 0))
    lengths = np.sqrt(np.maximum(np.einsum("ii->i", gram), np.float32(1e-12)))
    ids = np.full((size, count), -1, np.int32)
    closeness = np.zeros((size, count), np.float32)
    for start in range(0, size if count else 0, _ROWS):
        block = gram[start : start + _ROWS]
        near = block / lengths[start : start + _ROWS, np.newaxis] / lengths
        near *= block / (block + np.float32(shrinkage))
        rows = np.arange(len(block))
        near[rows, start + rows] = -1.0
        best = np.argpartition(-near, count - 1, axis=1)[:, :count]
        values = np.take_along_axis(near, best, axis=1)
        order = np.lexsort((best, -values), axis=1)
        best = np.take_along_axis(best, order, axis=1)
        values = np.take_along_axis(values, order, axis=1)
        ids[start : start + _ROWS] = np.where(values > 0, best, -1)
        closeness[start : start + _ROWS] = np.maximum(values, 0.0)
    return ids, closeness
