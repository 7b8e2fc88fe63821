"""Join what was copied from many places, so that no seam shows. Pure.

Copied steps from pixel to pixel are kept and the values let go (Poisson blending, Pérez et al.
2003). A weak pull towards the copied values keeps a wrong border from spreading over the hole.
"""

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.linalg import cg

from matinee.studio.concept.colour import Floats
from matinee.studio.concept.filling.patches import Flags, Places

_PULL = 0.003
"""The weight of a copied value beside a step's 1: a border is felt some 18 pixels deep."""
_ENOUGH = 1e-4
_MOST_ROUNDS = 400
_SIDES = ((0, 1), (0, -1), (1, 0), (-1, 0))


def blended(planes: Floats, hole: Flags, copied: Places) -> Floats:
    """The n pixels of the hole (h, w) in the picture (h, w, c), row by row: (n, c).

    ``copied`` (n) is the pixel that each is a copy of; its four neighbours are known too.
    """
    height, width = hole.shape
    flat = planes.reshape(height * width, -1)
    at = np.argwhere(hole)
    number = np.full(hole.shape, -1, np.intp)
    number[hole] = np.arange(len(at))
    own = flat[copied]
    weight, wanted = np.full(len(at), _PULL), _PULL * own.astype(np.float64)
    pairs: list[tuple[Places, Places]] = []
    for down, right in _SIDES:
        rows, columns = at[:, 0] + down, at[:, 1] + right
        there = np.flatnonzero((rows >= 0) & (rows < height) & (columns >= 0) & (columns < width))
        rows, columns = rows[there], columns[there]
        step = own[there] - flat[copied[there] + down * width + right]
        beside = number[rows, columns]
        within = beside >= 0
        # Between two copied pixels each has its own step: the middle of both is wanted.
        theirs = flat[copied[beside[within]] - down * width - right] - own[beside[within]]
        step[within] = (step[within] + theirs) / 2
        weight[there] += 1
        wanted[there] += step
        wanted[there[~within]] += flat[rows[~within] * width + columns[~within]]
        pairs.append((there[within], beside[within]))
    one = np.concatenate([first for first, _ in pairs])
    other = np.concatenate([second for _, second in pairs])
    own_row = np.arange(len(at))
    shape = (len(at), len(at))
    entries = np.concatenate([weight, np.full(len(one), -1.0)])
    place = (np.concatenate([own_row, one]), np.concatenate([own_row, other]))
    steps = csr_array((entries, place), shape=shape)
    solved = [
        cg(steps, wanted[:, channel], x0=own[:, channel], rtol=_ENOUGH, maxiter=_MOST_ROUNDS)[0]
        for channel in range(own.shape[1])
    ]
    return np.stack(solved, axis=1).astype(np.float32)
