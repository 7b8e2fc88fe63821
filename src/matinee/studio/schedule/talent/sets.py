"""What it costs to hold actors, for many sets of scenes at once."""

import numpy as np
import numpy.typing as npt

from matinee.studio.schedule.talent.model import Instance

_HALF = 16


class HeldCost:
    """Tables by which the actors held, and what they cost, are looked up for arrays of sets."""

    def __init__(self, instance: Instance) -> None:
        actors, self.scenes = instance.cast.shape
        self._in_scene = bits(instance.cast.T)
        self._everything = np.int64((1 << self.scenes) - 1)
        self._cast_of = _Union(self._in_scene)
        self._days = instance.days
        wages = np.zeros(4 * _HALF, np.int64)
        wages[:actors] = instance.wages
        self._wages = _Total(wages)

    def actors_held(self, sets: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Bits of the actors with a scene inside each set and one outside it."""
        return self._cast_of(sets) & self._cast_of(self._everything & ~sets)

    def of_scene(self, held: npt.NDArray[np.int64], scene: int) -> npt.NDArray[np.int64]:
        """What it costs that those held, and not in ``scene``, wait while it is shot."""
        return self._wages(held & ~self._in_scene[scene]) * self._days[scene]


def bits(rows: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """Each row of bool[n, m] as one integer, column 0 the lowest bit."""
    return (rows.astype(np.int64) << np.arange(rows.shape[1], dtype=np.int64)).sum(axis=1)


def _subset_table(values: npt.NDArray[np.int64], *, union: bool) -> npt.NDArray[np.int64]:
    table = np.zeros(1 << len(values), np.int64)
    for place, value in enumerate(values):
        half = table[: 1 << place]
        table[1 << place : 2 << place] = half | value if union else half + value
    return table


class _Chunks:
    """A function of sets that is put together from tables of 16 bits each."""

    union: bool

    def __init__(self, values: npt.NDArray[np.int64]) -> None:
        self._parts = [
            (_subset_table(part, union=self.union), np.int64(start))
            for start in range(0, len(values), _HALF)
            if (part := values[start : start + _HALF]).any()
        ]

    def __call__(self, sets: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        result = np.zeros(len(sets), np.int64)
        for table, shift in self._parts:
            part = table[(sets >> shift) & (len(table) - 1)]
            result = result | part if self.union else result + part
        return result


class _Union(_Chunks):
    union = True


class _Total(_Chunks):
    union = False


class DaysOf(_Total):
    """The days that the scenes of each set take."""
