"""How long titles are open without a break, by hand and against counting."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matinee.catalogue.openings import Openings, openings_at

INF = float("inf")


def _at(
    moment: float, windows: Sequence[tuple[int, float, float]], parents: tuple[int, ...]
) -> Openings:
    rows, starts, ends = zip(*windows, strict=True) if windows else ((), (), ())
    return openings_at(
        moment,
        np.array(rows, np.int32),
        np.array(starts, np.float64),
        np.array(ends, np.float64),
        np.array(parents, np.int32),
    )


def test_windows_that_touch_are_one_and_those_apart_are_not() -> None:
    found = _at(
        5, [(0, 0, 4), (0, 4, 8), (0, 8, 9), (0, 10, 20), (1, -INF, INF), (2, 6, 9)], (-1, -1, -1)
    )
    assert found.since[:2].tolist() == [0, -INF]
    assert found.until[:2].tolist() == [9, INF]
    assert np.isnan([found.since[2], found.until[2]]).all()


def test_a_series_is_as_new_as_its_newest_episode_that_is_open() -> None:
    """Rows: a series, its season, three episodes, of which the last is not open yet."""
    windows = [(0, 0, INF), (1, 0, INF), (2, 0, INF), (3, 7, INF), (4, 30, INF)]
    found = _at(10, windows, (-1, 0, 1, 1, 1))
    assert found.newest_part.tolist() == [7, 7, -INF, -INF, -INF]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12)), max_size=8), st.integers(0, 40))
def test_the_stretch_is_the_one_that_counting_finds(
    spans: list[tuple[int, int]], moment: int
) -> None:
    found = _at(moment, [(0, start, start + length) for start, length in spans], (-1,))
    is_open = {each for start, length in spans for each in range(start, start + length)}
    if moment not in is_open:
        assert np.isnan(found.since[0])
        return
    since = until = moment
    while since - 1 in is_open:
        since -= 1
    while until in is_open:
        until += 1
    assert (found.since[0], found.until[0]) == (since, until)
