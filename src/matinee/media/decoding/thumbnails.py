"""Every frame of a film as a tiny picture: what shots, colour and light are measured from.

A film of two hours at 24 frames a second takes about 340 MB here.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import av
import numpy as np
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

from matinee.media.arrays import Kept

WIDTH, HEIGHT = 48, 28
_GROW = 4096


@dataclass(frozen=True, slots=True)
class Thumbnails(Kept):
    """``luma`` (n, 28, 48) and ``chroma`` (n, 2, 14, 24), bytes; ``at`` (n,) in seconds."""

    luma: NDArray[np.uint8]
    chroma: NDArray[np.uint8]
    at: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.at)

    @property
    def rate(self) -> float:
        """Frames a second, by the median distance of two."""
        return 1 / float(np.median(np.diff(self.at))) if len(self) > 1 else 25.0


class ThumbnailTaker:
    """Takes frames as they are decoded."""

    def __init__(self) -> None:
        self._reformatter = VideoReformatter()
        self._packed = np.empty((_GROW, HEIGHT * WIDTH * 3 // 2), np.uint8)
        self._at: list[float] = []

    def take(self, frame: av.VideoFrame, at: float) -> None:
        """Keep one frame, shown ``at`` so many seconds."""
        small = self._reformatter.reformat(
            frame, width=WIDTH, height=HEIGHT, format="yuv420p", interpolation="AREA"
        )
        count = len(self._at)
        if count == len(self._packed):
            self._packed = np.concatenate([self._packed, np.empty_like(self._packed)])
        self._packed[count] = small.to_ndarray().reshape(-1)
        self._at.append(at)

    def taken(self) -> Thumbnails:
        """All of them so far."""
        packed = self._packed[: len(self._at)]
        pixels = HEIGHT * WIDTH
        return Thumbnails(
            packed[:, :pixels].reshape(-1, HEIGHT, WIDTH),
            packed[:, pixels:].reshape(-1, 2, HEIGHT // 2, WIDTH // 2),
            np.array(self._at),
        )


def thumbnails_of(frames: Iterable[av.VideoFrame]) -> Thumbnails:
    """Of a whole film that is decoded for nothing else."""
    taker = ThumbnailTaker()
    for frame in frames:
        taker.take(frame, frame.time or 0.0)
    return taker.taken()
