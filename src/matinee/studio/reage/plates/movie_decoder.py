"""The child that decodes a movie: what its header says, then its pictures as they are stored.

It opens the container of QuickTime alone, from memory, so that a file that names others has nothing
to name them to. It judges nothing: whoever asked does, from what is told first.
"""

import io
import sys
from collections.abc import Iterator
from typing import Any

import av
import numpy as np

from matinee.foundation.confinement.bounds import bound
from matinee.foundation.confinement.pipes import answer_with, given_file

MEMORY, SECONDS = 4 << 30, 600
CODEC = "prores"
_OPTIONS = {"format_whitelist": "mov", "protocol_whitelist": "", "enable_drefs": "0"}
_LONGEST = 200


def told(movie: Any) -> dict[str, Any]:
    """What a movie says of itself, before anything is decoded."""
    stream = movie.streams.video[0]
    codec, rate = stream.codec_context, stream.average_rate
    said = [stream.metadata, *(each.metadata for each in movie.streams if each.type == "data")]
    return {
        "codec": codec.name,
        "pictures": len(movie.streams.video),
        "size": [codec.width, codec.height],
        "rate": [rate.numerator, rate.denominator] if rate else None,
        "frames": stream.frames,
        "transfer": int(codec.color_trc),
        "matrix": int(codec.colorspace),
        "full": int(codec.color_range) == 2,
        "timecode": _first(said, "timecode"),
        "reel": _first(said, "reel_name"),
    }


def _first(said: list[dict[str, str]], name: str) -> str:
    return next((each[name][:_LONGEST] for each in said if name in each), "")


def pictures(movie: Any) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Its pictures: how each is stored, and its planes."""
    stream = movie.streams.video[0]
    stream.thread_type = "NONE"
    for frame in movie.decode(stream):
        first = frame.format.components[0]
        planes = {
            str(place): np.frombuffer(each, np.uint16).reshape(each.height, -1)[:, : each.width]
            for place, each in enumerate(list(frame.planes)[:3])
        }
        stored = {
            "bits": first.bits,
            "interlaced": bool(frame.interlaced_frame),
            "broken": bool(frame.is_corrupt),
        }
        yield stored, planes


def answers_of(content: bytes) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """All that is answered of a file; last that it ended, or that it is broken."""
    try:
        with av.open(io.BytesIO(content), "r", options=_OPTIONS) as movie:
            record = told(movie)
            yield record, {}
            if record["codec"] == CODEC:
                yield from pictures(movie)
    except Exception:  # whatever it raises is the file's fault
        yield {"broken": True}, {}
    else:
        yield {"end": True}, {}


def main() -> None:
    """Answer one file, and end."""
    bound(memory_bytes=MEMORY, processor_seconds=SECONDS)
    for record, planes in answers_of(given_file(sys.stdin.buffer) or b""):
        answer_with(sys.stdout.buffer, record, planes)


if __name__ == "__main__":
    main()
