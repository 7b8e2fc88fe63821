"""What a model is given of a picture: the picture at a size that it takes, and a mask of it. Pure.

Both are PNG of exactly the size that is asked for, since a model answers in the size it is given. A
mask is white where the model may change the picture, and black where it may not: no grey is left,
so that it is not for each provider to say what half means.
"""

from dataclasses import dataclass
from io import BytesIO

import cv2
import numpy as np
from PIL import Image

from matinee.errors import Invalid
from matinee.studio.commissions.model import Begin, size_of
from matinee.studio.concept.colour import Bytes
from matinee.studio.concept.cutout import boxed, cut_out
from matinee.studio.concept.pictures import read_mask

_HALF = 128
_LEAST = 16
"""Pixels that a mask must leave to the model."""


@dataclass(frozen=True, slots=True)
class Given:
    """What the model is given: the picture and, where only a part may change, the mask; as PNG."""

    width: int
    height: int
    source: bytes
    mask: bytes | None


def given_of(pixels: Bytes, begin: Begin, *, side: int) -> Given:
    """A picture (h, w, 3; sRGB) and its mask, the longest side ``side`` pixels, all multiples of 8.

    Raises:
        Invalid: names ``mask`` or ``box`` where that does not fit.
    """
    high, wide = pixels.shape[:2]
    width, height = size_of(side, wide / high)
    fitted = Image.fromarray(pixels).resize((width, height), Image.Resampling.LANCZOS)
    mask = _mask(pixels, begin)
    if mask is None:
        return Given(width, height, _png(fitted), None)
    small = cv2.resize(mask, (width, height), interpolation=cv2.INTER_AREA)
    clear = np.where(small >= _HALF, 255, 0).astype(np.uint8)
    if np.count_nonzero(clear) < _LEAST:
        raise Invalid(
            "The mask leaves nothing that may change.",
            remedy="Mark what is to become another, in white.",
            field="box" if begin.mask is None else "mask",
        )
    return Given(width, height, _png(fitted), _png(Image.fromarray(clear)))


def _mask(pixels: Bytes, begin: Begin) -> Bytes | None:
    if begin.mask is not None:
        return read_mask(begin.mask)
    if begin.box is None:
        return None
    return cut_out(pixels, begin.box) if begin.outlined else boxed(pixels, begin.box)


def _png(picture: Image.Image) -> bytes:
    saved = BytesIO()
    picture.save(saved, "PNG")
    return saved.getvalue()
