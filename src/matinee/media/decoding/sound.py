"""The sound of a film as samples, in pieces, so that a long film takes no more memory."""

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.error import InvalidDataError
from numpy.typing import NDArray

from matinee.media.decoding.opening import opened

RATE = 48_000
"""Samples a second of every piece; EBU R128's filters are given for this rate."""

Samples = NDArray[np.float32]
"""(channels, n), from -1 to 1."""


def sound_of(path: Path, *, piece_seconds: float = 20) -> Iterator[Samples]:
    """Stereo pieces of the first audio stream, each but the last of the same length.

    A film without sound gives none. Gaps in the timestamps are filled with silence, so that a
    sample's place is its time.
    """
    wanted = round(piece_seconds * RATE)
    kept: list[Samples] = []
    held = 0
    for block in _blocks(path):
        kept.append(block)
        held += block.shape[1]
        while held >= wanted:
            joined = np.concatenate(kept, axis=1)
            yield joined[:, :wanted]
            kept = [joined[:, wanted:]]
            held = kept[0].shape[1]
    if held:
        yield np.concatenate(kept, axis=1)


def _blocks(path: Path) -> Iterator[Samples]:
    with opened(path) as container:
        if not container.streams.audio:
            return
        stream = container.streams.audio[0]
        zero = _pictures_begin(container)
        resampler = AudioResampler(format="fltp", layout="stereo", rate=RATE)
        at: int | None = None
        for packet in container.demux(stream):
            for frame in _decoded(packet):
                told = (at or 0) if frame.time is None else round((frame.time - zero) * RATE)
                for ready in resampler.resample(frame):
                    block = ready.to_ndarray().astype(np.float32)
                    # Time stamps are rounded: after the first, only a real gap moves a block.
                    grace = 0 if at is None else RATE // 10
                    at = min(0, told) if at is None else at
                    gap = min(told - at, 600 * RATE)
                    if gap > grace:
                        yield _from_zero(np.zeros((2, gap), np.float32), at)
                        at += gap
                    yield _from_zero(block, at)
                    at += block.shape[1]
        for ready in resampler.resample(None):
            yield _from_zero(ready.to_ndarray().astype(np.float32), at or 0)


def _from_zero(block: Samples, at: int) -> Samples:
    """What of a block belongs to the film: sound may begin before the pictures."""
    return block[:, max(0, -at) :]


def sound_between(path: Path, begins: float, ends: float) -> Samples | None:
    """The first audio stream from ``begins`` to ``ends`` seconds of the pictures, in stereo.

    Where the film has no sound then, there is silence; None for a film without any sound.
    """
    with opened(path) as container:
        if not container.streams.audio:
            return None
        stream = container.streams.audio[0]
        zero = _pictures_begin(container)
        found = np.zeros((2, round((ends - begins) * RATE)), np.float32)
        if stream.time_base:
            before = max(0.0, begins + zero - 1.0)
            container.seek(int(before / stream.time_base), stream=stream, backward=True)
        resampler = AudioResampler(format="fltp", layout="stereo", rate=RATE)
        at: int | None = None
        for packet in container.demux(stream):
            for frame in _decoded(packet):
                told = round(((frame.time or 0.0) - zero - begins) * RATE)
                for ready in resampler.resample(frame):
                    block = ready.to_ndarray().astype(np.float32)
                    # Time stamps are rounded, samples are not: only a real gap moves them.
                    at = told if at is None or abs(told - at) > RATE // 10 else at
                    _lay(found, block, at)
                    at += block.shape[1]
            if at is not None and at >= found.shape[1]:
                break
    return found


def _lay(found: Samples, block: Samples, at: int) -> None:
    """Put a block at its place, as far as it reaches into what is asked for."""
    first, last = max(0, at), min(found.shape[1], at + block.shape[1])
    if first < last:
        found[:, first:last] = block[:, first - at : last - at]


def _pictures_begin(container: InputContainer) -> float:
    """Where the film's clock stands at its first picture: sound is placed by the same zero."""
    if not container.streams.video:
        return 0.0
    video = container.streams.video[0]
    return float((video.start_time or 0) * (video.time_base or 0))


def _decoded(packet: "av.Packet[AudioStream]") -> list[av.AudioFrame]:
    """The frames of a packet; one that is damaged is left out, as players do."""
    try:
        return list(packet.decode())
    except InvalidDataError:
        return []
