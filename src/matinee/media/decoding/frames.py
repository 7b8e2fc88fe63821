"""The pictures of a film, each decoded once and in order."""

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
from av.error import InvalidDataError
from av.video.stream import VideoStream
from numpy.typing import NDArray

from matinee.media.decoding.opening import opened


def frames_of(
    path: Path, *, begin: float = 0.0, end: float = float("inf"), only_keys: bool = False
) -> Iterator[tuple[float, av.VideoFrame]]:
    """Frames shown from ``begin`` until before ``end``, in seconds from the film's start.

    Damaged packets are left out, as players do; a frame whose time goes back is dropped.
    """
    with opened(path) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        if only_keys:
            stream.codec_context.skip_frame = "NONKEY"
        zero = float((stream.start_time or 0) * stream.time_base) if stream.time_base else 0.0
        if begin > 0 and stream.time_base:
            container.seek(int((begin + zero) / stream.time_base), stream=stream, backward=True)
        last = -1.0
        for packet in container.demux(stream):
            for frame in _decoded(packet):
                at = (frame.time or 0.0) - zero
                if at >= end:
                    return
                # Half a millisecond of grace: time bases round.
                if at >= begin - 0.0005 and at > last:
                    last = at
                    yield at, frame


def _decoded(packet: "av.Packet[VideoStream]") -> list[av.VideoFrame]:
    try:
        return list(packet.decode())
    except InvalidDataError:
        return []


def pixel_shape(path: Path) -> float:
    """How much wider than high a pixel of the film is meant to be: 1 where nothing is said."""
    with opened(path) as container:
        shape = container.streams.video[0].sample_aspect_ratio
    # What no film has comes of a damaged header.
    return float(shape) if shape and 0.25 <= shape <= 4 else 1.0


def frame_times(path: Path) -> NDArray[np.float64]:
    """(n,): when each frame is shown, in order, without decoding any."""
    with opened(path) as container:
        stream = container.streams.video[0]
        base = stream.time_base or 0
        zero = float((stream.start_time or 0) * base)
        times = [float(p.pts * base) - zero for p in container.demux(stream) if p.pts is not None]
    return np.unique(np.array(times))
