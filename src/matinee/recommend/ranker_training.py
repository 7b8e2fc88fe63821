"""The ranker: a sequence model and EASE, and the weights by which all models are fused.

They are trained on everything but the last title of some members. On half of them the weights are
learned; the other half says how well the whole foresees, against decayed EASE alone: a ranker that
does worse does not serve.
"""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from matinee.recommend.acceptance import Figures
from matinee.recommend.arrays import Items, Reals
from matinee.recommend.ease import co_occurrence, ease
from matinee.recommend.evaluation.harness import Evaluation, evaluate
from matinee.recommend.evaluation.intervals import paired_difference
from matinee.recommend.evaluation.split import Split
from matinee.recommend.fusion import Fusion, learned
from matinee.recommend.histories import Histories
from matinee.recommend.history_weights import NEWEST, recency
from matinee.recommend.model import Progress, RecommendSettings
from matinee.recommend.model_set import LOGITS, MODELS, ModelSet, Ranker
from matinee.recommend.occasions import Occasions
from matinee.recommend.sequence.loading import WITHOUT_TORCH, sequence_learning
from matinee.recommend.sequence.model import LOCAL

_FEWEST = 40
"""Members on whom weights can be learned, and as many who judge."""
_ERRORS = 2.0


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """A ranker, its figures, or neither; and what is to be said of it."""

    ranker: Ranker | None
    figures: Figures | None
    remark: str


class ServedModels:
    """A model set in the form in which every model is judged: one history at a time, as served."""

    def __init__(self, models: ModelSet) -> None:
        self._models = models

    def score(self, histories: Histories) -> Reals:
        """Member x item."""
        exponent = self._models.recency_exponent
        asked = [_asked(histories, member, exponent) for member in range(len(histories))]
        return np.stack([self._models.scores(*one) for one in asked])


def train_ranker(
    models: ModelSet,
    histories: Histories,
    held: Split,
    facts: Reals,
    objectives: Reals,
    settings: RecommendSettings,
    progress: Progress,
    unfinished: Path | None = None,
    cluster: str = LOCAL,
) -> Ranked:
    """``models`` have not seen the last title of anybody; ``held`` asks some members for it.

    ``unfinished`` is the folder where a sequence model that was stopped waits to be taken up, and
    ``cluster`` where several workers train it.
    """
    learn = sequence_learning()
    if learn is None:
        return Ranked(None, None, WITHOUT_TORCH)
    if len(held.asked) < 2 * _FEWEST:
        return Ranked(None, None, "The sequence model was not trained: too few members.")
    members = np.zeros(len(histories), np.bool_)
    members[held.asked] = True
    learned_from = histories.without_last(1, of=members)
    sequence = learn(
        learned_from,
        facts,
        passes=settings.sequence_passes,
        length=settings.sequence_length,
        progress=progress,
        unfinished=unfinished,
        workers=settings.sequence_workers,
        cluster=cluster,
    )
    weights = ease(co_occurrence(learned_from), ridge=settings.ridge)
    ranker = Ranker(sequence, Fusion((), (), LOGITS), weights, facts, objectives)
    half = np.random.default_rng(0).permutation(len(held.asked)) % 2 == 0
    ranker = replace(ranker, fusion=_weighed(models, ranker, _some(held, half)))
    judging = _some(held, ~half)
    fused = evaluate(ServedModels(replace(models, ranker=ranker)), judging)
    alone = evaluate(ServedModels(models), judging)
    gain = paired_difference(fused.ndcg10, alone.ndcg10)
    said = (
        f"All models together {gain.mean:+.4f} ± {gain.error:.4f} against decayed EASE alone, "
        f"on {len(judging.asked)} members."
    )
    if gain.mean < -_ERRORS * gain.error:
        return Ranked(None, None, f"{said} They do not serve together.")
    return Ranked(ranker, _figures(fused, len(judging.asked)), said)


def _weighed(models: ModelSet, ranker: Ranker, split: Split) -> Fusion:
    rows = [_asked(split.past, int(member), models.recency_exponent) for member in split.asked]
    said = [list(models.said(ranker, *row).values()) for row in rows]
    seen = np.stack([models.seen(row[0]) for row in rows])
    columns = [np.stack(column) for column in zip(*said, strict=True)]
    return learned(MODELS, columns, seen, split.targets, logits=LOGITS)


def _asked(
    histories: Histories, member: int, exponent: float
) -> tuple[Items, Reals, Occasions | None, Occasions | None]:
    """A history as it is asked at request time, newest first: items and weights, how and when."""
    end = int(histories.offsets[member + 1])
    start = max(int(histories.offsets[member]), end - NEWEST)
    items = histories.items[start:end][::-1]
    weights = recency(items.size, exponent)
    if histories.strengths is not None:
        weights = weights * histories.strengths[start:end][::-1]
    told, asked_at = histories.occasions, histories.asked_at
    return (
        items,
        weights,
        None if told is None else told[start:end][::-1],
        None if asked_at is None else asked_at[member],
    )


def _some(split: Split, chosen: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Split:
    return replace(split, asked=split.asked[chosen], targets=split.targets[chosen])


def _figures(found: Evaluation, asked: int) -> Figures:
    return Figures(
        ndcg10=float(found.ndcg10.mean()),
        ndcg10_error=found.interval("ndcg10").error,
        hr10=float(found.hr10.mean()),
        popularity_ndcg10=0.0,
        coverage10=found.coverage10,
        asked=asked,
    )
