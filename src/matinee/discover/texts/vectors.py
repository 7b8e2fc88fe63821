"""Vectors of texts, kept as a byte a dimension, and the exact search among them."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matinee.catalogue.model import TitleWords

Matrix = NDArray[np.float32]
Entries = NDArray[np.int32]

_LARGEST = 127


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
    """Vectors of entries, a row each; ``digests`` tells of which text each one is."""

    entries: Entries
    matrix: Matrix
    digests: Mapping[int, bytes]
    complete: bool

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

    def likeness(self, vector: Matrix, entries: int) -> NDArray[np.float32]:
        """The cosine of each of so many entries with ``vector``; −1 where there is no text."""
        found = np.full(entries, -1.0, np.float32)
        if len(self):
            known = self.entries < entries
            found[self.entries[known]] = (self.matrix @ vector)[known]
        return found

    def of_entry(self, entry: int) -> Matrix | None:
        """The vector of one entry, where it has a text."""
        place = int(np.searchsorted(self.entries, entry))
        if place >= len(self.entries) or self.entries[place] != entry:
            return None
        return self.matrix[place]


NO_VECTORS = Vectors(np.empty(0, np.int32), np.empty((0, 0), np.float32), {}, complete=False)
