"""All models behind one global cut in time: MovieLens 100K, and the demo's own log.

Learned from the first 70% of all viewings, asked for those after. Every choice (passes of the
sequence model, weights of the system, the weight that makes chances of scores) is made on the last
tenth before the cut, by models that learned from the first 60%.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from rich.console import Console

from benchmarks.outcome import Figure, Outcome
from benchmarks.recommend.fused_models import FusedModels
from benchmarks.recommend.movielens_100k import movielens_100k
from benchmarks.recommend.occasions_split import occasions_figures
from benchmarks.recommend.time_split import (
    Asked,
    Judged,
    Viewings,
    asked_between,
    calibrated,
    judge,
    report,
)
from matinee.audience.model import KIND_CODES, EventKind
from matinee.demo.film_facts import read_film_facts
from matinee.demo.film_texts import read_film_texts
from matinee.demo.simulator.log import SimulatedLog
from matinee.demo.simulator.parameters import Parameters
from matinee.demo.simulator.repertoire import build_repertoire
from matinee.demo.simulator.simulation import simulate
from matinee.demo.windows import licences
from matinee.recommend.arrays import Reals
from matinee.recommend.decayed_ease import transition_grams
from matinee.recommend.ease import co_occurrence, ease
from matinee.recommend.evaluation.harness import Scorer, evaluate
from matinee.recommend.fusion import Fusion
from matinee.recommend.histories import Histories
from matinee.recommend.item_to_item import nearest
from matinee.recommend.linear import DecayedEase, ItemWeights, Popular
from matinee.recommend.sequence.model import Course, Shape
from matinee.recommend.sequence.training import Training

_CUT, _CHOOSING_FROM = 0.7, 0.6
_MOST = 20
_PASSES = (10, 25)
_SYSTEM = ("sequence", "ease_decay", "ease", "item_to_item", "popularity")
_DEMO_SEED, _DEMO_DAY = 7, date(2026, 3, 1)
_EASE_RIDGE, _NEIGHBOURS, _SHRINKAGE, _EXPONENT = 200.0, 50, 20.0, 0.8


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is done: of a quick run a part."""

    most: int
    passes: tuple[int, ...]
    shape: Shape
    households: int


def run(quick: bool) -> Outcome:
    """``quick``: few viewings of a member, a small network and short courses, no demo."""
    effort = (
        Effort(3, (4,), Shape(width=32, blocks=1), 0)
        if quick
        else Effort(_MOST, _PASSES, Shape(), Parameters().households)
    )
    viewings, genres, digest = movielens_100k()
    figures = _over(viewings, genres, effort, "ml100k")
    if effort.households:
        log = _demo_log(effort.households)
        figures |= _over(*_demo(log), effort, "demo")
        figures |= occasions_figures(log, share=_CUT, most=effort.most, passes=max(effort.passes))
    return Outcome(figures, data_sha256=digest)


def _over(viewings: Viewings, facts: Reals, effort: Effort, prefix: str) -> dict[str, Figure]:
    console = Console(stderr=True)
    start, cut = viewings.moment(_CHOOSING_FROM), viewings.moment(_CUT)
    before, learned = viewings.before(start), viewings.before(cut)
    choosing = asked_between(viewings, before, start, cut, most=effort.most)
    asked = asked_between(viewings, learned, cut, np.inf, most=effort.most)
    tried: dict[int, tuple[float, Scorer]] = {}
    for passes in effort.passes:
        scorer = _sequence(before, facts, effort, passes)
        tried[passes] = (float(evaluate(scorer, choosing.split).ndcg10.mean()), scorer)
        console.print(f"{prefix}: {passes} passes, validation NDCG@10 {tried[passes][0]:.4f}")
    passes = max(tried, key=lambda each: tried[each][0])
    early = _models(before, tried[passes][1])
    system = FusedModels.chosen_on(
        choosing.split,
        {name: early[name] for name in _SYSTEM},
        logits=frozenset({"sequence"}),
    ).fusion
    late = _models(learned, _sequence(learned, facts, effort, passes))
    found = _judged(early, late, system, choosing, asked, learned)
    weights = zip(system.names, system.weights, strict=True)
    return {
        f"{prefix}_viewings": int(viewings.items.size),
        f"{prefix}_members_asked": int(np.unique(asked.members).size),
        f"{prefix}_viewings_asked": len(asked.split.asked),
        f"{prefix}_viewings_of_titles_unknown_before": asked.unknown,
        f"{prefix}_passes": passes,
        f"{prefix}_system_weights": ", ".join(f"{name} {weight:.2f}" for name, weight in weights),
        **report(found, prefix=prefix, system="system"),
    }


def _judged(
    early: Mapping[str, Scorer],
    late: Mapping[str, Scorer],
    system: Fusion,
    choosing: Asked,
    asked: Asked,
    learned: Histories,
) -> dict[str, Judged]:
    scorers: dict[str, tuple[Scorer, Scorer]] = {name: (early[name], late[name]) for name in late}
    scorers["system"] = (FusedModels(early, system), FusedModels(late, system))
    return {
        name: judge(after, calibrated(before, choosing), asked, learned)
        for name, (before, after) in scorers.items()
    }


def _models(learned: Histories, sequence: Scorer) -> dict[str, Scorer]:
    features, _ = transition_grams(learned, exponent=_EXPONENT, stretch=256)
    ids, close = nearest(features, count=_NEIGHBOURS, shrinkage=_SHRINKAGE)
    near = np.zeros_like(features)
    rows, columns = np.nonzero(ids >= 0)
    near[rows, ids[rows, columns]] = close[rows, columns]
    return {
        "popularity": Popular.fit(learned),
        "ease": ItemWeights(ease(co_occurrence(learned), ridge=_EASE_RIDGE), 0.0),
        "ease_decay": DecayedEase().fit(learned),
        "item_to_item": ItemWeights(near, _EXPONENT),
        "sequence": sequence,
    }


def _sequence(learned: Histories, facts: Reals, effort: Effort, passes: int) -> Scorer:
    course = replace(Course(), epochs=passes, warm_steps=50, dropout=0.3)
    return Training(learned, facts, effort.shape, course).run()


def _demo_log(households: int) -> SimulatedLog:
    facts, texts = read_film_facts(), {text.imdb: text for text in read_film_texts()}
    lots = licences(list(texts), seed=_DEMO_SEED)
    parameters = Parameters(households=households)
    repertoire = build_repertoire(facts, texts, lots, parameters)
    return simulate(repertoire, parameters, seed=_DEMO_SEED, base_day=_DEMO_DAY).log


def _demo(log: SimulatedLog) -> tuple[Viewings, Reals]:
    """What the simulated audience finished, each film once, at the first time."""
    done = log[log["kind"] == KIND_CODES[EventKind.FINISH]]
    done = done[np.lexsort((done["at"], done["profile"]))]
    films, items = np.unique(done["film"], return_inverse=True)
    _, first = np.unique(done["profile"].astype(np.int64) * len(films) + items, return_index=True)
    first.sort()
    _, members = np.unique(done["profile"][first], return_inverse=True)
    viewings = Viewings(members, items[first], done["at"][first], len(films))
    return viewings, np.zeros((len(films), 1), np.float32)
