"""What the eye goes to in a finished picture: faces, and a map of saliency."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from matinee.errors import Invalid
from matinee.media.picture.faces import find_faces
from matinee.media.picture.saliency import region_of, saliency_map

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Regard:
    """``faces`` as left, top, width, height in shares of the picture, the surest first.

    ``heads`` are theirs, whole. ``saliency`` is (height, 160), from 0 on, and sums to 1 unless
    nothing stands out. ``salient`` is the region that the eye goes to, None where none stands out.
    """

    faces: tuple[Box, ...]
    heads: tuple[Box, ...]
    saliency: NDArray[np.float64]
    salient: Box | None


def regard(content: bytes) -> Regard:
    """Look at a picture of our own making, as JPEG or PNG; Invalid where it is neither."""
    decoded = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
    if decoded is None:
        raise Invalid("This is no picture.", remedy="Give a JPEG or a PNG.", code="no_picture")
    picture = np.asarray(decoded, np.uint8)
    felt = saliency_map(picture)
    total = float(felt.sum())
    faces = find_faces(picture)
    salient, share = region_of(felt)
    return Regard(
        tuple(face.box for face in faces),
        tuple(face.head for face in faces),
        felt / total if total > 0 else felt,
        salient if share > 0 else None,
    )
