"""How well each title fits an intent, of several signs of it: arrays in, arrays out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Blend:
    """What each sign counts beside a cosine; chosen on descriptions that no figure rests on."""

    words: float = 0.35
    """A BM25 score as a share of the best one's."""
    name: float = 0.6
    """A name that is what was written, as a share of certainty."""
    likeness: float = 1.0
    taste: float = 0.03
    crowd: float = 0.015
    """A nat of the prior of the crowd."""


def as_shares(scores: Scores) -> Scores:
    """Scores as shares of the greatest; all 0 where none is above 0."""
    best = np.float32(scores.max(initial=0.0))
    return scores / best if best > 0 else np.zeros_like(scores)


def blended(
    blend: Blend, *, meaning: Scores | None, words: Scores, names: Scores, prior: Scores
) -> Scores:
    """One score an entry; ``names`` are probabilities, ``meaning`` cosines or None without any."""
    total = blend.words * as_shares(words) + blend.name * names + blend.crowd * prior
    if meaning is not None:
        total += meaning
    return total.astype(np.float32)
