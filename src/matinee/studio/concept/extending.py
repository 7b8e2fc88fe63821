"""A picture carried on beyond its edges by what stands inside of it. Pure.

What is beyond an edge is a hole that is filled as any other (``filling/``): copies of patches, with
their seams joined. It can only repeat what the picture shows; lines go on where patches continue
them, and nothing is known of what truly stood there.
"""

import cv2
import numpy as np

from matinee.errors import Invalid
from matinee.studio.concept.colour import Bytes
from matinee.studio.concept.filling.synthesis import fill
from matinee.studio.concept.model import MOST_FILLED, Margins


def extended(picture: Bytes, margins: Margins) -> tuple[Bytes, Bytes]:
    """The picture (h, w, 3; sRGB) with margins added, and where they are (h, w; 255).

    It is made smaller where its margins would be more than may be filled at a time; else every
    byte of it stays. Invalid where the margins come to no pixel, or too little stands inside.
    """
    part = _fitting(picture, margins)
    height, width = part.shape[:2]
    left, right = (round(share * width) for share in (margins.left, margins.right))
    top, bottom = (round(share * height) for share in (margins.top, margins.bottom))
    if not left + right + top + bottom:
        raise Invalid(
            "Nothing is added.", remedy="Say how far on at least one side.", field="margins"
        )
    sides = ((top, bottom), (left, right))
    hole = np.pad(np.zeros((height, width), np.uint8), sides, constant_values=255)
    whole = np.pad(part, (*sides, (0, 0)))
    return fill(whole, hole), hole


def _fitting(picture: Bytes, margins: Margins) -> Bytes:
    across, down = 1 + margins.left + margins.right, 1 + margins.top + margins.bottom
    height, width = picture.shape[:2]
    added = height * width * (across * down - 1)
    # A little less, since sides are rounded to whole pixels.
    scale = min(1.0, (0.98 * MOST_FILLED / max(added, 1)) ** 0.5)
    if scale == 1:
        return picture
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
