"""What a word can be by its nature, told from its vector: for words that no list holds.

Softmax regression over MiniLM vectors of the listed words. ``natures.json`` is written by ``python
-m benchmarks.studio.breakdown_learning``, and again whenever the lists change: it costs seconds of
processor that no analysis has to spend. Other than the nearest neighbours of :mod:`meaning`, it
says something of every phrase.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from matinee.studio.breakdown.lexicon import OUTSIDE

NATURES = ("props", "object", "dressing", "wardrobe", "outside", "other")
"""The lists that matter to things, and what is on another."""
SCALE = 4.0
"""What vectors are multiplied by; chosen on scripts whose words were taken off the lists by
halves."""
Weights = NDArray[np.float64]
"""(width + 1, natures), the last row a bias."""


def nature_of(kind: str) -> int:
    """The place in :data:`NATURES` of what a list calls its words."""
    if kind in OUTSIDE:
        return NATURES.index("outside")
    return NATURES.index(kind if kind in NATURES else "other")


def with_bias(vectors: NDArray[np.float32]) -> NDArray[np.float64]:
    """The numbers that natures are told from: (n, width + 1)."""
    return np.hstack([vectors * SCALE, np.ones((len(vectors), 1))]).astype(np.float64)


def likely(vectors: NDArray[np.float32], weights: Weights) -> list[Sequence[float]]:
    """How likely each of some vectors is each nature."""
    scores = with_bias(vectors) @ weights
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    odds /= odds.sum(axis=1, keepdims=True)
    return odds.tolist()


def digest_of(kinds: Mapping[str, str]) -> str:
    """Of the lists that weights were learned of."""
    return sha256(json.dumps(sorted(kinds.items())).encode()).hexdigest()


@cache
def learned() -> tuple[str, Weights]:
    """The weights that come with Matinee, and the digest of their lists."""
    text = files("matinee.studio.breakdown").joinpath("natures.json").read_text(encoding="utf-8")
    held = json.loads(text)
    return str(held["lists"]), np.array(held["weights"])
