"""Key frames carried by optical flow: where each pixel of a frame was in the keys around it. Pure.

Dense inverse search (Kroeger et al. 2016, OpenCV's DIS) straight from a frame to the key before it
and to the key after it; what both bring is mixed by how near they are in time. What is carried may
be the artist's picture, or only its difference from the source, which keeps the frame's own grain.
"""

from collections.abc import Mapping
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from matinee.errors import Invalid
from matinee.studio.concept.colour import Bytes, Floats
from matinee.studio.reage.measures import brought

Painted: TypeAlias = NDArray[np.uint8 | np.float32]
"""A key frame as it was painted; floats (of 255) where it was painted in a greater depth."""


def keys_around(frame: int, keys: Mapping[int, Painted]) -> list[tuple[int, float]]:
    """The key before a frame and the one after it, each with its share; one where there is one."""
    if not keys:
        raise Invalid("There is no key frame.", remedy="Give at least one.", field="keys")
    before = max((key for key in keys if key <= frame), default=None)
    after = min((key for key in keys if key >= frame), default=None)
    if before is None or after is None or before == after:
        return [(next(key for key in (before, after) if key is not None), 1.0)]
    share = (frame - before) / (after - before)
    return [(before, 1 - share), (after, share)]


def flow_to(frame: Bytes, key: Bytes) -> Floats:
    """(h, w, 2; pixels, x first): where in the key each pixel of the frame is found."""
    search = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    one, other = (cv2.cvtColor(each, cv2.COLOR_RGB2GRAY) for each in (frame, key))
    return np.asarray(search.calc(one, other, np.zeros((*one.shape, 2), np.float32)), np.float32)


def carried_picture(source: Bytes, number: int, painted: Mapping[int, Painted]) -> Floats:
    """The artist's pictures (h, w, 3) brought to frame ``number`` of the source (n, h, w, 3)."""
    shown = np.zeros(source.shape[1:], np.float32)
    for key, share in keys_around(number, painted):
        moved = flow_to(source[number], source[key])
        shown += np.float32(share) * brought(painted[key].astype(np.float32), moved)
    return shown


def carried_change(source: Bytes, number: int, painted: Mapping[int, Painted]) -> Floats:
    """What the artist added in the keys (h, w, 3; of 255), brought to frame ``number``."""
    change = np.zeros(source.shape[1:], np.float32)
    for key, share in keys_around(number, painted):
        moved = flow_to(source[number], source[key])
        added = painted[key].astype(np.float32) - source[key]
        change += np.float32(share) * brought(added, moved)
    return change
