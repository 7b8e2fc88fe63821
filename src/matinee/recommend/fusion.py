"""What several models say of every title, weighed into one chance that it is watched next.

A conditional logit (McFadden 1974): the chance of a title among those a member has not watched is
the softmax of a weighted sum of what the models say of it. The weights are those under which titles
that no model had seen were likeliest, so the sums are calibrated as they are learned. Models that
say logits are taken at their word; what others say is put on one scale first: in standard
deviations from what they say of unwatched titles.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from matinee.errors import Invalid
from matinee.recommend.arrays import Floats, Items, Mask, Reals

_LEAN = 1e-3
"""Weights lean to 0 by so much of their square: it decides between models that say the same."""
_NEVER = np.float32(-1e9)


@dataclass(frozen=True, slots=True)
class Fusion:
    """The names of models and their weights, in one order; ``logits`` are those that say such."""

    names: tuple[str, ...]
    weights: tuple[float, ...]
    logits: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if len(self.names) != len(self.weights):
            raise Invalid("Every model needs one weight.", field="weights")

    def scores(self, said: Sequence[Reals], seen: Mask) -> Reals:
        """Member x title: logits of the chance to be next; what was seen says nothing."""
        # All models at once: a page waits for this, and so few numbers cost less than the calls.
        unseen = ~seen
        count = _counted(unseen)
        apart = _centred(np.stack(said), unseen, count)
        at_their_word = np.array([name in self.logits for name in self.names])[:, None, None]
        spread = np.where(at_their_word, 1.0, _spread(apart, count))
        scale = (np.array(self.weights)[:, None] / spread[..., 0]).astype(np.float32)
        return np.einsum("km,kmi->mi", scale, apart)

    def chances(self, said: Sequence[Reals], seen: Mask) -> Reals:
        """Member x title: rows that sum to 1 over what was not seen."""
        return _softmax(self.scores(said, seen), seen)


def standard(scores: Reals, seen: Mask) -> Reals:
    """Each row by mean and deviation of what is not seen; 0 where it was seen, or all is equal."""
    unseen = ~seen
    count = _counted(unseen)
    return _levelled(_centred(scores, unseen, count), count)


def centred(scores: Reals, seen: Mask) -> Reals:
    """Each row from the mean of what is not seen; 0 where it was seen."""
    unseen = ~seen
    return _centred(scores, unseen, _counted(unseen))


def _counted(unseen: Mask) -> NDArray[np.int64]:
    """[rows, 1]: how much of each row is not seen, at least 1 so that it can divide."""
    return np.maximum(np.count_nonzero(unseen, axis=-1, keepdims=True), 1)


def _centred(scores: Reals, unseen: Mask, count: NDArray[np.int64]) -> Reals:
    """Of one model [rows, titles], or of several [models, rows, titles]."""
    apart = scores * unseen
    middle = apart.sum(axis=-1, keepdims=True) / count
    apart -= middle.astype(np.float32)
    apart *= unseen
    return apart


def _levelled(apart: Reals, count: NDArray[np.int64]) -> Reals:
    return (apart / _spread(apart, count)).astype(np.float32)


def _spread(apart: Reals, count: NDArray[np.int64]) -> Floats:
    """[..., rows, 1]: the deviation from 0, never 0 so that it can divide."""
    squares = np.einsum("...i,...i->...", apart, apart)[..., np.newaxis]
    return np.maximum(np.sqrt(squares / count), 1e-9)


def learned(
    names: Sequence[str],
    said: Sequence[Reals],
    seen: Mask,
    targets: Items,
    *,
    logits: frozenset[str] = frozenset(),
) -> Fusion:
    """The weights under which what was watched next was likeliest.

    Titles that were asked for again although ``seen`` teach nothing: leave such members out.
    """
    features = np.stack(
        [
            centred(scores, seen) if name in logits else standard(scores, seen)
            for name, scores in zip(names, said, strict=True)
        ],
        axis=-1,
    )
    rows = np.arange(len(targets))
    if seen[rows, targets].any():
        raise Invalid("A title that was seen cannot be what is learned.", field="targets")
    right = features[rows, targets]

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = features @ weights.astype(np.float32)
        chances = _softmax(scores, seen)
        likely = np.log(np.maximum(chances[rows, targets], 1e-30))
        slope = np.einsum("mi,mik->k", chances, features, optimize=True) - right.sum(axis=0)
        lean = _LEAN * float(weights @ weights)
        return float(-likely.mean()) + lean, slope / len(rows) + 2 * _LEAN * weights

    found = minimize(loss, np.full(len(names), 1.0 / len(names)), jac=True, method="L-BFGS-B")
    return Fusion(tuple(names), tuple(float(weight) for weight in found.x), logits)


def _softmax(scores: Reals, seen: Mask) -> Reals:
    logits = np.where(seen, _NEVER, scores)
    logits -= logits.max(axis=1, keepdims=True)
    chances = np.exp(logits)
    chances /= chances.sum(axis=1, keepdims=True)
    return chances
