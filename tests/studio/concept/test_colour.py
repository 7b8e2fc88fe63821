"""CIEDE2000 against published pairs (Sharma, Wu and Dalal 2005, table 1)."""

import numpy as np
import pytest

from matinee.studio.concept.colour import delta_e, to_lab, to_linear, to_srgb

PAIRS = [
    ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
    ((50, 3.1571, -77.2803), (50, 0, -82.7485), 2.8615),
    ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0000),
    ((50, -1, 2), (50, 0, 0), 2.3669),
    ((50, 2.49, -0.001), (50, -2.49, 0.0009), 7.1792),
    ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
    ((50, 2.5, 0), (50, 0, -2.5), 4.3065),
    ((50, 2.5, 0), (73, 25, -18), 27.1492),
    ((50, 2.5, 0), (61, -5, 29), 22.8977),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
    ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
]


@pytest.mark.parametrize(("one", "other", "expected"), PAIRS)
def test_a_difference_is_the_published_one_from_both_sides(
    one: tuple[float, ...], other: tuple[float, ...], expected: float
) -> None:
    there, back = delta_e(np.array(one), np.array(other)), delta_e(np.array(other), np.array(one))
    assert float(there) == pytest.approx(expected, abs=1e-4)
    assert float(back) == pytest.approx(float(there), abs=1e-9)


def test_every_byte_survives_linear_light() -> None:
    every = np.arange(256, dtype=np.uint8)
    assert np.array_equal(np.rint(to_srgb(to_linear(every))), every)


def test_white_and_grey_have_no_colour() -> None:
    lab = to_lab(to_linear(np.array([[255] * 3, [119] * 3], np.uint8)))
    assert lab[:, 0] == pytest.approx([100, 50.03], abs=0.1)
    assert np.abs(lab[:, 1:]).max() < 0.05
