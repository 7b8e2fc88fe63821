"""RecTools' SASRec and HSTU, and implicit's ALS, on the split of ``recommend-movielens1m``.

All learn from the same histories, stop by the same 1,000 second-last items and are asked for every
last item; all have the same width, heads, blocks and length, two threads, and softmax losses over
all titles. Passes end when validation has not improved for five of them, or after 45 minutes of two
processors; our own course is as long as its settings say. Of the transformers each learning rate of
``RATES`` is run to its end and the one that validates best is the peer, of ALS six settings are
tried; what is not named here is as RecTools sets it. Quality is counted here from lists of ten, by
the same metrics for all. Seconds are the processor's: on a busy machine the clock says how busy it
was. "Ahead" is said by a paired bootstrap over members. What a whole run of a model came to is kept
at once, in ``benchmarks/results/runs/`` (each member's place as one character), so that a run that
was killed goes on with the next model. A transformer is kept after each pass besides: with
``--minutes`` no pass of a peer is begun after so many, what it reached by then is judged and called
not run to its end, and the next run goes on from there; so does one after a run that was killed.
"""

import hashlib
import json
import math
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import Console

from benchmarks.material import PROJECT, sha256_of
from benchmarks.outcome import Figure, Outcome
from benchmarks.peers import Arrays, run_peer
from benchmarks.recommend.movielens import movielens_1m
from benchmarks.recommend.movielens_facts import movielens_facts
from benchmarks.recommend.recommend_movielens1m import Material
from matinee.recommend.arrays import Floats, Items
from matinee.recommend.evaluation.intervals import paired_difference
from matinee.recommend.evaluation.metrics import Places, first_unseen, gains, hits
from matinee.recommend.evaluation.split import Split
from matinee.recommend.sequence.model import Course, Shape
from matinee.recommend.sequence.scoring import TorchScorer
from matinee.recommend.sequence.training import Pass, Training

RUNS = PROJECT / "benchmarks" / "results" / "runs" / "recommend-peers.jsonl"
_SCRIPT = Path(__file__).with_name("sequence_peers.py")
UNFINISHED = PROJECT / "benchmarks" / "results" / "unfinished"
_LIST = 10
_THREADS = 2
_TRANSFORMERS = ("sasrec", "hstu")
_PEERS = {"sasrec": "RecTools SASRec", "hstu": "RecTools HSTU", "als": "implicit ALS"}
RATES = (0.001, 0.003)
"""Learning rates of the peers' transformers: RecTools' own, and three times that."""
_CHUNK = 1_024
_PLACES = "0123456789-"
"""A character for each place of a list of ten, and for none."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is done: of a quick run a part."""

    members: int
    choosing: int
    shape: Shape
    course: Course
    passes: int
    processor_minutes: float


WHOLE = Effort(6_040, 1_000, Shape(), Course(), 200, 90.0)
QUICK = Effort(400, 100, Shape(32, 2, 1, 50), Course(epochs=2, warm_steps=20), 1, 0.1)


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """A model at each pass and at its best: NDCG@10 on validation, seconds, and lists for all.

    ``times`` is [passes, 2]: the processor's seconds and the clock's, since the beginning;
    ``above`` how many stand above each member's last title, ten where it is not in the list;
    ``ended`` is false of one that was stopped before it had learned to its end.
    """

    validation: Floats
    times: Floats
    best: int
    above: NDArray[np.int64]
    members_per_second: float
    ended: bool = True

    @property
    def hr10(self) -> Floats:
        """By member: whether the title is in the list."""
        return hits(_places(self.above), _LIST)

    @property
    def ndcg10(self) -> Floats:
        """By member: 1 for the first place, less for each below."""
        return gains(_places(self.above), _LIST)

    def line(self, key: Mapping[str, str]) -> str:
        """All of it as a line that :meth:`of_line` reads."""
        places = "".join(_PLACES[place] for place in self.above.tolist())
        kept = {
            **key,
            "validation": np.round(self.validation, 6).tolist(),
            "times": np.round(self.times, 1).tolist(),
            "best": self.best,
            "members_per_second": round(self.members_per_second, 1),
            "above": places,
        }
        return json.dumps(kept) + "\n"

    @classmethod
    def of_line(cls, kept: Mapping[str, Any]) -> "Run":
        """What a line tells."""
        above = np.array([_PLACES.index(place) for place in kept["above"]], np.int64)
        validation, times = np.array(kept["validation"]), np.array(kept["times"])
        return cls(validation, times, kept["best"], above, kept["members_per_second"])

    def seconds_to(self, validation: float) -> float | None:
        """The processor's, until validation was as good."""
        reached = np.flatnonzero(self.validation >= validation)
        return float(self.times[reached[0], 0]) if reached.size else None


def run(quick: bool, *, minutes: float | None = None) -> Outcome:
    """``quick``: a part of the members, one pass of small networks."""
    effort = QUICK if quick else WHOLE
    histories, file = movielens_1m()
    facts = movielens_facts(histories)
    digest = sha256_of(file)
    chosen = histories.choosing(np.arange(len(histories)) < effort.members)
    material = Material.of(chosen, facts, choosing=effort.choosing)
    console = Console(stderr=True)
    until = math.inf if minutes is None else time.monotonic() + 60 * minutes
    runs: dict[str, Run] = {}
    rates: dict[str, float] = {}
    for model in ("sequence", *_PEERS):
        for rate in _rates(model, quick=quick):
            key = {"model": model, "data": digest, "settings": _settings(effort, model, rate)}
            known = None if quick else _kept(key)
            if known is None:
                unfinished = None if quick else _unfinished(key)
                if model == "sequence":
                    known = _own(material, effort, console)
                else:
                    left = until - time.monotonic()
                    known = _of_peer(material, effort, model, rate, unfinished, left)
                if not quick and known.ended:
                    with RUNS.open("a", encoding="utf-8") as lines:
                        lines.write(known.line(key))
                if unfinished is not None and known.ended:
                    unfinished.unlink(missing_ok=True)
            found = float(known.validation.max())
            console.print(f"{model}: validation {found:.4f}")
            if model not in runs or found > float(runs[model].validation.max()):
                runs[model], rates[model] = known, rate
    figures, peers = compared(runs, effort)
    chosen = {f"{model}_learning_rate": rates[model] for model in _TRANSFORMERS}
    return Outcome({**figures, **chosen}, peers, digest)


def _rates(model: str, *, quick: bool) -> tuple[float, ...]:
    """At which learning rates a model is run; one that is no number where there is none."""
    if model not in _TRANSFORMERS:
        return (math.nan,)
    return RATES[:1] if quick else RATES


def compared(
    runs: Mapping[str, Run], effort: Effort
) -> tuple[Mapping[str, Figure], Mapping[str, Mapping[str, Figure]]]:
    """The figures of our own model and its standing, and those of the peers."""
    best = float(runs["sasrec"].validation.max())
    figures: dict[str, Figure] = {"members": effort.members, "sasrec_best_validation": best}
    figures["not_run_to_its_end"] = ", ".join(m for m in _PEERS if not runs[m].ended)
    figures |= _figures(runs["sequence"], best, prefix="sequence_")
    theirs = _figures(runs["sasrec"], best)["seconds_to_best_of_sasrec"]
    ours = figures["sequence_seconds_to_best_of_sasrec"]
    if isinstance(ours, float) and isinstance(theirs, float):
        figures["seconds_ratio"] = round(ours / theirs, 3)
    peers: dict[str, Mapping[str, Figure]] = {}
    for model, called in _PEERS.items():
        run = runs[model]
        gain = paired_difference(runs["sequence"].ndcg10, run.ndcg10)
        ahead = "ahead" if gain.low > 0 else "behind" if gain.high < 0 else "a tie"
        so_far = "" if run.ended else "_stopped_before_its_end"
        figures[f"sequence_against_{model}{so_far}"] = (
            f"{ahead}: {gain.low:+.4f} to {gain.high:+.4f}"
        )
        here = "run here" if run.ended else "run here, stopped before its end"
        peers[f"{called} ({here})"] = _figures(run, best)
    return figures, peers


def _unfinished(key: Mapping[str, str]) -> Path:
    """Where the course of a model is kept after each pass, by its data and settings."""
    UNFINISHED.mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256(json.dumps(key, sort_keys=True).encode()).hexdigest()[:16]
    return UNFINISHED / f"{key['model']}-{name}.course"


def _figures(one: Run, best: float, *, prefix: str = "") -> Mapping[str, Figure]:
    reached = one.seconds_to(best)
    return {
        f"{prefix}hr10": round(float(one.hr10.mean()), 4),
        f"{prefix}ndcg10": round(float(one.ndcg10.mean()), 4),
        f"{prefix}validation_ndcg10": round(float(one.validation.max()), 4),
        f"{prefix}passes": len(one.validation),
        f"{prefix}training_processor_seconds": round(float(one.times[-1, 0]), 1),
        f"{prefix}training_clock_seconds": round(float(one.times[-1, 1]), 1),
        f"{prefix}seconds_to_best_of_sasrec": "not reached" if reached is None else reached,
        f"{prefix}members_per_second": round(one.members_per_second),
    }


def _kept(key: Mapping[str, str]) -> Run | None:
    """What a whole run with the same data and effort came to."""
    if not RUNS.exists():
        return None
    for line in RUNS.read_text(encoding="utf-8").splitlines():
        kept = json.loads(line)
        if all(kept[name] == value for name, value in key.items()):
            return Run.of_line(kept)
    return None


def _settings(effort: Effort, model: str, rate: float) -> str:
    """What a run of a model depends on besides the data."""
    settings = asdict(effort)
    if model in _TRANSFORMERS:
        settings["rate"] = rate
    unused = ("passes", "processor_minutes") if model == "sequence" else ("course",)
    return json.dumps({name: value for name, value in settings.items() if name not in unused})


def _of_peer(
    material: Material,
    effort: Effort,
    model: str,
    rate: float,
    unfinished: Path | None,
    seconds: float,
) -> Run:
    """``unfinished`` keeps its course; after so many seconds no further pass is begun."""
    given = {
        **_given(material, effort, model),
        "rate": np.array(rate),
        "unfinished": np.array(str(unfinished or "")),
        "begin_within_seconds": np.array(seconds),
    }
    return _judged(run_peer(_SCRIPT, given, seconds=86_400, told=True), material)


def _given(material: Material, effort: Effort, model: str) -> Arrays:
    shape = effort.shape
    learned, asked = material.learned_from, material.test.past
    return {
        "model": np.array(model),
        "threads": np.array(_THREADS),
        "shape": np.array([shape.width, shape.heads, shape.blocks, shape.length]),
        "passes": np.array(effort.passes),
        "processor_seconds": np.array(60 * effort.processor_minutes),
        "members": np.array(len(learned)),
        "item_count": np.array(learned.item_count),
        "learned_members": learned.members,
        "learned_items": learned.items,
        "asked_members": asked.members,
        "asked_items": asked.items,
        "choosing": material.choosing.asked,
        "choosing_targets": material.choosing.targets,
    }


def _judged(made: Arrays, material: Material) -> Run:
    lists, test = made["lists"][material.test.asked], material.test
    where = places_in(lists, test.targets)
    curve = [
        float(gains(places_in(one, material.choosing.targets), _LIST).mean())
        for one in made["choosing_lists"]
    ]
    seconds = max(float(made["scoring_seconds"]), 1e-9)
    return Run(
        np.array(curve),
        np.asarray(made["times"], np.float64),
        int(made["best"]),
        where.above,
        len(made["lists"]) / seconds,
        bool(made["ended"]),
    )


def places_in(lists: NDArray[np.int64], targets: Items) -> Places:
    """Where targets stand in lists of ten; below all ten where they are in none of them."""
    found = lists == targets[:, np.newaxis]
    return _places(np.where(found.any(axis=1), found.argmax(axis=1), _LIST).astype(np.int64))


def _places(above: NDArray[np.int64]) -> Places:
    ones = np.ones(len(above), np.int64)
    return Places(above=above, tied=ones, field=ones * (_LIST + 1))


def _own(material: Material, effort: Effort, console: Console) -> Run:
    """The sequence model, judged from lists of ten as the peers are."""
    curve: list[float] = []
    times: list[tuple[float, float]] = []
    clock, mark = 0.0, time.monotonic()

    def told(done: Pass, scorer: TorchScorer) -> None:
        nonlocal clock, mark
        clock += time.monotonic() - mark
        lists, _ = _lists(scorer, material.choosing)
        found = gains(places_in(lists, material.choosing.targets), _LIST)
        curve.append(float(found.mean()))
        times.append((done.processor_seconds, clock))
        console.print(f"pass {done.number} of {done.of}, validation {curve[-1]:.4f}")
        mark = time.monotonic()

    scorer = Training(material.learned_from, material.facts, effort.shape, effort.course).run(told)
    lists, seconds = _lists(scorer, material.test)
    where = places_in(lists, material.test.targets)
    return Run(
        np.array(curve),
        np.array(times),
        len(curve) - 1,
        where.above,
        len(lists) / max(seconds, 1e-9),
    )


def _lists(scorer: TorchScorer, split: Split) -> tuple[NDArray[np.int64], float]:
    """The ten best of each asked member, best first, and the processor's seconds for it."""
    started = time.process_time()
    lists = np.empty((len(split.asked), _LIST), np.int64)
    for start in range(0, len(split.asked), _CHUNK):
        members = np.zeros(len(split.past), np.bool_)
        members[split.asked[start : start + _CHUNK]] = True
        part = split.past.choosing(members)
        scores = scorer.score(part)
        first = first_unseen(scores, part.seen(), _LIST)
        order = np.argsort(-np.take_along_axis(scores, first, axis=1), axis=1, kind="stable")
        lists[start : start + _CHUNK] = np.take_along_axis(first, order, axis=1)
    return lists, time.process_time() - started
