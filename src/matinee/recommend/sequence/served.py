"""The sequence model at request time: ONNX Runtime over a history, one step for each new event."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from matinee.foundation.onnx_session import session_of
from matinee.recommend.arrays import Items, Reals
from matinee.recommend.histories import Histories
from matinee.recommend.occasions import Occasions, as_heard
from matinee.recommend.sequence.model import Shape
from matinee.recommend.sequence.windows import padded, padded_occasions

_AT_ONCE = 64
_KEPT = 1_000
"""Histories whose state is kept; at width 64, two blocks and 200 events one takes 200 kB."""

_STEPS = 4
"""A history that grew by more events than this is read as a whole."""

_SPREADING = np.uint32(2_654_435_761)
"""Knuth's multiplicative hash (The Art of Computer Programming 3, section 6.4)."""


@dataclass(frozen=True, slots=True, eq=False)
class SequenceArrays:
    """What a trained model is, without the network's code.

    ``graph`` is an ONNX model as :func:`~matinee.recommend.sequence.graph.blocks_graph` draws it;
    ``titles`` [items, width] are the vectors that events are made of and that are asked for at the
    end; ``hidden`` [width] stands for a title that is not known; ``popularity`` [items] is added to
    every answer; ``of_facts`` [width, facts] makes the vector of a title nobody has watched.
    ``of_events`` [rows, width] is added to events by how they came about, and ``of_request``
    [rows, 2 · width] stretches and shifts the state by the moment that is asked for: without rows
    where the network hears of neither.
    """

    shape: Shape
    graph: bytes
    titles: Reals
    hidden: Reals
    popularity: Reals
    of_facts: Reals
    of_events: Reals
    of_request: Reals


def no_rows(width: int) -> Reals:
    """The table of a network that hears nothing of how events came about."""
    return np.zeros((0, width), np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class _State:
    """What is left of a history that was read: where it ended, and what the next event needs."""

    state: Reals
    past: Reals


class _Kept:
    """States by the history that made them, those asked for longest ago forgotten first.

    A state belongs to titles in an order, and how each was watched, and to no member.
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


def _keys(items: NDArray[np.int64], occasions: Occasions | None) -> NDArray[np.int64]:
    """A number for each event: equal where all that is read of it is equal."""
    if occasions is None:
        return items
    packed = np.ascontiguousarray(occasions).view(np.uint32)[:, 0].astype(np.int64)
    return (packed << 31) + items


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

    def scores(
        self,
        items: Items,
        occasions: Occasions | None = None,
        asked_at: Occasions | None = None,
    ) -> Reals:
        """The logit of every title as the next one, after a history, oldest first; -1: unknown.

        ``occasions`` [events, 4] says how its events came about, ``asked_at`` [4] the same of the
        request; a network that was taught without hears of neither.
        """
        if not items.size:
            return self.arrays.popularity
        state = self.state(items, occasions)
        if asked_at is not None and self.hears:
            state = self._at_the_moment(state, asked_at)
        return self.arrays.titles @ state + self.arrays.popularity

    @property
    def hears(self) -> bool:
        """Whether it matters how events came about."""
        return self.arrays.shape.occasions > 0

    def state(self, items: Items, occasions: Occasions | None = None) -> Reals:
        """[width]: what the network makes of a history that is not empty, oldest first.

        Of a history that only grew since it was asked for, the new events alone are read.
        """
        start = int(self._starts(items, np.array([0]), np.array([items.size]))[0])
        read = items[start:].astype(np.int64)
        occasions = as_heard(occasions[start:]) if occasions is not None and self.hears else None
        window = tuple(_keys(read, occasions).tolist())
        length, known = self.kept.newest(window)
        if known is not None and length == len(window):
            return known.state
        past = self._nothing(1) if known is None else known.past
        told = None if occasions is None else occasions[np.newaxis, length:]
        states, present = self._run(read[np.newaxis, length:], told, past)
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
        begins = self._starts(histories.items, histories.offsets[:-1], histories.offsets[1:])
        lengths = histories.offsets[1:] - begins
        order = np.argsort(lengths, kind="stable")
        order = order[lengths[order] > 0]
        for first in range(0, order.size, _AT_ONCE):
            some = order[first : first + _AT_ONCE]
            ends = begins[some] + lengths[some]
            items = padded(histories.items, begins[some], ends)
            told = None
            if histories.occasions is not None and self.hears:
                told = as_heard(padded_occasions(histories.occasions, begins[some], ends))
            states, _ = self._run(items.astype(np.int64), told, self._nothing(len(some)))
            found[some] = states[np.arange(len(some)), lengths[some] - 1]
        if histories.asked_at is not None and self.hears:
            known = lengths > 0
            found[known] = self._at_the_moment(found[known], histories.asked_at[known])
        return found

    def _at_the_moment(self, states: Reals, asked_at: Occasions) -> Reals:
        stretch, shift = np.split(self.arrays.of_request[asked_at].sum(axis=-2), 2, axis=-1)
        return states * (1 + stretch) + shift

    def _starts(
        self, items: Items, firsts: NDArray[np.int64], ends: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """Where the window of each history begins that stands from ``firsts`` to ``ends``.

        A history longer than the network reads begins within the oldest quarter of what it reads,
        at the title with the least number by a hash. Histories come cut to their newest titles, so
        their length does not tell how far they went on; by the titles themselves the beginning
        stays where it was for most new events, which then only add to what was read.
        """
        longest = self.arrays.shape.length
        starts = firsts.copy()
        long = np.flatnonzero(ends - firsts > longest)
        if long.size:
            earliest = (ends[long] - longest)[:, np.newaxis]
            places = earliest + np.arange(max(1, longest // 4))
            numbers = items[places].astype(np.uint32) * _SPREADING
            starts[long] = places[np.arange(long.size), numbers.argmin(axis=1)]
        return starts

    def _run(
        self, items: NDArray[np.int64], occasions: Occasions | None, past: Reals
    ) -> tuple[Reals, Reals]:
        events = self._table[np.where(items < 0, len(self), items)]
        if occasions is not None:
            events = events + self.arrays.of_events[occasions].sum(axis=-2)
        states, present = self._session.run(["states", "present"], {"events": events, "past": past})
        return np.asarray(states, np.float32), np.asarray(present, np.float32)

    def _nothing(self, count: int) -> Reals:
        shape = self.arrays.shape
        each = shape.width // shape.heads
        return np.zeros((2 * shape.blocks, count, shape.heads, 0, each), np.float32)
