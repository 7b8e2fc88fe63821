from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from matinee.media.picture.lettering import rows_of_text

_TRUTH = (0.25, 0.75)
"""Where the letters of these pictures begin, across and down."""


def _place(seed: int) -> NDArray[np.uint8]:
    """Stripes, discs and grain: strokes and blobs, and no letter among them."""
    random = np.random.default_rng(seed)
    picture = random.normal(110, 12, (360, 640, 3))
    for each in range(12):
        x, y = int(random.integers(0, 640)), int(random.integers(0, 300))
        tone = float(random.integers(40, 220))
        if each % 2:
            cv2.circle(picture, (x, y), int(random.integers(8, 40)), (tone,) * 3, -1)
        else:
            cv2.line(picture, (x, y), (x + 4, y + 90), (tone,) * 3, 3)
    return np.clip(picture, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("seed", range(3))
def test_a_caption_is_found_where_it_stands_and_nothing_without_one(seed: int) -> None:
    picture = _place(seed)
    assert not rows_of_text(picture)
    cv2.putText(
        picture, "LISBON, OCTOBER 1947", (160, 290), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (250,) * 3, 2
    )
    (row,) = rows_of_text(picture)
    left, top, wide, high = row.box
    assert abs(left - _TRUTH[0]) < 0.03
    assert abs(top - _TRUTH[1]) < 0.05
    assert wide > 0.45
    assert high < 0.12
