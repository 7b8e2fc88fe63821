"""A face is warped mildly by its marks: bounded, unfolded, well inside the matte, and steady."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
import pytest
from benchmarks.studio.rendered_shot import render_shot
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from skimage import data
from tests.studio.reage.drawn import png

from matinee.assembly.cosmetics_engine import CosmeticsEngine
from matinee.assembly.face_networks import marks_in
from matinee.errors import Invalid
from matinee.generation.model import Modality, ModelProfile
from matinee.generation.requests import CarryRequest, Retouch
from matinee.studio.reage.carrying.flow import flow_to
from matinee.studio.reage.coded import coded, shown
from matinee.studio.reage.measures import outside_change, warp_errors
from matinee.studio.reage.shaping import FURTHEST, Shape, displacement, shaped, steadied

PROFILE = ModelProfile("cosmetics-1", Modality.REAGE, "own", "none", False, False, True)
PART = st.floats(-1, 1, allow_nan=False)


@lru_cache(maxsize=1)
def portrait() -> tuple[NDArray[np.uint8], NDArray[np.float64], NDArray[np.uint8]]:
    """A portrait, its marks, and a matte that is soft at its edge."""
    picture = np.ascontiguousarray(data.astronaut()[20:260, 110:330])
    marks = marks_in(picture)
    assert marks is not None
    hull = cv2.convexHull(marks.astype(np.int32))
    matte = cv2.fillConvexPoly(np.zeros(picture.shape[:2], np.uint8), hull, 255)
    matte = cv2.dilate(matte, np.ones((25, 25), np.uint8))
    return picture, marks, np.asarray(cv2.GaussianBlur(matte, (0, 0), 3), np.uint8)


@settings(max_examples=12, deadline=None)
@given(PART, PART, PART, PART, st.floats(0, 1))
def test_a_warp_is_bounded_never_folds_and_stays_well_inside_the_matte(
    jaw: float, chin: float, brows: float, mouth: float, strength: float
) -> None:
    _, marks, matte = portrait()
    field = displacement(marks, matte, Shape(jaw, chin, brows, mouth), strength).astype(float)
    far = np.linalg.norm(field, axis=-1)
    assert (far[matte == 0] == 0).all()
    wide = np.linalg.norm(marks[454] - marks[234])
    assert far.max() <= FURTHEST * wide + 1e-4
    edge = (matte > 0) & (cv2.erode(matte, np.ones((3, 3), np.uint8)) == 0)
    assert far[edge].max() < 0.02
    (by_row, by_column), (by_row_y, by_column_y) = (
        np.gradient(field[..., axis]) for axis in (0, 1)
    )
    turned = (1 + by_column) * (1 + by_row_y) - by_row * by_column_y
    assert turned.min() > 0.2


def test_what_is_lifted_is_seen_higher_and_what_is_firmed_narrower() -> None:
    picture, marks, matte = portrait()

    def seen(more: Shape, less: Shape) -> NDArray[np.float32]:
        """How far optical flow sees what moved more go back, as widths of the face."""
        pair = [shaped(picture, displacement(marks, matte, each, 1.0)) for each in (more, less)]
        for made in pair:
            np.testing.assert_array_equal(made[matte == 0], picture[matte == 0])
        wide = np.linalg.norm(marks[454] - marks[234])
        return np.asarray(cv2.blur(flow_to(*pair), (5, 5)) / wide, np.float32)

    down = seen(Shape(brows=1, mouth=1), Shape(brows=-1, mouth=-1))
    for mark in (61, 291, 105, 334):
        x, y = marks[mark].astype(int)
        assert 0.02 < down[y, x, 1] < 0.06
    apart = seen(Shape(jaw=1), Shape(jaw=-1))
    (left, low), (right, also) = (marks[each].astype(int) for each in (136, 365))
    assert apart[also, right, 0] - apart[low, left, 0] > 0.02


def test_a_deep_frame_is_warped_in_its_own_depth_and_no_strength_changes_nothing() -> None:
    picture, marks, matte = portrait()
    field = displacement(marks, matte, Shape(1, 1, 1, 1), 1.0)
    deep = picture.astype(np.uint16) * 257
    apart = shaped(deep, field).astype(float) / 257 - shaped(picture, field)
    assert np.abs(apart).max() <= 0.51
    still = displacement(marks, matte, Shape(1, 1, 1, 1), 0.0)
    np.testing.assert_array_equal(shaped(picture, still), picture)


def test_marks_are_calmed_and_follow_a_head_that_moves() -> None:
    _, marks, _ = portrait()
    chance = np.random.default_rng(8)
    middle = marks.mean(axis=0)
    true: list[NDArray[np.float64]] = []
    for number in range(24):
        tilt, size = 0.02 * number, 1 + 0.01 * number
        turn = size * np.array([[np.cos(tilt), -np.sin(tilt)], [np.sin(tilt), np.cos(tilt)]])
        true.append((marks - middle) @ turn.T + middle + np.array([3.0 * number, number]))
    noisy: list[NDArray[np.float64] | None] = [
        each + chance.normal(0, 1, each.shape) for each in true
    ]
    calm = steadied(noisy)
    inner = slice(4, 20)
    errors = [
        np.abs(np.stack(each[inner]) - np.stack(true[inner])).mean()
        for each in (list(calm.marks), [one for one in noisy if one is not None])
    ]
    assert errors[0] < 0.5 * errors[1]
    hidden = [None if 3 <= number < 18 else each for number, each in enumerate(noisy)]
    sure = steadied(hidden).sure
    assert (sure[:3] == 1).all()
    assert sure[10] < 0.7
    assert (np.diff(sure[2:10]) <= 0).all()
    with pytest.raises(Invalid, match="No frame shows a face"):
        steadied([None, None])


@pytest.mark.parametrize("name", ["jaw", "chin", "brows", "mouth"])
def test_a_part_beyond_its_bounds_is_refused_by_name(name: str) -> None:
    with pytest.raises(Invalid) as refused:
        Shape(**{name: 1.5})
    assert refused.value.field == name


class _Bench:
    """Keeps nothing, and is told everything."""

    def __init__(self) -> None:
        self.stages: list[str] = []

    async def kept(self, name: str) -> bytes | None:
        return None

    async def keep(self, name: str, content: bytes) -> None:
        raise AssertionError(name)

    def told(self, stage: str, done: int, of: int) -> None:
        self.stages.append(stage)


async def _stands() -> None:
    """The permit stands."""


async def test_a_shot_is_warped_as_steadily_as_it_was_filmed() -> None:
    shot = render_shot(range(28, 33))
    asked = Retouch(lines=0, tone=0, shadows=0, jaw=1, chin=1, brows=1, mouth=1)
    request = CarryRequest(
        tuple(map(png, shot.source)), tuple(map(png, shot.matte)), (), retouch=asked
    )
    bench, engine = _Bench(), CosmeticsEngine(PROFILE)
    answer = await engine.carry(request, bench, _stands)
    await engine.close()
    made = np.stack([shown(coded(each)) for each in answer.frames])
    assert list(dict.fromkeys(bench.stages)) == ["marking", "retouching"]
    assert outside_change(shot.source, made, shot.matte) == 0
    assert (np.abs(made.astype(int) - shot.source).max(axis=(1, 2, 3)) > 20).all()
    errors = [
        np.nanmean(warp_errors(frames, shot.flow, shot.seen, shot.matte))
        for frames in (made, shot.source)
    ]
    assert errors[0] < 1.15 * errors[1]
