"""The models that serve, as arrays that never change; read by many threads at once."""

from dataclasses import dataclass, field
from uuid import UUID

import numpy as np

from matinee.recommend import decayed_ease
from matinee.recommend.arrays import Items, Reals
from matinee.vocabulary.places import EVERYWHERE, Territory


@dataclass(frozen=True, slots=True, eq=False)
class ModelSet:
    """Everything learned in one training; item = place in ``title_ids``.

    ``ease_weights`` is item × item: how much having watched the first speaks for the second.
    ``similar_ids`` has each item's neighbours, best first, -1 beyond the last. ``popular`` and
    ``trends`` have a row for each of ``territories``, the first of which is everywhere. Titles that
    too few members watched are in none of them.
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
    index: dict[UUID, int] = field(init=False, repr=False)
    _rows: dict[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        index = {title: item for item, title in enumerate(self.title_ids)}
        object.__setattr__(self, "index", index)
        object.__setattr__(self, "_rows", {name: row for row, name in enumerate(self.territories)})

    def __len__(self) -> int:
        return len(self.title_ids)

    def scores(self, titles: Items, weights: Reals) -> Reals:
        """How much a history of items, each with a weight, speaks for every item."""
        return decayed_ease.scores(self.ease_weights, titles, weights)

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
