"""Grades change colour and light by one rule; a wall's material follows its four corners."""

import numpy as np
import pytest
from benchmarks.studio.rendered_cloth import photographed, wall

from matinee.errors import Invalid
from matinee.studio.concept.colour import Bytes, delta_e, from_lab, luminance, to_lab, to_linear
from matinee.studio.concept.grading import graded, in_mood, lamplit
from matinee.studio.concept.model import Corners, Hour, Lamp
from matinee.studio.concept.perspective import resurfaced

CHANCE = np.random.default_rng(3)
PICTURE = CHANCE.integers(20, 235, (60, 80, 3), dtype=np.uint8)


def _bright(picture: Bytes) -> float:
    return float(luminance(to_linear(picture)).mean())


def test_lab_leads_back_to_the_light_that_it_is_of() -> None:
    linear = to_linear(PICTURE)
    assert np.abs(from_lab(to_lab(linear)) - linear).max() < 1e-4


@pytest.mark.parametrize("hour", list(Hour))
def test_no_strength_leaves_a_picture_as_it_is_and_all_of_it_does_not(hour: Hour) -> None:
    assert np.array_equal(graded(PICTURE, hour, strength=0), PICTURE)
    assert not np.array_equal(graded(PICTURE, hour), PICTURE)


def test_night_is_darker_than_the_blue_hour_and_golden_light_is_warm() -> None:
    assert _bright(graded(PICTURE, Hour.NIGHT)) < _bright(graded(PICTURE, Hour.BLUE))
    assert _bright(graded(PICTURE, Hour.BLUE)) < _bright(PICTURE)
    warm, cold = (
        to_lab(to_linear(graded(PICTURE, hour)))[..., 2].mean() for hour in (Hour.GOLDEN, Hour.BLUE)
    )
    assert warm > to_lab(to_linear(PICTURE))[..., 2].mean() > cold
    leaf = np.full((8, 8, 3), (70, 130, 50), np.uint8)
    red, green, _ = graded(leaf, Hour.AUTUMN)[0, 0].astype(int)
    assert red > green, "leaves turn"


def test_a_mood_has_the_means_and_the_spread_of_its_reference() -> None:
    soft = np.clip(CHANCE.normal((150, 110, 80), (20, 14, 10), (50, 50, 3)), 0, 255)
    reference = soft.astype(np.uint8)
    made, wanted = (
        to_lab(to_linear(each)).reshape(-1, 3) for each in (in_mood(PICTURE, reference), reference)
    )
    assert float(delta_e(made.mean(axis=0), wanted.mean(axis=0))) < 1
    assert np.abs(np.cov(made.T) - np.cov(wanted.T)).max() < 0.15 * np.cov(wanted.T).max()
    # A reference of one colour has no spread, and is no reason to fail.
    flat = in_mood(PICTURE, np.full((9, 9, 3), 120, np.uint8))
    assert np.abs(flat.astype(int) - 120).mean() < 12


def test_a_lamp_is_brightest_where_it_stands_and_leaves_black_black() -> None:
    grey = np.full((60, 80, 3), 90, np.uint8)
    grey[-1] = 0
    lit = lamplit(grey, Lamp(0.25, 0.5, 0.2, (255, 180, 90), 1.0))
    top, left = np.unravel_index(int(luminance(to_linear(lit)).argmax()), (60, 80))
    assert max(abs(int(top) - 30), abs(int(left) - 20)) <= 3, "as near as eight bits tell"
    assert lit[30, 20, 0] > lit[30, 20, 2], "of its colour"
    assert not lit[-1].any()


def test_a_material_follows_the_wall_and_keeps_its_light() -> None:
    scene = wall(1)
    picture = photographed(scene.drawn((150, 160, 120)), 1)
    both = np.array([(200, 60, 50), (60, 160, 190)], np.uint8)
    stripes = np.broadcast_to(both[np.arange(64) // 8 % 2], (64, 64, 3)).copy()
    corners = Corners(((0.1, 0.1), (0.6, 0.2), (0.6, 0.5), (0.1, 0.7)))
    made = resurfaced(picture, corners, stripes, scale=0.8)
    changed = (made != picture).any(axis=2)
    rows, columns = np.nonzero(changed)
    side = picture.shape[0]
    assert (rows.min(), columns.min()) >= (round(0.1 * side) - 1, round(0.1 * side) - 1)
    assert columns.max() <= round(0.6 * side) + 1
    # Stripes of equal width come closer together where the wall is further away, on the right.
    row = made[round(0.35 * side), round(0.11 * side) : round(0.59 * side)].astype(int)
    turns = np.flatnonzero(np.diff((row[:, 1] > row[:, 0]).astype(int)))
    widths = np.diff(turns)
    assert len(widths) >= 6
    assert widths[: len(widths) // 2].mean() > 1.2 * widths[-(len(widths) // 2) :].mean()
    with pytest.raises(Invalid) as refused:
        resurfaced(picture, Corners(((0, 0), (0, 1), (1, 1), (1, 0))), stripes, scale=0.2)
    assert refused.value.field == "corners"
