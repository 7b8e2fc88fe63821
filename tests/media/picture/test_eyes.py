"""Eyes are told open or shut where a face is large enough, and not guessed where it is not."""

from __future__ import annotations

import cv2
import numpy as np
from benchmarks.media.lids import with_lids
from skimage import data

from matinee.media.picture.eyes import openness
from matinee.media.picture.faces import find_faces


def test_lids_over_a_portrait_are_told_and_a_small_face_is_not_guessed_at() -> None:
    portrait = np.ascontiguousarray(data.astronaut()[..., ::-1])
    face = find_faces(portrait)[0]
    told = [openness(with_lids(portrait, face, share), face) for share in (0.5, 1.0)]
    asit = openness(portrait, face)
    assert asit is not None
    assert None not in told
    half, shut = (each or 0.0 for each in told)
    assert asit > 0.9
    assert shut < 0.2
    assert shut <= half < asit
    small = np.asarray(cv2.resize(portrait, (128, 128), interpolation=cv2.INTER_AREA), np.uint8)
    assert openness(small, face) is None
