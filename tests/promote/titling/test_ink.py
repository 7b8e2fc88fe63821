"""What is drawn: the same ink as pixels and as outlines, without seams and within its block."""

from __future__ import annotations

import re

import numpy as np
import pytest
from tests.promote.titling.conftest import TITLES

from matinee.promote.titling.ink import cover, outline
from matinee.promote.titling.setting import Setter
from matinee.promote.titling.typefaces import Typefaces


@pytest.mark.parametrize("language", ["ar", "en", "hi", "th"])
def test_ink_fills_exactly_the_block_that_was_set(language: str, typefaces: Typefaces) -> None:
    title = Setter(TITLES[language], language, typefaces).fit(500, 200, largest=90, align="start")
    page = cover(title, left=40, top=30, width=600, height=300)
    rows, columns = np.flatnonzero(page.max(axis=1)), np.flatnonzero(page.max(axis=0))
    assert rows[0] == pytest.approx(30, abs=1)
    assert rows[-1] + 1 == pytest.approx(30 + title.height, abs=1)
    assert columns[0] == pytest.approx(40, abs=1)
    assert columns[-1] + 1 == pytest.approx(40 + title.width, abs=1)


def test_letters_that_join_have_no_seam(typefaces: Typefaces) -> None:
    title = Setter("गगगग", "hi", typefaces).fit(500, 200, largest=97.3, align="start")
    page = cover(title, left=0, top=0.5, width=600, height=200)
    edge = page[0, 20 : int(title.width) - 20]
    assert 0 < edge.min() < 255
    assert edge.min() == edge.max()


def test_ink_beyond_the_picture_is_cut_off(typefaces: Typefaces) -> None:
    title = Setter("Film", "en", typefaces).fit(500, 200, largest=90, align="start")
    page = cover(title, left=-30, top=-30, width=60, height=40)
    assert page.shape == (40, 60)
    assert page.max() == 255


def test_the_layer_holds_a_path_for_every_glyph_that_has_ink(typefaces: Typefaces) -> None:
    title = Setter("Big Bunny", "en", typefaces).fit(500, 200, largest=90, align="start")
    layer = outline(title, left=0, top=0, width=600, height=300, ink="#fff")
    assert len(re.findall("<path", layer)) == len("BigBunny")
    assert "NaN" not in layer
