"""Making an instance smaller without changing what is best (Garcia de la Banda et al. 2011, 4).

An actor with one scene never waits. Actors with the same scenes are one with both wages. Scenes
with the same cast are shot one after the other in some best order, so they are one scene; a scene
whose cast is empty once single-scene actors are gone waits for nobody when it comes first.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matinee.studio.schedule.talent.model import Instance


@dataclass(frozen=True, slots=True)
class Reduction:
    """The smaller instance, and how its orders are read as orders of the first one."""

    instance: Instance
    groups: tuple[tuple[int, ...], ...]
    idle: tuple[int, ...]

    def expand(self, order: tuple[int, ...]) -> tuple[int, ...]:
        """An order of the whole instance with the same holding cost."""
        return (*self.idle, *(scene for group in order for scene in self.groups[group]))


def reduced(instance: Instance) -> Reduction:
    """Merge scenes and actors that are alike, and leave out who cannot wait."""
    cast, wages = instance.cast, instance.wages
    groups = [(scene,) for scene in range(cast.shape[1])]
    while True:
        waits = cast.sum(axis=1) > 1
        rows, of_actor = np.unique(cast[waits], axis=0, return_inverse=True)
        merged = np.bincount(of_actor.ravel(), wages[waits], minlength=len(rows)).astype(np.int64)
        columns, of_scene = np.unique(rows, axis=1, return_inverse=True)
        groups = [
            tuple(
                scene
                for place in np.flatnonzero(of_scene.ravel() == column)
                for scene in groups[place]
            )
            for column in range(columns.shape[1])
        ]
        if columns.shape == cast.shape:
            break
        cast, wages = columns, merged
    busy: npt.NDArray[np.bool_] = np.logical_or.reduce(columns, axis=0)
    idle = tuple(s for g, b in zip(groups, busy, strict=True) if not b for s in g)
    kept = tuple(g for g, b in zip(groups, busy, strict=True) if b)
    if not kept:
        return Reduction(_nothing(instance), ((),), idle)
    days = np.array([instance.days[list(group)].sum() for group in kept], np.int64)
    return Reduction(Instance(columns[:, busy], merged, days), kept, idle)


def _nothing(instance: Instance) -> Instance:
    return Instance(np.zeros((1, 1), np.bool_), instance.wages[:1] * 0, instance.days[:1] * 0)
