"""Real small files, drawn here: a picture with a gradient as PNG and JPEG, and a film's boxes."""

import struct
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from matinee.clearance.provenance.model import Making, MediaType, PermitReference
from matinee.clearance.provenance.service import Provenance

WIDTH = 96
# ITU-T T.81, table K.3: how the size of a block's first coefficient is written.
DC_BITS = (0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0)
DC_CODES = ("00", "010", "011", "100", "101", "110", "1110", "11110", "111110")


def png(seed: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    rows = b"".join(
        b"\0" + bytes((x * y * seed + seed) % 256 for x in range(3 * WIDTH)) for y in range(WIDTH)
    )
    head = struct.pack(">IIBBBBB", WIDTH, WIDTH, 8, 2, 0, 0, 0)
    chunks = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def jpeg(seed: int) -> bytes:
    """A baseline JPEG in grey, each block of one shade."""

    def segment(marker: int, data: bytes) -> bytes:
        return bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data

    blocks = 64
    bits, before = "", 0
    for place in range(blocks * blocks):
        shade = (place * place * (seed + 7) // 5 + place * seed) % 101 - 50
        step, before = shade - before, shade
        size = abs(step).bit_length()
        amount = step if step > 0 else step + (1 << size) - 1
        bits += DC_CODES[size] + (f"{amount:0{size}b}" if size else "") + "0"
    bits += "1" * (-len(bits) % 8)
    scan = bytes(int(bits[at : at + 8], 2) for at in range(0, len(bits), 8))
    return b"".join(
        (
            b"\xff\xd8",
            segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
            segment(0xDB, b"\0" + bytes([8] * 64)),
            segment(0xC0, struct.pack(">BHHB", 8, 8 * blocks, 8 * blocks, 1) + b"\x01\x11\0"),
            segment(0xC4, b"\0" + bytes(DC_BITS) + bytes(range(12))),
            segment(0xC4, b"\x10\x01" + bytes(15) + b"\0"),
            segment(0xDA, b"\x01\x01\0\0\x3f\0"),
            scan.replace(b"\xff", b"\xff\0"),
            b"\xff\xd9",
        )
    )


def mp4(seed: int) -> bytes:
    """The boxes of a film of one track in raw pictures, each a sample."""

    def box(kind: bytes, *parts: bytes) -> bytes:
        inside = b"".join(parts)
        return struct.pack(">I", len(inside) + 8) + kind + inside

    def full(kind: bytes, *parts: bytes) -> bytes:
        return box(kind, bytes(4), *parts)

    side, count = 32, 8
    samples = bytes(
        (place * (seed + 3) + place // 97) % 256 for place in range(side * side * count)
    )
    matrix = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
    visual = (
        bytes(6)
        + b"\0\x01"
        + bytes(16)
        + struct.pack(">HH", side, side)
        + struct.pack(">III", 0x480000, 0x480000, 0)
        + b"\0\x01"
        + bytes(32)
        + b"\0\x08\xff\xff"
    )
    head = box(b"ftyp", b"isom\0\0\x02\0isommp42")

    def moov(offset: int) -> bytes:
        stbl = box(
            b"stbl",
            full(b"stsd", struct.pack(">I", 1), box(b"raw ", visual)),
            full(b"stts", struct.pack(">III", 1, count, 1)),
            full(b"stsc", struct.pack(">IIII", 1, 1, count, 1)),
            full(b"stsz", struct.pack(">II", side * side, count)),
            full(b"stco", struct.pack(">II", 1, offset)),
        )
        minf = box(
            b"minf",
            box(b"vmhd", b"\0\0\0\x01", bytes(8)),
            box(b"dinf", full(b"dref", struct.pack(">I", 1), box(b"url ", b"\0\0\0\x01"))),
            stbl,
        )
        times = struct.pack(">IIII", 0, 0, count, count)
        mdia = box(
            b"mdia",
            full(b"mdhd", times, b"\x55\xc4\0\0"),
            full(b"hdlr", bytes(4), b"vide", bytes(13)),
            minf,
        )
        tkhd = box(
            b"tkhd",
            b"\0\0\0\x03",
            struct.pack(">IIIII", 0, 0, 1, 0, count),
            bytes(16),
            matrix,
            struct.pack(">II", side << 16, side << 16),
        )
        mvhd = full(
            b"mvhd",
            times,
            struct.pack(">IH", 0x10000, 0x100),
            bytes(10),
            matrix,
            bytes(24),
            struct.pack(">I", 2),
        )
        return box(b"moov", mvhd, box(b"trak", tkhd, mdia))

    offset = len(head) + len(moov(0)) + 8
    return head + moov(offset) + box(b"mdat", samples)


DRAWN: dict[MediaType, Callable[[int], bytes]] = {
    MediaType.PNG: png,
    MediaType.JPEG: jpeg,
    MediaType.MP4: mp4,
}


@pytest.fixture(params=list(MediaType), ids=lambda kind: kind.name)
def kind(request: pytest.FixtureRequest) -> MediaType:
    return MediaType(request.param)


@pytest.fixture
def draw(kind: MediaType) -> Callable[[int], bytes]:
    return DRAWN[kind]


@pytest.fixture
def picture() -> bytes:
    return png(1)


@pytest.fixture
def provenance(tmp_path: Path) -> Provenance:
    return Provenance(tmp_path / "keys")


@pytest.fixture
def making() -> Making:
    return Making(
        title="The harbour at night",
        source_type="trainedAlgorithmicMedia",
        at=datetime(2026, 11, 22, 10, tzinfo=UTC),
        reference=PermitReference(
            permit=UUID(int=1), decision=UUID(int=2), ledger_subject="output-3", model="painter-1"
        ),
    )
