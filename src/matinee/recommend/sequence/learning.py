"""From histories to a sequence model that serves: trained with PyTorch, exported, checked."""

import hashlib
from pathlib import Path

import numpy as np

from matinee.errors import Invalid
from matinee.recommend.arrays import Reals
from matinee.recommend.histories import Histories
from matinee.recommend.occasions import ROWS
from matinee.recommend.progress import Progress
from matinee.recommend.sequence.export import exported
from matinee.recommend.sequence.model import LOCAL, Course, Shape
from matinee.recommend.sequence.scoring import TorchScorer
from matinee.recommend.sequence.served import ServedSequence
from matinee.recommend.sequence.training import Pass, Training
from matinee.recommend.sequence.workers import Material, trained_by_workers


def learned_sequence(
    histories: Histories,
    facts: Reals,
    *,
    passes: int,
    length: int,
    progress: Progress,
    unfinished: Path | None = None,
    workers: int = 1,
    cluster: str = LOCAL,
) -> ServedSequence:
    """A course of so many passes over windows of at most ``length`` events.

    Where the histories say how events came about, the model hears of it.

    Several ``workers`` share it on a Ray ``cluster``, and then need the folder. In the folder
    ``unfinished`` a course that was stopped waits to be taken up by whoever trains the same
    histories again; one that was begun on others, which may hold what is since erased, is removed.
    """

    def told(done: Pass, _scorer: TorchScorer | None = None) -> None:
        left = f"{done.seconds_left / 60:.0f} minutes left"
        progress(f"sequence model: pass {done.number} of {done.of}, {left}", done.number / done.of)

    rows = 0 if histories.occasions is None else ROWS
    shape, course = Shape(length=length, occasions=rows), Course(epochs=passes)
    checkpoint = None if unfinished is None else _alone(unfinished, histories, facts, shape, course)
    progress("sequence model", 0.0)
    if workers > 1:
        if checkpoint is None:
            raise Invalid("Several workers need a folder to keep their course.", field="unfinished")
        material = Material(histories, facts, shape, course, checkpoint)
        scorer = trained_by_workers(material, workers=workers, cluster=cluster, told=told)
    else:
        scorer = Training(histories, facts, shape, course, checkpoint).run(told)
    served = ServedSequence(exported(scorer.network))
    if checkpoint is not None:
        checkpoint.unlink(missing_ok=True)
    return served


def _alone(folder: Path, histories: Histories, facts: Reals, shape: Shape, course: Course) -> Path:
    """Where this very course is kept, all others removed."""
    digest = hashlib.sha256(repr((shape, course)).encode())
    for array in (histories.offsets, histories.items, facts, histories.occasions):
        if array is not None:
            digest.update(np.ascontiguousarray(array).tobytes())
    folder.mkdir(parents=True, exist_ok=True)
    checkpoint = folder / f"sequence-{digest.hexdigest()[:24]}.pt"
    for other in folder.glob("sequence-*"):
        if other.stem != checkpoint.stem:
            other.unlink(missing_ok=True)
    return checkpoint
