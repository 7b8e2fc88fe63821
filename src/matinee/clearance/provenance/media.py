"""Tell formats apart by their first bytes, and cut out the picture data that no manifest touches.

Signing moves boxes and offsets, but leaves a PNG's IDAT, a JPEG's scans and an MP4's mdat as they
are: so hashes of their parts tell a changed file from one that carries another's manifest.
"""

from hashlib import sha256

from matinee.clearance.provenance.model import MediaType

PARTS = 16
_DIGEST = 16


def recognise(content: bytes) -> MediaType | None:
    """The format of a file by its first bytes; None where it is none of ours."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return MediaType.PNG
    if content.startswith(b"\xff\xd8\xff"):
        return MediaType.JPEG
    if content[4:8] == b"ftyp":
        return MediaType.MP4
    return None


def picture_data(content: bytes, media_type: MediaType) -> bytes:
    """The bytes of the picture itself; of a malformed file, as far as it can be followed."""
    match media_type:
        case MediaType.PNG:
            return b"".join(_png_data(content))
        case MediaType.JPEG:
            return content[_first_scan(content) :]
        case MediaType.MP4:
            return b"".join(_mp4_data(content))


def part_hashes(data: bytes, size: int) -> tuple[str, ...]:
    """Hashes of ``PARTS`` parts of ``data``, cut as if it were ``size`` bytes long."""
    step = max(1, -(-size // PARTS))
    cuts = (data[start : start + step] for start in range(0, step * PARTS, step))
    return tuple(sha256(cut).hexdigest()[: 2 * _DIGEST] for cut in cuts)


def _png_data(content: bytes) -> list[bytes]:
    found: list[bytes] = []
    place = 8
    while place + 12 <= len(content):
        length = int.from_bytes(content[place : place + 4], "big")
        if content[place + 4 : place + 8] == b"IDAT":
            found.append(content[place + 8 : place + 8 + length])
        place += 12 + length
    return found


def _first_scan(content: bytes) -> int:
    place = 2
    while place + 4 <= len(content) and content[place] == 0xFF:
        if content[place + 1] == 0xDA:
            return place
        place += 2 + max(2, int.from_bytes(content[place + 2 : place + 4], "big"))
    return min(place, len(content))


def _mp4_data(content: bytes) -> list[bytes]:
    found: list[bytes] = []
    place = 0
    while place + 8 <= len(content):
        length, head = int.from_bytes(content[place : place + 4], "big"), 8
        if length == 1:
            length, head = int.from_bytes(content[place + 8 : place + 16], "big"), 16
        elif length == 0:
            length = len(content) - place
        if length < head:
            break
        if content[place + 4 : place + 8] == b"mdat":
            found.append(content[place + head : place + length])
        place += length
    return found
