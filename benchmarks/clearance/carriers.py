"""Pictures and films to sign, and the ways in which signed ones are tampered with."""

import random
from collections.abc import Iterator
from io import BytesIO

import av
import numpy as np
from PIL import Image

from matinee.clearance.provenance.media import picture_data
from matinee.clearance.provenance.model import MediaType

_SIDE = 96


def drawn(kind: MediaType, seed: int) -> bytes:
    """A small picture, or a film of eight frames, that differs by its seed."""
    chance = np.random.default_rng(seed)
    frames = chance.integers(0, 256, (8, _SIDE, _SIDE, 3), dtype=np.uint8)
    written = BytesIO()
    if kind is not MediaType.MP4:
        form = "PNG" if kind is MediaType.PNG else "JPEG"
        Image.fromarray(frames[0]).save(written, form)
        return written.getvalue()
    with av.open(written, "w", format="mp4") as film:
        stream = film.add_stream("mpeg4", rate=8)
        stream.width = stream.height = _SIDE
        stream.pix_fmt = "yuv420p"
        for frame in frames:
            film.mux(stream.encode(av.VideoFrame.from_ndarray(frame, format="rgb24")))
        film.mux(stream.encode(None))
    return written.getvalue()


def with_one_bit_changed(content: bytes, kind: MediaType, places: int) -> Iterator[bytes]:
    """The file with one bit of its picture data changed, at so many places."""
    chance = random.Random(1)
    data = picture_data(content, kind)
    start = content.index(data)
    for place in chance.sample(range(start, start + len(data)), places):
        changed = bytearray(content)
        changed[place] ^= 1 << chance.randrange(8)
        yield bytes(changed)


def carrier(content: bytes, kind: MediaType) -> tuple[int, int]:
    """Where the chunk, segments or box begin and end that carry the manifest."""
    if kind is MediaType.PNG:
        start = content.index(b"caBX") - 4
        return start, start + 12 + int.from_bytes(content[start : start + 4], "big")
    if kind is MediaType.JPEG:
        start = end = content.index(b"\xff\xeb")
        while content[end : end + 2] == b"\xff\xeb":
            end += 2 + int.from_bytes(content[end + 2 : end + 4], "big")
        return start, end
    start = content.index(b"uuid") - 4
    return start, start + int.from_bytes(content[start : start + 4], "big")


def stripped(content: bytes, kind: MediaType) -> bytes:
    """Without its manifest."""
    start, end = carrier(content, kind)
    return content[:start] + content[end:]


def swapped(content: bytes, other: bytes, kind: MediaType) -> bytes:
    """With the manifest of another file in place of its own."""
    start, end = carrier(content, kind)
    begin, stop = carrier(other, kind)
    return content[:start] + other[begin:stop] + content[end:]
