"""What a shot of OpenEXR is taken in as: plates as they came, and pictures to be shown."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np

from matinee.errors import Invalid
from matinee.studio.reage.coded import deep, png_of
from matinee.studio.reage.plates.colour_spaces import SPACES, plate_colour
from matinee.studio.reage.plates.header import plate_size
from matinee.studio.reage.plates.reading import Plate, PlateReader
from matinee.studio.reage.turnover import Turnover, found

_MATTES = ("matte.A", "A", "Y", "R")
"""Channels that a matte may be in: the first that is there."""


@dataclass(frozen=True, slots=True)
class Plates:
    """The files of a shot's plates in their order, and the colour space that they are in."""

    space: str
    files: tuple[bytes, ...] = field(repr=False)


def taken(
    reader: PlateReader,
    files: Sequence[tuple[str, bytes]],
    size: tuple[int, int],
    space: str | None,
) -> tuple[Plates, tuple[bytes, ...], Turnover | None]:
    """The plates of some named files, and each as a PNG of sixteen bits in the working space.

    Last, where the first one says that the shot lies.
    """
    first = reader.read(files[0][1], files[0][0])
    chosen = space or _said(first)
    plate_colour(chosen)
    pictures = tuple(
        picture_of(reader, content, f"frames/{name}", size, chosen) for name, content in files
    )
    plates = Plates(chosen, tuple(content for _, content in files))
    return plates, pictures, _turnover(first, len(files))


def picture_of(
    reader: PlateReader, content: bytes, name: str, size: tuple[int, int], space: str
) -> bytes:
    """A plate as a PNG of sixteen bits in the working space."""
    plate = _sized(reader, content, name, size)
    with np.errstate(over="ignore", invalid="ignore"):
        return png_of(deep(plate_colour(space).working(plate.pixels.astype(np.float32))))


def matte_of(reader: PlateReader, content: bytes, name: str, size: tuple[int, int]) -> bytes:
    """A matte in OpenEXR as a PNG of eight bits: the first of its channels that may be one."""
    plate = _sized(reader, content, name, size)
    channels: dict[str, Any] = {**plate.others, "R": plate.pixels[..., 0]}
    chosen = next(channels[each] for each in _MATTES if each in channels)
    share = np.clip(np.nan_to_num(np.asarray(chosen, np.float32)), 0, 1)
    return cv2.imencode(".png", np.rint(share * 255).astype(np.uint8))[1].tobytes()


def _sized(reader: PlateReader, content: bytes, name: str, size: tuple[int, int]) -> Plate:
    if plate_size(content, name) != size:
        raise Invalid(
            f"{name} is of another size than the first frame.",
            remedy="Cut them alike.",
            field="file",
        )
    return reader.read(content, name)


def _said(plate: Plate) -> str:
    """The colour space that a header names."""
    for key in ("colorInteropID", "oiio:ColorSpace"):
        kind, value = plate.attributes.get(key, ("", ""))
        for name, short in SPACES.items():
            if kind == "str" and value in {name, short}:
                return name
    raise Invalid(
        "The plates do not say which colour space they are in.",
        remedy=f"Choose it: {', '.join(SPACES)}.",
        field="space",
    )


def _turnover(plate: Plate, frames: int) -> Turnover | None:
    """Where a first plate says that its shot lies; None where it does not say all of it."""
    told = plate.attributes
    if not {"timeCode", "framesPerSecond", "reelName"} <= told.keys():
        return None
    kind, rate = told["framesPerSecond"]
    if kind != "rational" or not rate[1] or told["timeCode"][0] != "timecode":
        return None
    *clock, pictures, drops = told["timeCode"][1]
    start = ":".join(f"{each:02}" for each in clock) + (";" if drops else ":") + f"{pictures:02}"
    return found(rate[0] / rate[1], start, str(told["reelName"][1]), frames)
