"""Fit on the past, rank every item, measure, and catch a model that was fed the future."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from matinee.recommend.arrays import Floats, Reals
from matinee.recommend.evaluation.intervals import Interval, bootstrap
from matinee.recommend.evaluation.metrics import (
    Places,
    first_unseen,
    gains,
    hits,
    places,
    reciprocal_ranks,
)
from matinee.recommend.evaluation.split import Split, leave_last_out
from matinee.recommend.histories import Histories

_CHUNK = 1024
_LIST = 10
_SUSPICIOUS = 1e-4
"""An honest model is accused by chance once in ten thousand times."""


class Scorer(Protocol):
    """A model that has been fitted."""

    def score(self, histories: Histories) -> Reals:
        """Member × item; only the order within a row matters."""
        ...


Fit: TypeAlias = Callable[[Histories], Scorer]
"""Learn from histories; what is not in them must not be known."""


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """Each member's metrics, and the share of all items that someone was shown in a list of 10."""

    where: Places
    hr10: Floats
    ndcg10: Floats
    mrr: Floats
    coverage10: float

    def interval(self, metric: str) -> Interval:
        """The mean of ``hr10``, ``ndcg10`` or ``mrr`` with its bootstrap interval over members."""
        values = {"hr10": self.hr10, "ndcg10": self.ndcg10, "mrr": self.mrr}[metric]
        return bootstrap(values)


def evaluate(scorer: Scorer, split: Split) -> Evaluation:
    """Rank all items for every asked member, seen ones left out."""
    found: list[Places] = []
    shown = np.zeros(split.past.item_count, np.bool_)
    for part, targets in _chunks(split):
        scores = scorer.score(part)
        seen = part.seen()
        found.append(places(scores, targets, seen))
        shown[first_unseen(scores, seen, _LIST)] = True
    where = Places(
        above=np.concatenate([part.above for part in found]),
        tied=np.concatenate([part.tied for part in found]),
        field=np.concatenate([part.field for part in found]),
    )
    return Evaluation(
        where=where,
        hr10=hits(where, _LIST),
        ndcg10=gains(where, _LIST),
        mrr=reciprocal_ranks(where),
        coverage10=float(shown.mean()),
    )


def fit_and_evaluate(fit: Fit, histories: Histories, *, choosing: bool = False) -> Evaluation:
    """Leave-last-out from beginning to end."""
    split = leave_last_out(histories, choosing=choosing)
    return evaluate(fit(split.past), split)


@dataclass(frozen=True, slots=True)
class Suspicion:
    """How often planted items were found among the first 10, and how often chance finds them."""

    found: float
    by_chance: float
    probability: float

    @property
    def leaks(self) -> bool:
        """Whether a model without knowledge of the future could not have done this."""
        return self.probability < _SUSPICIOUS


def look_for_leaks(
    evaluation_of: Callable[[Histories], Evaluation], histories: Histories, *, seed: int = 0
) -> Suspicion:
    """Plant a random unseen item at the end of each history, and see whether it is found.

    Nothing in the past points to such an item, so whoever finds it more often than chance has seen
    it. ``evaluation_of`` is the whole procedure under suspicion, given the planted histories.
    """
    planted = _planted(histories, np.random.default_rng(seed))
    where = evaluation_of(planted).where
    found = hits(where, _LIST)
    chance = np.minimum(_LIST / where.field, 1.0)
    excess = float(found.sum() - chance.sum())
    spread = math.sqrt(max(float((chance * (1 - chance)).sum()), 1e-12))
    return Suspicion(
        found=float(found.mean()),
        by_chance=float(chance.mean()),
        probability=0.5 * math.erfc(excess / spread / math.sqrt(2.0)),
    )


def _planted(histories: Histories, generator: np.random.Generator) -> Histories:
    items = histories.items.copy()
    for start, end in zip(histories.offsets[:-1], histories.offsets[1:], strict=True):
        if end > start:
            unseen = np.setdiff1d(np.arange(histories.item_count), items[start : end - 1])
            items[end - 1] = generator.choice(unseen)
    return Histories(histories.offsets, items, histories.item_count, histories.strengths)


def _chunks(split: Split) -> Iterator[tuple[Histories, NDArray[np.int32]]]:
    for start in range(0, len(split.asked), _CHUNK):
        members = np.zeros(len(split.past), np.bool_)
        members[split.asked[start : start + _CHUNK]] = True
        yield split.past.choosing(members), split.targets[start : start + _CHUNK]
