"""Files that lie, break off, swell, or point elsewhere: made here, and what each gets.

Each is looked into by the same confined process that looks into a programmer's film; the answer,
its processor seconds and its peak memory are kept.
"""

import json
import random
import struct
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.container import OutputContainer
from av.video.stream import VideoStream

from benchmarks.outcome import Figure, Outcome
from matinee.media.model import Step, WorkOrder
from matinee.media.workbench import write_json

_MEMORY = 2_000_000_000
_SECONDS = 120
_DURATION = b"\x44\x89\x88"
"""Matroska's element of a film's length, and that eight bytes follow."""
_COUNTING = """
import json, os, subprocess, sys
child = subprocess.Popen(sys.argv[1:], stderr=subprocess.DEVNULL)
_, status, usage = os.wait4(child.pid, 0)
child.returncode = os.waitstatus_to_exitcode(status)
used = {"seconds": usage.ru_utime + usage.ru_stime, "megabytes": usage.ru_maxrss / 1000}
print(json.dumps({"code": child.returncode, **used}))
"""
"""Starts the process and counts for it: a child's peak memory begins at that of whoever starts it,
so a small one has to."""


@dataclass(frozen=True, slots=True)
class Hostile:
    """A file to be made, and the words with which it is refused; "" where it is taken."""

    name: str
    make: Callable[[Path], None]
    suffix: str
    refused: str


def small_film(
    path: Path,
    *,
    frames: int = 48,
    rate: int = 24,
    size: tuple[int, int] = (128, 72),
    faststart: bool = False,
    each: int = 1,
) -> None:
    """A moving line, without sound; the container is that of the path's ending."""
    options = {"movflags": "faststart"} if faststart else {}
    with av.open(str(path), "w", options=options) as container:
        stream = container.add_stream(
            "libx264", rate=rate, options={"preset": "ultrafast", "g": "12"}
        )
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        for number in range(frames):
            picture = np.full((size[1], size[0], 3), 90, np.uint8)
            picture[:, number % size[0]] = 250
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = number * each, Fraction(1, rate)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())


def _cut(share: float, *, faststart: bool) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        small_film(path, frames=240, faststart=faststart)
        content = path.read_bytes()
        path.write_bytes(content[: round(len(content) * share)])

    return make


def _lasting(seconds: float) -> Callable[[Path], None]:
    """A Matroska file that says it lasts so long."""

    def make(path: Path) -> None:
        small_film(path)
        content = bytearray(path.read_bytes())
        at = content.index(_DURATION) + len(_DURATION)
        content[at : at + 8] = struct.pack(">d", seconds * 1000)
        path.write_bytes(content)

    return make


def _many_streams(path: Path) -> None:
    with av.open(str(path), "w") as container:
        streams = [container.add_stream("mpeg4", rate=24) for _ in range(100)]
        for stream in streams:
            stream.width, stream.height, stream.pix_fmt = 32, 32, "yuv420p"
        for number in range(2):
            for stream in streams:
                frame = av.VideoFrame.from_ndarray(np.zeros((48, 32), np.uint8), format="yuv420p")
                frame.pts, frame.time_base = number, Fraction(1, 24)
                container.mux(stream.encode(frame))


def _no_frames(path: Path) -> None:
    """The head of a film in fragments, and no fragment."""
    with av.open(str(path), "w", options={"movflags": "frag_keyframe+empty_moov"}) as container:
        stream = container.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = 128, 72, "yuv420p"
        frame = av.VideoFrame.from_ndarray(np.zeros((108, 128), np.uint8), format="yuv420p")
        frame.pts, frame.time_base = 0, Fraction(1, 24)
        container.mux(stream.encode(frame))
        container.mux(stream.encode())
    content = path.read_bytes()
    path.write_bytes(content[: content.index(b"moof") - 4])


def _sound_alone(path: Path) -> None:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=48_000, layout="stereo")
        frame = av.AudioFrame.from_ndarray(
            np.zeros((2, 96_000), np.float32), format="fltp", layout="stereo"
        )
        frame.sample_rate, frame.pts, frame.time_base = 48_000, 0, Fraction(1, 48_000)
        container.mux(stream.encode(frame))
        container.mux(stream.encode())


def _bomb(path: Path) -> None:
    """Two pictures of 4K, the second (nothing has changed) repeated six thousand times."""
    with av.open(str(path), "w") as container:
        options = {"preset": "ultrafast", "crf": "51", "x264-params": "scenecut=0:keyint=infinite"}
        stream = container.add_stream("libx264", rate=24, options=options)
        stream.width, stream.height, stream.pix_fmt = 3840, 2160, "yuv420p"
        black = np.full((3240, 3840), 128, np.uint8)
        packets: list[bytes] = []
        for number in range(2):
            frame = av.VideoFrame.from_ndarray(black, format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, 24)
            packets += [bytes(packet) for packet in stream.encode(frame)]
        packets += [bytes(packet) for packet in stream.encode()]
        for number in range(6000):
            _again(container, stream, packets[min(number, 1)], number, key=number == 0)


def _huge(path: Path) -> None:
    """Motion JPEG whose pictures say that they are 65,000 by 65,000."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mjpeg", rate=24)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuvj420p"
        for number in range(24):
            frame = av.VideoFrame.from_ndarray(np.zeros((96, 64), np.uint8), format="yuvj420p")
            frame.pts, frame.time_base = number, Fraction(1, 24)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    content = path.read_bytes()
    small, large = struct.pack(">HH", 64, 64), struct.pack(">HH", 65_000, 65_000)
    content = content.replace(b"\xff\xc0\x00\x11\x08" + small, b"\xff\xc0\x00\x11\x08" + large)
    path.write_bytes(
        content.replace(struct.pack("<II", 64, 64), struct.pack("<II", 65_000, 65_000))
    )


def _damaged(each: int) -> Callable[[Path], None]:
    """One byte in so many of the pictures is another; players show a few faults, and no more."""

    def make(path: Path) -> None:
        small_film(path, frames=96, faststart=True)
        content = bytearray(path.read_bytes())
        chance = random.Random(6)
        for at in range(content.index(b"mdat") + 800, len(content), each):
            content[at] = chance.randrange(256)
        path.write_bytes(content)

    return make


def _large(path: Path) -> None:
    """One picture, shown a second long."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("png", rate=24)
        stream.width, stream.height, stream.pix_fmt = 8320, 4400, "gray"
        frame = av.VideoFrame.from_ndarray(np.zeros((4400, 8320), np.uint8), format="gray")
        frame.pts, frame.time_base = 0, Fraction(1, 24)
        content = b"".join(bytes(each) for each in [*stream.encode(frame), *stream.encode()])
        for number in range(24):
            _again(container, stream, content, number, key=True)


def _again(
    container: OutputContainer, stream: VideoStream, content: bytes, number: int, *, key: bool
) -> None:
    """Put a packet that was encoded once into the film, shown at this place."""
    packet = av.Packet(content)
    packet.pts = packet.dts = number
    packet.time_base, packet.stream, packet.is_keyframe = Fraction(1, 24), stream, key
    container.mux(packet)


def _text(words: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.write_text(words, encoding="utf-8")

    return make


def _bytes(content: bytes) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.write_bytes(content)

    return make


def playlist(address: str) -> str:
    """An HLS playlist that never ends and names one file."""
    return f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{address}\n"


def _still(path: Path) -> None:
    still = path.parent / "still.png"
    with av.open(str(still), "w", format="image2") as container:
        stream = container.add_stream("png", rate=1)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "rgb24"
        frame = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")
        frame.pts = 0
        container.mux(stream.encode(frame))
        container.mux(stream.encode())
    still.rename(path)


_NO_FILM = "This is no film that can be read."
_NO_LENGTH = "a film lasts from half a second to twelve hours"
_CUT_OFF = "it is cut off or its length is wrong"
_ETC = "/etc/passwd"
_HOME = "http://127.0.0.1:9/a.ts"
_SESSION = "v=0\nm=video 9 RTP/AVP 96\na=rtpmap:96 H264/90000\n"
CASES = (
    Hostile("an empty file", _bytes(b""), ".mp4", "The file is empty."),
    Hostile("words, named as a film", _text("Once upon a time.\n" * 50), ".mp4", _NO_FILM),
    Hostile(
        "chance bytes",
        _bytes(random.Random(1).randbytes(200_000)),
        ".mp4",
        _NO_FILM,
    ),
    Hostile("a still picture", _still, ".mp4", _NO_FILM),
    Hostile("sound alone", _sound_alone, ".mp4", "There is no picture in this file."),
    Hostile("cut off before its index", _cut(0.6, faststart=False), ".mp4", _NO_FILM),
    Hostile("index first, then cut off", _cut(0.5, faststart=True), ".mp4", _CUT_OFF),
    Hostile("two seconds that say ten minutes", _lasting(600), ".mkv", _CUT_OFF),
    Hostile("two seconds that say a hundred hours", _lasting(360_000), ".mkv", _NO_LENGTH),
    Hostile("a length that is no number", _lasting(float("nan")), ".mkv", _NO_LENGTH),
    Hostile("a length below nothing", _lasting(-5), ".mkv", _NO_LENGTH),
    Hostile("a hundred streams", _many_streams, ".mkv", "100 streams"),
    Hostile("no frames", _no_frames, ".mp4", _NO_LENGTH),
    Hostile("a single frame", lambda path: small_film(path, frames=1), ".mp4", _NO_LENGTH),
    Hostile("pictures of 65,000 by 65,000", _huge, ".avi", "no size that can be told"),
    Hostile("pictures of 8,320 by 4,400", _large, ".mov", "larger than 8K"),
    Hostile(
        "pictures of 8 by 8",
        lambda path: small_film(path, size=(8, 8)),
        ".mp4",
        "too small to be a film",
    ),
    Hostile(
        "a thousand frames a second",
        lambda path: small_film(path, frames=1000, rate=1000, size=(32, 32)),
        ".mp4",
        "1000.00 frames a second",
    ),
    Hostile(
        "a frame in an hour",
        lambda path: small_film(path, frames=3, rate=24, each=24 * 3600),
        ".mp4",
        "0.00 frames a second",
    ),
    Hostile("decompression bomb", _bomb, ".mp4", "a decompression bomb"),
    Hostile("every tenth byte damaged", _damaged(10), ".mp4", "cannot be decoded"),
    Hostile("a byte in two thousand damaged", _damaged(2000), ".mp4", ""),
    Hostile("a playlist that never ends", _text(playlist(_HOME)), ".mp4", _NO_FILM),
    Hostile("a playlist of a local file", _text(playlist(f"file://{_ETC}")), ".m3u8", _NO_FILM),
    Hostile(
        "a list of files to join", _text(f"ffconcat version 1.0\nfile {_ETC}\n"), ".mp4", _NO_FILM
    ),
    Hostile("a session that opens a port", _text(_SESSION), ".sdp", _NO_FILM),
    Hostile(
        "a manifest of DASH",
        _text(
            '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="dynamic">'
            f"<BaseURL>{_HOME}</BaseURL></MPD>"
        ),
        ".mpd",
        _NO_FILM,
    ),
    Hostile("a name that counts", _still, ".%03d.png", _NO_FILM),
)


def run(quick: bool) -> Outcome:
    """``quick``: every third file."""
    figures: dict[str, Figure] = {}
    slowest = largest = 0.0
    as_expected = 0
    cases = CASES[::3] if quick else CASES
    with tempfile.TemporaryDirectory() as folder:
        for number, case in enumerate(cases):
            path = Path(folder) / f"{number}{case.suffix}"
            case.make(path)
            answer, seconds, megabytes = _looked_into(path, Path(folder) / f"work-{number}")
            figures[case.name] = f"{answer} ({seconds:.1f} s, {megabytes:.0f} MB)"
            as_expected += case.refused in answer if case.refused else answer == "taken"
            slowest, largest = max(slowest, seconds), max(largest, megabytes)
    figures |= {
        "files": len(cases),
        "as_expected": as_expected,
        "most_processor_seconds": round(slowest, 2),
        "most_megabytes": round(largest),
    }
    return Outcome(figures)


def _looked_into(path: Path, folder: Path) -> tuple[str, float, float]:
    """What the confined process says, its processor seconds and its peak memory in MB."""
    folder.mkdir()
    write_json(folder / "order.json", WorkOrder(str(path), _MEMORY, _SECONDS, -23.0, {}))
    command = [sys.executable, "-m", "matinee.media.workbench", Step.PROBE, str(folder)]
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", _COUNTING, *command],
        stdout=subprocess.PIPE,
        check=True,
        timeout=10 * _SECONDS,
    )
    *said, used = [json.loads(line) for line in done.stdout.splitlines() if line[:1] == b"{"]
    answer = said[-1].get("sentence", "") if said else ""
    if not used["code"]:
        answer = "taken"
    return answer or f"ended with {used['code']}", used["seconds"], used["megabytes"]
