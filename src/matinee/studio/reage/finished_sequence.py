"""A render as a sequence of finished frames, with a list of their hashes. Pure.

The list is what is signed: a sequence is unpacked and passed on file by file, and each of them can
still be checked against it.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat

from matinee.studio.reage.coded import coded
from matinee.studio.reage.measuring import pixels
from matinee.studio.reage.plates.colour_spaces import CONFIGURATION, plate_colour
from matinee.studio.reage.plates.exr_frame import SequenceFacts, written_frame
from matinee.studio.reage.plates.finishing import as_plate, finished
from matinee.studio.reage.plates.reading import Plate, plate_reader
from matinee.studio.reage.shot_file import EPOCH, ShotFile

FOLDER = "exr"
LIST, CREDENTIALS = "frames.json", "frames.json.credentials.json"


@dataclass(frozen=True, slots=True)
class FinishedFrame:
    """A file of a sequence, and what the list says of it."""

    name: str
    content: bytes
    timecode: str
    handle: str


def exr_frames(
    facts: SequenceFacts, file: ShotFile, made: bytes, plates: Sequence[bytes]
) -> Iterator[FinishedFrame]:
    """The frames of a render as OpenEXR.

    ``made`` is the render's ZIP; without ``plates`` the light is that of the frames themselves.
    """
    colour = plate_colour(facts.space)
    filmed = _decoded(plates) if plates else repeat(None)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        names = sorted(name for name in archive.namelist() if name.startswith("after/"))
        rows = zip(file.frames, names, file.mattes, strict=True)
        for number, ((frame, name, shown), plate) in enumerate(zip(rows, filmed, strict=False)):
            before, after, matte = coded(frame), coded(archive.read(name)), pixels(shown, "L")
            light = as_plate(before, colour) if plate is None else plate.pixels
            light = finished(light, before, after, matte, colour)
            yield FinishedFrame(
                f"{FOLDER}/{number:05}.exr",
                written_frame(light, matte, facts, number, plate),
                facts.timecode(number),
                facts.handle(number),
            )


def _decoded(plates: Sequence[bytes]) -> Iterator[Plate]:
    with plate_reader() as reader:
        for number, each in enumerate(plates):
            yield reader.read(each, f"plate {number}")


def listed(
    facts: SequenceFacts, frames: Sequence[FinishedFrame], cuts: Mapping[str, bytes]
) -> bytes:
    """The list of a sequence: what it is, and each file with its hash and timecode.

    ``cuts`` are the files that put it into the cut.
    """
    record = {
        "shot": facts.shot,
        "production": facts.production,
        "render": str(facts.render),
        "output": str(facts.output),
        "output_sha256": facts.registered,
        "source_type": facts.source_type,
        "colour_space": facts.space,
        "ocio_configuration": f"ocio://{CONFIGURATION}",
        "rate": facts.turnover.rate,
        "reel": facts.turnover.reel,
        "handles": {"head": facts.turnover.head, "tail": facts.turnover.tail},
        "frames": [
            {
                "name": each.name,
                "sha256": hashlib.sha256(each.content).hexdigest(),
                "timecode": each.timecode,
                "handle": each.handle,
            }
            for each in frames
        ],
        "cuts": [
            {"name": name, "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in cuts.items()
        ],
    }
    return json.dumps(record, ensure_ascii=False, indent=1).encode()


def packed_sequence(
    frames: Sequence[FinishedFrame],
    cuts: Mapping[str, bytes],
    record: bytes,
    sidecar: bytes | None,
) -> bytes:
    """One ZIP of all of it, stored as it is."""
    held = io.BytesIO()
    beside = [] if sidecar is None else [(CREDENTIALS, sidecar)]
    files = [
        *((each.name, each.content) for each in frames),
        *cuts.items(),
        (LIST, record),
        *beside,
    ]
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as file:
        for name, content in files:
            file.writestr(zipfile.ZipInfo(name, EPOCH), content)
    return held.getvalue()
