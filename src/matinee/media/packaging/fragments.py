"""The boxes of fragmented MP4 (ISO/IEC 14496-12), as far as cutting it into segments needs."""

from dataclasses import dataclass

from matinee.errors import Invalid

_HEAD = 8


@dataclass(frozen=True, slots=True)
class Fragments:
    """The part that every segment needs, and the segments: one ``moof`` and ``mdat`` each."""

    head: bytes
    segments: tuple[bytes, ...]


def fragments_of(data: bytes) -> Fragments:
    """Take a fragmented file apart."""
    head = bytearray()
    segments: list[bytearray] = []
    for kind, box in _boxes(data):
        if kind in {b"ftyp", b"moov"}:
            head += box
        elif kind == b"moof":
            segments.append(bytearray(box))
        elif kind == b"mdat" and segments:
            segments[-1] += box
    return Fragments(bytes(head), tuple(bytes(segment) for segment in segments))


def _boxes(data: bytes) -> list[tuple[bytes, bytes]]:
    found: list[tuple[bytes, bytes]] = []
    at = 0
    while at + _HEAD <= len(data):
        size = int.from_bytes(data[at : at + 4])
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16])
        if size < _HEAD or at + size > len(data):
            raise Invalid("A fragment of the encoded film is damaged.", field="film")
        found.append((bytes(data[at + 4 : at + 8]), data[at : at + size]))
        at += size
    return found


def begins_at(segment: bytes) -> int:
    """When a segment begins, in its track's time scale: its ``tfdt`` box."""
    at = segment.index(b"tfdt") + 4
    wide = segment[at] == 1
    return int.from_bytes(segment[at + 4 : at + (12 if wide else 8)])
