"""What is in a file, and why it is refused: before anything is decoded, and on a few frames.

A file may lie about itself. What it claims is checked against limits first, then against what comes
out of the decoder at its start, its middle and its end.
"""

from dataclasses import dataclass
from pathlib import Path

from av.container import InputContainer
from av.error import FFmpegError

from matinee.errors import Invalid
from matinee.media.decoding.opening import opened

_MOST_STREAMS = 32
_MOST_PIXELS = 8192 * 4320
_LEAST_SIDE = 16
_LONGEST_SECONDS = 12 * 3600.0
_SHORTEST_SECONDS = 0.5
_MOST_RATE = 240.0
_MOST_PIXELS_A_BYTE = 40_000.0
"""Decoded pixels for each byte of the file; a still picture of hours compresses to about 5,000."""


@dataclass(frozen=True, slots=True)
class FilmFacts:
    """What a film is, as far as its container and a few frames tell."""

    container: str
    seconds: float
    width: int
    height: int
    rate: float
    video: str
    sound: str | None
    channels: int
    subtitles: int
    bytes: int


def probe(path: Path) -> FilmFacts:
    """Look into a file; :class:`Invalid` says why it cannot be taken."""
    size = path.stat().st_size
    if size == 0:
        raise _refused("The file is empty.")
    try:
        with opened(path) as container:
            facts = _facts(container, size)
            _check(facts, len(container.streams))
    except (FFmpegError, OSError, ValueError) as failure:
        raise _refused("This is no film that can be read.") from failure
    _try_decoding(path, facts)
    return facts


def _facts(container: InputContainer, size: int) -> FilmFacts:
    videos = [
        each for each in container.streams.video if "mjpeg" not in each.codec_context.name.lower()
    ] or list(container.streams.video)
    if not videos:
        raise _refused("There is no picture in this file.")
    video = videos[0]
    lengths = [
        float(each.duration * each.time_base)
        for each in container.streams
        if each.duration is not None and each.time_base is not None
    ]
    claimed = container.duration / 1_000_000 if container.duration else 0.0
    seconds = claimed or max(lengths, default=0.0)
    sound = container.streams.audio[0] if container.streams.audio else None
    return FilmFacts(
        container=container.format.name,
        seconds=seconds,
        width=video.codec_context.width,
        height=video.codec_context.height,
        rate=float(video.average_rate or video.guessed_rate or 0),
        video=video.codec_context.name,
        sound=sound.codec_context.name if sound else None,
        channels=sound.codec_context.channels if sound else 0,
        subtitles=len(container.streams.subtitles),
        bytes=size,
    )


def _check(facts: FilmFacts, streams: int) -> None:
    if streams > _MOST_STREAMS:
        raise _refused(f"The file has {streams} streams; a film has at most {_MOST_STREAMS}.")
    if not facts.width * facts.height:
        raise _refused("The pictures have no size that can be told: too large, or damaged.")
    if min(facts.width, facts.height) < _LEAST_SIDE:
        raise _refused(f"The picture is {facts.width} by {facts.height}: too small to be a film.")
    if facts.width * facts.height > _MOST_PIXELS:
        raise _refused(f"The picture is {facts.width} by {facts.height}: larger than 8K.")
    if not _SHORTEST_SECONDS <= facts.seconds <= _LONGEST_SECONDS:
        raise _refused(
            f"The file says that it lasts {facts.seconds:.1f} seconds; "
            "a film lasts from half a second to twelve hours."
        )
    if not 1.0 <= facts.rate <= _MOST_RATE:
        raise _refused(f"The file says that it has {facts.rate:.2f} frames a second.")
    pixels = facts.width * facts.height * facts.rate * facts.seconds
    if pixels / facts.bytes > _MOST_PIXELS_A_BYTE:
        raise _refused("The file would grow to many thousand times its size: a decompression bomb.")


def _try_decoding(path: Path, facts: FilmFacts) -> None:
    """Some frames must come at the start, in the middle and near the end."""
    for share in (0.0, 0.5, 0.97):
        at = facts.seconds * share
        try:
            seen = _frames_from(path, at)
        except (FFmpegError, OSError, ValueError) as failure:
            raise _refused(f"The picture cannot be decoded at {at:.1f} seconds.") from failure
        if not seen:
            where = "at all" if share == 0 else f"after {at:.1f} seconds"
            raise _refused(
                f"No picture comes {where}, though the file says that it lasts "
                f"{facts.seconds:.1f} seconds: it is cut off or its length is wrong."
            )


def _frames_from(path: Path, at: float) -> int:
    """How many of the next frames decode, at most five, from no later than ``at`` on."""
    with opened(path) as container:
        stream = container.streams.video[0]
        zero = float((stream.start_time or 0) * (stream.time_base or 0))
        if at > 0 and stream.time_base:
            container.seek(int((at + zero) / stream.time_base), stream=stream, backward=True)
        seen = 0
        for frame in container.decode(stream):
            if (frame.time or 0.0) - zero >= at - 1.0:
                seen += 1
            if seen >= 5:
                break
        return seen


def _refused(sentence: str) -> Invalid:
    return Invalid(
        sentence, remedy="Give the film as it left the studio, whole.", field="film", code="film"
    )
