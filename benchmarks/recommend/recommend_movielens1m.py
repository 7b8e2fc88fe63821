"""The sequence model and the system on MovieLens 1M; each whole run adds one seed to those kept.

The protocol of ``recommend-floor``: the last item of each member is the test, the second-last
chooses what is chosen (here the weight of decayed EASE beside the sequence model), and for the test
the model is trained again with the second-last item in the past. All 3,416 items are ranked, those
watched left out. Runs stand in ``benchmarks/results/runs/``, with data hash, settings and seed.
"""

import json
import os
import time
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console

from benchmarks.material import PROJECT, sha256_of
from benchmarks.outcome import Figure, Outcome
from benchmarks.recommend.movielens import movielens_1m
from benchmarks.recommend.movielens_facts import movielens_facts
from matinee.recommend.arrays import Reals
from matinee.recommend.evaluation.harness import Evaluation, Scorer, evaluate
from matinee.recommend.evaluation.split import Split, leave_last_out
from matinee.recommend.histories import Histories
from matinee.recommend.linear import DecayedEase
from matinee.recommend.sequence.model import TEN_MINUTES, Course, Shape
from matinee.recommend.sequence.scoring import TorchScorer
from matinee.recommend.sequence.training import Pass, Training

PUBLISHED: dict[str, dict[str, Figure]] = {
    "gSASRec (published)": {"hr10": 0.3003, "ndcg10": 0.1726},
    "eSASRec (published)": {"hr10": 0.3133, "ndcg10": 0.1772},
    "FuXi-alpha (published)": {"hr10": 0.3164, "ndcg10": 0.1813},
    "SASRec, 3000 negatives (published)": {"hr10": 0.3159, "ndcg10": 0.1857},
}
RUNS = PROJECT / "benchmarks" / "results" / "runs" / "recommend-movielens1m.jsonl"
_WEIGHTS = (0.0, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0)
_METRICS = ("hr10", "ndcg10")
_QUICK_MEMBERS = 1500


def run(quick: bool) -> Outcome:
    """``quick``: a quarter of the members, two passes of a small network, nothing kept."""
    histories, file = movielens_1m()
    facts = movielens_facts(histories)
    digest = sha256_of(file)
    if quick:
        members = np.arange(len(histories)) < _QUICK_MEMBERS
        record = _one_run(
            histories.choosing(members),
            facts,
            Shape(width=32, blocks=1),
            (Course(epochs=2, warm_steps=30), Course(epochs=2, warm_steps=30)),
        )
        return Outcome({"members": _QUICK_MEMBERS, **record["figures"]}, PUBLISHED, digest)
    shape, course = Shape(), Course()
    kept = _kept(digest, shape, course)
    course = replace(course, seed=1 + len(kept))
    record = _one_run(histories, facts, shape, (replace(TEN_MINUTES, seed=course.seed), course))
    record |= {"data_sha256": digest, "shape": asdict(shape), "course": asdict(course)}
    RUNS.parent.mkdir(parents=True, exist_ok=True)
    with RUNS.open("a", encoding="utf-8") as runs:
        runs.write(json.dumps(record) + "\n")
    return Outcome(_over([*kept, record]), PUBLISHED, digest)


def _one_run(
    histories: Histories, facts: Reals, shape: Shape, courses: tuple[Course, Course]
) -> dict[str, Any]:
    """Choose on the second-last item with the first course, judge the second on the last."""
    started = time.perf_counter()
    choosing, test = leave_last_out(histories, choosing=True), leave_last_out(histories)
    figures: dict[str, Figure] = {"load_before": round(os.getloadavg()[0], 2)}
    chosen, curve, spent = _trained(choosing.past, facts, shape, courses[0], choosing)
    figures["ten_minute_preset_validation_ndcg10"] = curve[-1]["ndcg10"]
    figures["ten_minute_preset_processor_minutes"] = round(spent / 60, 1)
    beside = DecayedEase().fit(choosing.past)
    tried = {
        weight: float(evaluate(Fused(chosen, beside, weight), choosing).ndcg10.mean())
        for weight in _WEIGHTS
    }
    weight = max(tried, key=lambda each: tried[each])
    final, _, spent = _trained(test.past, facts, shape, courses[1], None)
    linear = DecayedEase().fit(test.past)
    figures |= {"ease_decay_weight": weight, "processor_minutes": round(spent / 60, 1)}
    for name, scorer in (
        ("sequence", final),
        ("ease_decay", linear),
        ("system", Fused(final, linear, weight)),
    ):
        _report(figures, name, evaluate(scorer, test))
    figures["minutes"] = round((time.perf_counter() - started) / 60, 1)
    return {"figures": figures, "curve": curve}


def _trained(
    past: Histories, facts: Reals, shape: Shape, course: Course, judged: Split | None
) -> tuple[TorchScorer, list[dict[str, float]], float]:
    curve: list[dict[str, float]] = []
    spent = 0.0
    console = Console(stderr=True)

    def told(done: Pass, scorer: TorchScorer) -> None:
        nonlocal spent
        spent = done.processor_seconds
        line = f"pass {done.number} of {done.of}, loss {done.loss:.3f}"
        if judged is not None and (done.number % 3 == 0 or done.number == done.of):
            found = evaluate(scorer, judged)
            curve.append(
                {
                    "pass": done.number,
                    "processor_minutes": round(done.processor_seconds / 60, 2),
                    "hr10": round(float(found.hr10.mean()), 4),
                    "ndcg10": round(float(found.ndcg10.mean()), 4),
                }
            )
            line += f", validation {curve[-1]['hr10']} / {curve[-1]['ndcg10']}"
        console.print(f"{line}, about {done.seconds_left / 60:.0f} minutes left")

    return Training(past, facts, shape, course).run(told), curve, spent


class Fused:
    """What the sequence model and decayed EASE say, each standardised for each member, added up."""

    def __init__(self, first: Scorer, second: Scorer, weight: float) -> None:
        self._first, self._second, self._weight = first, second, weight

    def score(self, histories: Histories) -> Reals:
        """Member x item."""
        first = _standard(self._first.score(histories))
        if self._weight == 0:
            return first
        second: Reals = _standard(self._second.score(histories)) * np.float32(self._weight)
        return first + second


def _standard(scores: Reals) -> Reals:
    spread: Reals = scores.std(axis=1, keepdims=True, dtype=np.float32)
    middle: Reals = scores.mean(axis=1, keepdims=True, dtype=np.float32)
    return ((scores - middle) / np.maximum(spread, 1e-9)).astype(np.float32)


def _report(figures: dict[str, Figure], model: str, found: Evaluation) -> None:
    for metric in _METRICS:
        interval = found.interval(metric)
        figures[f"{model}_{metric}"] = round(interval.mean, 4)
        figures[f"{model}_{metric}_error"] = round(interval.error, 4)


def _kept(digest: str, shape: Shape, course: Course) -> list[dict[str, Any]]:
    """Earlier runs on the same data with the same settings, whatever their seed."""
    if not Path(RUNS).exists():
        return []
    runs = [json.loads(line) for line in RUNS.read_text(encoding="utf-8").splitlines()]
    return [
        one
        for one in runs
        if one["data_sha256"] == digest
        and one["shape"] == asdict(shape)
        and {**one["course"], "seed": 0} == {**asdict(course), "seed": 0}
    ]


def _over(runs: list[dict[str, Any]]) -> dict[str, Figure]:
    """Means over the seeds; what was found before each run, and what each chose, run by run."""
    figures: dict[str, Figure] = {"seeds": len(runs)}
    for name in runs[0]["figures"]:
        values = [one["figures"][name] for one in runs]
        alone = name in {"load_before", "ease_decay_weight"}
        figures[name] = ", ".join(map(str, values)) if alone else round(float(np.mean(values)), 4)
    return figures
