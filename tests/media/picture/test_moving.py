from __future__ import annotations

import cv2
import numpy as np

from matinee.media.picture.moving import own_motion
from matinee.media.picture.saliency import region_of, saliency_map


def _ground() -> np.ndarray:
    noise = np.random.default_rng(1).uniform(40, 220, (130, 220)).astype(np.float32)
    return cv2.GaussianBlur(noise, (0, 0), 2).astype(np.uint8)


def _with_square(ground: np.ndarray, left: int) -> np.ndarray:
    picture = ground.copy()
    inside = np.random.default_rng(2).uniform(0, 255, (24, 24)).astype(np.float32)
    picture[40:64, left : left + 24] = cv2.GaussianBlur(inside, (0, 0), 1.5).astype(np.uint8)
    return picture


def test_what_moves_against_a_moving_camera_stands_out_and_what_the_camera_passes_does_not() -> (
    None
):
    ground = _ground()
    before = _with_square(np.ascontiguousarray(ground[20:110, 20:180]), 60)
    after = _with_square(np.ascontiguousarray(ground[20:110, 23:183]), 64)
    moves = own_motion(before, after)
    assert moves[46:58, 66:80].mean() > 0.5
    assert moves[5:30, 110:150].mean() < 0.1


def test_nothing_moves_in_two_pictures_that_are_one() -> None:
    picture = np.ascontiguousarray(_ground()[:90, :160])
    assert own_motion(picture, picture).max() < 0.1


def test_the_eye_goes_to_what_moves_where_colours_do_not_tell() -> None:
    picture = np.repeat(_ground()[:90, :160, None], 3, axis=2)
    moves = np.zeros((90, 160))
    moves[30:60, 100:130] = 1.0
    (left, top, wide, high), _ = region_of(saliency_map(picture, moves))
    assert 0.55 < left < left + wide < 0.9
    assert 0.25 < top < top + high < 0.75
