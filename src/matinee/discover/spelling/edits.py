"""How far a query is from the beginnings of many names at once: arrays in, arrays out.

Optimal string alignment (insertion, deletion, substitution, transposition of neighbours) by
Hyyrö's bit vectors (2003, "A bit-vector algorithm for computing Levenshtein and Damerau edit
distances"), one 64-bit word to a name, all names side by side in numpy.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Letters = NDArray[np.uint8]
Distances = NDArray[np.int8]

LONGEST_QUERY = 64
FAR = 64


@dataclass(frozen=True, slots=True)
class Apart:
    """Distances of names from a query: to the nearest beginning of each, and to the whole name.

    ``whole`` is :data:`FAR` where a name is longer than query and limit together.
    """

    beginning: Distances
    whole: Distances


def apart(query: bytes, names: Letters, lengths: NDArray[np.uint8], *, limit: int) -> Apart:
    """The distances of ``query`` (1 to 64 letters) from ``names``.

    ``names`` is names × letters, padded with zeros. Distances above ``limit`` are only known to be
    above it.
    """
    typed = len(query)
    columns = min(names.shape[1], typed + limit)
    masks = np.zeros(256, np.uint64)
    for place, letter in enumerate(query):
        masks[letter] |= np.uint64(1 << place)
    one, last = np.uint64(1), np.uint64(1 << (typed - 1))
    count = len(names)
    up = np.full(count, (1 << typed) - 1, np.uint64)
    down = np.zeros(count, np.uint64)
    same = np.zeros(count, np.uint64)
    before = np.zeros(count, np.uint64)
    score = np.full(count, typed, np.int8)
    beginning = np.full(count, typed if typed <= limit else FAR, np.int8)
    whole = np.full(count, FAR, np.int8)
    matched = masks[names[:, :columns].T]
    for column in range(columns):
        match = matched[column]
        swapped = ((~same & match) << one) & before
        same = (((match & up) + up) ^ up) | match | down | swapped
        rising = down | ~(same | up)
        falling = same & up
        score += ((rising & last) != 0).view(np.int8)
        score -= ((falling & last) != 0).view(np.int8)
        rising = (rising << one) | one
        falling <<= one
        up = falling | ~(same | rising)
        down = rising & same
        before = match
        length = column + 1
        here = lengths >= length
        np.copyto(whole, score, where=lengths == length)
        if length >= typed - limit:
            np.copyto(beginning, np.minimum(beginning, score), where=here)
    return Apart(beginning, whole)
