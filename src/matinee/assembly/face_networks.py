"""The studio's ``Faces``, answered by media's networks: neither knows of the other."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matinee.media.picture.ages import are_estimated, estimated_ages
from matinee.media.picture.faces import are_told_apart, describe_face, find_faces
from matinee.media.picture.mesh import marks_on
from matinee.studio.reage.model import Faces, Look


class FaceNetworks:
    """Media's detector, descriptor and, where it is installed, estimator of ages."""

    def seen(self, pictures: Sequence[NDArray[np.uint8]]) -> list[Look] | None:
        """The face of the first picture, looked at in its place in each; None where none is."""
        blue_first = [np.ascontiguousarray(each[..., ::-1]) for each in pictures]
        found = find_faces(blue_first[0])
        if not found:
            return None
        face = found[0]
        ages = (
            estimated_ages(blue_first, face).tolist()
            if are_estimated()
            else [None] * len(blue_first)
        )
        return [
            Look(describe_face(each, face), age) for each, age in zip(blue_first, ages, strict=True)
        ]


def marks_in(picture: NDArray[np.uint8]) -> NDArray[np.float64] | None:
    """(468, 2): x and y, in pixels, of the marks of the surest face; None where none is told."""
    blue_first = np.ascontiguousarray(picture[..., ::-1])
    found = find_faces(blue_first)
    return marks_on(blue_first, found[0]) if found else None


def face_networks() -> Faces | None:
    """Them, or None where they are not installed."""
    return FaceNetworks() if are_told_apart() else None
