"""Several workers make the steps of one."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import numpy as np
import pytest

pytest.importorskip("torch", reason="PyTorch is not installed (extra train)")

import torch
from torch import Tensor

from matinee.errors import Conflict, Invalid, Unavailable
from matinee.recommend.histories import Histories
from matinee.recommend.sequence import training, workers
from matinee.recommend.sequence.crew import share_of
from matinee.recommend.sequence.learning import learned_sequence
from matinee.recommend.sequence.model import Course, Shape
from matinee.recommend.sequence.training import Pass, Training

ITEMS = 12
SMALL = Shape(width=16, heads=2, blocks=1, length=8)
EVEN = Course(epochs=4, tokens=64, rate=1e-2, warm_steps=5, dropout=0.0, forget=0.0)


class Table:
    """Where the workers of a test put down what they bring."""

    def __init__(self, count: int) -> None:
        self.barrier = Barrier(count)
        self.brought: list[Tensor] = [torch.zeros(0)] * count


class InThreads:
    """A crew whose workers are threads of one process."""

    def __init__(self, rank: int, table: Table) -> None:
        self.rank, self.count, self._table = rank, len(table.brought), table

    def total(self, values: Tensor) -> Tensor:
        self._table.brought[self.rank] = values.clone()
        self._table.barrier.wait(20)
        summed = torch.stack(self._table.brought).sum(0)
        self._table.barrier.wait(20)
        return summed


def circling(members: int = 41, length: int = 9) -> Histories:
    rows = np.repeat(np.arange(members), length)
    items = (rows + np.tile(np.arange(length), members)) % ITEMS
    return Histories.of(rows, items, member_count=members, item_count=ITEMS)


def facts() -> np.ndarray:
    return np.eye(ITEMS, 3, dtype=np.float32)


def run(one: Training, stop: int = 0) -> tuple[list[float], np.ndarray]:
    """The losses, and what the network says at the end, or where it was stopped."""
    losses: list[float] = []

    def told(done: Pass, _scorer: object) -> None:
        losses.append(done.loss)
        if done.number == stop:
            raise InterruptedError

    with suppress(InterruptedError):
        one.run(told)
    return losses, one.scorer().score(circling())


def alone(course: Course = EVEN) -> tuple[list[float], np.ndarray]:
    return run(Training(circling(), facts(), SMALL, course))


def by_threads(
    count: int, course: Course = EVEN, file: Path | None = None, stop: int = 0
) -> list[tuple[list[float], np.ndarray]]:
    table = Table(count)
    # Built one after the other: threads share one source of chance.
    built = [
        Training(circling(), facts(), SMALL, course, file, InThreads(rank, table))
        for rank in range(count)
    ]
    with ThreadPoolExecutor(count) as pool:
        asked = [pool.submit(run, one, stop) for one in built]
        return [one.result(60) for one in asked]


@pytest.fixture
def exact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "quick_precision", lambda: torch.float32)


@pytest.mark.usefixtures("exact")
@pytest.mark.parametrize("count", [2, 3])
def test_several_workers_learn_what_one_learns_from_the_same_batches(count: int) -> None:
    losses, scores = alone()
    several = by_threads(count)
    for found, said in several:
        assert found == pytest.approx(losses, abs=1e-4)
        assert np.abs(said - scores).max() < 1e-2
        assert np.array_equal(said, several[0][1])


@pytest.mark.usefixtures("exact")
def test_a_batch_with_fewer_windows_than_workers_is_no_other_batch() -> None:
    course = replace(EVEN, tokens=8, epochs=1)  # One window in each batch.
    losses, scores = alone(course)
    for found, said in by_threads(2, course):
        assert found == pytest.approx(losses, abs=1e-4)
        assert np.abs(said - scores).max() < 1e-2


@pytest.mark.usefixtures("exact")
def test_workers_that_were_stopped_go_on_and_end_in_the_same_numbers(tmp_path: Path) -> None:
    course = replace(EVEN, forget=0.2)
    whole = by_threads(2, course)[0]
    by_threads(2, course, tmp_path / "course.pt", stop=2)
    again = by_threads(2, course, tmp_path / "course.pt")[0]
    assert again[0] == whole[0][2:]
    assert np.array_equal(again[1], whole[1])


def test_every_window_of_a_batch_belongs_to_one_worker() -> None:
    table = Table(3)
    shares = [share_of(InThreads(rank, table), 7) for rank in range(3)]
    assert sorted(np.concatenate(shares)) == list(range(7))


def test_several_workers_without_a_folder_are_refused() -> None:
    with pytest.raises(Invalid, match="folder"):
        learned_sequence(
            circling(), facts(), passes=1, length=8, progress=lambda _what, _done: None, workers=2
        )


def material(tmp_path: Path) -> workers.Material:
    return workers.Material(circling(), facts(), SMALL, EVEN, tmp_path / "course.pt")


def test_without_ray_it_is_said_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(workers, "import_module", missing)
    with pytest.raises(Conflict, match="Ray is not installed") as refused:
        workers.trained_by_workers(material(tmp_path), workers=2)
    assert "matinee[cluster]" in (refused.value.remedy or "")


def test_a_cluster_that_is_not_there_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    class Ray:
        @staticmethod
        def is_initialized() -> bool:
            return False

        @staticmethod
        def init(**_options: object) -> None:
            raise ConnectionError("nobody answers")

    def found(_name: str) -> type[Ray]:
        return Ray

    monkeypatch.setattr(workers, "import_module", found)
    with pytest.raises(Unavailable, match="no Ray cluster at nowhere:6379"):
        workers.trained_by_workers(material(tmp_path), workers=2, cluster="nowhere:6379")
