"""The exact method: dynamic programming over sets of scenes, from both ends at once.

The holding cost of a scene depends only on the set shot before it (Garcia de la Banda, Stuckey and
Chu, INFORMS Journal on Computing 23, 2011), and the problem read backwards is the same problem. So
with W(Q) the least holding cost while Q is shot first, the best order costs
min W(Q) + hold(s | Q) + W(S - Q - s); and since the two parts add up to no more than a known
order's cost U, one of each pair of ends stays below U/2 until the scene s in the middle: only sets
with W(Q) <= U/2 are ever made. Sets live as bits in sorted int64 arrays, one layer for each size;
a layer is made from the one before with a handful of array operations for each scene.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matinee.errors import Unavailable
from matinee.studio.schedule.talent.bounds import PairBound
from matinee.studio.schedule.talent.model import Answer, Instance
from matinee.studio.schedule.talent.reduction import Reduction, reduced
from matinee.studio.schedule.talent.search import good_order
from matinee.studio.schedule.talent.sets import HeldCost

Sets = npt.NDArray[np.int64]
Costs = npt.NDArray[np.int64]
Progress = Callable[[int, int], None]
Clock = Callable[[], float]

_MOST_SETS = 60_000_000
"""What a layer may grow to before each set is kept once: 1 GB with costs, 3 GB while sorted."""


@dataclass(frozen=True, slots=True)
class _Deadline:
    """When to stop, by a clock of one's own."""

    clock: Clock
    at: float


@dataclass(frozen=True, slots=True)
class _Layer:
    """All sets of one size whose first part may belong to a best order: sorted, with W(Q)."""

    sets: Sets
    costs: Costs

    def of(self, asked: Sets) -> Costs:
        """W of each set asked for; -1 where it is not kept."""
        if len(self.sets) == 0:
            return np.full(len(asked), -1, np.int64)
        at = np.minimum(np.searchsorted(self.sets, asked), len(self.sets) - 1)
        return np.where(self.sets[at] == asked, self.costs[at], -1)


def solve(
    instance: Instance,
    *,
    seconds: float = 60.0,
    progress: Progress | None = None,
    clock: Clock = time.monotonic,
) -> Answer:
    """Find the best order and prove it.

    ``progress`` is called with the size of the layer just made and the number of its sets.
    ``clock`` is what ``seconds`` are counted by: this thread's processor time is
    ``time.thread_time``.

    Raises:
        Unavailable: when time or memory runs out; :func:`search.good_order` still has an order.
    """
    deadline = _Deadline(clock, clock() + seconds)
    small = reduced(instance)
    order, upper = good_order(small.instance)
    layers = _layers(small.instance, upper, deadline, progress)
    best, middle = _join(small.instance, layers, upper, deadline)
    if middle is not None:
        order = _walk(small.instance, layers, middle)
    return _answer(instance, small, order, best)


def _answer(instance: Instance, small: Reduction, order: tuple[int, ...], best: int) -> Answer:
    whole = small.expand(order)
    waiting = instance.waiting(whole)
    return Answer(whole, waiting, bound=best)


def _layers(
    instance: Instance, upper: int, deadline: _Deadline, progress: Progress | None
) -> list[_Layer]:
    held, bound = HeldCost(instance), PairBound(instance)
    layers = [_Layer(np.zeros(1, np.int64), np.zeros(1, np.int64))]
    for size in range(1, instance.cast.shape[1] + 1):
        layer = _next(layers[-1], held, bound, upper, deadline)
        if len(layer.sets) == 0:
            break
        layers.append(layer)
        if progress is not None:
            progress(size, len(layer.sets))
    return layers


def _next(
    layer: _Layer, held: HeldCost, bound: PairBound, upper: int, deadline: _Deadline
) -> _Layer:
    waiting = held.actors_held(layer.sets)
    grown: list[Sets] = []
    costs: list[Costs] = []
    total = 0
    for scene in range(held.scenes):
        _keep_to(deadline)
        bit = np.int64(1) << np.int64(scene)
        free = (layer.sets & bit) == 0
        cost = layer.costs[free] + held.of_scene(waiting[free], scene)
        kept = 2 * cost <= upper
        grown.append(layer.sets[free][kept] | bit)
        costs.append(cost[kept])
        total += int(kept.sum())
        if total > _MOST_SETS:
            raise Unavailable(
                "There are too many sets of scenes to keep.",
                remedy="Take the order with its gap.",
                code="memory_up",
            )
    made = _least(np.concatenate(grown), np.concatenate(costs))
    hopeful = made.costs + bound.of(made.sets, held.actors_held(made.sets)) <= upper
    return _Layer(made.sets[hopeful], made.costs[hopeful])


def _keep_to(deadline: _Deadline) -> None:
    if deadline.clock() > deadline.at:
        raise Unavailable(
            "The time was up before the best order was proved.",
            remedy="Give it more time, or take the order with its gap.",
            code="time_up",
        )


def _least(sets: Sets, costs: Costs) -> _Layer:
    """Each set once, with the least of its costs."""
    if len(sets) == 0:
        return _Layer(sets, costs)
    order = np.argsort(sets, kind="stable")
    sets, costs = sets[order], costs[order]
    starts = np.flatnonzero(np.concatenate(([True], sets[1:] != sets[:-1])))
    return _Layer(sets[starts], np.minimum.reduceat(costs, starts))


def _join(
    instance: Instance, layers: list[_Layer], upper: int, deadline: _Deadline
) -> tuple[int, tuple[int, int, int] | None]:
    """The least whole cost, and (set before, scene in the middle, set after) that reach it."""
    held = HeldCost(instance)
    scenes = instance.cast.shape[1]
    everything = np.int64((1 << scenes) - 1)
    best, middle = upper, None
    for before in range(scenes):
        after = scenes - 1 - before
        if before >= len(layers) or after >= len(layers):
            continue
        waiting = held.actors_held(layers[before].sets)
        for scene in range(scenes):
            _keep_to(deadline)
            bit = np.int64(1) << np.int64(scene)
            free = (layers[before].sets & bit) == 0
            sets = layers[before].sets[free]
            first = layers[before].costs[free] + held.of_scene(waiting[free], scene)
            worth = first < best
            rest = layers[after].of(everything & ~(sets[worth] | bit))
            whole = np.where(rest >= 0, first[worth] + rest, best)
            if len(whole) and whole.min() < best:
                at = int(whole.argmin())
                best, chosen = int(whole[at]), int(sets[worth][at])
                middle = (chosen, scene, int(everything) & ~(chosen | int(bit)))
    return best, middle


def _walk(
    instance: Instance, layers: list[_Layer], middle: tuple[int, int, int]
) -> tuple[int, ...]:
    before, scene, after = middle
    forward = _back_from(instance, layers, before)
    return (*reversed(forward), scene, *_back_from(instance, layers, after))


def _back_from(instance: Instance, layers: list[_Layer], chosen: int) -> list[int]:
    """The scenes of the set, the last one first, along least costs."""
    held = HeldCost(instance)
    order: list[int] = []
    while chosen:
        size = chosen.bit_count()
        cost = int(layers[size].of(np.array([chosen], np.int64))[0])
        for scene in range(held.scenes):
            if not chosen >> scene & 1:
                continue
            smaller = np.array([chosen & ~(1 << scene)], np.int64)
            so_far = int(layers[size - 1].of(smaller)[0])
            step = int(held.of_scene(held.actors_held(smaller), scene)[0])
            if so_far >= 0 and so_far + step == cost:
                order.append(scene)
                chosen = int(smaller[0])
                break
    return order
