"""The models that serve, as arrays that never change; read by many threads at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

import numpy as np

from matinee.recommend import decayed_ease
from matinee.recommend.arrays import Items, Mask, Reals
from matinee.recommend.fusion import Fusion
from matinee.recommend.history_weights import recency
from matinee.recommend.objectives import Objectives, preference
from matinee.recommend.occasions import Occasions
from matinee.recommend.sequence.served import ServedSequence
from matinee.vocabulary.places import EVERYWHERE, Territory


@dataclass(frozen=True, slots=True, eq=False)
class Ranker:
    """What the ranking of all models together needs: the system that serves where it was trained.

    ``ease_weights`` is item × item as EASE learns it, which forgets the order of a history.
    ``facts`` is item × fact, what is known of a title before it is watched; ``objectives`` has the
    values of :data:`~matinee.recommend.objectives.OBJECTIVES` for every item.
    """

    sequence: ServedSequence
    fusion: Fusion
    ease_weights: Reals
    facts: Reals
    objectives: Reals


MODELS = ("sequence", "ease_decay", "ease", "item_to_item", "popular", "trending", "content")
"""What is fused, in this order."""
LOGITS = frozenset({"sequence"})
_SLOWER = 0.5
"""EASE is asked with a history that fades by half the exponent: it was taught without any order."""


@dataclass(frozen=True, slots=True, eq=False)
class ModelSet:
    """Everything learned in one training; item = place in ``title_ids``.

    ``ease_weights`` is item × item: how much having watched the first speaks for the second.
    ``similar_ids`` has each item's neighbours, best first, -1 beyond the last. ``popular`` and
    ``trends`` have a row for each of ``territories``, the first of which is everywhere. Titles that
    too few members watched are in none of them. Without a ``ranker`` decayed EASE ranks alone;
    ``wanted`` are the service's objectives, which a ranker weighs.
    """

    version: str
    title_ids: tuple[UUID, ...] = field(repr=False)
    ease_weights: Reals = field(repr=False)
    similar_ids: Items = field(repr=False)
    similar_scores: Reals = field(repr=False)
    territories: tuple[str, ...] = field(repr=False)
    popular: Reals = field(repr=False)
    trends: Reals = field(repr=False)
    recency_exponent: float = 0.8
    ranker: Ranker | None = field(default=None, repr=False)
    wanted: Objectives = field(default_factory=dict[str, float])
    index: dict[UUID, int] = field(init=False, repr=False)
    _rows: dict[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        index = {title: item for item, title in enumerate(self.title_ids)}
        object.__setattr__(self, "index", index)
        object.__setattr__(self, "_rows", {name: row for row, name in enumerate(self.territories)})

    def __len__(self) -> int:
        return len(self.title_ids)

    def scores(
        self,
        titles: Items,
        weights: Reals,
        occasions: Occasions | None = None,
        asked_at: Occasions | None = None,
    ) -> Reals:
        """How well every item suits a history of items, newest first, each with a weight.

        Where the models hear of it (``hears``), ``occasions`` [items, 4] says how each came about
        and ``asked_at`` [4] for which moment this is asked.

        With a ranker these are log-odds, in which items of the history say nothing; without one,
        and without a history, they are what decayed EASE says.
        """
        if self.ranker is None or not titles.size:
            return decayed_ease.scores(self.ease_weights, titles, weights)
        seen = self.seen(titles)
        heard = self.said(self.ranker, titles, weights, occasions, asked_at)
        said = [scores[np.newaxis] for scores in heard.values()]
        fused = self.ranker.fusion.scores(said, seen[np.newaxis])[0]
        if not self.wanted:
            return fused
        return fused + np.where(seen, 0, preference(self.ranker.objectives, self.wanted))

    def weighing(self, wanted: Objectives) -> "ModelSet":
        """The same models, where a service wants something besides what its settings say."""
        added = {**self.wanted}
        for name, weight in wanted.items():
            added[name] = added.get(name, 0.0) + weight
        return replace(self, wanted=added)

    @property
    def weighs(self) -> bool:
        """Whether objectives move anything: only where a ranker was trained."""
        return self.ranker is not None

    @property
    def hears(self) -> bool:
        """Whether it matters how events came about and for which moment is asked."""
        return self.ranker is not None and self.ranker.sequence.hears

    def said(
        self,
        ranker: Ranker,
        titles: Items,
        weights: Reals,
        occasions: Occasions | None = None,
        asked_at: Occasions | None = None,
    ) -> Mapping[str, Reals]:
        """What each of :data:`MODELS` says of every item after a history, newest first."""
        liked = np.flatnonzero(weights > 0)[::-1]
        told = None if occasions is None else occasions[liked]
        neighbours = self.similar_ids[titles]
        known = neighbours >= 0
        close = (self.similar_scores[titles] * weights[:, np.newaxis])[known]
        near = np.bincount(neighbours[known], weights=close, minlength=len(self))
        slower = weights * recency(titles.size, -(1 - _SLOWER) * self.recency_exponent)
        taste = np.einsum("h,hf->f", weights, ranker.facts[titles])
        return {
            "sequence": ranker.sequence.scores(titles[liked], told, asked_at),
            "ease_decay": decayed_ease.scores(self.ease_weights, titles, weights),
            "ease": decayed_ease.scores(ranker.ease_weights, titles, slower),
            "item_to_item": near.astype(np.float32),
            "popular": np.log(np.maximum(self.popular[0], np.float32(1e-12))),
            "trending": self.trends[0],
            "content": np.einsum("f,mf->m", taste, ranker.facts),
        }

    def seen(self, titles: Items) -> Mask:
        """The items of a history."""
        seen = np.zeros(len(self), np.bool_)
        seen[titles] = True
        return seen

    def similar(self, item: int, k: int) -> tuple[Items, Reals]:
        """At most ``k`` items that the same members watch close to this one, best first."""
        ids = self.similar_ids[item, :k]
        count = int(np.count_nonzero(ids >= 0))
        return ids[:count], self.similar_scores[item, :count]

    def popularity(self, territory: Territory) -> Reals:
        """Each item's share of what members of a territory watch lately; unknown: everywhere."""
        return self.popular[self._rows.get(territory, 0)]

    def trending(self, territory: Territory) -> Reals:
        """How far each item's last days exceed what the weeks before promise; 0: not at all."""
        return self.trends[self._rows.get(territory, 0)]


ANYWHERE = str(EVERYWHERE)
