"""A title on a picture: read everywhere, off faces, within the margins."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.promote.titling.conftest import TITLES

from matinee.promote.titling.contrast import (
    DARK,
    LIGHT,
    Colour,
    behind,
    contrasts,
    strength_needed,
    veiled,
)
from matinee.promote.titling.placing import REACH
from matinee.promote.titling.setting import Setter
from matinee.promote.titling.treatment import Treatment, treat
from matinee.promote.titling.typefaces import Typefaces

EVEN = np.full((90, 160), 1 / (90 * 160))


def _picture(kind: str, high: int = 360, wide: int = 640) -> NDArray[np.uint8]:
    chance = np.random.default_rng(6)
    if kind == "noise":
        return chance.integers(0, 256, (high, wide, 3), np.uint8)
    if kind == "checks":
        rows, columns = np.indices((high, wide)) // 8
        return np.repeat((255 * ((rows + columns) % 2)).astype(np.uint8)[:, :, None], 3, axis=2)
    return np.full((high, wide, 3), {"white": 255, "grey": 119, "black": 0}[kind], np.uint8)


def _least(done: Treatment) -> float:
    stood = behind(done.placement.coverage, REACH * done.placement.title.size)
    return float(contrasts(done.placement.ink, done.ground[stood]).min())


@pytest.mark.parametrize(
    ("kind", "shape"),
    [
        ("white", (540, 360)),
        ("grey", (360, 640)),
        ("black", (360, 360)),
        ("noise", (360, 640)),
        ("noise", (540, 360)),
        ("checks", (640, 360)),
    ],
)
def test_no_pixel_behind_a_letter_has_too_little_contrast(
    kind: str, shape: tuple[int, int], typefaces: Typefaces
) -> None:
    setter = Setter(TITLES["ja"], "ja", typefaces)
    done = treat(_picture(kind, *shape), setter, [], EVEN)
    assert done.contrast == _least(done)
    assert done.contrast >= 4.5


def test_a_dark_picture_needs_no_scrim_and_a_light_one_takes_dark_ink(typefaces: Typefaces) -> None:
    setter = Setter(TITLES["en"], "en", typefaces)
    dark = treat(_picture("black"), setter, [], EVEN).placement
    light = treat(_picture("white"), setter, [], EVEN).placement
    assert (dark.ink, dark.scrim) == (LIGHT, 0.0)
    assert (light.ink, light.scrim) == (DARK, 0.0)


@pytest.mark.parametrize("language", ["en", "he"])
def test_a_title_stays_off_a_face_wherever_that_is(language: str, typefaces: Typefaces) -> None:
    setter = Setter(TITLES[language], language, typefaces)
    for face in ((0.1, 0.6, 0.3, 0.35), (0.6, 0.6, 0.3, 0.35), (0.35, 0.05, 0.3, 0.4)):
        placed = treat(_picture("noise"), setter, [face], EVEN).placement
        left, top = round(face[0] * 640), round(face[1] * 360)
        under = placed.coverage[
            top : top + round(face[3] * 360), left : left + round(face[2] * 640)
        ]
        assert placed.face <= 0.01
        assert under.max() == 0


def test_a_title_goes_to_where_the_eye_does_not(typefaces: Typefaces) -> None:
    setter = Setter("Film", "en", typefaces)
    foot = np.zeros((90, 160))
    foot[60:] = 1 / foot[60:].size
    assert treat(_picture("grey"), setter, [], EVEN).placement.place.startswith("bottom")
    assert treat(_picture("grey"), setter, [], foot).placement.place.startswith("top")


@pytest.mark.parametrize("language", sorted(TITLES))
def test_every_language_keeps_to_the_margins(language: str, typefaces: Typefaces) -> None:
    setter = Setter(TITLES[language], language, typefaces)
    done = treat(_picture("noise"), setter, [], EVEN)
    rows = np.flatnonzero(done.placement.coverage.max(axis=1))
    columns = np.flatnonzero(done.placement.coverage.max(axis=0))
    assert 0.05 * 360 <= rows[0] <= rows[-1] <= 0.95 * 360
    assert 0.05 * 640 <= columns[0] <= columns[-1] <= 0.95 * 640
    assert 'viewBox="0 0 640 360"' in done.layer


@pytest.mark.parametrize("ink", [LIGHT, DARK])
def test_a_scrim_is_no_stronger_than_the_worst_pixel_needs(ink: Colour) -> None:
    pixels = np.random.default_rng(2).integers(0, 256, (400, 3), np.uint8)
    strength = strength_needed(ink, pixels, 4.5)

    def least(share: float) -> float:
        even = np.full((400, 1), share, np.float32)
        return float(contrasts(ink, veiled(pixels[:, None], even, ink)).min())

    assert least(strength) >= 4.49
    assert least(strength - 0.02) < 4.5
