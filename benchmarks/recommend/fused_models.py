"""The system that the benchmarks judge: a sequence model and linear ones, weighed by a fusion."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matinee.recommend.arrays import Reals
from matinee.recommend.evaluation.harness import Scorer
from matinee.recommend.evaluation.split import Split
from matinee.recommend.fusion import Fusion, learned
from matinee.recommend.histories import Histories


@dataclass(frozen=True, slots=True, eq=False)
class FusedModels:
    """Several fitted models that answer as one."""

    models: Mapping[str, Scorer]
    fusion: Fusion

    @classmethod
    def chosen_on(
        cls, split: Split, models: Mapping[str, Scorer], *, logits: frozenset[str] = frozenset()
    ) -> "FusedModels":
        """Weigh models by the titles that a split asks for; members asked again teach nothing."""
        seen = split.past.seen()[split.asked]
        new = ~seen[range(len(split.asked)), split.targets]
        part = _of(split, split.asked[new])
        said = [model.score(part) for model in models.values()]
        fusion = learned(tuple(models), said, seen[new], split.targets[new], logits=logits)
        return cls(models, fusion)

    def score(self, histories: Histories) -> Reals:
        """Member x item: logits; what stands in a history says nothing."""
        said = [self.models[name].score(histories) for name in self.fusion.names]
        return self.fusion.scores(said, histories.seen())


def _of(split: Split, members: NDArray[np.int64]) -> Histories:
    chosen = np.zeros(len(split.past), np.bool_)
    chosen[members] = True
    return split.past.choosing(chosen)
