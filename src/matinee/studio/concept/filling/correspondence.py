"""For every patch about a hole, the known patch that is most like it. Pure.

In small pictures every known patch is compared. In larger ones what was found is handed on to
neighbours and tried about at random (PatchMatch, Barnes et al. 2009), for all patches at once:
neighbours at 1, 2, 4 and 8 pixels, as on processors that work in parallel.
"""

from dataclasses import dataclass

import numpy as np

from matinee.studio.concept.colour import Floats
from matinee.studio.concept.filling.patches import Flags, Places

_COMPARED = 300_000_000
"""Products up to which comparing every patch with every other is the faster way."""
_AT_ONCE = 2048
_STEPS = (1, 2, 4, 8)
_SIDES = ((0, 1), (0, -1), (1, 0), (-1, 0))


@dataclass(frozen=True, slots=True)
class Ground:
    """What patches are looked for in.

    ``words`` (h × w, k) describes every pixel's patch, ``usable`` (h, w) says which are wholly
    known, ``at`` (n, 2) are the places that want one, and ``number`` (h, w) is a place's row in
    ``at``, or -1.
    """

    words: Floats
    usable: Flags
    at: Places
    number: Places

    @property
    def small(self) -> bool:
        """Whether every patch can be compared with every other."""
        return len(self.at) * self.words.shape[1] * np.count_nonzero(self.usable) < _COMPARED

    def distance(self, wanted: Floats, found: Places) -> Floats:
        """The squared distance (n) of descriptions (n, k) to those of pixels (n)."""
        apart = self.words[found] - wanted
        return np.einsum("nk,nk->n", apart, apart)


def every_compared(ground: Ground, wanted: Floats) -> tuple[Places, Floats]:
    """The most like pixel (n) for descriptions (n, k), and its squared distance (n)."""
    usable = np.flatnonzero(ground.usable)
    words = ground.words[usable]
    squares = np.einsum("mk,mk->m", words, words)
    found = np.empty(len(wanted), np.intp)
    for start in range(0, len(wanted), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        found[part] = usable[np.argmin(squares - 2 * (wanted[part] @ words.T), axis=1)]
    return found, ground.distance(wanted, found)


def improved(
    ground: Ground, wanted: Floats, found: Places, *, reach: int, chance: np.random.Generator
) -> tuple[Places, Floats]:
    """Pixels (n) at least as like as those that were ``found``, and their squared distances (n).

    ``reach`` is how far from what was found chance looks, in pixels.
    """
    best, near = found.copy(), ground.distance(wanted, found)
    height, width = ground.usable.shape

    def tried(rows: Places, columns: Places, allowed: Flags) -> None:
        inside = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
        pixel = np.where(inside, rows * width + columns, 0)
        allowed = allowed & inside & ground.usable.ravel()[pixel] & (pixel != best)
        some = np.flatnonzero(allowed)
        distance = ground.distance(wanted[some], pixel[some])
        nearer = distance < near[some]
        best[some[nearer]], near[some[nearer]] = pixel[some[nearer]], distance[nearer]

    for step in _STEPS:
        for down, right in _SIDES:
            rows, columns = ground.at[:, 0] + down * step, ground.at[:, 1] + right * step
            inside = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
            beside = ground.number[np.where(inside, rows, 0), np.where(inside, columns, 0)]
            theirs = best[np.maximum(beside, 0)]
            tried(
                theirs // width - down * step,
                theirs % width - right * step,
                inside & (beside >= 0),
            )
    everywhere = np.ones(len(best), bool)
    while reach >= 1:
        away = chance.integers(-reach, reach + 1, (2, len(best)))
        tried(best // width + away[0], best % width + away[1], everywhere)
        reach //= 2
    return best, near
