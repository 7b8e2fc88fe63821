"""The floor's models as something that is fitted and then scores: each a few lines of arrays."""

from dataclasses import dataclass

import numpy as np

from matinee.recommend.arrays import Reals
from matinee.recommend.decayed_ease import transition_grams, transition_weights
from matinee.recommend.histories import Histories
from matinee.recommend.history_weights import NEWEST


@dataclass(frozen=True, slots=True, eq=False)
class Popular:
    """The same scores for everyone: how often each item was watched."""

    counts: Reals

    @classmethod
    def fit(cls, histories: Histories) -> "Popular":
        """Count."""
        counts = np.bincount(histories.items, minlength=histories.item_count)
        return cls(counts.astype(np.float32))

    def score(self, histories: Histories) -> Reals:
        """The counts, once for each member."""
        return np.broadcast_to(self.counts, (len(histories), self.counts.size))


@dataclass(frozen=True, slots=True, eq=False)
class ItemWeights:
    """Item × item, asked with a history that decays by rank; 0 is no decay."""

    weights: Reals
    exponent: float

    def score(self, histories: Histories) -> Reals:
        """The sum of the rows of a history, newer ones louder."""
        recent = histories if self.exponent == 0 else histories.newest(NEWEST)
        return np.asarray(recent.matrix(exponent=self.exponent) @ self.weights)


@dataclass(frozen=True, slots=True)
class DecayedEase:
    """Settings of EASE with decay, as ``recommend-floor`` chose them on the validation item.

    On MovieLens' small set, a tenth of the size, ridges from 50 to 400 do equally well.
    """

    exponent: float = 0.8
    ridge: float = 400.0
    diagonal_share: float = 0.3
    stretch: int = 256

    def fit(self, histories: Histories) -> ItemWeights:
        """Learn which title follows."""
        features, following = transition_grams(
            histories, exponent=self.exponent, stretch=self.stretch
        )
        weights = transition_weights(
            features, following, ridge=self.ridge, diagonal_share=self.diagonal_share
        )
        return ItemWeights(weights, self.exponent)
