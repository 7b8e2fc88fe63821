"""The sequence model and the system on MovieLens 1M; each whole run adds one seed to those kept.

The last item of each member is the test and is in no training. The second-last of 1,000 members is
not either: on it the weights of the system are learned and the curve over the passes is drawn. The
second-last items of all others are learned from, as HSTU and FuXi-alpha do and gSASRec does not,
and all stand in the histories that the test asks with. All 3,416 items are ranked, those watched
left out. ``sequence`` is one network; ``system`` is an ensemble of two that differ in their seed,
and of EASE with decay at three speeds; its processor minutes are those of both networks. Runs
stand in ``benchmarks/results/runs/``, with data hash, settings and seed; a run that was killed goes
on from its checkpoints.
"""

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
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
_METRICS = ("hr10", "ndcg10")
_CHOOSING = 1_000
_CURVE_EVERY = 4
_QUICK_MEMBERS = 1_500
_NETWORKS = 2
_EXPONENTS = (0.8, 0.4, 1.5)
"""The first is that of ``recommend-floor``; on 1,500 validation items the three together gave the
system NDCG@10 0.1984 where the first alone gave 0.1974 and the network without any 0.1858."""


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
        network = _trained(material, shape, course, None)
        figures = _judged(material, [network], _linear(material, _EXPONENTS[:1]))
        return Outcome({"members": _QUICK_MEMBERS, **figures}, PUBLISHED, digest)
    material = Material.of(histories, facts, choosing=_CHOOSING)
    shape, course, preset = Shape(), Course(), TEN_MINUTES
    kept = [one for one in _kept(digest, shape, course) if one["figures"]["networks"] == _NETWORKS]
    course = replace(course, seed=1 + len(kept))
    kept.append(_one_seed(material, digest, shape, course))
    presets = _kept(digest, shape, preset)
    if not presets:
        checkpoint = _checkpoint("preset", digest, preset)
        network = _trained(material, shape, preset, checkpoint)
        figures: dict[str, Figure] = {}
        _report(figures, "ten_minute_preset", evaluate(network.scorer, material.test))
        figures["ten_minute_preset_processor_minutes"] = network.minutes
        presets = [_keep({"figures": figures, "curve": network.curve}, digest, shape, preset)]
        _forget(checkpoint)
    return Outcome(_over(kept) | presets[0]["figures"], PUBLISHED, digest)


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """One trained network, its curve on the validation item, and its processor minutes."""

    scorer: TorchScorer
    curve: list[dict[str, float]]
    minutes: float


def _one_seed(material: Material, digest: str, shape: Shape, course: Course) -> dict[str, Any]:
    """Network by network; what is judged after the first is kept in case the run is killed."""
    load = round(os.getloadavg()[0], 2)
    linear: dict[str, Scorer] = {}
    networks: list[Network] = []
    record: dict[str, Any] = {}
    checkpoints: list[Path] = []
    for number in range(_NETWORKS):
        each = replace(course, seed=course.seed + 1_000 * number)
        checkpoints.append(_checkpoint("course", digest, each))
        networks.append(_trained(material, shape, each, checkpoints[-1]))
        linear = linear or _linear(material, _EXPONENTS)
        figures = {"load_before": load, **_judged(material, networks, linear)}
        record = {"figures": figures, "curve": networks[0].curve}
        record = _keep(record, digest, shape, course)
    _forget(*checkpoints)
    return record


def _linear(material: Material, exponents: Sequence[float]) -> dict[str, Scorer]:
    """EASE with decay; the others fade slower and faster, and only lend their voices."""
    return {
        "ease_decay" if exponent == DecayedEase().exponent else f"ease_decay_{exponent}": (
            DecayedEase(exponent=exponent).fit(material.learned_from)
        )
        for exponent in exponents
    }


def _judged(
    material: Material, networks: Sequence[Network], linear: Mapping[str, Scorer]
) -> dict[str, Figure]:
    """Choose the system's weights, and judge on the last item."""
    models: dict[str, Scorer] = {f"network_{n}": net.scorer for n, net in enumerate(networks)}
    logits = frozenset(models)
    system = FusedModels.chosen_on(material.choosing, {**models, **linear}, logits=logits)
    weights = zip(system.fusion.names, system.fusion.weights, strict=True)
    figures: dict[str, Figure] = {
        "networks": len(networks),
        "system_weights": ", ".join(f"{name} {weight:.2f}" for name, weight in weights),
        "processor_minutes": networks[0].minutes,
        "system_processor_minutes": round(sum(each.minutes for each in networks), 1),
    }
    judged: dict[str, Scorer] = {
        "sequence": networks[0].scorer,
        "ease_decay": linear["ease_decay"],
        "system": system,
    }
    for name, scorer in judged.items():
        _report(figures, name, evaluate(scorer, material.test))
    return figures


def _trained(material: Material, shape: Shape, course: Course, checkpoint: Path | None) -> Network:
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
    return Network(scorer, curve, round(training.processor_seconds / 60, 1))


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
    """Write a run down, in place of an earlier part of the same."""
    whole = {**record, "data_sha256": digest, "shape": asdict(shape), "course": asdict(course)}
    settings = ("data_sha256", "shape", "course")
    others = [one for one in _runs() if any(one[name] != whole[name] for name in settings)]
    RUNS.parent.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(one) + "\n" for one in [*others, whole]]
    RUNS.write_text("".join(lines), encoding="utf-8")
    return whole


def _runs() -> list[dict[str, Any]]:
    if not RUNS.exists():
        return []
    return [json.loads(line) for line in RUNS.read_text(encoding="utf-8").splitlines()]


def _kept(digest: str, shape: Shape, course: Course) -> list[dict[str, Any]]:
    """Earlier runs on the same data with the same settings, whatever their seed."""
    return [
        one
        for one in _runs()
        if one["data_sha256"] == digest
        and one["shape"] == asdict(shape)
        and {**one["course"], "seed": 0} == {**asdict(course), "seed": 0}
    ]


def _over(runs: list[dict[str, Any]]) -> dict[str, Figure]:
    """Means over the seeds; what was found before each run, and what each chose, run by run."""
    figures: dict[str, Figure] = {"seeds": len(runs)}
    for name in runs[0]["figures"]:
        values = [one["figures"][name] for one in runs]
        alone = name in {"load_before", "system_weights", "networks"}
        joined = "; ".join(map(str, values))
        figures[name] = joined if alone else round(float(np.mean(values)), 4)
    for point in runs[0]["curve"]:
        label = f"validation_ndcg10_after_{point['processor_minutes']}_minutes"
        figures[label] = point["ndcg10"]
    return figures
