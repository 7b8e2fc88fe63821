"""Pictures that somebody gives: read within bounds, and written again as PNG. Pure."""

import struct
import warnings
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from PIL import Image, ImageOps

from matinee.errors import Invalid
from matinee.studio.concept.colour import Bytes
from matinee.studio.concept.model import LARGEST_PICTURE, MOST_PIXELS

_BROKEN = (
    OSError, SyntaxError, ValueError, EOFError, struct.error, Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Picture:
    """Pixels (h, w, 3; 8 bits), with what lies beside them: transparency and colour profile."""

    pixels: Bytes
    alpha: Bytes | None
    profile: bytes | None
    media_type: str

    def written(self, pixels: Bytes) -> bytes:
        """Other pixels with the same transparency and profile, as PNG."""
        planes = pixels if self.alpha is None else np.dstack([pixels, self.alpha])
        saved = BytesIO()
        Image.fromarray(planes).save(saved, "PNG", icc_profile=self.profile)
        return saved.getvalue()


def read_picture(content: bytes) -> Picture:
    """A still PNG or JPEG, turned as its camera says; Invalid where it is none or too large."""
    picture = _opened(content, "picture", ("PNG", "JPEG"))
    kind = Image.MIME[picture.format or "PNG"]
    profile = picture.info.get("icc_profile")
    upright = ImageOps.exif_transpose(picture)
    see_through = "A" in upright.getbands() or "transparency" in upright.info
    planes = np.asarray(upright.convert("RGBA" if see_through else "RGB"))
    alpha = planes[..., 3].copy() if see_through else None
    return Picture(planes[..., :3].copy(), alpha, profile, kind)


def read_mask(content: bytes) -> Bytes:
    """A mask (h, w): white is the cloth, black is not, grey is its edge."""
    return np.asarray(_opened(content, "mask", ("PNG",)).convert("L")).copy()


def _opened(content: bytes, field: str, formats: tuple[str, ...]) -> Image.Image:
    kinds = " or ".join(formats)
    if len(content) > LARGEST_PICTURE:
        raise Invalid(
            f"The {field} is larger than {LARGEST_PICTURE // 2**20} MB.",
            remedy="Make it smaller.",
            field=field,
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(content), formats=formats)
            if picture.width * picture.height > MOST_PIXELS:
                raise Invalid(
                    f"The {field} has more than {MOST_PIXELS // 10**6} million pixels.",
                    remedy="Make it smaller.",
                    field=field,
                )
            if getattr(picture, "n_frames", 1) != 1:
                raise ValueError("it moves")
            picture.load()
    except _BROKEN as problem:
        raise Invalid(
            f"The {field} is no whole {kinds}.", remedy=f"Give a still {kinds}.", field=field
        ) from problem
    return picture
