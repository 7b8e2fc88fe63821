"""What is known of a title before anybody watches it, as numbers: genres, decade and kind."""

import numpy as np
from numpy.typing import NDArray

from matinee.catalogue.model import Shelf, TitleKind
from matinee.recommend.arrays import Reals

_FIRST_DECADE, _DECADES = 1910, 13
_KINDS = len(tuple(TitleKind))


def title_facts(shelf: Shelf, rows: NDArray[np.integer]) -> Reals:
    """float32[rows, genres + decades + kinds], each row of length 1; zeros where nothing is known.

    The genres are those of the shelf in its order, so columns of two shelves need not agree.
    """
    genres = shelf.genre_of[rows].toarray().astype(np.float32)
    years = shelf.years[rows].astype(np.int64)
    decades = np.zeros((len(rows), _DECADES), np.float32)
    known = np.flatnonzero(years > 0)
    place = np.clip((years[known] - _FIRST_DECADE) // 10, 0, _DECADES - 1)
    decades[known, place] = 1
    kinds = np.zeros((len(rows), _KINDS), np.float32)
    kinds[np.arange(len(rows)), shelf.kinds[rows]] = 1
    facts = np.hstack([genres, decades, kinds])
    lengths = np.sqrt((facts**2).sum(axis=1, keepdims=True))
    return (facts / np.maximum(lengths, 1)).astype(np.float32)
