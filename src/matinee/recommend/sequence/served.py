"""The sequence model at request time: ONNX Runtime over a history, one step for each new event."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from threading import Lock

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from matinee.recommend.arrays import Items, Reals
from matinee.recommend.histories import Histories
from matinee.recommend.sequence.model import Shape
from matinee.recommend.sequence.windows import padded

_AT_ONCE = 64
_KEPT = 2_000
"""Members whose state is kept; at width 64, two blocks and 200 events one takes 200 kB."""


@dataclass(frozen=True, slots=True, eq=False)
class SequenceArrays:
    """What a trained model is, without the network's code.

    ``graph`` is an ONNX model as :func:`~matinee.recommend.sequence.graph.blocks_graph` draws it;
    ``titles`` [items, width] are the vectors that events are made of and that are asked for at the
    end; ``hidden`` [width] stands for a title that is not known; ``popularity`` [items] is added to
    every answer; ``of_facts`` [width, facts] makes the vector of a title nobody has watched.
    """

    shape: Shape
    graph: bytes
    titles: Reals
    hidden: Reals
    popularity: Reals
    of_facts: Reals


@dataclass(frozen=True, slots=True, eq=False)
class _State:
    """What is left of a history that was read: its titles, and what the next event needs."""

    items: tuple[int, ...]
    state: Reals
    past: Reals


@dataclass(slots=True)
class _Kept:
    """States by member, those asked for longest ago forgotten first."""

    most: int
    states: OrderedDict[Hashable, _State] = field(default_factory=OrderedDict[Hashable, _State])
    lock: Lock = field(default_factory=Lock)

    def get(self, member: Hashable) -> _State | None:
        with self.lock:
            found = self.states.get(member)
            if found is not None:
                self.states.move_to_end(member)
            return found

    def put(self, member: Hashable, state: _State) -> None:
        with self.lock:
            self.states[member] = state
            self.states.move_to_end(member)
            while len(self.states) > self.most:
                self.states.popitem(last=False)


class ServedSequence:
    """Scores for one history or many; one instance serves all threads."""

    def __init__(self, arrays: SequenceArrays, *, kept: int = _KEPT) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = (
            1  # So few rows are no faster on more, and requests run beside.
        )
        self.arrays = arrays
        self._session = onnxruntime.InferenceSession(
            arrays.graph, options, providers=["CPUExecutionProvider"]
        )
        table = np.vstack([arrays.titles, arrays.hidden[np.newaxis]])
        self._table: Reals = table * np.float32(np.sqrt(arrays.shape.width))
        self._kept = _Kept(kept)

    def __len__(self) -> int:
        return len(self.arrays.titles)

    def scores(self, items: Items, *, member: Hashable | None = None) -> Reals:
        """The logit of every title as the next one, after a history, oldest first.

        With a ``member`` the state is kept: of a history that only grew, the new events alone are
        read. A title that is not known is -1.
        """
        if not items.size:
            return self.arrays.popularity
        return self.arrays.titles @ self.state(items, member=member) + self.arrays.popularity

    def state(self, items: Items, *, member: Hashable | None = None) -> Reals:
        """[width]: what the network makes of a history that is not empty, oldest first."""
        window = tuple(items[self._start(items.size) :].tolist())
        known = None if member is None else self._kept.get(member)
        if known is not None and known.items == window:
            return known.state
        if known is None or window[: len(known.items)] != known.items:
            known = None
        read = window if known is None else window[len(known.items) :]
        states, past = self._run(
            np.array(read, np.int64)[np.newaxis], self._nothing(1) if known is None else known.past
        )
        if member is not None:
            self._kept.put(member, _State(window, states[0, -1], past))
        return states[0, -1]

    def score(self, histories: Histories) -> Reals:
        """Member x title, for many at once; nothing is kept."""
        scores = np.tile(self.arrays.popularity, (len(histories), 1))
        begins = np.array(
            [
                start + self._start(int(end - start))
                for start, end in zip(histories.offsets[:-1], histories.offsets[1:], strict=True)
            ],
            np.int64,
        )
        lengths = histories.offsets[1:] - begins
        order = np.argsort(lengths, kind="stable")
        order = order[lengths[order] > 0]
        for first in range(0, order.size, _AT_ONCE):
            some = order[first : first + _AT_ONCE]
            items = padded(histories.items, begins[some], begins[some] + lengths[some])
            states, _ = self._run(items.astype(np.int64), self._nothing(len(some)))
            last = states[np.arange(len(some)), lengths[some] - 1]
            scores[some] += last @ self.arrays.titles.T
        return scores

    def _start(self, length: int) -> int:
        """Where the window begins: it moves by quarters, so that most events only add to it."""
        longest = self.arrays.shape.length
        quarter = max(1, longest // 4)
        over = length - longest
        return 0 if over <= 0 else -(-over // quarter) * quarter

    def _run(self, items: NDArray[np.int64], past: Reals) -> tuple[Reals, Reals]:
        events = self._table[np.where(items < 0, len(self), items)]
        states, present = self._session.run(["states", "present"], {"events": events, "past": past})
        return np.asarray(states, np.float32), np.asarray(present, np.float32)

    def _nothing(self, count: int) -> Reals:
        shape = self.arrays.shape
        each = shape.width // shape.heads
        return np.zeros((2 * shape.blocks, count, shape.heads, 0, each), np.float32)
