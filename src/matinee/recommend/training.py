"""One training, from viewing to models: pure, slow, and watched by a progress."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

import numpy as np

from matinee.errors import Conflict
from matinee.recommend.acceptance import Figures
from matinee.recommend.arrays import Mask, Reals
from matinee.recommend.decayed_ease import transition_grams, transition_weights
from matinee.recommend.evaluation.harness import Evaluation, evaluate
from matinee.recommend.evaluation.intervals import Interval, paired_difference
from matinee.recommend.evaluation.split import Split, leave_last_out
from matinee.recommend.histories import Histories
from matinee.recommend.history_weights import NEWEST
from matinee.recommend.item_to_item import nearest
from matinee.recommend.linear import ItemWeights, Popular
from matinee.recommend.model import TOO_LITTLE_VIEWING, Progress, RecommendSettings
from matinee.recommend.model_set import ANYWHERE, ModelSet
from matinee.recommend.objectives import objective_values
from matinee.recommend.popularity import decayed_popularity, growth
from matinee.recommend.ranker_training import Ranked, train_ranker
from matinee.recommend.sequence.model import LOCAL
from matinee.recommend.viewing import Viewing

_Crowds: TypeAlias = tuple[tuple[str, ...], Reals, Reals]
"""Territories, and for each what is popular and what is on the rise."""

_FEWEST_FRESH = 100
_SEED = 2_019


@dataclass(frozen=True, slots=True, eq=False)
class Rival:
    """The models that serve now, and when the newest event they learned from happened."""

    models: ModelSet
    until: float


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """New models, how they did, and how they did against the live ones where that can be told."""

    models: ModelSet
    figures: Figures
    side_by_side: Interval | None
    remark: str = ""
    """What became of the sequence model, in a sentence."""


@dataclass(frozen=True, slots=True)
class _Share:
    """A part of the whole progress."""

    tell: Progress
    start: float
    end: float

    def __call__(self, what: str, done: float) -> None:
        self.tell(what, self.start + (self.end - self.start) * done)


def train(
    viewing: Viewing,
    settings: RecommendSettings,
    *,
    version: str,
    now: float,
    rival: Rival | None,
    progress: Progress,
    unfinished: Path | None = None,
    cluster: str = LOCAL,
) -> Trained:
    """Examine models that have not seen each member's last title, then learn from everything.

    ``unfinished`` is a folder that lets a training go on where another of the same log was stopped;
    ``cluster`` is where several workers train the sequence model.
    """
    histories = viewing.histories(hearing=settings.sequence_occasions)
    if len(viewing.title_ids) < 2 or not (histories.lengths > 1).any():
        raise Conflict(
            "There is too little viewing to learn from.",
            remedy=f"Members must have watched two titles that {settings.fewest_members} of them "
            "know; bring in viewing by matinee import, or wait.",
            code=TOO_LITTLE_VIEWING,
        )
    ranking = settings.sequence_passes > 0
    crowds = _crowds(viewing, settings, now)
    first = _Share(progress, 0.0, 0.2 if ranking else 0.5)
    exam = _exam(viewing, histories, settings, crowds, version, first)
    figures, side_by_side = _examined(exam, viewing, settings, rival)
    ranked = Ranked(None, None, "")
    if ranking:
        ranked = train_ranker(
            exam.models,
            histories,
            _sample(exam.split, settings.held_out),
            viewing.facts,
            objective_values(histories, viewing.plays(), crowds[1][0]),
            settings,
            _Share(progress, 0.2, 0.7),
            unfinished,
            cluster,
        )
        if ranked.figures is not None:
            figures = replace(ranked.figures, popularity_ndcg10=figures.popularity_ndcg10)
    last = _Share(progress, 0.7 if ranking else 0.5, 0.9)
    weights, gram = _learned(histories, settings, last, "learning")
    progress("neighbours and popularity", 0.9)
    models = _models(viewing, settings, weights, gram, crowds, version)
    return Trained(replace(models, ranker=ranked.ranker), figures, side_by_side, ranked.remark)


@dataclass(frozen=True, slots=True, eq=False)
class _Exam:
    """Models that have not seen the last title of anybody, and what they are asked."""

    models: ModelSet
    split: Split


def _exam(
    viewing: Viewing,
    histories: Histories,
    settings: RecommendSettings,
    crowds: _Crowds,
    version: str,
    progress: Progress,
) -> _Exam:
    split = leave_last_out(histories)
    weights, gram = _learned(split.past, settings, progress, "examination")
    return _Exam(_models(viewing, settings, weights, gram, crowds, version), split)


def _models(
    viewing: Viewing,
    settings: RecommendSettings,
    weights: Reals,
    gram: Reals,
    crowds: _Crowds,
    version: str,
) -> ModelSet:
    similar_ids, similar_scores = nearest(
        gram, count=settings.neighbours, shrinkage=settings.shrinkage
    )
    territories, popular, trends = crowds
    return ModelSet(
        version=version,
        title_ids=viewing.title_ids,
        ease_weights=weights,
        similar_ids=similar_ids,
        similar_scores=similar_scores,
        territories=territories,
        popular=popular,
        trends=trends,
        recency_exponent=settings.exponent,
    )


def _examined(
    exam: _Exam, viewing: Viewing, settings: RecommendSettings, rival: Rival | None
) -> tuple[Figures, Interval | None]:
    split = exam.split
    new = ItemWeights(exam.models.ease_weights, settings.exponent)
    sample = _sample(split, settings.held_out)
    found = evaluate(new, sample)
    popular = evaluate(Popular.fit(split.past), sample)
    figures = Figures(
        ndcg10=float(found.ndcg10.mean()),
        ndcg10_error=found.interval("ndcg10").error,
        hr10=float(found.hr10.mean()),
        popularity_ndcg10=float(popular.ndcg10.mean()),
        coverage10=found.coverage10,
        asked=len(sample.asked),
    )
    if rival is None:
        return figures, None
    fresh = _asking(split, viewing.ended()[split.asked] > rival.until)
    if len(fresh.asked) < _FEWEST_FRESH:
        return figures, None
    fresh = _sample(fresh, settings.held_out)
    return figures, _compared(
        evaluate(new, fresh), evaluate(_Translated.of(rival.models, viewing), fresh)
    )


def _compared(new: Evaluation, live: Evaluation) -> Interval:
    return paired_difference(new.ndcg10, live.ndcg10)


def _learned(
    histories: Histories, settings: RecommendSettings, progress: Progress, what: str
) -> tuple[Reals, Reals]:
    def grams_told(done: float) -> None:
        progress(f"{what}: counting", 0.6 * done)

    features, following = transition_grams(
        histories, exponent=settings.exponent, stretch=settings.stretch, progress=grams_told
    )
    progress(f"{what}: solving", 0.6)
    weights = transition_weights(
        features, following, ridge=settings.ridge, diagonal_share=settings.diagonal_share
    )
    return weights, features


def _crowds(viewing: Viewing, settings: RecommendSettings, now: float) -> _Crowds:
    plays = viewing.plays()
    clocked = plays.at[~plays.by_rank & (plays.at <= now)]
    popular = decayed_popularity(plays, now=now, half_life_days=settings.half_life_days)
    trends = growth(
        plays,
        until=float(clocked.max(initial=0.0)),
        days=settings.trend_days,
        before_days=settings.trend_before_days,
    )
    named = [row for row, name in enumerate(viewing.territories) if name != ANYWHERE]
    territories = (ANYWHERE, *(viewing.territories[row] for row in named))
    return territories, _stacked(popular, named), _stacked(trends, named)


def _stacked(of: tuple[Reals, Reals], rows: list[int]) -> Reals:
    everywhere, by_territory = of
    return np.ascontiguousarray(np.vstack([everywhere, by_territory[rows]]))


def _sample(split: Split, size: int) -> Split:
    if len(split.asked) <= size:
        return split
    chosen = np.zeros(len(split.asked), np.bool_)
    chosen[np.random.default_rng(_SEED).choice(len(split.asked), size, replace=False)] = True
    return _asking(split, chosen)


def _asking(split: Split, chosen: Mask) -> Split:
    return replace(split, asked=split.asked[chosen], targets=split.targets[chosen])


@dataclass(frozen=True, slots=True, eq=False)
class _Translated:
    """Live models, asked and answering by the places that titles have in new ones."""

    models: ModelSet
    items: np.ndarray[tuple[int], np.dtype[np.int32]]

    @classmethod
    def of(cls, models: ModelSet, viewing: Viewing) -> "_Translated":
        places = [models.index.get(title, -1) for title in viewing.title_ids]
        return cls(models, np.array(places, np.int32))

    def score(self, histories: Histories) -> Reals:
        known = self.items >= 0
        matrix = histories.newest(NEWEST).matrix(exponent=self.models.recency_exponent)
        by_item = np.asarray(matrix[:, known] @ self.models.ease_weights[self.items[known]])
        scores = np.full((len(histories), self.items.size), -np.inf, np.float32)
        scores[:, known] = by_item[:, self.items[known]]
        return scores
