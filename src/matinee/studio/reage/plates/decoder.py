"""The child that decodes OpenEXR: one file after the other, each answered with its channels.

The library prints what it cannot decode and goes on with what it has, so anything that is printed
is an error here.
"""

import contextlib
import io
import sys
from fractions import Fraction
from typing import Any

import OpenEXR  # pyright: ignore[reportMissingImports, reportMissingModuleSource]

from matinee.foundation.confinement.bounds import bound
from matinee.foundation.confinement.pipes import answer_with, given_file

MEMORY, SECONDS = 4 << 30, 600
_LONGEST = 1000


def decoded(content: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a file holds: its plain attributes, and its channels."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        file = OpenEXR.File(io.BytesIO(content), separate_channels=True, num_threads=1)
        channels = {name: each.pixels for name, each in sorted(file.channels().items())}
        plain = {name: _plain(value) for name, value in file.header().items()}
    if said.getvalue() or any(pixels is None for pixels in channels.values()):
        raise ValueError("it cannot be decoded to its end")
    return {name: value for name, value in plain.items() if value is not None}, channels


def _plain(value: object) -> list[Any] | None:
    if isinstance(value, OpenEXR.TimeCode):
        code: Any = value
        return ["timecode", [code.hours, code.minutes, code.seconds, code.frame, code.dropFrame]]
    if isinstance(value, Fraction):
        return ["rational", [value.numerator, value.denominator]]
    if isinstance(value, (str, int, float)) and len(str(value)) <= _LONGEST:
        return [type(value).__name__, value]
    return None


def main() -> None:
    """Answer one file after the other."""
    bound(memory_bytes=MEMORY, processor_seconds=SECONDS)
    given, answers = sys.stdin.buffer, sys.stdout.buffer
    while (content := given_file(given)) is not None:
        try:
            attributes, channels = decoded(content)
        except Exception:  # whatever it raises is the file's fault
            answer_with(answers, {"broken": True})
        else:
            answer_with(answers, {"attributes": attributes}, channels)


if __name__ == "__main__":
    main()
