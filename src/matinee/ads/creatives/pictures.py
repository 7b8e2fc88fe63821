"""Pictures for films that stand still: what is brought is read within bounds and drawn anew.

Nothing of the file that was brought is served: no metadata, no profile, no bytes after its end.
"""

import warnings
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from matinee.errors import Invalid

LARGEST_BYTES = 8 * 2**20
_MOST_PIXELS = 40_000_000
_SHOWN = (1920, 1080)
_LEAST = (320, 180)
_QUALITY = 88
_BROKEN = (UnidentifiedImageError, OSError, SyntaxError, ValueError, Warning, EOFError)


def pause_picture(content: bytes) -> tuple[bytes, int, int]:
    """A still PNG, JPEG or WebP as a JPEG of at most 1920×1080: its bytes, width and height.

    Invalid where it is none, too large, or smaller than 320×180.
    """
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
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except _BROKEN as problem:
        raise _refused(
            "This is no whole PNG, JPEG or WebP.", "Save the picture again as one of them."
        ) from problem
    if upright.width < _LEAST[0] or upright.height < _LEAST[1]:
        raise _refused("The picture is smaller than 320×180.", "Bring a larger one.")
    upright.thumbnail(_SHOWN)
    drawn = BytesIO()
    upright.save(drawn, "JPEG", quality=_QUALITY, optimize=True)
    return drawn.getvalue(), upright.width, upright.height


def _refused(sentence: str, remedy: str) -> Invalid:
    return Invalid(sentence, remedy=remedy, code="no_picture", field="picture")
