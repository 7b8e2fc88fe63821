"""The sequence model and the system on MovieLens 1M; each whole run adds one seed to those kept.

The last item of each member is the test and is in no training. The second-last of 1,000 members is
not either: on it the weights of the system are learned and the curve over the passes is drawn. The
second-last items of all others are learned from, as in the protocol that published figures follow,
and all stand in the histories that the test asks with. All 3,416 items are ranked, those watched
left out. ``sequence`` is one network; ``system`` is an ensemble of two that differ in their seed,
decayed EASE, and EASE asked with decay; its processor minutes are those of both networks. Runs
stand in ``benchmarks/results/runs/``, with data hash, settings and seed; a run that was killed goes
on from its checkpoints.
"""

import json
import os
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console

from benchmarks.material import PROJECT, sha256_of
from benchmarks.outcome import Figure, Outcome
from benchmarks.recommend.fused_models import FusedModels
from benchmarks.recommend.movielens import movielens_1m
from benchmarks.recommend.movielens_facts import movielens_facts
from matinee.recommend.arrays import Reals
from matinee.recommend.ease import co_occurrence, ease
from matinee.recommend.evaluation.harness import Evaluation, Scorer, evaluate
from matinee.recommend.evaluation.split import Split, leave_last_out
from matinee.recommend.histories import Histories
from matinee.recommend.linear import DecayedEase, ItemWeights
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
_METRICS = ("hr10", "ndcg10")
_CHOOSING = 1_000
_CURVE_EVERY = 4
_SECOND = 1_000
_QUICK_MEMBERS = 1_500
_ASKED_EASE_RIDGE, _ASKED_EASE_EXPONENT = 500.0, 0.8
"""As ``recommend-floor`` chose them on the validation item."""


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """What is learned from, what weights are chosen on, and what is asked in the end."""

    learned_from: Histories
    choosing: Split
    test: Split
    facts: Reals

    @classmethod
    def of(cls, histories: Histories, facts: Reals, *, choosing: int) -> "Material":
        """Hold out the last item of all, and the second-last of some members."""
        test = leave_last_out(histories)
        able = np.flatnonzero(test.past.lengths > 1)
        members = np.sort(np.random.default_rng(0).choice(able, choosing, replace=False))
        chosen = np.zeros(len(histories), np.bool_)
        chosen[members] = True
        past = test.past.without_last(1, of=chosen)
        return cls(past, Split(past, members, test.past.last[members]), test, facts)


def run(quick: bool) -> Outcome:
    """``quick``: a quarter of the members, two passes of a small network, nothing kept."""
    histories, file = movielens_1m()
    facts = movielens_facts(histories)
    digest = sha256_of(file)
    if quick:
        members = np.arange(len(histories)) < _QUICK_MEMBERS
        material = Material.of(histories.choosing(members), facts, choosing=300)
        shape, course = Shape(width=32, blocks=1), Course(epochs=2, warm_steps=30)
        record = _one_seed(material, shape, course, [None, None])
        return Outcome({"members": _QUICK_MEMBERS, **record["figures"]}, PUBLISHED, digest)
    material = Material.of(histories, facts, choosing=_CHOOSING)
    shape, course, preset = Shape(), Course(), TEN_MINUTES
    kept = _kept(digest, shape, course)
    course = replace(course, seed=1 + len(kept))
    checkpoints = [_checkpoint("course", digest, each) for each in _pair(course)]
    record = _one_seed(material, shape, course, checkpoints)
    _forget(*checkpoints)
    kept.append(_keep(record, digest, shape, course))
    presets = _kept(digest, shape, preset)
    if not presets:
        checkpoint = _checkpoint("preset", digest, preset)
        record = _preset(material, shape, preset, checkpoint)
        _forget(checkpoint)
        presets = [_keep(record, digest, shape, preset)]
    return Outcome(_over(kept) | _over_presets(presets), PUBLISHED, digest)


def _one_seed(
    material: Material, shape: Shape, course: Course, checkpoints: Sequence[Path | None]
) -> dict[str, Any]:
    """Train, choose the system's weights, and judge on the last item."""
    figures: dict[str, Figure] = {"load_before": round(os.getloadavg()[0], 2)}
    (sequence, curve, spent), (second, _, spent_again) = (
        _trained(material, shape, each, checkpoint)
        for each, checkpoint in zip(_pair(course), checkpoints, strict=True)
    )
    past = material.learned_from
    matrix = ease(co_occurrence(past), ridge=_ASKED_EASE_RIDGE)
    models: dict[str, Scorer] = {
        "sequence": sequence,
        "second_sequence": second,
        "ease_decay": DecayedEase().fit(past),
        "ease_asked_with_decay": ItemWeights(matrix, _ASKED_EASE_EXPONENT),
    }
    system = FusedModels.chosen_on(
        material.choosing, models, logits=frozenset({"sequence", "second_sequence"})
    )
    weights = zip(system.fusion.names, system.fusion.weights, strict=True)
    figures["system_weights"] = ", ".join(f"{name} {weight:.2f}" for name, weight in weights)
    figures["processor_minutes"] = round(spent / 60, 1)
    figures["system_processor_minutes"] = round((spent + spent_again) / 60, 1)
    judged: dict[str, Scorer] = {
        "sequence": sequence,
        "ease_decay": models["ease_decay"],
        "system": system,
    }
    for name, scorer in judged.items():
        _report(figures, name, evaluate(scorer, material.test))
    return {"figures": figures, "curve": curve}


def _preset(
    material: Material, shape: Shape, course: Course, checkpoint: Path | None
) -> dict[str, Any]:
    figures: dict[str, Figure] = {}
    scorer, curve, spent = _trained(material, shape, course, checkpoint)
    _report(figures, "ten_minute_preset", evaluate(scorer, material.test))
    figures["ten_minute_preset_processor_minutes"] = round(spent / 60, 1)
    return {"figures": figures, "curve": curve}


def _trained(
    material: Material, shape: Shape, course: Course, checkpoint: Path | None
) -> tuple[TorchScorer, list[dict[str, float]], float]:
    drawn = None if checkpoint is None else checkpoint.with_suffix(".curve.json")
    curve: list[dict[str, float]] = []
    if drawn is not None and drawn.exists():
        curve = json.loads(drawn.read_text(encoding="utf-8"))
    console = Console(stderr=True)

    def told(done: Pass, scorer: TorchScorer) -> None:
        line = f"pass {done.number} of {done.of}, loss {done.loss:.3f}"
        if done.number % _CURVE_EVERY == 0 or done.number == done.of:
            found = evaluate(scorer, material.choosing)
            curve.append(
                {
                    "pass": done.number,
                    "processor_minutes": round(done.processor_seconds / 60, 2),
                    "hr10": round(float(found.hr10.mean()), 4),
                    "ndcg10": round(float(found.ndcg10.mean()), 4),
                }
            )
            if drawn is not None:
                drawn.write_text(json.dumps(curve), encoding="utf-8")
            line += f", validation {curve[-1]['hr10']} / {curve[-1]['ndcg10']}"
        console.print(f"{line}, about {done.seconds_left / 60:.0f} minutes left")

    training = Training(material.learned_from, material.facts, shape, course, checkpoint)
    scorer = training.run(told)
    return scorer, curve, training.processor_seconds


def _pair(course: Course) -> tuple[Course, Course]:
    return course, replace(course, seed=_SECOND + course.seed)


def _checkpoint(of: str, digest: str, course: Course) -> Path:
    """Where a run is kept until it ends."""
    folder = Path(tempfile.gettempdir()) / "matinee-benchmarks"
    folder.mkdir(exist_ok=True)
    return folder / f"movielens1m-{of}-{digest[:8]}-{course.seed}.pt"


def _forget(*checkpoints: Path) -> None:
    for checkpoint in checkpoints:
        checkpoint.unlink(missing_ok=True)
        checkpoint.with_suffix(".curve.json").unlink(missing_ok=True)


def _report(figures: dict[str, Figure], model: str, found: Evaluation) -> None:
    for metric in _METRICS:
        interval = found.interval(metric)
        figures[f"{model}_{metric}"] = round(interval.mean, 4)
        figures[f"{model}_{metric}_error"] = round(interval.error, 4)


def _keep(record: dict[str, Any], digest: str, shape: Shape, course: Course) -> dict[str, Any]:
    whole = {**record, "data_sha256": digest, "shape": asdict(shape), "course": asdict(course)}
    RUNS.parent.mkdir(parents=True, exist_ok=True)
    with RUNS.open("a", encoding="utf-8") as runs:
        runs.write(json.dumps(whole) + "\n")
    return whole


def _kept(digest: str, shape: Shape, course: Course) -> list[dict[str, Any]]:
    """Earlier runs on the same data with the same settings, whatever their seed."""
    if not RUNS.exists():
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
        alone = name in {"load_before", "system_weights"}
        joined = "; ".join(map(str, values))
        figures[name] = joined if alone else round(float(np.mean(values)), 4)
    for point in runs[0]["curve"]:
        label = f"validation_ndcg10_after_{point['processor_minutes']}_minutes"
        figures[label] = point["ndcg10"]
    return figures


def _over_presets(runs: list[dict[str, Any]]) -> dict[str, Figure]:
    return runs[0]["figures"]
