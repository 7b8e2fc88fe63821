"""A hole in a picture: the texture around it goes on over it, and nothing else moves."""

import cv2
import numpy as np
import pytest
from benchmarks.studio.drawn_surfaces import Drawn, bricks, leaves, plaster, stripes
from hypothesis import given, settings
from hypothesis import strategies as some

from matinee.errors import Invalid
from matinee.studio.concept.colour import Bytes
from matinee.studio.concept.filling import synthesis
from matinee.studio.concept.filling.blending import blended
from matinee.studio.concept.filling.synthesis import fill


def _hole(shape: tuple[int, ...], *, at: tuple[int, int], axes: tuple[int, int]) -> Bytes:
    mask = np.zeros(shape[:2], np.uint8)
    cv2.ellipse(mask, at, axes, 20, 0, 360, (255,), -1)
    return mask


def _roughness(picture: Bytes, mask: Bytes) -> float:
    light = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    mean = cv2.blur(light, (7, 7))
    return float((cv2.blur(light * light, (7, 7)) - mean * mean)[mask > 0].mean())


@pytest.mark.parametrize("drawn", [plaster, leaves, stripes])
def test_a_texture_goes_on_over_the_hole_as_rough_and_as_light_as_it_was(drawn: Drawn) -> None:
    truth = drawn(930)[:260, :260]
    mask = _hole(truth.shape, at=(130, 120), axes=(34, 24))
    holed = np.where(mask[..., None] > 0, 255, truth).astype(np.uint8)
    made = fill(holed, mask)
    assert 0.7 < _roughness(made, mask) / _roughness(truth, mask) < 1.3
    inside = mask > 0
    apart = np.abs(made[inside].mean(axis=0) - truth[inside].mean(axis=0))
    assert (apart / truth[inside].std(axis=0)).max() < 0.5
    smooth = np.asarray(cv2.inpaint(holed, mask, 5, cv2.INPAINT_TELEA), np.uint8)
    assert _roughness(smooth, mask) < 0.5 * _roughness(truth, mask), "a diffusion blurs it"


def test_what_repeats_is_carried_on_in_step() -> None:
    truth = stripes(931)[:240, :240]
    mask = _hole(truth.shape, at=(120, 120), axes=(26, 26))
    made = fill(np.where(mask[..., None] > 0, 0, truth).astype(np.uint8), mask)
    off = np.abs(made[mask > 0].astype(int) - truth[mask > 0])
    assert off.mean() < 6


@settings(max_examples=5)
@given(
    seed=some.integers(0, 50),
    at=some.tuples(some.integers(0, 83), some.integers(0, 63)),
    axes=some.tuples(some.integers(1, 11), some.integers(1, 11)),
    under=some.integers(0, 255),
)
def test_outside_every_byte_stays_and_what_was_under_the_mask_has_no_say(
    seed: int, at: tuple[int, int], axes: tuple[int, int], under: int
) -> None:
    picture = bricks(seed)[:64, :84]
    mask = _hole(picture.shape, at=at, axes=axes)
    made = fill(picture, mask)
    assert np.array_equal(made[mask == 0], picture[mask == 0])
    other = np.where(mask[..., None] > 0, under, picture).astype(np.uint8)
    assert np.array_equal(fill(other, mask), made)


def test_every_filled_pixel_comes_from_the_surface_and_not_from_what_stood_on_it() -> None:
    wall = plaster(932)[:200, :200]
    mask = _hole(wall.shape, at=(100, 100), axes=(30, 20))
    stood = np.where(mask[..., None] > 0, (255, 0, 255), wall).astype(np.uint8)
    made = fill(stood, mask)[mask > 0].astype(int)
    assert (made[:, 1] > 0.5 * made[:, 0]).all(), "no magenta is left"


def test_light_that_falls_off_is_met_at_the_border() -> None:
    fall = np.linspace(60, 200, 160, dtype=np.float32)
    noise = np.random.default_rng(4).normal(0, 2, (160, 160, 1))
    wall = np.clip(np.rint(fall[None, :, None] + noise), 0, 255).astype(np.uint8).repeat(3, axis=2)
    mask = _hole(wall.shape, at=(80, 80), axes=(22, 22))
    made = fill(wall, mask)
    rim = (mask > 0) & (cv2.erode(mask, np.ones((5, 5), np.uint8)) == 0)
    truth = np.rint(fall)[np.nonzero(rim)[1], None]
    assert np.abs(made[rim].astype(int) - truth).mean() < 6


def test_a_step_in_what_was_copied_is_spread_over_the_hole() -> None:
    planes = np.full((20, 40, 1), 100, np.float32)
    planes[:, 20:] = 140
    hole = np.zeros((20, 40), bool)
    hole[8:12, 4:9] = True
    copied = np.argwhere(hole) @ np.array([40, 1]) + 22
    joined = blended(planes, hole, copied)
    assert np.abs(joined - 100).max() < 2, "the copy was 40 too light, its steps were right"


@pytest.mark.parametrize(
    ("mask", "said"),
    [
        (np.zeros((64, 64), np.uint8), "Nothing is marked"),
        (np.full((32, 64), 255, np.uint8), "another size"),
        (np.full((64, 64), 255, np.uint8), "Too little is left"),
    ],
)
def test_a_mask_that_does_not_fit_is_refused(mask: Bytes, said: str) -> None:
    with pytest.raises(Invalid, match=said):
        fill(np.full((64, 64, 3), 90, np.uint8), mask)


def test_too_large_a_hole_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(synthesis, "MOST_FILLED", 100)
    picture = plaster(933)[:80, :80]
    with pytest.raises(Invalid, match="More than 100 pixels"):
        fill(picture, _hole(picture.shape, at=(40, 40), axes=(9, 9)))
