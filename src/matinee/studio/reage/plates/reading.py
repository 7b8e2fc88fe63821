"""Plates read from OpenEXR files that come from elsewhere: judged first, decoded in confinement.

A damaged file may bring the decoder down, or leave it with half a picture; what happens then
happens to a process of its own, which has bounds of memory and time.
"""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matinee.errors import Invalid
from matinee.foundation.confinement.pipes import Child, ChildEnded, confined
from matinee.studio.reage.plates.finishing import Halves
from matinee.studio.reage.plates.header import plate_size
from matinee.studio.reage.plates.loading import openexr

_DECODER = "matinee.studio.reage.plates.decoder"
_A_FILE = 60.0
"""Seconds that one file may take."""
_COLOUR = ("R", "G", "B")


@dataclass(frozen=True, slots=True)
class Plate:
    """A plate as it was filmed: ``pixels`` (h, w, 3), what else it holds, and what it says.

    ``others`` are its further channels (h, w); ``attributes`` those of its header that are text,
    numbers, rates or timecode, each with its kind.
    """

    pixels: Halves
    others: dict[str, NDArray[Any]]
    attributes: dict[str, tuple[str, Any]]


class PlateReader:
    """Reads one plate after the other, in one child."""

    def __init__(self, child: Child) -> None:
        self._child = child

    def read(self, content: bytes, name: str) -> Plate:
        """A plate; Invalid names the file and why it is none."""
        width, height = plate_size(content, name)
        try:
            self._child.give(content, seconds=_A_FILE)
            record, planes = self._child.answer(seconds=_A_FILE)
        except ChildEnded as problem:
            raise _damaged(name) from problem
        if "broken" in record or any(each.shape != (height, width) for each in planes.values()):
            raise _damaged(name)
        colour = np.stack([planes.pop(each) for each in _COLOUR], axis=-1)
        told = {key: (kind, value) for key, (kind, value) in record["attributes"].items()}
        return Plate(colour, planes, told)


@contextmanager
def plate_reader() -> Generator[PlateReader]:
    """A reader of plates, whose child ends with it; Unavailable without OpenEXR."""
    openexr()
    with confined(_DECODER) as child:
        yield PlateReader(child)


def _damaged(name: str) -> Invalid:
    return Invalid(
        f"{name} cannot be decoded: it is damaged, or cut off.",
        remedy="Write it again.",
        field="file",
        code="plate",
    )
