"""Another cloth over a garment's own folds: the pattern is the example's, the light stays."""

import numpy as np
import pytest
from benchmarks.studio.rendered_cloth import garment, photographed

from matinee.errors import Invalid
from matinee.studio.concept.colour import Bytes, delta_e, to_lab, to_linear
from matinee.studio.concept.contrast import contrast
from matinee.studio.concept.draping import cloth_of, draped
from matinee.studio.concept.recolouring import repainted
from matinee.studio.concept.texture import woven

SCENE = garment(1, satin=True)
PICTURE = photographed(SCENE.drawn((176, 40, 52)), 1)
INSIDE = SCENE.mask > 127


def checked(side: int = 48) -> Bytes:
    """A cloth in checks of two colours, eight pixels wide."""
    rows, columns = np.mgrid[0:side, 0:side] // 8 % 2
    both = np.array([[214, 190, 150], [40, 60, 110]], np.uint8)
    return both[rows ^ columns]


def test_a_woven_cloth_goes_on_as_its_piece_does() -> None:
    cloth = woven(checked(), 90, 130)
    assert cloth.shape == (90, 130, 3)
    colours = {tuple(each) for each in cloth.reshape(-1, 3).tolist()}
    assert colours == {(214, 190, 150), (40, 60, 110)}, "every pixel is a copy"
    dark = (cloth[..., 2] == 110).astype(int)
    # Checks that fit turn over every eight pixels, and nowhere else.
    turns = np.abs(np.diff(dark, axis=1)).sum(axis=1)
    assert np.median(turns) == pytest.approx(130 / 8, abs=1.5)
    with pytest.raises(Invalid, match="16 to 512"):
        woven(checked(8), 20, 20)


def test_the_folds_of_the_picture_stay_in_the_new_cloth() -> None:
    cloth = cloth_of(PICTURE, SCENE.mask, checked(), scale=0.3, drape=0)
    made = repainted(PICTURE, SCENE.mask, cloth)
    assert np.array_equal(made[SCENE.mask == 0], PICTURE[SCENE.mask == 0])
    light = SCENE.light / np.median(SCENE.light[INSIDE], axis=0)
    true = to_linear(cloth) * light * SCENE.weave[..., None] + SCENE.sheen[..., None]
    truth = to_lab(np.clip(true[INSIDE], 0, 1).astype(np.float32))
    apart = float(np.median(delta_e(to_lab(to_linear(made[INSIDE])), truth)))
    flat = float(np.median(delta_e(to_lab(to_linear(cloth[INSIDE])), truth)))
    assert apart < 1 < flat


def test_drape_shifts_the_pattern_along_the_folds_and_nowhere_else() -> None:
    flat = draped(PICTURE, SCENE.mask, checked(), scale=0.3, drape=0)
    full = draped(PICTURE, SCENE.mask, checked(), scale=0.3, drape=1)
    assert (flat != full)[INSIDE].any()
    assert np.array_equal(full[SCENE.mask == 0], PICTURE[SCENE.mask == 0])


def test_contrast_is_that_of_the_medians_and_needs_pixels() -> None:
    picture = np.full((20, 20, 3), 255, np.uint8)
    picture[:10] = 0
    upper = np.zeros((20, 20), np.uint8)
    upper[:10] = 255
    found = contrast(picture, upper, 255 - upper)
    assert found is not None
    assert found.ratio == pytest.approx(21, abs=0.01), "black on white, as WCAG has it"
    assert found.delta_e == pytest.approx(100, abs=0.01)
    assert contrast(picture, upper, np.zeros_like(upper)) is None
