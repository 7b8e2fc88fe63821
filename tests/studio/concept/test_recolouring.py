"""A cloth in another colour: its folds and sheen stay, and nothing around it moves."""

import numpy as np
import pytest
from benchmarks.studio.rendered_cloth import Scene, garment, photographed, wall

from matinee.errors import Invalid
from matinee.studio.concept.colour import Bytes, delta_e, luminance, to_lab, to_linear
from matinee.studio.concept.cutout import cut_out
from matinee.studio.concept.model import Box
from matinee.studio.concept.recolouring import decompose, recolour

RED, BLUE = (176, 40, 52), (38, 84, 150)


@pytest.fixture(scope="module")
def satin() -> Scene:
    return garment(1, satin=True)


def _error(made: Bytes, scene: Scene, cloth: tuple[int, int, int]) -> float:
    inside = scene.mask > 127
    truth = to_lab(scene.drawn(cloth))
    return float(np.median(delta_e(to_lab(to_linear(made[inside])), truth[inside])))


@pytest.mark.parametrize("scene", [garment(0, satin=False), garment(1, satin=True), wall(2)])
def test_it_comes_near_the_true_picture_of_that_cloth(scene: Scene) -> None:
    made = recolour(photographed(scene.drawn(RED), 1), scene.mask, scene.shown(BLUE))
    assert _error(made, scene, BLUE) < 2


def test_outside_the_mask_every_byte_stays(satin: Scene) -> None:
    picture = photographed(satin.drawn(RED), 1)
    made = recolour(picture, satin.mask, satin.shown(BLUE))
    assert np.array_equal(made[satin.mask == 0], picture[satin.mask == 0])
    assert not np.array_equal(made, picture)


def test_its_own_colour_changes_next_to_nothing(satin: Scene) -> None:
    made = recolour(photographed(satin.drawn(RED), 1), satin.mask, satin.shown(RED))
    assert _error(made, satin, RED) < 1.5


def test_folds_stay_where_they_are(satin: Scene) -> None:
    inside = satin.mask > 250
    made = recolour(photographed(satin.drawn(RED), 1), satin.mask, satin.shown(BLUE))
    new, true = (luminance(each)[inside] for each in (to_linear(made), satin.drawn(BLUE)))
    assert np.corrcoef(new, true)[0, 1] > 0.97


def test_shading_and_sheen_are_told_apart(satin: Scene) -> None:
    inside = satin.mask > 250
    cloth = decompose(satin.drawn(RED)[inside])
    true = luminance(satin.light)[inside]
    assert np.corrcoef(cloth.shading, true)[0, 1] > 0.95
    strong = satin.sheen[inside] > 0.1
    assert np.median(cloth.highlight[strong]) > 0.05
    assert np.median(cloth.highlight[~strong]) < 0.01


def test_at_a_soft_edge_the_colours_mix() -> None:
    picture = np.full((20, 20, 3), (180, 40, 40), np.uint8)
    mask = np.zeros((20, 20), np.uint8)
    mask[:, :12], mask[:, 12] = 255, 128
    made = recolour(picture, mask, (40, 40, 180)).astype(int)
    assert made[0, 0, 2] > 175
    assert 40 < made[0, 12, 2] < 180
    assert made[0, 13].tolist() == [180, 40, 40]


def test_black_cloth_and_white_light_do_not_break_it() -> None:
    for value in (3, 255):
        picture = np.full((32, 32, 3), value, np.uint8)
        made = recolour(picture, np.full((32, 32), 255, np.uint8), BLUE)
        assert made.shape == picture.shape


@pytest.mark.parametrize(
    ("mask", "said"),
    [
        (np.zeros((32, 32), np.uint8), "Almost nothing"),
        (np.full((16, 32), 255, np.uint8), "another size"),
    ],
)
def test_a_mask_that_does_not_fit_is_refused(mask: Bytes, said: str) -> None:
    with pytest.raises(Invalid, match=said):
        recolour(np.full((32, 32, 3), 90, np.uint8), mask, BLUE)


def test_nothing_but_black_has_no_colour_to_tell() -> None:
    with pytest.raises(Invalid, match="too dark"):
        recolour(np.zeros((32, 32, 3), np.uint8), np.full((32, 32), 255, np.uint8), BLUE)


def test_a_garment_is_cut_out_of_its_box() -> None:
    scene = garment(0, satin=False)
    found = cut_out(photographed(scene.drawn(RED), 1), Box(0.05, 0.03, 0.95, 0.97))
    true, got = scene.mask > 127, found > 127
    assert np.sum(true & got) / np.sum(true | got) > 0.9
    assert not found[:, : round(0.05 * found.shape[1])].any()


@pytest.mark.parametrize("box", [Box(0.5, 0, 0.5, 1), Box(0.9, 0, 0.1, 1), Box(0, 0, 1.2, 1)])
def test_a_box_without_area_is_refused(box: Box) -> None:
    with pytest.raises(Invalid, match="no area"):
        cut_out(np.zeros((40, 40, 3), np.uint8), box)
