"""Training: averaged weights, one cosine of the rate, a checkpoint after every pass.

Averaging weights along the way (Polyak and Juditsky 1992) stands in for the end of a longer course;
hiding some events makes the network read the rest. Everything that is drawn is drawn from the seed
and the number of the pass, so that a course taken up again goes on as if it had never stopped.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from matinee.errors import Invalid
from matinee.recommend.arrays import Reals
from matinee.recommend.histories import Histories
from matinee.recommend.occasions import as_asked, as_heard
from matinee.recommend.sequence.crew import Alone, Crew, share_of, sum_gradients
from matinee.recommend.sequence.loss import NextTitle, quick_precision
from matinee.recommend.sequence.model import Course, Shape
from matinee.recommend.sequence.network import SequenceNetwork
from matinee.recommend.sequence.optimizer import Optimizer
from matinee.recommend.sequence.scoring import TorchScorer
from matinee.recommend.sequence.windows import padded, padded_occasions, stretches

_LONGEST_STEP = 1.0
_APART = 7_919_000_003
Places: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pass:
    """One pass over the histories, as it is told to whoever waits."""

    number: int
    of: int
    loss: float
    processor_seconds: float
    seconds_left: float


@dataclass(frozen=True, slots=True, eq=False)
class _Batch:
    """What the network reads and is asked: int[b, l], and [b, l, 4] of how events came about.

    ``weight`` is the share of what is asked of all workers that is asked of this one.
    """

    shown: Tensor
    asked: Tensor
    gone: Tensor
    occasions: Tensor | None
    asked_at: Tensor | None
    weight: float | None = None

    def share(self, crew: Crew) -> "_Batch":
        """One worker's windows; one that has none reads the first window and is asked nothing."""
        rows = torch.from_numpy(share_of(crew, len(self.shown)))
        idle = not len(rows)
        rows = torch.zeros(1, dtype=torch.int64) if idle else rows
        asked = torch.full_like(self.asked[rows], -1) if idle else self.asked[rows]
        return _Batch(
            self.shown[rows],
            asked,
            self.gone[rows],
            None if self.occasions is None else self.occasions[rows],
            None if self.asked_at is None else self.asked_at[rows],
            int((asked >= 0).sum()) / max(1, int((self.asked >= 0).sum())),
        )


class Training:
    """A course that can be stopped after any pass and taken up again from its checkpoint.

    ``processor_seconds`` is what its passes took so far, those before a stop too.
    """

    def __init__(
        self,
        histories: Histories,
        facts: Reals,
        shape: Shape | None = None,
        course: Course | None = None,
        checkpoint: Path | None = None,
        crew: Crew | None = None,
    ) -> None:
        """Build the network; take up what the checkpoint holds of this same course.

        ``crew`` are the workers who make each step together, of whom one keeps the checkpoint.
        ``facts`` is float32[items, facts]: what is known of each title before anybody watches it.
        """
        if len(facts) != histories.item_count:
            raise Invalid("Every title needs a row of facts.", field="facts")
        self.histories, self.facts, self.checkpoint = histories, facts, checkpoint
        self.shape, self.course = shape or Shape(), course or Course()
        torch.manual_seed(self.course.seed)
        self._network = SequenceNetwork(
            self.shape, self.histories.item_count, torch.from_numpy(self.facts), self.course.dropout
        )
        counts = np.bincount(self.histories.items, minlength=self.histories.item_count) + 1.0
        with torch.no_grad():
            self._network.popularity.copy_(torch.from_numpy(np.log(counts / counts.mean())))
        self._averaged = {n: v.clone() for n, v in self._network.state_dict().items()}
        self._optimizer = Optimizer(self._network, self.course)
        self._precision = quick_precision()
        self._crew = crew or Alone()
        # Alone, everything comes of one source; among several, what is hidden comes of another,
        # which is the same for all of them.
        self._drawn = None if self._crew.count == 1 else torch.Generator()
        self._done = self._step = 0
        self.processor_seconds = 0.0
        if self.checkpoint is not None and self.checkpoint.exists():
            self._take_up(self.checkpoint)

    def run(self, told: Callable[[Pass, TorchScorer], None] | None = None) -> TorchScorer:
        """Train to the end; ``told`` hears of each pass with the averaged network so far."""
        steps = self._steps_of_a_pass() * self.course.epochs
        while self._done < self.course.epochs:
            wall, processor = time.monotonic(), time.process_time()
            loss = self._one_pass(steps)
            self._done += 1
            self.processor_seconds += time.process_time() - processor
            if self.checkpoint is not None and self._crew.rank == 0:
                self._keep(self.checkpoint)
            if told is not None:
                left = (time.monotonic() - wall) * (self.course.epochs - self._done)
                told(
                    Pass(self._done, self.course.epochs, loss, self.processor_seconds, left),
                    self.scorer(),
                )
        return self.scorer()

    def scorer(self) -> TorchScorer:
        """The averaged network, as it stands."""
        network = SequenceNetwork(
            self.shape, self.histories.item_count, torch.from_numpy(self.facts), 0.0
        )
        network.load_state_dict(self._averaged)
        return TorchScorer(network.eval())

    def _one_pass(self, steps: int) -> float:
        random = np.random.default_rng((self.course.seed, self._done))
        torch.manual_seed(self.course.seed * 100_003 + self._done + _APART * self._crew.rank)
        if self._drawn is not None:
            self._drawn.manual_seed(self.course.seed * 100_003 + self._done)
        self._network.train()
        losses = [
            self._one_step(starts, ends, steps)
            for starts, ends in stretches(
                self.histories, self.shape.length, self.course.tokens, random
            )
        ]
        return float(np.mean(losses))

    def _one_step(self, starts: Places, ends: Places, steps: int) -> float:
        course, network = self.course, self._network
        batch = self._batch(starts, ends)
        titles = network.titles()
        states = network(batch.shown, titles, batch.occasions, batch.asked_at)
        loss: Any = NextTitle.apply(
            states, titles, network.popularity, batch.asked, batch.gone, self._precision
        )
        if batch.weight is not None:
            loss = loss * batch.weight
        loss.backward()
        told = self._summed(loss)
        torch.nn.utils.clip_grad_norm_(network.parameters(), _LONGEST_STEP)
        self._optimizer.step(_part(course, self._step, steps))
        self._step += 1
        weight = 1.0 - min(course.average, (self._step + 1) / (self._step + 10))
        for name, value in network.state_dict().items():
            self._averaged[name].lerp_(value, weight)
        return told

    def _summed(self, loss: Tensor) -> float:
        if self._crew.count == 1:
            return float(loss.detach())
        return sum_gradients(self._crew, list(self._network.parameters()), loss)

    def _batch(self, starts: Places, ends: Places) -> _Batch:
        """What this worker reads of a batch and is asked; what is hidden is drawn for all."""
        course = self.course
        items = torch.from_numpy(padded(self.histories.items, starts, ends).astype(np.int64))
        past, asked = items[:, :-1], items[:, 1:]
        drawn = torch.rand(past.shape, generator=self._drawn)
        shown = torch.where(drawn < course.forget, -1, past)
        occasions, asked_at = self._occasions(shown, starts, ends)
        gone = torch.full_like(past, -1)
        if course.unseen_only:
            gone, asked = past, _first_time(past, asked)
        batch = _Batch(shown, asked, gone, occasions, asked_at)
        return batch if self._crew.count == 1 else batch.share(self._crew)

    def _occasions(
        self, shown: Tensor, starts: Places, ends: Places
    ) -> tuple[Tensor | None, Tensor | None]:
        """How the events came about that are shown, and those that are asked for.

        Of some windows nothing is told, so that the network does without where nothing is known.
        """
        if not self.shape.occasions or self.histories.occasions is None:
            return None, None
        told = padded_occasions(self.histories.occasions, starts, ends)
        untold = torch.rand(len(told), generator=self._drawn) < self.course.forget
        told[untold.numpy()] = 0
        asked = as_asked(told[:, 1:])
        heard = as_heard(told[:, :-1])
        heard[shown.numpy() < 0, 0] = 0
        return torch.from_numpy(heard.astype(np.int64)), torch.from_numpy(asked.astype(np.int64))

    def _steps_of_a_pass(self) -> int:
        random = np.random.default_rng((self.course.seed, 0))
        return sum(
            1 for _ in stretches(self.histories, self.shape.length, self.course.tokens, random)
        )

    def _keep(self, file: Path) -> None:
        kept = {
            "course": repr((self.shape, self.course)),
            "network": self._network.state_dict(),
            "averaged": self._averaged,
            "optimizer": self._optimizer.state_dict(),
            "done": self._done,
            "step": self._step,
            "processor_seconds": self.processor_seconds,
        }
        beside = file.with_suffix(".part")
        torch.save(kept, beside)
        beside.replace(file)

    def _take_up(self, file: Path) -> None:
        kept = torch.load(file, weights_only=True)
        if kept["course"] != repr((self.shape, self.course)):
            raise Invalid(
                f"{file.name} belongs to another course.",
                remedy="Give another file, or remove this one.",
                field="checkpoint",
            )
        self._network.load_state_dict(kept["network"])
        self._averaged = kept["averaged"]
        self._optimizer.load_state_dict(kept["optimizer"])
        self._done, self._step = kept["done"], kept["step"]
        self.processor_seconds = kept["processor_seconds"]


def _first_time(past: Tensor, asked: Tensor) -> Tensor:
    """What is asked, without titles that stand at or before the event: they left the field."""
    again = (past[:, None, :] == asked[:, :, None]).tril().any(-1)
    return torch.where(again, -1, asked)


def _part(course: Course, step: int, steps: int) -> float:
    """Of the full rates: a short rise, then half a cosine down to nothing."""
    warm = min(1.0, (step + 1) / min(course.warm_steps, max(1, steps // 5)))
    return warm * (0.5 + 0.5 * math.cos(math.pi * min(1.0, step / steps)))
