"""An ad made fit for a programme: its ladder's sizes, rate, codecs and channels, and its loudness.

What is delivered is what is measured: the encoded sound is decoded again, and encoded more softly
until it keeps to both limits (CALM Act, California SB 576; BS.1770-4).
"""

from collections.abc import Callable, Iterable
from pathlib import Path

import av
import numpy as np
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

from matinee.errors import Invalid
from matinee.media.decoding.frames import frames_of, pixel_shape
from matinee.media.decoding.sound import RATE, Samples, sound_of
from matinee.media.packaging.fragments import Fragments, begins_at
from matinee.media.packaging.ladder import (
    CEILING_DB,
    LOUDER,
    Conditioned,
    Ladder,
    Measured,
    Track,
)
from matinee.media.packaging.playlists import Listed, codec_of, master_playlist, media_playlist
from matinee.media.packaging.renditions import (
    Rendition,
    RenditionOutput,
    encode_samples,
)
from matinee.media.packaging.segments import Part, segment_starts
from matinee.media.packaging.sound_cuts import cut_sound
from matinee.media.sound.loudness import QUIETEST, LoudnessMeter
from matinee.media.sound.true_peak import TruePeakMeter

_AIM = 0.2
"""LU below the programme that is aimed at, since encoding changes loudness a little."""
_MOST_GAIN_DB = 12.0
_MOST_TRIES = 5
_BLACK, _GREY = 16, 128
MAIN = "ad.m3u8"


def measure(path: Path) -> Measured | None:
    """How loud a file is; None where it has no sound."""
    return _measured(sound_of(path))


def condition(
    path: Path, folder: Path, ladder: Ladder, *, seconds: float, progress: Callable[[float], None]
) -> Conditioned:
    """Write the ad's segments and playlists into ``folder``.

    Args:
        path: the ad as it was brought.
        folder: where the files go; it is made.
        ladder: of the programme.
        seconds: how long the ad is; it ends on the nearest frame of the ladder's rate.
        progress: is told the share that is done.

    Raises:
        Invalid: there is no picture, or the sound cannot be made to keep to the limits.
    """
    folder.mkdir(parents=True, exist_ok=True)
    count = max(1, round(seconds * ladder.rate))
    length = count / ladder.rate
    starts = [round(at * ladder.rate) / ladder.rate for at in segment_starts(length, [])]
    outputs = [RenditionOutput(each, Part(0, tuple(starts), length)) for each in ladder.renditions]
    shapes = [_Shape(each, pixel_shape(path)) for each in ladder.renditions]
    _encode_pictures(path, ladder, count, outputs, shapes, progress)
    lengths = tuple(float(each) for each in np.diff([*starts, length]))
    tracks: list[Track] = []
    listed: list[tuple[Rendition, str, int]] = []
    sound, heard = None, None
    if ladder.loudness is not None:
        encoded, heard = _conditioned_sound(path, folder, length, ladder.loudness)
        fragments = cut_sound(encoded, starts, rate=RATE)
        sound = _written(folder, "sound", fragments, _sound_lengths(fragments, length))
    for output in outputs:
        fragments = output.finished()
        if len(fragments.segments) != len(lengths):
            raise Invalid("The ad's picture cannot be cut into segments.", field="film")
        tracks.append(_written(folder, output.rendition.name, fragments, lengths))
        peak = max(
            8 * len(segment) / each
            for segment, each in zip(fragments.segments, lengths, strict=True)
        )
        listed.append((output.rendition, codec_of(fragments.head), round(peak) + 128_000))
    master = master_playlist(listed, sound="sound.m3u8" if sound else None, rate=ladder.rate)
    (folder / MAIN).write_text(master, encoding="utf-8")
    return Conditioned(length, heard, tuple(tracks), sound)


def _encode_pictures(
    path: Path,
    ladder: Ladder,
    count: int,
    outputs: list[RenditionOutput],
    shapes: list["_Shape"],
    progress: Callable[[float], None],
) -> None:
    """Show at each of the ladder's moments the frame that the ad shows then."""
    frames = frames_of(path)
    coming = next(frames, None)
    if coming is None:
        raise Invalid("There is no picture in this ad.", field="film")
    shown = [shape.fit(coming[1]) for shape in shapes]
    for number in range(count):
        at = number / ladder.rate
        fresh: av.VideoFrame | None = None
        while coming is not None and coming[0] <= at + 0.5 / ladder.rate:
            fresh, coming = coming[1], next(frames, None)
        if fresh is not None:
            shown = [shape.fit(fresh) for shape in shapes]
        for output, frame in zip(outputs, shown, strict=True):
            output.take(at, frame)
        progress(0.95 * (number + 1) / count)


class _Shape:
    """A size into which pictures are fitted, black where they do not reach."""

    def __init__(self, rendition: Rendition, pixel: float) -> None:
        self._width, self._height, self._pixel = rendition.width, rendition.height, pixel
        self._reformatter = VideoReformatter()

    def fit(self, frame: av.VideoFrame) -> av.VideoFrame:
        """The picture as large as it may be, in its own proportions."""
        wide, high = self._size(frame)
        small = self._reformatter.reformat(
            frame, width=wide, height=high, format="yuv420p", interpolation="BICUBIC"
        )
        if (wide, high) == (self._width, self._height):
            return small
        left, above = (self._width - wide) // 4 * 2, (self._height - high) // 4 * 2
        planes = small.to_ndarray()
        luma = np.full((self._height, self._width), _BLACK, np.uint8)
        luma[above : above + high, left : left + wide] = planes[:high]
        colours = planes[high:].reshape(2, high // 2, wide // 2)
        whole: list[NDArray[np.uint8]] = [luma.reshape(-1)]
        for colour in colours:
            plane = np.full((self._height // 2, self._width // 2), _GREY, np.uint8)
            plane[above // 2 : (above + high) // 2, left // 2 : (left + wide) // 2] = colour
            whole.append(plane.reshape(-1))
        canvas = np.concatenate(whole).reshape(self._height * 3 // 2, self._width)
        return av.VideoFrame.from_ndarray(canvas, format="yuv420p")

    def _size(self, frame: av.VideoFrame) -> tuple[int, int]:
        aspect = frame.width * self._pixel / frame.height
        wide = min(self._width, round(self._height * aspect / 2) * 2)
        high = min(self._height, round(wide / aspect / 2) * 2)
        # A row or column of black on one side is an error of rounding, not a shape.
        return (
            self._width if self._width - wide <= 2 else max(2, wide),
            self._height if self._height - high <= 2 else max(2, high),
        )


def _conditioned_sound(
    path: Path, folder: Path, length: float, programme: float
) -> tuple[Fragments, Measured]:
    samples = _exactly(path, round(length * RATE))
    given = _measured([samples])
    if given is None:
        raise AssertionError("there are samples, be they silence")
    gain = 0.0
    if given.integrated > QUIETEST:
        gain = min(programme - _AIM - given.integrated, _MOST_GAIN_DB)
        gain = min(gain, CEILING_DB - 0.3 - given.true_peak)
    for _ in range(_MOST_TRIES):
        fragments = encode_samples([samples], gain_db=gain)
        if fragments is None:
            break
        heard = _measured_again(fragments, folder / "sound.mp4")
        above = max(heard.integrated - (programme + LOUDER), heard.true_peak - CEILING_DB)
        if above <= 0:
            return fragments, heard
        gain -= above + 0.1
    raise Invalid("The ad's sound cannot be brought to the programme's loudness.", field="film")


def _exactly(path: Path, count: int) -> Samples:
    """The ad's sound, cut or filled up with silence to as many samples as its pictures last."""
    kept = np.zeros((2, count), np.float32)
    at = 0
    for piece in sound_of(path):
        taken = piece[:, : count - at]
        kept[:, at : at + taken.shape[1]] = taken
        at += taken.shape[1]
        if at >= count:
            break
    return kept


def _measured(pieces: Iterable[Samples]) -> Measured | None:
    loudness, peak = LoudnessMeter(), TruePeakMeter()
    heard = False
    for piece in pieces:
        heard = True
        loudness.take(piece)
        peak.take(piece)
    return Measured(loudness.read().integrated, peak.read()) if heard else None


def _measured_again(fragments: Fragments, path: Path) -> Measured:
    path.write_bytes(fragments.head + b"".join(fragments.segments))
    try:
        found = _measured(sound_of(path))
    finally:
        path.unlink()
    if found is None:
        raise AssertionError("what was encoded can be decoded")
    return found


def _sound_lengths(fragments: Fragments, length: float) -> tuple[float, ...]:
    begins = [begins_at(segment) / RATE for segment in fragments.segments]
    ends = [*begins[1:], max(length, begins[-1] + 0.02)]
    return tuple(end - begin for begin, end in zip(begins, ends, strict=True))


def _written(folder: Path, name: str, fragments: Fragments, lengths: tuple[float, ...]) -> Track:
    (folder / f"{name}-head.mp4").write_bytes(fragments.head)
    segments: list[Listed] = []
    for number, (segment, seconds) in enumerate(zip(fragments.segments, lengths, strict=True)):
        (folder / f"{name}-{number:05d}.m4s").write_bytes(segment)
        segments.append(Listed(f"{name}-{number:05d}.m4s", seconds, f"{name}-head.mp4"))
    (folder / f"{name}.m3u8").write_text(media_playlist(segments), encoding="utf-8")
    return Track(name, lengths)
