"""The parts of a film encoded side by side, each by encoders of one thread.

An encoder that divides its pictures among threads (x264's frame threads) takes some 6% more of
the processor for files that are 1 to 2% larger, and fills cores less well than parts that know
nothing of each other. A part that is there is not encoded again.
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from matinee.media.packaging.fragments import Fragments
from matinee.media.packaging.renditions import Rendition, encode_part
from matinee.media.packaging.segments import Part

_MOST = 4
"""Parts at once: each holds a decoder's frames and those of three encoders in memory."""


@dataclass(frozen=True)
class PartsEncoder:
    """Encodes a film in these sizes and writes the segments into a folder.

    ``progress`` is told how many seconds are encoded in all, from one thread at a time.
    """

    film: Path
    folder: Path
    renditions: Sequence[Rendition]
    progress: Callable[[float], None]
    _reached: dict[int, float] = field(default_factory=dict[int, float])
    _turn: Lock = field(default_factory=Lock)

    def encode(self, parts: Sequence[Part]) -> None:
        """All parts of the film that are not there yet."""
        first = 0
        waiting: list[tuple[Part, int]] = []
        for part in parts:
            if not self._marker(part).exists():
                waiting.append((part, first))
            first += len(part.starts)
        with ThreadPoolExecutor(min(_MOST, os.cpu_count() or 1)) as pool:
            working = [pool.submit(self._part, part, first) for part, first in waiting]
            try:
                for done in as_completed(working):
                    done.result()
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise

    def _part(self, part: Part, first: int) -> None:
        def told(at: float) -> None:
            with self._turn:
                self._reached[part.number] = at - part.starts[0]
                self.progress(sum(self._reached.values()))

        for name, fragments in encode_part(self.film, part, self.renditions, told).items():
            write_segments(self.folder, name, first, fragments)
        self._marker(part).touch()

    def forget(self) -> None:
        """Drop the marks of parts that are there: the package is whole."""
        for marker in self.folder.glob("part-*.done"):
            marker.unlink()

    def _marker(self, part: Part) -> Path:
        return self.folder / f"part-{part.number:04d}.done"


def write_segments(folder: Path, name: str, first: int, fragments: Fragments) -> None:
    """Write a track's head and its segments, of which this is the ``first`` by number."""
    (folder / f"{name}-head.mp4").write_bytes(fragments.head)
    for offset, segment in enumerate(fragments.segments):
        (folder / f"{name}-{first + offset:05d}.m4s").write_bytes(segment)
