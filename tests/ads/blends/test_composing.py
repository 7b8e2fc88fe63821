"""A product on a ground, in arrays: its edges, its place, and the faces it keeps off."""

import numpy as np
import pytest

from matinee.ads.blends.composing import SIZE, Place, matted, place_for, plain, put
from matinee.ads.blends.model import Looked, Palette
from matinee.errors import Invalid

PALETTE = Palette((13, 14, 16), (29, 32, 36), (76, 82, 90), (216, 207, 189), (243, 234, 215))
FLAT = np.full((9, 16), 1 / 144)
JAR = np.full((300, 200, 4), 255, np.uint8)


def test_what_is_transparent_shows_the_ground_and_half_of_it_half() -> None:
    ground = np.full((SIZE[1], SIZE[0], 3), 100, np.uint8)
    product = np.zeros((100, 100, 4), np.uint8)
    product[:, :50] = (200, 0, 0, 255)
    product[:, 50:] = (250, 250, 250, 128)
    product[:10] = (255, 255, 255, 0)
    made = put(ground, product, Place(600, 300, 100, 100, at_left=False))
    assert made[350, 625].tolist() == [200, 0, 0]
    assert made[303, 640].max() <= 100
    # Half of 250 over a ground that the product's own shadow darkened.
    assert 150 <= made[350, 675, 0] < 176
    assert (made[10, 10] == 100).all()


def test_a_product_without_transparency_stands_on_the_titles_paper() -> None:
    opaque = matted(JAR, PALETTE)
    assert opaque[0, 0].tolist() == [*PALETTE.light, 255]
    clear = JAR.copy()
    clear[0, 0, 3] = 0
    assert matted(clear, PALETTE) is clear


def test_a_product_keeps_off_faces_and_off_what_the_eye_goes_to() -> None:
    assert not place_for(JAR, Looked((), FLAT)).at_left
    bright = FLAT.copy()
    bright[:, 10:] *= 9
    assert place_for(JAR, Looked((), bright / bright.sum())).at_left
    assert place_for(JAR, Looked(((0.7, 0.3, 0.2, 0.3),), FLAT)).at_left
    everywhere = ((0.0, 0.0, 0.5, 1.0), (0.5, 0.0, 0.5, 1.0))
    with pytest.raises(Invalid) as refused:
        place_for(JAR, Looked(everywhere, FLAT / FLAT.sum()))
    assert refused.value.field == "picture"


def test_the_palette_alone_is_a_ground() -> None:
    ground = plain(PALETTE)
    assert ground.shape == (SIZE[1], SIZE[0], 3)
    assert (ground[SIZE[1] - 48] == PALETTE.accent).all()
