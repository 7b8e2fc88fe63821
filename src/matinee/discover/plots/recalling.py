"""The product's answer to a description: each entry of the catalogue by how likely it is meant."""

import numpy as np
from numpy.typing import NDArray

from matinee.discover.indexing.holdings import Holdings
from matinee.discover.plots.ranking import ranker_for
from matinee.discover.plots.signs import Texts
from matinee.discover.texts.text_index import TextIndex
from matinee.discover.texts.vectors import Vectors

Scores = NDArray[np.float32]
MATCHED = 1000
"""Titles that the words of a description are looked for in, by field."""


class PlotMemory:
    """Titles that descriptions are held against, read once of each picture of the catalogue."""

    def __init__(self, index: TextIndex, model: str) -> None:
        self._index = index
        self._model = model
        self._read: tuple[Holdings, Vectors, Texts] | None = None

    def recalled(
        self, holdings: Holdings, vectors: Vectors, text: str, meaning: NDArray[np.float32]
    ) -> Scores:
        """A score for each entry; -inf for what has no text.

        ``meaning`` is the vector of ``text`` by the encoder of the vectors.
        """
        texts, ranker = self._texts(holdings, vectors), ranker_for(self._model)
        matched = self._index.find_by_field(holdings.searcher, text, MATCHED)
        found = ranker.scores(texts.signs(text, meaning, matched, ranker.step))
        scores = np.full(len(holdings.directory), -np.inf, np.float32)
        scores[texts.entries] = found
        return scores

    def _texts(self, holdings: Holdings, vectors: Vectors) -> Texts:
        read = self._read
        if read is None or read[0] is not holdings or read[1] is not vectors:
            read = (holdings, vectors, Texts.of(holdings, vectors))
            self._read = read
        return read[2]
