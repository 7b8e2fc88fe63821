"""The pictures of a film, each decoded once and in order."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from av.error import InvalidDataError
from av.video.stream import VideoStream
from numpy.typing import NDArray

from matinee.media.decoding.opening import opened

GRACE = 0.0005
"""Seconds by which a frame may come before its time: time bases round."""


def frames_of(
    path: Path,
    *,
    begin: float = 0.0,
    end: float = float("inf"),
    only_keys: bool = False,
    pairs_each: float | None = None,
) -> Iterator[tuple[float, av.VideoFrame]]:
    """Frames shown from ``begin`` until before ``end``, in seconds from the film's start.

    Damaged packets are left out, as players do; a frame whose time goes back is dropped. With
    ``pairs_each`` only two frames are asked for in so many seconds, counted from ``begin``: the
    first and the one after it. Of all others those are left out that no frame refers to, since
    they need not be decoded; at a rate that changes, a frame of a pair may be the next one.
    """
    with opened(path) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        if only_keys:
            stream.codec_context.skip_frame = "NONKEY"
        zero = float((stream.start_time or 0) * stream.time_base) if stream.time_base else 0.0
        if begin > 0 and stream.time_base:
            container.seek(int((begin + zero) / stream.time_base), stream=stream, backward=True)
        pairs = _Pairs.of(stream, begin + zero, pairs_each)
        last = -1.0
        for packet in container.demux(stream):
            # Some decoders ask but once, when they begin, what they may leave out.
            if pairs is not None and stream.codec_context.is_open:
                stream.codec_context.skip_frame = "DEFAULT" if pairs.need(packet) else "NONREF"
            for frame in _decoded(packet):
                at = (frame.time or 0.0) - zero
                if at >= end:
                    return
                if at >= begin - GRACE and at > last:
                    last = at
                    yield at, frame


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Where the frames lie that are asked for: in the first ``lasts`` of ``each`` seconds."""

    begin: float
    each: float
    lasts: float

    @classmethod
    def of(cls, stream: VideoStream, begin: float, each: float | None) -> "_Pairs | None":
        """None where every frame is asked for, or nothing is known of when frames come."""
        rate = stream.average_rate
        return None if each is None or not rate else cls(begin, each, 2 / float(rate))

    def need(self, packet: "av.Packet[VideoStream]") -> bool:
        """Whether the packet's frame is asked for, or may be."""
        if packet.pts is None:
            return True
        at = float(packet.pts * packet.time_base) - self.begin
        return (at + GRACE) % self.each < self.lasts


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
