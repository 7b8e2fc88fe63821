"""A few stretches of a film joined into one short MP4: what a preview is made of.

Pictures change where the stretches do; sound comes and goes between them, and all of it is set to
one loudness (EBU R128), which is measured on what was encoded.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.frame import PictureType
from av.video.reformatter import VideoReformatter
from av.video.stream import VideoStream
from numpy.typing import NDArray

from matinee.errors import Invalid
from matinee.media.decoding.frames import frames_of, pixel_shape
from matinee.media.decoding.sound import RATE, Samples, sound_between, sound_of
from matinee.media.packaging.ladder import Measured
from matinee.media.sound.loudness import QUIETEST, LoudnessMeter
from matinee.media.sound.true_peak import TruePeakMeter

PEAK_DB = -1.0
"""dBTP that no clip exceeds (EBU R128)."""
NEAR = 0.5
"""LU by which a clip may miss its loudness (EBU R128)."""
_HEADROOM = 0.5
_MOST_GAIN_DB = 20.0
_MOST_TRIES = 4
_TIMES = Fraction(1, 90_000)
_SOUND_BITS = 96_000
_BITS_A_PIXEL = 2.2
"""Bits a second for each pixel at most: half a megabit for 640 by 360."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """From when until when, in seconds; ``fade_in`` and ``fade_out`` of its sound."""

    begins: float
    ends: float
    fade_in: float = 0.0
    fade_out: float = 0.0


@dataclass(frozen=True, slots=True)
class ClipOrder:
    """What is asked for: stretches in their order, how wide at most, with or without sound."""

    stretches: list[Stretch]
    width: int
    sound: bool


@dataclass(frozen=True, slots=True)
class ClipFacts:
    """What came of it; ``loudness`` is None without sound."""

    seconds: float
    width: int
    height: int
    loudness: Measured | None


def write_clip(
    film: Path,
    path: Path,
    order: ClipOrder,
    *,
    loudness_target: float,
    progress: Callable[[float], None],
) -> ClipFacts:
    """Write one MP4 whose index comes first; Invalid where a stretch has no picture."""
    samples = _joined(film, order.stretches) if order.sound else None
    gain, loudness = 0.0, None
    if samples is not None:
        given = _measured([samples])
        if given.integrated > QUIETEST:
            wanted = min(loudness_target - given.integrated, _MOST_GAIN_DB)
            gain = min(wanted, PEAK_DB - _HEADROOM - given.true_peak)
    silent = path.with_suffix(".pictures.mp4")
    seconds, size = _write_pictures(film, silent, order, lambda share: progress(0.8 * share))
    for _ in range(_MOST_TRIES):
        _join(silent, path, samples, gain)
        if samples is None:
            break
        loudness = _measured(sound_of(path))
        above = max(
            loudness.true_peak - PEAK_DB, loudness.integrated - loudness_target - 0.8 * NEAR
        )
        if above <= 0:
            break
        gain -= above + 0.05
    else:
        raise Invalid("The clip's sound cannot be brought to its loudness.", field="film")
    silent.unlink()
    progress(1.0)
    return ClipFacts(seconds, *size, loudness)


def _write_pictures(
    film: Path, path: Path, order: ClipOrder, progress: Callable[[float], None]
) -> tuple[float, tuple[int, int]]:
    length = sum(each.ends - each.begins for each in order.stretches)
    reformatter, pixel = VideoReformatter(), pixel_shape(film)
    stream: VideoStream | None = None
    done = last = 0.0
    with av.open(str(path), "w", format="mp4") as container:
        for each in order.stretches:
            count = 0
            for at, frame in frames_of(film, begin=each.begins, end=each.ends - 0.001):
                if stream is None:
                    stream = _picture_stream(container, frame, pixel, order.width)
                small = reformatter.reformat(
                    frame,
                    width=stream.width,
                    height=stream.height,
                    format="yuv420p",
                    interpolation="AREA",
                )
                small.pts = round((done + at - each.begins) / _TIMES)
                small.time_base = _TIMES
                small.pict_type = PictureType.NONE
                if not count:
                    small.pict_type = PictureType.I
                container.mux(stream.encode(small))
                count += 1
                last = done + at - each.begins
                progress(min(1.0, last / length))
            if not count or stream is None:
                raise Invalid(
                    f"There is no picture between {each.begins:.1f} and {each.ends:.1f} seconds.",
                    field="film",
                )
            done += each.ends - each.begins
        if stream is None:
            raise Invalid("Nothing is asked for.", field="stretches")
        container.mux(stream.encode())
        return done, (stream.width, stream.height)


def _picture_stream(
    container: OutputContainer, frame: av.VideoFrame, pixel: float, most: int
) -> VideoStream:
    shown = frame.width * pixel
    wide = int(min(most, shown)) // 2 * 2
    high = max(2, round(wide * frame.height / shown / 2) * 2)
    bits = round(wide * high * _BITS_A_PIXEL)
    options = {"preset": "medium", "crf": "26", "maxrate": str(bits), "bufsize": str(bits)}
    stream = container.add_stream("libx264", rate=24, options=options)
    stream.width, stream.height, stream.pix_fmt = wide, high, "yuv420p"
    stream.time_base = stream.codec_context.time_base = _TIMES
    return stream


def _join(pictures: Path, path: Path, samples: Samples | None, gain_db: float) -> None:
    """Pictures as they are encoded, and the sound with this gain, the index at the front."""
    with (
        av.open(str(pictures)) as source,
        av.open(str(path), "w", format="mp4", options={"movflags": "faststart"}) as container,
    ):
        given = source.streams.video[0]
        taken = container.add_stream_from_template(given)
        heard = None if samples is None else _sound_stream(container)
        for packet in source.demux(given):
            if packet.dts is not None:
                packet.stream = taken
                container.mux(packet)
        if samples is not None and heard is not None:
            level = np.clip(samples * np.float32(10 ** (gain_db / 20)), -1, 1)
            frame = av.AudioFrame.from_ndarray(
                np.ascontiguousarray(level), format="fltp", layout="stereo"
            )
            frame.sample_rate, frame.pts, frame.time_base = RATE, 0, Fraction(1, RATE)
            container.mux(heard.encode(frame))
            container.mux(heard.encode())


def _sound_stream(container: OutputContainer) -> AudioStream:
    stream = container.add_stream("aac", rate=RATE, layout="stereo")
    stream.bit_rate = _SOUND_BITS
    return stream


def _joined(film: Path, stretches: Sequence[Stretch]) -> Samples | None:
    """The sound of all stretches, each faded; None for a film without sound."""
    parts: list[Samples] = []
    for each in stretches:
        part = sound_between(film, each.begins, each.ends)
        if part is None:
            return None
        parts.append(_faded(part, each))
    return np.concatenate(parts, axis=1)


def _faded(samples: Samples, stretch: Stretch) -> Samples:
    """Half a cosine at either end."""
    count = samples.shape[1]
    level = np.ones(count, np.float32)
    rising = min(count, round(stretch.fade_in * RATE))
    falling = min(count, round(stretch.fade_out * RATE))
    if rising:
        level[:rising] *= _ramp(rising)
    if falling:
        level[-falling:] *= _ramp(falling)[::-1]
    return samples * level


def _ramp(count: int) -> NDArray[np.float32]:
    return (0.5 - 0.5 * np.cos(np.pi * np.arange(count) / count)).astype(np.float32)


def _measured(pieces: Iterable[Samples]) -> Measured:
    loudness, peak = LoudnessMeter(), TruePeakMeter()
    for piece in pieces:
        loudness.take(piece)
        peak.take(piece)
    return Measured(loudness.read().integrated, peak.read())
