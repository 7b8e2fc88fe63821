"""One finished frame as OpenEXR: half floats, its matte as a channel, and what it is in its header.

Names of attributes are those that OpenEXR lists as standard where it has one; ``matinee:`` are
ours. The same frame makes the same bytes.
"""

import io
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from uuid import UUID

import numpy as np

from matinee.studio.concept.colour import Bytes
from matinee.studio.reage.model import EDITED, label_of
from matinee.studio.reage.plates.colour_spaces import SPACES
from matinee.studio.reage.plates.finishing import Halves
from matinee.studio.reage.plates.loading import openexr
from matinee.studio.reage.plates.reading import Plate
from matinee.studio.reage.turnover import Turnover

MATTE = "matte.A"
SOURCE_TYPES_AT = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_CHANNELS = ("R", "G", "B")
FRACTIONS = {"23.976": Fraction(24000, 1001), "29.97": Fraction(30000, 1001)}
_STRUCTURE = frozenset({"name", "type", "version", "chunkCount", "pixelAspectRatio",
                        "screenWindowWidth"})  # fmt: skip
_NO_FLAGS = (0,) * 13


@dataclass(frozen=True, slots=True)
class SequenceFacts:
    """What every frame of a sequence says of itself; ``space`` is the colour space of its light.

    ``source_type`` is how it was made, as IPTC has it.

    ``registered`` is the hash of the render as it stands in the ledger.
    """

    production: str
    shot: str
    shot_id: UUID
    render: UUID
    output: UUID
    registered: str
    frames: int
    turnover: Turnover
    space: str
    source_type: str = EDITED

    @property
    def label(self) -> str:
        """What its files say of how they were made."""
        return label_of(self.source_type)

    @property
    def source_type_at(self) -> str:
        """The address of its source type."""
        return SOURCE_TYPES_AT + self.source_type

    def timecode(self, number: int) -> str:
        """The timecode of a frame, from 0."""
        return self.turnover.timecode(self.turnover.at(number))

    def handle(self, number: int) -> str:
        """Whether a frame is a handle: ``head``, ``tail`` or ``none``."""
        if number < self.turnover.head:
            return "head"
        return "tail" if number >= self.frames - self.turnover.tail else "none"


def written_frame(
    pixels: Halves, matte: Bytes, facts: SequenceFacts, number: int, plate: Plate | None = None
) -> bytes:
    """A frame (h, w, 3) and its matte (h, w) as an OpenEXR file of scan lines.

    What its plate holds besides, further channels and what a camera or a scanner wrote into the
    header, goes along.
    """
    library = openexr()
    channels: dict[str, Any] = dict(plate.others) if plate else {}
    channels |= {
        name: np.ascontiguousarray(pixels[..., place]) for place, name in enumerate(_CHANNELS)
    }
    channels[MATTE] = (matte.astype(np.float32) / 255).astype(np.float16)
    held = io.BytesIO()
    header = _carried(plate) | _header(library, facts, number)
    library.File(header, channels, num_threads=1).write(held)
    return held.getvalue()


def _carried(plate: Plate | None) -> dict[str, Any]:
    """What a plate says of itself in words and numbers, aside from what is said anew."""
    told = {} if plate is None else plate.attributes
    return {
        name: Fraction(*value) if kind == "rational" else value
        for name, (kind, value) in told.items()
        if kind in {"str", "int", "float", "rational"} and name not in _STRUCTURE
    }


def _header(library: Any, facts: SequenceFacts, number: int) -> dict[str, Any]:
    turnover, said = facts.turnover, facts.timecode(number)
    hours, minutes, seconds, pictures = (int(each) for each in said.replace(";", ":").split(":"))
    name = SPACES[facts.space]
    return {
        "type": library.scanlineimage,
        "compression": library.ZIP_COMPRESSION,
        "timeCode": library.TimeCode(
            hours, minutes, seconds, pictures, int(turnover.dropping), *_NO_FLAGS
        ),
        "framesPerSecond": FRACTIONS.get(turnover.rate) or Fraction(int(turnover.rate)),
        "reelName": turnover.reel,
        "imageCounter": number,
        "colorInteropID": name,
        "chromaticities": library.colorInteropIDToChromaticities(name),
        "oiio:ColorSpace": facts.space,
        "comments": facts.label,
        "Iptc4xmpExt:DigitalSourceType": facts.source_type_at,
        "matinee:production": facts.production,
        "matinee:shot": facts.shot,
        "matinee:shotId": str(facts.shot_id),
        "matinee:render": str(facts.render),
        "matinee:output": str(facts.output),
        "matinee:outputSha256": facts.registered,
        "matinee:frames": facts.frames,
        "matinee:handle": facts.handle(number),
        "matinee:headHandle": turnover.head,
        "matinee:tailHandle": turnover.tail,
        "matinee:timecode": said,
    }
