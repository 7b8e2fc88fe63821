"""A model's picture is foreign input: it is decoded, judged and written anew. Pure.

What is written anew holds the pixels alone: no text, no profile, no second picture, nothing behind
the end. So neither a workflow nor a trap can leave with it.
"""

import struct
import warnings
from io import BytesIO

import cv2
import numpy as np
from PIL import Image

from matinee.errors import Invalid
from matinee.foundation.png_chunks import require_whole_chunks
from matinee.generation.checks import refused
from matinee.generation.requests import LARGEST_SIDE

LARGEST_PICTURE = 64 * 1024 * 1024
_DEEP_COLOUR = b"\x10\x02"
"""Bits a channel and kind of colour in a header: sixteen, red, green and blue."""
_PNG = b"\x89PNG\r\n\x1a\n"
_KEPT_MODES = frozenset({"L", "RGB", "RGBA"})
_BROKEN = (
    OSError, SyntaxError, ValueError, EOFError, struct.error, Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)  # fmt: skip


def valid_png(content: bytes, width: int, height: int) -> bytes:
    """The picture as a PNG of exactly this size in pixels, or :class:`Unavailable`.

    The size in the header is compared before anything is decoded, so that a small file that claims
    a vast picture costs nothing.
    """
    if len(content) > LARGEST_PICTURE:
        raise refused(f"it has {len(content):,} bytes")
    size = _size(content)
    if size is None:
        raise refused("it is no PNG")
    if size != (width, height):
        raise refused(f"it is {size[0]} by {size[1]} pixels, not {width} by {height}")
    try:
        return _rewritten(content)
    except _BROKEN as problem:
        raise refused("it is a PNG that cannot be decoded") from problem


def given_size(content: bytes, *, field: str) -> tuple[int, int]:
    """Width and height of a picture that a caller gives; Invalid where it is no whole PNG."""
    size = _size(content)
    if size is None or max(size) > LARGEST_SIDE or len(content) > LARGEST_PICTURE:
        raise _unfit(field)
    try:
        _bare(content)
    except _BROKEN as problem:
        raise _unfit(field) from problem
    return size


def _size(content: bytes) -> tuple[int, int] | None:
    """Width and height by the header (PNG specification, section 11.2.2)."""
    if len(content) < 33 or not content.startswith(_PNG) or content[12:16] != b"IHDR":
        return None
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def _rewritten(content: bytes) -> bytes:
    bare = _bare(content)
    if content[24:26] == _DEEP_COLOUR:
        return _rewritten_deep(content)
    written = BytesIO()
    bare.save(written, "PNG")
    return written.getvalue()


def _rewritten_deep(content: bytes) -> bytes:
    """The same in sixteen bits, of which Pillow keeps eight: it has found the file whole."""
    require_whole_chunks(content)
    pixels = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_UNCHANGED)
    if pixels is None or pixels.dtype != np.uint16:
        raise ValueError("it cannot be decoded")
    return cv2.imencode(".png", pixels)[1].tobytes()


def _bare(content: bytes) -> Image.Image:
    """The pixels alone, of a picture that was read to its end."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with Image.open(BytesIO(content), formats=["PNG"]) as picture:
            if getattr(picture, "n_frames", 1) != 1:
                raise ValueError("it moves")
            picture.load()
            kept = picture if picture.mode in _KEPT_MODES else picture.convert(_mode(picture))
            return Image.frombytes(kept.mode, kept.size, kept.tobytes())


def _mode(picture: Image.Image) -> str:
    see_through = "A" in picture.getbands() or "transparency" in picture.info
    return "RGBA" if see_through else "RGB"


def _unfit(field: str) -> Invalid:
    return Invalid(
        "It is no PNG that can be read.",
        remedy=f"Give a PNG of at most {LARGEST_SIDE} pixels a side.",
        field=field,
    )
