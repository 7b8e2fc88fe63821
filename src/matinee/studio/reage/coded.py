"""Pictures as PNG in eight or sixteen bits a channel: read, shown in eight, and written. Pure."""

import io
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from matinee.foundation.png_chunks import require_whole_chunks
from matinee.studio.concept.colour import Bytes, Floats

Coded: TypeAlias = NDArray[np.uint8 | np.uint16]
DEEP = 16
_STEP = 257
"""Of sixteen bits, what is one of eight: 65535 is 255."""


def depth_of(png: bytes) -> int:
    """Bits a channel by a PNG's header (PNG specification, section 11.2.2)."""
    return png[24]


def coded(png: bytes) -> Coded:
    """A PNG (h, w, 3) in its own depth; OSError or ValueError where it is broken."""
    with Image.open(io.BytesIO(png), formats=["PNG"]) as picture:
        picture.load()
        if depth_of(png) != DEEP:
            return np.asarray(picture.convert("RGB")).copy()
    # Pillow has no sixteen bits of colour; it has found the file whole.
    require_whole_chunks(png)
    found = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR | cv2.IMREAD_ANYDEPTH)
    if found is None or found.dtype != np.uint16:
        raise OSError("it cannot be decoded")
    return np.ascontiguousarray(found[..., ::-1], np.uint16)


def shown(picture: Coded) -> Bytes:
    """A picture in eight bits, as pages and networks see it."""
    if picture.dtype == np.uint8:
        return np.asarray(picture, np.uint8)
    return ((picture.astype(np.uint32) + _STEP // 2) // _STEP).astype(np.uint8)


def deep(light: Floats) -> NDArray[np.uint16]:
    """Coded values (1 is white) in sixteen bits; what no page can show is cut off, NaN is 0."""
    held = np.nan_to_num(light, nan=0, posinf=1, neginf=0)
    return np.rint(np.clip(held, 0, 1) * np.float32(65535)).astype(np.uint16)


def png_of(picture: Coded) -> bytes:
    """A picture (h, w, 3) as PNG in its own depth."""
    if picture.dtype == np.uint8:
        held = io.BytesIO()
        Image.fromarray(picture).save(held, "PNG")
        return held.getvalue()
    whole, written = cv2.imencode(".png", np.ascontiguousarray(picture[..., ::-1]))
    if not whole:
        raise OSError("it cannot be written")
    return written.tobytes()
