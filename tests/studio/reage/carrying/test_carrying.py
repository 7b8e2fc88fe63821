"""Painted keys are carried through a shot, by optical flow and by a network trained on it alone."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from matinee.errors import Conflict, Invalid
from matinee.studio.reage.carrying.flow import carried_change, carried_picture, keys_around
from matinee.studio.reage.carrying.learning import carrier, train
from matinee.studio.reage.carrying.lessons import FaceShot, Lessons, face_shot
from matinee.studio.reage.coded import shown
from matinee.studio.reage.compositing import composited
from matinee.studio.reage.face_crop import LARGEST_SIDE, follow
from matinee.studio.reage.measures import error_inside, outside_change

FRAMES, HIGH, WIDE = 9, 80, 96


def drawn_shot() -> tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8]]:
    """A freckled disc that drifts over grey: source, what an artist would paint, and the matte.

    The artist takes out a dark line that lies across the disc.
    """
    chance = np.random.default_rng(5)
    skin = cv2.GaussianBlur(chance.normal(150, 60, (HIGH, WIDE, 3)).astype(np.float32), (0, 0), 1.6)
    rows, columns = np.mgrid[0:HIGH, 0:WIDE].astype(np.float32)
    line = 40 * np.exp(-(((rows - 36) / 2) ** 2))[..., None]
    frames: list[list[NDArray[np.uint8]]] = [[], [], []]
    for number in range(FRAMES):
        move = np.array([[1, 0, 1.3 * number - 5], [0, 1, 0.4 * number - 2]], np.float32)
        disc = np.hypot(rows - 40 - move[1, 2], columns - 48 - move[0, 2]) < 26
        for made, picture in zip(frames, (skin - line, skin), strict=False):
            shown = np.where(disc[..., None], cv2.warpAffine(picture, move, (WIDE, HIGH)), 90)
            made.append(np.clip(shown, 0, 255).astype(np.uint8))
        frames[2].append(np.where(disc, 255, 0).astype(np.uint8))
    source, painted, matte = (np.stack(each) for each in frames)
    return source, painted, matte


SOURCE, PAINTED, MATTE = drawn_shot()
KEYS = {0: PAINTED[0], FRAMES - 1: PAINTED[-1]}


@pytest.fixture(scope="module")
def shot() -> FaceShot:
    return face_shot(SOURCE, MATTE, KEYS)


@pytest.fixture(scope="module")
def weights(shot: FaceShot) -> bytes:
    return train(shot, steps=24, heed=lambda _step: None)


def _carried(shot: FaceShot, weights: bytes) -> NDArray[np.uint8]:
    made = carrier(shot, weights)
    return np.stack(
        [
            composited(frame, made.change(number, (HIGH, WIDE)), matte)
            for number, (frame, matte) in enumerate(zip(SOURCE, MATTE, strict=True))
        ]
    )


def test_between_two_keys_the_nearer_one_counts_for_more() -> None:
    assert keys_around(2, KEYS) == [(0, 0.75), (8, 0.25)]
    assert keys_around(0, KEYS) == [(0, 1.0)]
    assert keys_around(7, {3: PAINTED[3]}) == [(3, 1.0)]
    with pytest.raises(Invalid):
        keys_around(0, {})


def test_flow_brings_the_artists_change_to_where_the_skin_went(shot: FaceShot) -> None:
    wanted = shot.crop.cut(PAINTED, 4).astype(np.float32) - shot.source[4]
    inside = shot.matte[4] > 127
    brought = np.abs(carried_change(shot.source, 4, shot.painted) - wanted)[inside].mean()
    left_alone = np.abs(wanted)[inside].mean()
    assert brought < 0.5 * left_alone
    picture = carried_picture(shot.source, 4, shot.painted)
    assert np.abs(picture - shot.crop.cut(PAINTED, 4))[inside].mean() < left_alone


def test_the_network_carries_the_change_and_touches_nothing_else(
    shot: FaceShot, weights: bytes
) -> None:
    result = _carried(shot, weights)
    assert outside_change(SOURCE, result, MATTE) == 0
    ours, nothing = (error_inside(each, PAINTED, MATTE)[4] for each in (result, SOURCE))
    assert ours < 0.5 * nothing


def test_a_smooth_change_of_a_deep_gradient_gets_no_steps_of_eight_bits() -> None:
    frames = 3
    rows, columns = np.mgrid[0:64, 0:64].astype(np.float64)
    change = (1500 * np.exp(-(((rows - 32) / 14) ** 2 + ((columns - 32) / 14) ** 2)))[..., None]
    light = [30840 + 14 * (columns + n) + 5 * rows for n in range(frames)]
    deep = np.stack([np.rint(each)[..., None].repeat(3, -1).astype(np.uint16) for each in light])
    coarse, matte = shown(deep), np.full((frames, 64, 64), 255, np.uint8)
    painted = {n: coarse[n] + np.asarray(change / 257, np.float32) for n in (0, frames - 1)}
    gradient = face_shot(coarse, matte, painted)
    learned = train(gradient, steps=3, heed=lambda _step: None)
    result = composited(deep[1], carrier(gradient, learned).change(1, (64, 64)), matte[1])
    within = np.s_[12:52, 12:52, 0]
    steps = np.diff(result[within].astype(float), axis=1)
    smooth = np.diff((deep[1] + change)[within], axis=1)
    assert np.abs(steps - smooth).max() < 64, "a quarter of a step of eight bits"


def test_the_same_seed_trains_the_same_network(shot: FaceShot) -> None:
    one, two, other = (train(shot, steps=2, heed=lambda _step: None, seed=n) for n in (1, 1, 2))
    assert one == two
    assert one != other


def test_training_stops_at_the_step_at_which_it_is_told_to(shot: FaceShot) -> None:
    steps: list[int] = []

    def heed(step: int) -> None:
        steps.append(step)
        if step == 3:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        train(shot, steps=50, heed=heed)
    assert steps == [0, 1, 2, 3]


def test_what_are_no_weights_is_refused(shot: FaceShot) -> None:
    with pytest.raises(Conflict) as refused:
        carrier(shot, b"no weights")
    assert refused.value.code == "wrong_network"


def test_a_lesson_never_counts_what_lies_outside_the_matte(shot: FaceShot) -> None:
    given, goal, counts = Lessons.of(shot, seed=3).drawn(6)
    assert given.shape[:2] == (6, 8)
    assert goal.shape == (6, 3, *given.shape[2:])
    assert set(np.unique(counts)) <= {0.0, 1.0}
    assert counts.mean() > 0.2


@pytest.mark.parametrize(
    "painted",
    [
        {0: PAINTED[0]},
        {0: PAINTED[0], FRAMES: PAINTED[1]},
        {0: PAINTED[0], 4: PAINTED[4][1:]},
        {0: PAINTED[0], 4: SOURCE[4]},
    ],
)
def test_keys_that_are_not_of_the_shot_are_refused(painted: dict[int, NDArray[np.uint8]]) -> None:
    with pytest.raises(Invalid) as refused:
        face_shot(SOURCE, MATTE, painted)
    assert refused.value.field == "keys"


def test_the_window_follows_the_face_and_ignores_a_frame_without_it() -> None:
    whole, gone = follow(MATTE), MATTE.copy()
    gone[4] = 0
    assert np.abs(follow(gone).corners - whole.corners).max() <= 2
    assert whole.corners[-1, 1] > whole.corners[0, 1]


def test_what_is_cut_out_is_laid_back_where_it_was(shot: FaceShot) -> None:
    back = shot.crop.placed(shot.source[3].astype(np.float32), 3, (HIGH, WIDE))
    inside = MATTE[3] > 0
    assert np.array_equal(back[inside], SOURCE[3][inside].astype(np.float32))


def test_a_face_that_is_too_large_or_absent_is_refused() -> None:
    large = np.full((1, LARGEST_SIDE + 40, LARGEST_SIDE + 40), 255, np.uint8)
    with pytest.raises(Invalid) as refused:
        follow(large)
    assert refused.value.code == "face_too_large"
    with pytest.raises(Invalid):
        follow(np.zeros((2, 40, 40), np.uint8))
