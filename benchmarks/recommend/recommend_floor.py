"""The floor of recommendation on MovieLens 1M: popularity, EASE, EASE with decay, item to item.

The last item of each member is the test, the second-last chooses every setting, and for the test
each model is fitted again with the second-last item in the past: the protocol of SASRec. All 3,416
items are ranked, those already watched left out, ties counted by expectation.
"""

import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from benchmarks.material import sha256_of
from benchmarks.outcome import Figure, Outcome
from benchmarks.recommend.movielens import movielens_1m
from matinee.recommend.arrays import Items, Reals
from matinee.recommend.decayed_ease import scores, transition_grams, transition_weights
from matinee.recommend.ease import co_occurrence, ease
from matinee.recommend.evaluation.harness import Evaluation, Scorer, evaluate
from matinee.recommend.evaluation.intervals import paired_difference
from matinee.recommend.evaluation.split import Split, leave_last_out
from matinee.recommend.history_weights import recency
from matinee.recommend.item_to_item import nearest
from matinee.recommend.linear import DecayedEase, ItemWeights, Popular

PUBLISHED = {
    "gSASRec (published)": {"hr10": 0.3003, "ndcg10": 0.1726},
    "eSASRec (published)": {"hr10": 0.3133, "ndcg10": 0.1772},
    "FuXi-alpha (published)": {"hr10": 0.3164, "ndcg10": 0.1813},
}
_SHRINKAGE = 20.0


@dataclass(frozen=True, slots=True)
class Grid:
    """What is tried on the validation item."""

    ease_ridges: tuple[float, ...]
    asked_exponents: tuple[float, ...]
    exponents: tuple[float, ...]
    ridges: tuple[float, ...]
    diagonal_shares: tuple[float, ...]


WHOLE = Grid(
    ease_ridges=(100.0, 200.0, 500.0, 1000.0),
    asked_exponents=(0.6, 0.8, 1.0, 1.2),
    exponents=(0.7, 0.8, 0.9, 1.0),
    ridges=(200.0, 400.0, 800.0),
    diagonal_shares=(0.0, 0.3, 1.0),
)
QUICK = Grid(
    ease_ridges=(500.0,),
    asked_exponents=(0.8,),
    exponents=(0.8,),
    ridges=(200.0,),
    diagonal_shares=(0.0, 0.3),
)


def run(quick: bool) -> Outcome:
    """``quick``: a part of the grid, over shorter stretches."""
    histories, file = movielens_1m()
    grid = QUICK if quick else WHOLE
    choosing = leave_last_out(histories, choosing=True)
    test = leave_last_out(histories)
    figures: dict[str, Figure] = {"grid": "part" if quick else "whole"}

    _report(figures, "popularity", evaluate(Popular.fit(test.past), test))
    plain, asked_with_decay = _ease(figures, grid, choosing, test)
    _report(figures, "ease", plain)
    _report(figures, "ease_asked_with_decay", asked_with_decay)
    settings = _choose_decayed(figures, grid, choosing, stretch=128 if quick else 256)
    decayed = _decayed(figures, settings, test)
    _report(figures, "ease_decay", decayed)
    gain = paired_difference(decayed.ndcg10, plain.ndcg10)
    figures["ease_decay_over_ease_ndcg10_low"] = round(gain.low, 4)
    figures["ease_decay_over_ease_ndcg10_high"] = round(gain.high, 4)
    return Outcome(figures, PUBLISHED, sha256_of(file))


def _ease(
    figures: dict[str, Figure], grid: Grid, choosing: Split, test: Split
) -> tuple[Evaluation, Evaluation]:
    ridge, (asked_ridge, exponent) = _choose_ease(grid, choosing)
    figures |= {"ease_ridge": ridge}
    figures |= {"ease_asked_with_decay_ridge": asked_ridge}
    figures |= {"ease_asked_with_decay_exponent": exponent}
    with _timed(figures, "ease_fit"):
        gram = co_occurrence(test.past)
        weights = ease(gram, ridge=ridge)
    asked = weights if asked_ridge == ridge else ease(gram, ridge=asked_ridge)
    return (
        evaluate(ItemWeights(weights, 0.0), test),
        evaluate(ItemWeights(asked, exponent), test),
    )


def _choose_ease(grid: Grid, choosing: Split) -> tuple[float, tuple[float, float]]:
    """The ridge without decay; ridge and exponent with it."""
    exponents = (0.0, *grid.asked_exponents)
    if len(grid.ease_ridges) == 1 and len(grid.asked_exponents) == 1:
        return grid.ease_ridges[0], (grid.ease_ridges[0], grid.asked_exponents[0])
    gram = co_occurrence(choosing.past)
    tried: dict[tuple[float, float], float] = {}
    for ridge in grid.ease_ridges:
        weights = ease(gram, ridge=ridge)
        for exponent in exponents:
            tried[ridge, exponent] = _mean_ndcg(ItemWeights(weights, exponent), choosing)
    plain = max((pair for pair in tried if pair[1] == 0), key=lambda pair: tried[pair])
    return plain[0], max(tried, key=lambda pair: tried[pair])


def _choose_decayed(
    figures: dict[str, Figure], grid: Grid, choosing: Split, *, stretch: int
) -> DecayedEase:
    tried: dict[DecayedEase, float] = {}
    for exponent in grid.exponents:
        features, following = transition_grams(choosing.past, exponent=exponent, stretch=stretch)
        for ridge in grid.ridges:
            for share in grid.diagonal_shares:
                weights = transition_weights(features, following, ridge=ridge, diagonal_share=share)
                settings = DecayedEase(exponent, ridge, share, stretch)
                tried[settings] = _mean_ndcg(ItemWeights(weights, exponent), choosing)
    best = max(tried, key=lambda settings: tried[settings])
    figures |= {
        "ease_decay_exponent": best.exponent,
        "ease_decay_ridge": best.ridge,
        "ease_decay_diagonal_share": best.diagonal_share,
        "ease_decay_stretch": best.stretch,
        "ease_decay_validation_ndcg10": round(tried[best], 4),
        "ease_decay_tried": len(tried),
    }
    return best


def _decayed(figures: dict[str, Figure], settings: DecayedEase, test: Split) -> Evaluation:
    with _timed(figures, "ease_decay_fit"):
        features, following = transition_grams(
            test.past, exponent=settings.exponent, stretch=settings.stretch
        )
        weights = transition_weights(
            features, following, ridge=settings.ridge, diagonal_share=settings.diagonal_share
        )
    figures["score_one_history_ms"] = _milliseconds_for_one(weights, test)
    ids, closeness = nearest(features, count=50, shrinkage=_SHRINKAGE)
    near = ItemWeights(_spread(ids, closeness), settings.exponent)
    _report(figures, "item_to_item", evaluate(near, test))
    return evaluate(ItemWeights(weights, settings.exponent), test)


def _milliseconds_for_one(weights: Reals, test: Split) -> float:
    """The median over 500 histories of 300 titles."""
    generator = np.random.default_rng(0)
    amounts = recency(300, 0.8)
    times: list[float] = []
    for _ in range(500):
        items = generator.choice(test.past.item_count, 300, replace=False).astype(np.int32)
        started = time.perf_counter()
        scores(weights, items, amounts)
        times.append(time.perf_counter() - started)
    return round(1000 * float(np.median(times)), 3)


@contextmanager
def _timed(figures: dict[str, Figure], what: str) -> Generator[None]:
    """Seconds by the clock, and those that processors spent: on a busy machine they differ."""
    started, spent = time.perf_counter(), time.process_time()
    yield
    figures[f"{what}_seconds"] = round(time.perf_counter() - started, 2)
    figures[f"{what}_processor_seconds"] = round(time.process_time() - spent, 2)


def _spread(ids: Items, closeness: Reals) -> Reals:
    """The lists of neighbours as item × item."""
    whole = np.zeros((len(ids), len(ids)), np.float32)
    np.put_along_axis(whole, np.maximum(ids, 0), closeness, axis=1)
    return whole


def _mean_ndcg(scorer: Scorer, split: Split) -> float:
    return float(evaluate(scorer, split).ndcg10.mean())


def _report(figures: dict[str, Figure], model: str, found: Evaluation) -> None:
    for metric in ("hr10", "ndcg10"):
        interval = found.interval(metric)
        figures[f"{model}_{metric}"] = round(interval.mean, 4)
        figures[f"{model}_{metric}_error"] = round(interval.error, 4)
    figures[f"{model}_mrr"] = round(float(found.mrr.mean()), 4)
    figures[f"{model}_coverage10"] = round(found.coverage10, 4)
