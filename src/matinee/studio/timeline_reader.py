"""The child that reads OpenTimelineIO: the library's reader comes down over some damaged files.

One that a fuzzer found took the whole process with it, so a stranger's timeline is read where that
costs nothing else. A file is answered with its markers, as JSON in an array of bytes.
"""

import sys
from collections.abc import Iterator
from itertools import islice
from typing import Any

import msgspec
import numpy as np
import opentimelineio as otio

from matinee.foundation.confinement.bounds import bound
from matinee.foundation.confinement.pipes import answer_with, given_file

MEMORY, SECONDS = 2 << 30, 20
MOST_MARKERS = 5_000
OWN = "matinee"
_LONGEST = 300


class Marker(msgspec.Struct, array_like=True):
    """A marker as the timeline has it; ``scene`` and ``own`` are what metadata of ours says."""

    clip: str
    scene: str
    name: str
    own: tuple[str, str] | None


def markers_of(content: bytes) -> list[Marker] | None:
    """The markers of a timeline's clips, one more than are taken at most; None if it is none."""
    found: Any = otio.adapters.read_from_string(content.decode("utf-8-sig"), "otio_json")
    if not isinstance(found, otio.schema.Timeline):
        return None
    return list(islice(_markers(found), MOST_MARKERS + 1))


def _markers(timeline: Any) -> Iterator[Marker]:
    for clip in timeline.find_clips():
        scene = _said(clip.metadata.get(OWN), "scene")
        for marker in clip.markers:
            own: Any = marker.metadata.get(OWN)
            named = (_said(own, "category"), _said(own, "name")) if hasattr(own, "get") else None
            yield Marker(str(clip.name)[:_LONGEST], scene, str(marker.name)[:_LONGEST], named)


def _said(own: Any, key: str) -> str:
    return str(own.get(key, ""))[:_LONGEST] if hasattr(own, "get") else ""


def main() -> None:
    """Answer one file after the other."""
    bound(memory_bytes=MEMORY, processor_seconds=SECONDS)
    given, answers = sys.stdin.buffer, sys.stdout.buffer
    while (content := given_file(given)) is not None:
        try:
            found = markers_of(content)
        except Exception:  # whatever it raises is the file's fault
            answer_with(answers, {"broken": True})
            continue
        if found is None:
            answer_with(answers, {"other": True})
        else:
            packed = np.frombuffer(msgspec.json.encode(found), np.uint8)
            answer_with(answers, {}, {"markers": packed})


if __name__ == "__main__":
    main()
