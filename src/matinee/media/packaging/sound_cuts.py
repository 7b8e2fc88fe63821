"""Packaged sound cut anew where pictures are cut, so that another film can be joined in between.

Nothing is encoded again: frames of AAC are moved from one fragment of MP4 to another
(ISO/IEC 14496-12, 8.8). Every frame is a sync sample, so any of them may begin a fragment.
"""

import struct
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from matinee.errors import Invalid
from matinee.media.packaging.fragments import Fragments, begins_at

_BASE_OFFSET, _DESCRIPTION, _DURATION, _SIZE, _FLAGS = 0x1, 0x2, 0x8, 0x10, 0x20
_RUN_OFFSET, _RUN_FIRST, _RUN_DURATION, _RUN_SIZE = 0x1, 0x4, 0x100, 0x200
_RUN_FLAGS, _RUN_SHIFT = 0x400, 0x800
_BASE_IS_MOOF = 0x20000
_DEPENDS_ON_NOTHING = 0x02000000
_MOVIE, _TRACK = b"moof", b"traf"


@dataclass(frozen=True, slots=True)
class _Frame:
    ticks: int
    data: bytes


def cut_sound(sound: Fragments, starts: Sequence[float], *, rate: int) -> Fragments:
    """The same frames in segments that begin at the frames nearest to ``starts``.

    Args:
        sound: one track of AAC, as it was encoded.
        starts: seconds, rising, the first 0; those after the sound's end begin no segment.
        rate: ticks a second of the track.

    Raises:
        Invalid: the fragments are not what an encoder of ours writes.
    """
    frames = [frame for segment in sound.segments for frame in _frames(segment)]
    if not frames:
        return Fragments(sound.head, ())
    first = begins_at(sound.segments[0])
    begins = list(accumulate((frame.ticks for frame in frames), initial=first))
    places = sorted({0, *(_nearest(begins, at * rate) for at in starts)} - {len(frames)})
    track = _track_of(sound.segments[0])
    segments = [
        _segment(number, track, begins[place], frames[place:following])
        for number, (place, following) in enumerate(
            zip(places, [*places[1:], len(frames)], strict=True), start=1
        )
    ]
    return Fragments(sound.head, tuple(segments))


def _nearest(begins: Sequence[int], at: float) -> int:
    place = bisect_left(begins, at)
    if place == len(begins):
        return place - 1
    return place - 1 if place and at - begins[place - 1] < begins[place] - at else place


def _boxes(data: bytes, begin: int, end: int) -> dict[bytes, tuple[int, int]]:
    """Where the bodies of the boxes in a stretch begin and end; the first of each kind."""
    found = dict[bytes, tuple[int, int]]()
    while begin + 8 <= end:
        size = int.from_bytes(data[begin : begin + 4])
        if size < 8 or begin + size > end:
            raise _strange()
        found.setdefault(data[begin + 4 : begin + 8], (begin + 8, begin + size))
        begin += size
    return found


def _track_boxes(segment: bytes) -> dict[bytes, tuple[int, int]]:
    movie = _boxes(segment, 0, len(segment)).get(_MOVIE)
    track = _boxes(segment, *movie).get(_TRACK) if movie else None
    if track is None:
        raise _strange()
    return _boxes(segment, *track)


def _track_of(segment: bytes) -> int:
    begin, _ = _track_boxes(segment)[b"tfhd"]
    return int.from_bytes(segment[begin + 4 : begin + 8])


def _frames(segment: bytes) -> list[_Frame]:
    """The samples of a fragment with one run."""
    boxes = _track_boxes(segment)
    if b"tfhd" not in boxes or b"trun" not in boxes:
        raise _strange()
    header, run = boxes[b"tfhd"][0], boxes[b"trun"][0]
    flags = int.from_bytes(segment[header + 1 : header + 4])
    at = header + 8 + 8 * bool(flags & _BASE_OFFSET) + 4 * bool(flags & _DESCRIPTION)
    ticks = int.from_bytes(segment[at : at + 4]) if flags & _DURATION else 0
    at += 4 * bool(flags & _DURATION)
    usual = int.from_bytes(segment[at : at + 4]) if flags & _SIZE else 0
    told = int.from_bytes(segment[run + 1 : run + 4])
    count = int.from_bytes(segment[run + 4 : run + 8])
    if not told & _RUN_OFFSET or flags & _BASE_OFFSET:
        raise _strange()
    place = int.from_bytes(segment[run + 8 : run + 12], signed=True)
    at = run + 12 + 4 * bool(told & _RUN_FIRST)
    frames = list[_Frame]()
    for _ in range(count):
        length, size = ticks, usual
        if told & _RUN_DURATION:
            length, at = int.from_bytes(segment[at : at + 4]), at + 4
        if told & _RUN_SIZE:
            size, at = int.from_bytes(segment[at : at + 4]), at + 4
        at += 4 * bool(told & _RUN_FLAGS) + 4 * bool(told & _RUN_SHIFT)
        if place + size > len(segment):
            raise _strange()
        frames.append(_Frame(length, segment[place : place + size]))
        place += size
    return frames


def _segment(number: int, track: int, begins: int, frames: Sequence[_Frame]) -> bytes:
    """A ``moof`` of one run, and its ``mdat``."""
    head = _full(b"tfhd", _BASE_IS_MOOF | _FLAGS, struct.pack(">II", track, _DEPENDS_ON_NOTHING))
    when = _full(b"tfdt", 0, struct.pack(">Q", begins), version=1)
    each = b"".join(struct.pack(">II", frame.ticks, len(frame.data)) for frame in frames)
    told = _RUN_OFFSET | _RUN_DURATION | _RUN_SIZE

    def movie(offset: int) -> bytes:
        run = _full(b"trun", told, struct.pack(">Ii", len(frames), offset) + each)
        sequence = _full(b"mfhd", 0, struct.pack(">I", number))
        return _box(_MOVIE, sequence + _box(_TRACK, head + when + run))

    data = _box(b"mdat", b"".join(frame.data for frame in frames))
    return movie(len(movie(0)) + 8) + data


def _box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", 8 + len(body)) + kind + body


def _full(kind: bytes, flags: int, body: bytes, *, version: int = 0) -> bytes:
    return _box(kind, struct.pack(">I", version << 24 | flags) + body)


def _strange() -> Invalid:
    return Invalid("The packaged sound is not as it was written.", field="film")
