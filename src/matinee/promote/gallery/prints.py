"""A still cut into its shapes, as members are sent it."""

import io
from collections.abc import Sequence

from PIL import Image

from matinee.promote.gallery.cropping import Box, Crop
from matinee.promote.gallery.model import PictureId

_QUALITY = 88


def prints_of(content: bytes, crops: Sequence[Crop]) -> dict[str, bytes]:
    """The JPEG of each crop of a still, by its shape."""
    with Image.open(io.BytesIO(content)) as whole:
        made: dict[str, bytes] = {}
        for crop in crops:
            stream = io.BytesIO()
            whole.crop(pixels_of(crop.box, *whole.size)).save(
                stream, "JPEG", quality=_QUALITY, optimize=True
            )
            made[crop.shape] = stream.getvalue()
    return made


def key_of(picture: PictureId, shape: str) -> str:
    """Where the blob of a picture's shape lies."""
    return f"pictures/{picture}/{shape}.jpg"


def pixels_of(box: Box, width: int, height: int) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of a box in a picture of so many pixels."""
    left, top, wide, high = box
    return (
        round(left * width),
        round(top * height),
        round((left + wide) * width),
        round((top + high) * height),
    )
