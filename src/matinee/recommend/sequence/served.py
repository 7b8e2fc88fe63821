"""The sequence model at request time: ONNX Runtime over a history, one step for each new event."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from matinee.foundation.onnx_session import session_of
from matinee.recommend.arrays import Items, Reals
from matinee.recommend.histories import Histories
from matinee.recommend.sequence.model import Shape
from matinee.recommend.sequence.windows import padded

_AT_ONCE = 64
_KEPT = 1_000
"""Histories whose state is kept; at width 64, two blocks and 200 events one takes 200 kB."""

_STEPS = 4
"""A history that grew by more events than this is read as a whole."""


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
    """What is left of a history that was read: where it ended, and what the next event needs."""

    state: Reals
    past: Reals


class _Kept:
    """States by the history that made them, those asked for longest ago forgotten first.

    A state belongs to titles in an order and to no member.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._states: OrderedDict[tuple[int, ...], _State] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._states)

    def newest(self, window: tuple[int, ...]) -> tuple[int, _State | None]:
        """The state of the longest known beginning of a window, and how long that is."""
        with self._lock:
            for length in range(len(window), max(0, len(window) - _STEPS - 1), -1):
                found = self._states.get(window[:length])
                if found is not None:
                    self._states.move_to_end(window[:length])
                    return length, found
        return 0, None

    def put(self, window: tuple[int, ...], state: _State, *, instead_of: int) -> None:
        """Keep a state; the beginning that it grew from is forgotten."""
        with self._lock:
            if instead_of:
                self._states.pop(window[:instead_of], None)
            self._states[window] = state
            while len(self._states) > self._most:
                self._states.popitem(last=False)


class ServedSequence:
    """Scores for one history or many; one instance serves all threads."""

    def __init__(self, arrays: SequenceArrays, *, kept: int = _KEPT) -> None:
        self.arrays = arrays
        # So few rows are no faster on more threads, and other requests run beside.
        self._session = session_of(arrays.graph, threads=1)
        table = np.vstack([arrays.titles, arrays.hidden[np.newaxis]])
        self._table: Reals = table * np.float32(np.sqrt(arrays.shape.width))
        self.kept = _Kept(kept)

    def __len__(self) -> int:
        return len(self.arrays.titles)

    def scores(self, items: Items) -> Reals:
        """The logit of every title as the next one, after a history, oldest first; -1: unknown."""
        if not items.size:
            return self.arrays.popularity
        return self.arrays.titles @ self.state(items) + self.arrays.popularity

    def state(self, items: Items) -> Reals:
        """[width]: what the network makes of a history that is not empty, oldest first.

        Of a history that only grew since it was asked for, the new events alone are read.
        """
        window = tuple(items[self._start(items.size) :].tolist())
        length, known = self.kept.newest(window)
        if known is not None and length == len(window):
            return known.state
        past = self._nothing(1) if known is None else known.past
        states, present = self._run(np.array(window[length:], np.int64)[np.newaxis], past)
        self.kept.put(window, _State(states[0, -1], present), instead_of=length)
        return states[0, -1]

    def score(self, histories: Histories) -> Reals:
        """Member x title, for many at once; nothing is kept."""
        scores = self.states(histories) @ self.arrays.titles.T
        return scores + self.arrays.popularity

    def states(self, histories: Histories) -> Reals:
        """Member x width, for many at once; zeros for a member without a history."""
        found = np.zeros((len(histories), self.arrays.shape.width), np.float32)
        lengths = histories.lengths
        starts = np.array([self._start(length) for length in lengths.tolist()], np.int64)
        begins, lengths = histories.offsets[:-1] + starts, lengths - starts
        order = np.argsort(lengths, kind="stable")
        order = order[lengths[order] > 0]
        for first in range(0, order.size, _AT_ONCE):
            some = order[first : first + _AT_ONCE]
            items = padded(histories.items, begins[some], begins[some] + lengths[some])
            states, _ = self._run(items.astype(np.int64), self._nothing(len(some)))
            found[some] = states[np.arange(len(some)), lengths[some] - 1]
        return found

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
