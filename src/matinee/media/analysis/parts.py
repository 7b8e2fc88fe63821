"""The stretches in which the full pass measures a film, each kept in a file of its own."""

from dataclasses import dataclass

import numpy as np

PART_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Part:
    """From ``begin`` until before ``end``, in seconds of the film."""

    number: int
    begin: float
    end: float | None
    """None in the last part, which takes what comes after the length that the file claims."""

    @property
    def file(self) -> str:
        """Its file in the film's folder, which is there only when it is whole."""
        return f"part-{self.number:04d}.npz"


def parts_of(seconds: float) -> list[Part]:
    """All of a film's parts, in order."""
    begins = [float(begin) for begin in np.arange(0, seconds, PART_SECONDS)]
    return [
        Part(number, begin, begin + PART_SECONDS if number + 1 < len(begins) else None)
        for number, begin in enumerate(begins)
    ]
