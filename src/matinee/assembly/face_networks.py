"""The studio's ``Faces``, answered by media's networks: neither knows of the other."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matinee.media.picture.faces import are_told_apart, describe_face, find_faces
from matinee.studio.reage.model import Faces


class FaceNetworks:
    """Media's detector and descriptor."""

    def described(self, pictures: Sequence[NDArray[np.uint8]]) -> list[NDArray[np.float32]] | None:
        """The face of the first picture, described at its place in each; None where none is."""
        blue_first = [np.ascontiguousarray(each[..., ::-1]) for each in pictures]
        found = find_faces(blue_first[0])
        return [describe_face(each, found[0]) for each in blue_first] if found else None


def face_networks() -> Faces | None:
    """Them, or None where they are not installed."""
    return FaceNetworks() if are_told_apart() else None
