"""Text is found wherever it holds, though most samples are not looked at."""

from __future__ import annotations

from itertools import groupby

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matinee.media.analysis.reading import LASTING, RowsTaker
from matinee.media.picture.faces import Picture
from matinee.media.picture.lettering import Row

_LETTERED = st.lists(st.booleans(), max_size=60)


def _read(lettered: list[bool]) -> tuple[list[bool], int]:
    """Which samples of a stretch are found to have text, and how many were looked at."""
    looked: list[int] = []

    def find(picture: Picture) -> list[Row]:
        number = int(picture[0, 0, 0])
        looked.append(number)
        return [Row((0.1, 0.1, 0.3, 0.05))] if lettered[number] else []

    taker = RowsTaker(find)
    for number in range(len(lettered)):
        taker.take(np.full((1, 1, 3), number, np.uint8))
    found = {number for number, _ in taker.taken()}
    assert len(set(looked)) == len(looked)
    return [number in found for number in range(len(lettered))], len(looked)


def _lasting(lettered: list[bool]) -> list[bool]:
    """What remains where runs that are too short are dropped."""
    kept: list[bool] = []
    for has, run in groupby(lettered):
        length = len(list(run))
        kept += [has and length >= LASTING] * length
    return kept


@given(_LETTERED, _LETTERED)
def test_text_that_lasts_is_found_whole_also_from_one_stretch_into_the_next(
    first: list[bool], second: list[bool]
) -> None:
    found = _read(first)[0] + _read(second)[0]
    assert _lasting(found) == _lasting(first + second)


def test_a_picture_without_text_is_looked_at_once_in_three_samples() -> None:
    found, looked = _read([False] * 31)
    assert not any(found)
    assert looked == 11
