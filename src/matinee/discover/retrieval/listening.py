"""How well the words of titles fit all that somebody said: BM25 of each field, added up. Pure."""

import numpy as np
from numpy.typing import NDArray

from matinee.discover.indexing.holdings import Holdings
from matinee.discover.texts.text_index import FIELDS, TextIndex

RowScores = NDArray[np.float32]
_MATCHED = 2000
"""Titles that are looked at, by field: the best ones."""


def heard_in(index: TextIndex, holdings: Holdings, said: str) -> RowScores:
    """For each row of the shelf its share of the best one's fit, 0 to 1; 0 where nothing fits.

    Names count with all else: who talks of films names them.
    """
    scores = np.zeros(len(holdings.directory), np.float32)
    for field, matched in index.find_by_field(holdings.searcher, said, _MATCHED).items():
        scores[matched.entries] += np.float32(FIELDS[field]) * matched.scores
    found = scores[holdings.entry_of]
    best = found.max(initial=0.0)
    return found / best if best > 0 else found
