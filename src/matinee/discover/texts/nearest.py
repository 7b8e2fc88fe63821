"""The vectors nearest to another one where there are too many to look at each: HNSW by ``usearch``.

Malkov & Yashunin 2016. What changed is put in and taken out one by one, so a catalogue that changes
by a title does not pay for all of them.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from usearch.index import Index

Matrix = NDArray[np.float32]
Entries = NDArray[np.int32]

NEAR = 800
"""Vectors that are found."""


class Nearest:
    """An index of vectors by their entries; vectors that it follows have one length for good."""

    def __init__(self) -> None:
        self._index: Any = None
        self._digests: dict[int, bytes] = {}

    def __len__(self) -> int:
        return len(self._digests)

    def follow(self, entries: Entries, matrix: Matrix, digests: Mapping[int, bytes]) -> None:
        """Hold these and no others; the same vectors again cost nothing."""
        if self._index is None:
            dimensions = matrix.shape[1]
            self._index = Index(
                ndim=dimensions, metric="cos", dtype="i8", expansion_search=NEAR, multi=False
            )
        changed = [entry for entry, kept in self._digests.items() if digests.get(entry) != kept]
        if changed:
            self._index.remove(np.array(changed, np.uint64))
        for entry in changed:
            del self._digests[entry]
        fresh = np.array([entry not in self._digests for entry in entries.tolist()], np.bool_)
        if fresh.any():
            self._index.add(entries[fresh].astype(np.uint64), matrix[fresh])
        self._digests = dict(digests)

    def near(self, vector: Matrix) -> Entries:
        """At most :data:`NEAR` entries, the nearest first; a few of them may be missed."""
        if not self._digests:
            return np.empty(0, np.int32)
        found = self._index.search(vector, min(NEAR, len(self._digests)))
        return np.asarray(found.keys, np.int64).astype(np.int32)
