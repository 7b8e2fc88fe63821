"""A picture with a hole at ever smaller sizes, without what is in the hole. Pure."""

from dataclasses import dataclass

import cv2
import numpy as np

from matinee.studio.concept.colour import Floats
from matinee.studio.concept.filling.patches import HALF, SIDE, Flags, whole_patches

FEWEST_PATCHES = 200
"""Known patches below which there is nothing to choose from."""


@dataclass(frozen=True, slots=True)
class Level:
    """A picture with its roughness (h, w, 5), and where it is known (h, w)."""

    planes: Floats
    known: Flags


def levels(planes: Floats, known: Flags) -> list[Level]:
    """The picture, then each time half of it, until a patch spans the hole or little is left."""
    found = [Level(planes, known)]
    while _deepest(found[-1].known) > HALF + 1:
        smaller = _halved(found[-1])
        enough = np.count_nonzero(whole_patches(smaller.known)) >= FEWEST_PATCHES
        if not enough or min(smaller.known.shape) < 2 * SIDE:
            break
        found.append(smaller)
    return found


def _deepest(known: Flags) -> float:
    hole = np.pad(~known, 1).astype(np.uint8)
    return float(cv2.distanceTransform(hole, cv2.DIST_C, 3).max())


def _halved(level: Level) -> Level:
    """Four pixels to one, of those that are known; known where all four are."""
    height, width = level.known.shape
    more = ((0, height % 2), (0, width % 2))
    share = np.pad(level.known.astype(np.float32), more)
    light = np.pad(level.planes, (*more, (0, 0))) * share[..., None]
    rows, columns = share.shape[0] // 2, share.shape[1] // 2
    count = share.reshape(rows, 2, columns, 2).sum(axis=(1, 3))
    total = light.reshape(rows, 2, columns, 2, -1).sum(axis=(1, 3))
    whole = np.pad(level.known, more, constant_values=True).reshape(rows, 2, columns, 2)
    return Level(
        (total / np.maximum(count, 1)[..., None]).astype(np.float32),
        np.asarray(whole.all(axis=(1, 3))),
    )
