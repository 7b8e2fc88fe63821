"""Pictures and sound as a player takes them: three sizes of H.264, one AAC, in fragmented MP4."""

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.frame import PictureType
from av.video.reformatter import VideoReformatter

from matinee.media.decoding.frames import frames_of
from matinee.media.decoding.sound import RATE, Samples, sound_of
from matinee.media.packaging.fragments import Fragments, fragments_of
from matinee.media.packaging.segments import Part

_TIMES = Fraction(1, 90_000)
_MUXING = {
    "movflags": "frag_keyframe+empty_moov+default_base_moof+frag_discont+skip_trailer",
    "use_editlist": "0",
    # Without this word a part of the film would begin at zero, not where it stands.
    "avoid_negative_ts": "disabled",
}
_SHARES = (1.0, 0.6, 0.375)
_TALLEST = 1080
AUDIO_BITS = 128_000


@dataclass(frozen=True, slots=True)
class Rendition:
    """One size; ``bits`` a second at most."""

    name: str
    width: int
    height: int
    bits: int


def renditions_for(width: int, height: int) -> list[Rendition]:
    """Three sizes of a picture, the largest its own or 1080 lines; small films get fewer."""
    found: list[Rendition] = []
    for share in _SHARES:
        lines = min(height, _TALLEST) * share
        size = (_even(width / height * lines), _even(lines))
        # About 0.1 bit for each pixel of 24 frames a second: what x264 needs at this preset.
        bits = max(150_000, round(size[0] * size[1] * 24 * 0.12 / 10_000) * 10_000)
        if min(size) >= 16 and all(size != (each.width, each.height) for each in found):
            found.append(Rendition(f"v{size[1]}", *size, bits))
    return found


def encode_part(
    path: Path, part: Part, renditions: Sequence[Rendition], progress: Callable[[float], None]
) -> dict[str, Fragments]:
    """Encode one part of the film in every size, each segment beginning with an IDR frame.

    In one thread: other parts are encoded beside it.
    """
    outputs = [RenditionOutput(rendition, part, threads=1) for rendition in renditions]
    for at, frame in frames_of(path, begin=part.starts[0], end=part.end):
        for output in outputs:
            output.take(at, frame)
        progress(at)
    return {output.rendition.name: output.finished() for output in outputs}


def encode_sound(path: Path, *, gain_db: float, seconds_each: float = 4.0) -> Fragments | None:
    """The first sound stream as AAC, made louder or softer; None for a silent film."""
    return encode_samples(sound_of(path), gain_db=gain_db, seconds_each=seconds_each)


def encode_samples(
    pieces: Iterable[Samples], *, gain_db: float, seconds_each: float = 4.0
) -> Fragments | None:
    """Stereo pieces at 48 kHz as AAC; None where there is none."""
    buffer = io.BytesIO()
    factor = np.float32(10 ** (gain_db / 20))
    heard = False
    with av.open(buffer, "w", format="mp4", options=_fragmenting(seconds_each)) as container:
        stream = container.add_stream("aac", rate=RATE, layout="stereo")
        stream.bit_rate = AUDIO_BITS
        at = 0
        for piece in pieces:
            heard = True
            level = np.clip(piece * factor, -1, 1)
            frame = av.AudioFrame.from_ndarray(
                np.ascontiguousarray(level), format="fltp", layout="stereo"
            )
            frame.sample_rate, frame.pts, frame.time_base = RATE, at, Fraction(1, RATE)
            at += piece.shape[1]
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return fragments_of(buffer.getvalue()) if heard else None


class RenditionOutput:
    """One rendition's encoder and container, for one part; 0 ``threads`` are as many as help."""

    def __init__(self, rendition: Rendition, part: Part, *, threads: int = 0) -> None:
        self.rendition = rendition
        self._reformatter = VideoReformatter()
        self._due = list(part.starts)
        self._buffer = io.BytesIO()
        self._container = av.open(self._buffer, "w", format="mp4", options=_MUXING)
        stream = self._container.add_stream("libx264", rate=24, options=_x264(rendition, threads))
        stream.width, stream.height = rendition.width, rendition.height
        stream.pix_fmt = "yuv420p"
        stream.time_base = stream.codec_context.time_base = _TIMES
        # Key frames come where segments begin, and nowhere else: a fragment is a segment.
        stream.codec_context.gop_size = 100_000
        self._stream = stream

    def take(self, at: float, frame: av.VideoFrame) -> None:
        """Encode a frame; the first at or after a segment's start becomes its IDR."""
        small = self._reformatter.reformat(
            frame,
            width=self.rendition.width,
            height=self.rendition.height,
            format="yuv420p",
            interpolation="BICUBIC",
        )
        small.pts, small.time_base = round(at / _TIMES), _TIMES
        small.pict_type = PictureType.NONE
        if self._due and at >= self._due[0] - 0.002:
            while self._due and at >= self._due[0] - 0.002:
                self._due.pop(0)
            small.pict_type = PictureType.I
        self._container.mux(self._stream.encode(small))

    def finished(self) -> Fragments:
        """All of its segments."""
        self._container.mux(self._stream.encode())
        self._container.close()
        return fragments_of(self._buffer.getvalue())


def _x264(rendition: Rendition, threads: int) -> dict[str, str]:
    return {
        "threads": str(threads),
        "preset": "veryfast",
        "crf": "23",
        "maxrate": str(rendition.bits),
        "bufsize": str(2 * rendition.bits),
        # No frame refers to one of another segment, none is shown before one that follows it.
        "x264-params": "keyint=infinite:scenecut=0:open-gop=0:bframes=0:forced-idr=1",
        "forced-idr": "1",
        "profile": "high",
    }


def _fragmenting(seconds: float) -> dict[str, str]:
    micro = str(round(seconds * 1_000_000))
    flags = "empty_moov+default_base_moof+skip_trailer"
    return {"movflags": flags, "frag_duration": micro, "use_editlist": "0"}


def _even(value: float) -> int:
    return max(2, round(value / 2) * 2)
