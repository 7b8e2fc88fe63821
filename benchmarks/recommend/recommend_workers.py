"""The sequence model trained by one worker, by two under Ray Train, and by two of which one dies.

On MovieLens 100K in order of time, each member's last title held out, the same batches for any
number of workers. Compared are the losses of each pass, what the models foresee (beside what
another seed changes, since workers draw their dropout apart), and whether a course of two workers
ends in the same numbers when one of them was killed in the middle of it.
"""

import os
import signal
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch

from benchmarks.outcome import Figure, Outcome
from benchmarks.recommend.movielens_100k import movielens_100k
from matinee.recommend.arrays import Floats, Reals
from matinee.recommend.evaluation.harness import evaluate
from matinee.recommend.evaluation.intervals import paired_difference
from matinee.recommend.evaluation.split import Split, leave_last_out
from matinee.recommend.sequence.model import Course, Shape
from matinee.recommend.sequence.scoring import TorchScorer
from matinee.recommend.sequence.training import Pass, Training
from matinee.recommend.sequence.workers import Material, trained_by_workers

_WORKERS = 2
_PASSES, _KILLED_AFTER = 10, 4
_WORKER = b"RayTrainWorker"


@dataclass(frozen=True, slots=True, eq=False)
class _Course:
    """One course: its losses by the number of the pass, what it foresees, what it says."""

    losses: Mapping[int, float]
    ndcg10: Floats
    scores: Reals
    seconds: float


def run(quick: bool) -> Outcome:
    """``quick``: a small network and three passes, without the course whose worker is killed."""
    torch.set_num_threads(1)
    viewings, facts, digest = movielens_100k()
    split = leave_last_out(viewings.before(np.inf))
    shape = Shape(width=32, blocks=1) if quick else Shape()
    course = replace(Course(), epochs=3 if quick else _PASSES, warm_steps=50)
    other_seed = replace(course, seed=course.seed + 1)
    with tempfile.TemporaryDirectory(prefix="matinee-workers-") as folder:

        def material(name: str) -> Material:
            return Material(split.past, facts, shape, course, Path(folder) / f"{name}.pt")

        one = _alone(material("one"), split)
        other = None if quick else _alone(replace(material("other"), course=other_seed), split)
        two = _together(material("two"), split)
        killed = None if quick else _together(material("killed"), split, _kill_one())
    figures = _compared(one, two)
    if other is not None:
        figures["other_seed_ndcg10"] = round(float(other.ndcg10.mean()), 4)
        figures["other_seed_against_one"] = _difference(other, one)
    if killed is not None:
        figures |= {
            "killed_passes": len(killed.losses),
            "killed_equals_two": int(np.array_equal(killed.scores, two.scores)),
            "killed_seconds": round(killed.seconds, 1),
        }
    return Outcome(figures, data_sha256=digest)


def _compared(one: _Course, two: _Course) -> dict[str, Figure]:
    apart = [abs(two.losses[number] / loss - 1) for number, loss in one.losses.items()]
    return {
        "passes": len(one.losses),
        "one_worker_losses": _told(one.losses),
        "two_workers_losses": _told(two.losses),
        "largest_loss_difference": round(max(apart), 5),
        "one_worker_ndcg10": round(float(one.ndcg10.mean()), 4),
        "two_workers_ndcg10": round(float(two.ndcg10.mean()), 4),
        "two_against_one": _difference(two, one),
        "one_worker_seconds": round(one.seconds, 1),
        "two_workers_seconds": round(two.seconds, 1),
    }


def _difference(one: _Course, other: _Course) -> str:
    gain = paired_difference(one.ndcg10, other.ndcg10)
    verdict = "a tie" if gain.low <= 0 <= gain.high else "apart"
    return f"{verdict}: {gain.low:+.4f} to {gain.high:+.4f}"


def _told(losses: Mapping[int, float]) -> str:
    return ", ".join(f"{losses[number]:.4f}" for number in sorted(losses))


def _alone(material: Material, split: Split) -> _Course:
    losses: dict[int, float] = {}

    def told(done: Pass, _scorer: TorchScorer) -> None:
        losses[done.number] = done.loss

    started = time.monotonic()
    scorer = Training(material.histories, material.facts, material.shape, material.course).run(told)
    return _judged(scorer, losses, split, time.monotonic() - started)


def _together(
    material: Material, split: Split, besides: Callable[[Pass], None] | None = None
) -> _Course:
    losses: dict[int, float] = {}

    def told(done: Pass) -> None:
        losses[done.number] = done.loss
        if besides is not None:
            besides(done)

    started = time.monotonic()
    scorer = trained_by_workers(material, workers=_WORKERS, told=told)
    return _judged(scorer, losses, split, time.monotonic() - started)


def _judged(
    scorer: TorchScorer, losses: Mapping[int, float], split: Split, seconds: float
) -> _Course:
    scores = scorer.score(split.past.choosing(np.arange(len(split.past)) < 50))
    return _Course(losses, evaluate(scorer, split).ndcg10, scores, seconds)


def _kill_one() -> Callable[[Pass], None]:
    """Once, after some passes: one of the workers gets a signal that it cannot catch."""
    killed: list[int] = []

    def besides(done: Pass) -> None:
        if done.number >= _KILLED_AFTER and not killed:
            killed.append(_workers_of_this_process()[-1])
            os.kill(killed[0], signal.SIGKILL)

    return besides


def _workers_of_this_process() -> list[int]:
    """The processes of Ray's workers below this one, and of nobody else's."""
    parents, workers = dict[int, int](), list[int]()
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            stat = (folder / "stat").read_text()
            command = (folder / "cmdline").read_bytes()
        except OSError:
            continue  # It has ended meanwhile.
        parents[int(folder.name)] = int(stat.rpartition(")")[2].split()[1])
        if _WORKER in command:
            workers.append(int(folder.name))
    return [worker for worker in workers if _is_below(worker, os.getpid(), parents)]


def _is_below(process: int, above: int, parents: Mapping[int, int]) -> bool:
    while process in parents and process != above:
        process = parents[process]
    return process == above
