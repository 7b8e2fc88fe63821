"""The child that decodes OpenEXR: run by its path, it knows nothing of the house.

Each file comes as its length (four bytes, big-endian) and its bytes; each answer is the length of a
JSON line, that line, and the channels it lists, one after the other. The library prints what it
cannot decode and goes on with what it has, so anything that is printed is an error here.
"""

import contextlib
import io
import json
import resource
import struct
import sys
from fractions import Fraction
from typing import Any, BinaryIO

import OpenEXR  # pyright: ignore[reportMissingImports, reportMissingModuleSource]

MEMORY, SECONDS = 4 << 30, 600
_LONGEST = 1000


def decoded(content: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """What a file holds: its channels and its plain attributes, and the bytes of each channel."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        file = OpenEXR.File(io.BytesIO(content), separate_channels=True, num_threads=1)
        channels = {name: each.pixels for name, each in sorted(file.channels().items())}
        plain = {name: _plain(value) for name, value in file.header().items()}
    if said.getvalue() or any(pixels is None for pixels in channels.values()):
        raise ValueError("it cannot be decoded to its end")
    listed = [[name, pixels.dtype.name, *pixels.shape] for name, pixels in channels.items()]
    attributes = {name: value for name, value in plain.items() if value is not None}
    record = {"channels": listed, "attributes": attributes}
    return record, [pixels.tobytes() for pixels in channels.values()]


def _plain(value: object) -> list[Any] | None:
    if isinstance(value, OpenEXR.TimeCode):
        code: Any = value
        return ["timecode", [code.hours, code.minutes, code.seconds, code.frame, code.dropFrame]]
    if isinstance(value, Fraction):
        return ["rational", [value.numerator, value.denominator]]
    if isinstance(value, (str, int, float)) and len(str(value)) <= _LONGEST:
        return [type(value).__name__, value]
    return None


def serve(given: BinaryIO, answers: BinaryIO) -> None:
    """Answer one file after the other."""
    while len(length := given.read(4)) == 4:
        content = given.read(struct.unpack(">I", length)[0])
        try:
            record, planes = decoded(content)
        except Exception as problem:  # whatever it raises is the file's fault
            record, planes = {"error": str(problem)[:200]}, []
        line = json.dumps(record).encode()
        answers.writelines((struct.pack(">I", len(line)), line, *planes))
        answers.flush()


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    serve(sys.stdin.buffer, sys.stdout.buffer)
