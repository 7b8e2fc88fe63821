"""Words that no list holds: what known words mean most like them (MiniLM, nearest neighbours)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from matinee.studio.breakdown.lexicon import OUTSIDE
from matinee.studio.breakdown.natures import Weights, likely

NEAREST = 5
LEAST_LIKENESS = 0.85
"""Cosine below which nothing is said; chosen on the first half of the demo's script."""
FEWEST = 4
"""Neighbours that have to be of one kind."""
_COMMON = frozenset({"props", "object", *OUTSIDE})
_COMMON_LIKENESS = 0.6
_COMMON_FEWEST = 3
"""Things that are handled are many and their list is short, so less will do; so it will for what
is no element. Chosen with the first halves of both scripts that were broken down by hand."""
_PLACE_LIKENESS = 0.55
_PLACE_FEWEST = 3


class Encoder(Protocol):
    """What turns texts into vectors."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of length 1 for each text, in their order."""
        ...


class Meaning:
    """The lexicon's nouns as vectors, and what phrases mean most like."""

    def __init__(self, encoder: Encoder, nouns: Mapping[str, str], natures: Weights) -> None:
        self._encoder = encoder
        self._words = list(nouns)
        self._kinds = [nouns[word] for word in self._words]
        self._vectors = encoder.encode(self._words)
        self._known: dict[str, tuple[str, float] | None] = {}
        self._weights = natures
        self._natures: dict[str, Sequence[float]] = {}

    def learn(self, phrases: Sequence[str]) -> None:
        """Look many phrases up at once; :meth:`guess` then answers from memory."""
        new = [phrase for phrase in dict.fromkeys(phrases) if phrase not in self._known]
        if new:
            likeness = self._encoder.encode(new) @ self._vectors.T
            for phrase, row in zip(new, likeness, strict=True):
                self._known[phrase] = self._vote(row)

    def guess(self, phrase: str) -> tuple[str, float] | None:
        """The kind that the nearest words agree on, with the likeness of the nearest of them."""
        if phrase not in self._known:
            self.learn([phrase])
        return self._known[phrase]

    def vectors(self, phrases: Sequence[str]) -> NDArray[np.float32]:
        """The phrases' own vectors, for what corrections are to be carried to."""
        return self._encoder.encode(list(phrases))

    def natures(self, phrases: Sequence[str]) -> dict[str, Sequence[float]]:
        """How likely each phrase is each of :data:`~matinee.studio.breakdown.natures.NATURES`."""
        new = [phrase for phrase in dict.fromkeys(phrases) if phrase not in self._natures]
        if new:
            told = likely(self._encoder.encode(new), self._weights)
            self._natures.update(zip(new, told, strict=True))
        return {phrase: self._natures[phrase] for phrase in phrases}

    def rides(self, place: str) -> bool:
        """Whether a set's name means a vehicle, though no list has its words."""
        row = self._encoder.encode([place])[0] @ self._vectors.T
        nearest = np.argsort(-row)[:NEAREST]
        kinds = [self._kinds[at] for at in nearest[:_PLACE_FEWEST]]
        return bool(row[nearest[0]] >= _PLACE_LIKENESS) and set(kinds) == {"vehicles"}

    def _vote(self, row: NDArray[np.float32]) -> tuple[str, float] | None:
        nearest = np.argsort(-row)[:NEAREST]
        if row[nearest[0]] < _COMMON_LIKENESS:
            return None
        votes: defaultdict[str, float] = defaultdict(float)
        for place in nearest:
            votes[self._kinds[place]] += float(max(row[place], 0.0)) ** 2
        best = max(votes, key=lambda kind: votes[kind])
        first = max(float(row[place]) for place in nearest if self._kinds[place] == best)
        common = best in _COMMON
        if first < (_COMMON_LIKENESS if common else LEAST_LIKENESS):
            return None
        agreeing = sum(self._kinds[place] == best for place in nearest)
        return (best, first) if agreeing >= (_COMMON_FEWEST if common else FEWEST) else None
