"""The colours of a picture are those in it, and a mood's are those of the table that is printed."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.studio.test_timeline_markers import scene

from matinee.studio.concept.colour import delta_e, to_lab, to_linear
from matinee.studio.palettes.clustering import MOST_COLOURS, colours_of
from matinee.studio.palettes.model import Mood, Swatch
from matinee.studio.palettes.moods import colours_of_mood, mood_of

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "palettes.md"
PAINTS = ((176, 40, 52), (38, 84, 150), (240, 236, 226), (30, 30, 34))


def painted(shares: tuple[float, ...], *, noise: float = 0.0) -> np.ndarray:
    """Stripes of paint, of these shares of a picture."""
    edges = np.rint(np.cumsum(shares) * 600).astype(int)
    columns = np.searchsorted(edges, np.arange(600), side="right")
    stripes = np.array(PAINTS, float)[np.minimum(columns, len(PAINTS) - 1)]
    grain = np.random.default_rng(5).normal(0, noise, (240, 600, 3))
    return np.clip(stripes[None] + grain, 0, 255).astype(np.uint8)


def apart(one: Swatch, paint: tuple[int, int, int]) -> float:
    both = to_lab(to_linear(np.array([one.colour, paint], np.uint8)))
    return float(delta_e(both[0], both[1]))


@pytest.mark.parametrize("noise", [0.0, 6.0])
def test_flat_paints_are_found_with_their_shares_the_widest_first(noise: float) -> None:
    found = colours_of(painted((0.4, 0.3, 0.2, 0.1), noise=noise))
    assert [each.share for each in found] == pytest.approx([0.4, 0.3, 0.2, 0.1], abs=0.01)
    for swatch, paint in zip(found, PAINTS, strict=True):
        assert apart(swatch, paint) < 3


def test_a_shaded_cloth_is_one_colour_or_few_and_a_speck_is_none() -> None:
    shaded = np.full((80, 200, 3), (150, 60, 50), float) * np.linspace(0.9, 1.1, 200)[None, :, None]
    shaded[:2, :20] = (0, 255, 0)
    assert len(colours_of(shaded.astype(np.uint8))) == 1


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_shares_are_of_the_whole_and_no_two_colours_look_alike(seed: int) -> None:
    found = colours_of(np.random.default_rng(seed).integers(0, 255, (12, 12, 3), dtype=np.uint8))
    assert 1 <= len(found) <= MOST_COLOURS
    assert sum(each.share for each in found) <= 1 + 1e-3
    assert all(one.share >= other.share for one, other in itertools.pairwise(found))
    for number, one in enumerate(found):
        assert all(apart(one, other.colour) > 9 for other in found[number + 1 :])


def test_a_day_is_as_its_light_and_its_pace_beside_the_rest_of_the_script() -> None:
    told = zip(("day", "day", "night", "night", "dusk", ""), "112334", strict=True)
    rows = tuple(
        replace(scene(place, str(place), "INT. MILL", eighths=8), light=light, day=day)
        for place, (light, day) in enumerate(told)
    )
    intensity = (0.1, 0.2, 0.9, 0.5, 0.5, 0.4)
    assert mood_of("1", rows, intensity) is Mood.SUNLIT
    assert mood_of("2", rows, intensity) is Mood.DREAD
    assert mood_of("3", rows, intensity) in {Mood.RESTLESS, Mood.UNEASY}
    assert mood_of("4", rows, intensity) is Mood.BUSTLING
    assert mood_of("5", rows, intensity) is None


def test_the_printed_table_is_the_one_that_is_used() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for mood in Mood:
        colours = " ".join(f"`{each.written}`" for each in colours_of_mood(mood))
        assert f"| {mood} | {colours} |" in page
