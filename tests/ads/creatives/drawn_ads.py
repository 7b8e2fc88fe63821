"""Ads drawn by code: a colour that changes, and noise of a loudness that a test chooses."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import av
import numpy as np

RATE = 44_100


def draw_ad(
    path: Path,
    *,
    seconds: float = 3.0,
    level: float | None = 0.5,
    size: tuple[int, int] = (160, 120),
    rate: int = 25,
    cuts: Sequence[float] = (),
) -> Path:
    """Write an ad; ``level`` is the deviation of its noise, None for an ad without sound.

    At each of ``cuts`` (seconds) another shot begins: blocks of other colours.
    """
    wide, high = size
    shots = [np.zeros((high, wide, 3), np.uint8)]
    for number in range(len(cuts)):
        blocks = np.random.default_rng(number).integers(0, 255, (4, 6, 3)).astype(np.uint8)
        shots.append(np.kron(blocks, np.ones((high // 4, wide // 6, 1), np.uint8)))
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx264", rate=rate, options={"preset": "ultrafast"})
        video.width, video.height, video.pix_fmt = wide, high, "yuv420p"
        sound = None
        if level is not None:
            sound = container.add_stream("aac", rate=RATE, layout="stereo")
        for number in range(round(seconds * rate)):
            picture = np.full((high, wide, 3), (8 * number % 255, 90, 160), np.uint8)
            shot = sum(cut <= number / rate for cut in cuts)
            if shot:
                picture = shots[shot] // 2 + picture // 4
            container.mux(video.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(video.encode())
        if sound is not None and level is not None:
            noise = np.random.default_rng(4).normal(0, level, (2, round(seconds * RATE)))
            samples = np.ascontiguousarray(np.clip(noise, -1, 1).astype(np.float32))
            frame = av.AudioFrame.from_ndarray(samples, format="fltp", layout="stereo")
            frame.sample_rate, frame.pts = RATE, 0
            container.mux(sound.encode(frame))
            container.mux(sound.encode())
    return path


async def pieces_of(path: Path, size: int = 65_536) -> AsyncIterator[bytes]:
    """The file as it comes over a line."""
    content = path.read_bytes()
    for at in range(0, len(content), size):
        yield content[at : at + size]
