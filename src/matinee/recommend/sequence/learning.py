"""From histories to a sequence model that serves: trained with PyTorch, exported, checked."""

from matinee.recommend.arrays import Reals
from matinee.recommend.histories import Histories
from matinee.recommend.progress import Progress
from matinee.recommend.sequence.export import exported
from matinee.recommend.sequence.model import Course, Shape
from matinee.recommend.sequence.scoring import TorchScorer
from matinee.recommend.sequence.served import ServedSequence
from matinee.recommend.sequence.training import Pass, Training


def learned_sequence(
    histories: Histories, facts: Reals, *, passes: int, length: int, progress: Progress
) -> ServedSequence:
    """A course of so many passes over windows of at most ``length`` events."""

    def told(done: Pass, _scorer: TorchScorer) -> None:
        left = f"{done.seconds_left / 60:.0f} minutes left"
        progress(f"sequence model: pass {done.number} of {done.of}, {left}", done.number / done.of)

    training = Training(histories, facts, Shape(length=length), Course(epochs=passes))
    progress("sequence model", 0.0)
    network = training.run(told).network
    return ServedSequence(exported(network))
