"""Vectors of texts, kept as a byte a dimension, and the search among them.

It is exact up to :data:`EXACT_UP_TO` of them; beyond, the nearest are found by an index, unless
rules leave too few of those.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matinee.catalogue.model import Mask, TitleWords
from matinee.discover.texts.nearest import Nearest

Matrix = NDArray[np.float32]
Entries = NDArray[np.int32]

_LARGEST = 127
EXACT_UP_TO = 100_000
_ENOUGH = 200
"""Of the nearest that an index finds so many must be allowed, else all are looked at."""


class Packed(NamedTuple):
    """A vector as it is kept: ``scale`` times one signed byte a dimension."""

    scale: float
    steps: NDArray[np.int8]

    def unpacked(self) -> Matrix:
        """The vector."""
        return self.steps.astype(np.float32) * np.float32(self.scale)


def packed(vector: Matrix) -> Packed:
    """The nearest that can be kept of a vector."""
    scale = float(np.abs(vector).max()) / _LARGEST or 1.0
    return Packed(scale, np.rint(vector / scale).astype(np.int8))


def text_of(words: TitleWords) -> str:
    """What is encoded of a title: its synopses and keywords; empty where there are none."""
    return " ".join((*words.synopses, ", ".join(words.keywords))).strip()


def digest_of(text: str) -> bytes:
    """By which the vector of a text is kept."""
    return hashlib.sha256(text.encode()).digest()


@dataclass(frozen=True, slots=True, eq=False)
class Vectors:
    """Vectors of entries, a row each; ``digests`` tells of which text each one is.

    ``nearest`` is the index of the same vectors where there are too many to look at each.
    """

    entries: Entries
    matrix: Matrix
    digests: Mapping[int, bytes]
    complete: bool
    nearest: Nearest | None = None

    @classmethod
    def of(cls, vectors: Mapping[int, tuple[bytes, Packed]], *, complete: bool) -> "Vectors":
        """Unpack them side by side."""
        entries = np.array(sorted(vectors), np.int32)
        if not len(entries):
            return cls(entries, np.empty((0, 0), np.float32), {}, complete)
        matrix = np.stack([vectors[entry][1].steps for entry in entries.tolist()])
        scales = np.array([vectors[entry][1].scale for entry in entries.tolist()], np.float32)
        unpacked = matrix.astype(np.float32) * scales[:, None]
        digests = {entry: digest for entry, (digest, _) in vectors.items()}
        return cls(entries, unpacked, digests, complete)

    def __len__(self) -> int:
        return len(self.entries)

    def followed_by(self, nearest: Nearest) -> "Vectors":
        """The same with an index, once there are so many that it is worth its making."""
        if len(self) <= EXACT_UP_TO:
            return self
        nearest.follow(self.entries, self.matrix, self.digests)
        return replace(self, nearest=nearest)

    def likeness(self, vector: Matrix, allowed: Mask) -> NDArray[np.float32]:
        """The cosine of each entry with ``vector``; −1 where there is no text.

        ``allowed`` are the entries that may be shown. By an index only the nearest are told
        exactly, and all others as being as near as the farthest of those.
        """
        found = np.full(len(allowed), -1.0, np.float32)
        known = self.entries < len(allowed)
        if self.nearest is not None:
            near = self.nearest.near(vector)
            near = near[near < len(allowed)]
            if np.count_nonzero(allowed[near]) >= _ENOUGH:
                cosines = self.matrix[np.searchsorted(self.entries, near)] @ vector
                found[self.entries[known]] = cosines.min()
                found[near] = cosines
                return found
        if len(self):
            found[self.entries[known]] = (self.matrix @ vector)[known]
        return found

    def of_entry(self, entry: int) -> Matrix | None:
        """The vector of one entry, where it has a text."""
        place = int(np.searchsorted(self.entries, entry))
        if place >= len(self.entries) or self.entries[place] != entry:
            return None
        return self.matrix[place]


NO_VECTORS = Vectors(np.empty(0, np.int32), np.empty((0, 0), np.float32), {}, complete=False)
