"""A good order quickly: a beam over prefixes, then moves of single scenes while they help."""

import numpy as np

from matinee.studio.schedule.talent.bounds import PairBound
from matinee.studio.schedule.talent.model import Instance
from matinee.studio.schedule.talent.sets import HeldCost

_WIDTH = 1000


def good_order(instance: Instance, *, width: int = _WIDTH) -> tuple[tuple[int, ...], int]:
    """An order and its holding cost; often the best one, never proved to be."""
    order = _beam(instance, width)
    return _settled(instance, order)


def _beam(instance: Instance, width: int) -> list[int]:
    held, bound = HeldCost(instance), PairBound(instance)
    scenes = instance.cast.shape[1]
    sets, costs = np.zeros(1, np.int64), np.zeros(1, np.int64)
    trail = np.zeros((1, 0), np.int8)
    for _ in range(scenes):
        waiting = held.actors_held(sets)
        grown, paid, paths = [], [], []
        for scene in range(scenes):
            bit = np.int64(1) << np.int64(scene)
            free = np.flatnonzero((sets & bit) == 0)
            grown.append(sets[free] | bit)
            paid.append(costs[free] + held.of_scene(waiting[free], scene))
            step = np.full((len(free), 1), scene, np.int8)
            paths.append(np.concatenate((trail[free], step), axis=1))
        sets, costs, trail = np.concatenate(grown), np.concatenate(paid), np.concatenate(paths)
        cheapest = np.lexsort((costs, sets))
        sets, costs, trail = sets[cheapest], costs[cheapest], trail[cheapest]
        first = np.flatnonzero(np.concatenate(([True], sets[1:] != sets[:-1])))
        sets, costs, trail = sets[first], costs[first], trail[first]
        hope = np.argsort(costs + bound.of(sets, held.actors_held(sets)), kind="stable")[:width]
        sets, costs, trail = sets[hope], costs[hope], trail[hope]
    return [int(scene) for scene in trail[int(costs.argmin())]]


def _settled(instance: Instance, order: list[int]) -> tuple[tuple[int, ...], int]:
    best = instance.waiting(order)
    moved = True
    while moved:
        moved = False
        for place in range(len(order)):
            rest = order[:place] + order[place + 1 :]
            for target in range(len(order)):
                tried = [*rest[:target], order[place], *rest[target:]]
                cost = instance.waiting(tried)
                if cost < best:
                    order, best, moved = tried, cost, True
                    break
    return tuple(order), best
