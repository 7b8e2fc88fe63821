"""PyTorch is there to train with, or it is not: the one place that asks."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol, cast

from matinee.recommend.arrays import Reals
from matinee.recommend.histories import Histories
from matinee.recommend.progress import Progress
from matinee.recommend.sequence.model import LOCAL
from matinee.recommend.sequence.served import ServedSequence

WITHOUT_TORCH = "The sequence model was not trained: PyTorch is not installed (extra train)."


class Learning(Protocol):
    """As :func:`~matinee.recommend.sequence.learning.learned_sequence` is called."""

    def __call__(
        self,
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
        """Train, export, check."""
        ...


def sequence_learning() -> Learning | None:
    """How a sequence model is learned, or None without PyTorch."""
    if find_spec("torch") is None:
        return None
    module = import_module("matinee.recommend.sequence.learning")
    return cast("Learning", module.learned_sequence)
