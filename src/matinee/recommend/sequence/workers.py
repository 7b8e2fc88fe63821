"""The same training on several workers, placed and watched over by Ray Train.

Every worker runs :class:`~matinee.recommend.sequence.training.Training` as one process does alone,
with a crew that sums gradients by gloo. The checkpoint in a folder that all workers see carries the
course: a worker that dies takes the group down, Ray starts a new one, and it goes on from there.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import Any

import torch

from matinee.errors import Conflict, Unavailable
from matinee.recommend.arrays import Reals
from matinee.recommend.histories import Histories
from matinee.recommend.sequence.crew import Together
from matinee.recommend.sequence.model import LOCAL, Course, Shape
from matinee.recommend.sequence.scoring import TorchScorer
from matinee.recommend.sequence.training import Pass, Training

_LIVES = 3
_LOOKED_EVERY = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """All that a worker is handed."""

    histories: Histories
    facts: Reals
    shape: Shape
    course: Course
    checkpoint: Path


class Halted(Exception):
    """Whoever waited for the training wants no more of it."""


def trained_by_workers(
    material: Material,
    *,
    workers: int,
    cluster: str = LOCAL,
    told: Callable[[Pass], None] | None = None,
) -> TorchScorer:
    """Train to the end on so many workers, each on one processor.

    ``cluster`` is ``LOCAL``, ``auto`` for the cluster that this machine belongs to, or
    HOST:PORT. What ``told`` raises ends the course after the pass that runs.

    Raises:
        Conflict: Ray is not installed.
        Unavailable: there is no such cluster, or workers died again and again.
    """
    with _joined(cluster, workers) as ray:
        train = import_module("ray.train")
        torch_train = import_module("ray.train.torch")
        board = ray.remote(num_cpus=0)(_Board).remote()
        kept = Path(tempfile.mkdtemp(prefix="ray-", dir=material.checkpoint.parent))
        trainer = torch_train.TorchTrainer(
            _work,
            train_loop_config={"material": ray.put(material), "board": board},
            torch_config=torch_train.TorchConfig(backend="gloo"),
            scaling_config=train.ScalingConfig(
                num_workers=workers, resources_per_worker={"CPU": 1}
            ),
            run_config=train.RunConfig(
                name=material.checkpoint.stem,
                storage_path=str(kept),
                failure_config=train.FailureConfig(max_failures=_LIVES),
            ),
        )
        try:
            _watched(ray, trainer, board, told)
        finally:
            shutil.rmtree(kept, ignore_errors=True)
    return Training(
        material.histories, material.facts, material.shape, material.course, material.checkpoint
    ).scorer()


class _Board:
    """An actor between the workers and whoever waits: passes one way, a halt the other."""

    def __init__(self) -> None:
        self._passes: list[dict[str, Any]] = []
        self._halted = False

    def tell(self, done: dict[str, Any]) -> bool:
        """A pass is done; whether to stop."""
        self._passes.append(done)
        return self._halted

    def news(self) -> list[dict[str, Any]]:
        """What was told since the last time."""
        news, self._passes = self._passes, []
        return news

    def halt(self) -> None:
        """Let the next pass be the last."""
        self._halted = True


def _work(config: dict[str, Any]) -> None:
    """One worker, from its place in the group to the end of the course."""
    ray = import_module("ray")
    torch.set_num_threads(1)
    material: Material = ray.get(config["material"])
    crew, board = Together(), config["board"]

    def told(done: Pass, _scorer: TorchScorer) -> None:
        halted = torch.zeros(1)
        if crew.rank == 0:
            halted += float(ray.get(board.tell.remote(asdict(done))))
        if crew.total(halted).item():
            raise Halted

    try:
        Training(
            material.histories,
            material.facts,
            material.shape,
            material.course,
            material.checkpoint,
            crew,
        ).run(told)
    except Halted:
        return


def _watched(ray: Any, trainer: Any, board: Any, told: Callable[[Pass], None] | None) -> None:
    """Run the trainer in a thread, and pass on what its workers tell."""
    failures: list[BaseException] = []

    def fit() -> None:
        try:
            trainer.fit()
        except Exception as failure:
            failures.append(failure)

    runs = Thread(target=fit, name="ray-train", daemon=True)
    runs.start()
    refusal: Exception | None = None
    while runs.is_alive():
        runs.join(_LOOKED_EVERY)
        try:
            _pass_on(ray, board, told)
        except Exception as refused:
            refusal, told = refused, None
            ray.get(board.halt.remote())
    if refusal is not None:
        raise refusal
    if failures:
        raise Unavailable(
            f"The workers did not finish: {_first_line(failures[0])}",
            remedy="Train again: it goes on from the last pass. See Ray's logs for the workers'.",
        ) from failures[0]
    _pass_on(ray, board, told)


def _pass_on(ray: Any, board: Any, told: Callable[[Pass], None] | None) -> None:
    for news in ray.get(board.news.remote()):
        if told is not None:
            told(Pass(**news))


@contextmanager
def _joined(cluster: str, workers: int) -> Generator[Any]:
    """Ray, in a cluster; one that was started here ends here."""
    # Ray tells its makers of every start otherwise, and asks for their answer.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        ray = import_module("ray")
    except ImportError as missing:
        raise Conflict(
            "Ray is not installed.",
            remedy="pip install 'matinee[cluster]', or set MATINEE_RECOMMEND__SEQUENCE_WORKERS=1.",
        ) from missing
    there = ray.is_initialized()
    quietly: dict[str, Any] = {"log_to_driver": False, "logging_level": "error"}
    if cluster == LOCAL:
        quietly |= {"num_cpus": workers, "include_dashboard": False}
    try:
        if not there:
            ray.init(address=cluster, **quietly)
    except (ConnectionError, RuntimeError, ValueError) as failure:
        raise Unavailable(
            f"There is no Ray cluster at {cluster}: {_first_line(failure)}",
            remedy="Start one (docs/how-to/cluster.md), or set "
            "MATINEE_RECOMMEND__SEQUENCE_WORKERS=1.",
        ) from failure
    try:
        yield ray
    finally:
        if not there:
            ray.shutdown()


def _first_line(failure: BaseException) -> str:
    return str(failure).strip().split("\n", maxsplit=1)[0][:300]
