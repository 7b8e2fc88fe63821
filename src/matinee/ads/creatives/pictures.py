"""Pictures beside films: what is brought is read within the bounds of its format, and drawn anew.

Nothing of the file that was brought is served: no metadata, no profile, no bytes after its end.
"""

import warnings
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from matinee.ads.model import Format
from matinee.errors import Invalid

LARGEST_BYTES = 8 * 2**20
_MOST_PIXELS = 40_000_000
_QUALITY = 88
_BROKEN = (UnidentifiedImageError, OSError, SyntaxError, ValueError, Warning, EOFError)


@dataclass(frozen=True, slots=True)
class Frame:
    """What a picture of a format measures in pixels; ``shape`` is width by height, from and to."""

    least: tuple[int, int]
    shown: tuple[int, int]
    shape: tuple[float, float] = (0.0, float("inf"))
    words: str = ""


FRAMES = {
    Format.PAUSE: Frame((320, 180), (1920, 1080)),
    Format.OVERLAY: Frame(
        (480, 48), (1456, 364), (4.0, 12.0), "four to twelve times as wide as tall"
    ),
    Format.SQUEEZE: Frame((1280, 720), (1920, 1080), (1.76, 1.8), "as wide as 16:9"),
    Format.COMPANION: Frame(
        (240, 60), (970, 600), (0.5, 9.0), "half as wide as tall, up to nine times as wide"
    ),
}
"""An overlay is a strip, as IAB's 480×70 and 728×90; a squeeze-back fills the screen, and the film
covers three quarters of its width and height, at the upper right; a companion has any of the shapes
that the IAB names for pictures beside films, from 300×600 to 728×90."""


def ad_picture(content: bytes, shown_as: Format = Format.PAUSE) -> tuple[bytes, int, int]:
    """A still PNG, JPEG or WebP as a JPEG for a format: its bytes, width and height.

    Invalid where it is none, too large, too small or of another shape.
    """
    frame = FRAMES[shown_as]
    upright = still(content).convert("RGB")
    least = f"{frame.least[0]}×{frame.least[1]}"
    if upright.width < frame.least[0] or upright.height < frame.least[1]:
        raise _refused(f"The picture is smaller than {least}.", "Bring a larger one.")
    if not frame.shape[0] <= upright.width / upright.height <= frame.shape[1]:
        raise _refused(f"The picture is not {frame.words}.", "Bring one of that shape.")
    upright.thumbnail(frame.shown)
    return as_jpeg(upright), upright.width, upright.height


def still(content: bytes) -> Image.Image:
    """A PNG, JPEG or WebP that was read to its end, upright; Invalid where it is none or moves."""
    if len(content) > LARGEST_BYTES:
        raise _refused(
            f"The picture has more than {LARGEST_BYTES // 2**20} MB.", "Make it smaller."
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(content), formats=("PNG", "JPEG", "WEBP"))
            if picture.width * picture.height > _MOST_PIXELS:
                raise _refused("The picture has more than 40 million pixels.", "Make it smaller.")
            if getattr(picture, "n_frames", 1) != 1:
                raise _refused("The picture moves.", "Bring a still one.")
            picture.load()
            return ImageOps.exif_transpose(picture)
    except _BROKEN as problem:
        raise _refused(
            "This is no whole PNG, JPEG or WebP.", "Save the picture again as one of them."
        ) from problem


def as_jpeg(picture: Image.Image) -> bytes:
    """The pixels alone, as members are sent them."""
    drawn = BytesIO()
    picture.save(drawn, "JPEG", quality=_QUALITY, optimize=True)
    return drawn.getvalue()


def _refused(sentence: str, remedy: str) -> Invalid:
    return Invalid(sentence, remedy=remedy, code="no_picture", field="picture")
