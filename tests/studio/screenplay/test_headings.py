"""Headings taken apart, in English and elsewhere."""

import pytest

from matinee.studio.screenplay.headings import Light, Side, read_heading


@pytest.mark.parametrize(
    ("heading", "side", "sets", "time", "light"),
    [
        (
            "INT. BLOOM HOUSE - KITCHEN - NIGHT",
            Side.INT,
            ("BLOOM HOUSE", "KITCHEN"),
            "NIGHT",
            Light.NIGHT,
        ),
        ("EXT.  CAMPFIRE - NIGHT (1977)", Side.EXT, ("CAMPFIRE",), "NIGHT", Light.NIGHT),
        ("INT./EXT. CAR - CONTINUOUS", Side.BOTH, ("CAR",), "CONTINUOUS", Light.NONE),
        ("INT HOUSE DAY", Side.INT, ("HOUSE",), "DAY", Light.DAY),
        ("I/E. SHED — EARLY MORNING", Side.BOTH, ("SHED",), "EARLY MORNING", Light.DAY),
        ("EXT. PIER - MOMENTS LATER", Side.EXT, ("PIER",), "MOMENTS LATER", Light.NONE),
        ("EXT. FIELD - MAGIC HOUR", Side.EXT, ("FIELD",), "MAGIC HOUR", Light.DUSK),
        ("EXT/INT.  SWAMP SHACK - DAY", Side.BOTH, ("SWAMP SHACK",), "DAY", Light.DAY),
        ("INNEN. KÜCHE - NACHT", Side.INT, ("KÜCHE",), "NACHT", Light.NIGHT),
        ("AUSSEN/TAG", Side.EXT, (), "TAG", Light.DAY),
        ("INT. CAFÉ - SOIR", Side.INT, ("CAFÉ",), "SOIR", Light.NIGHT),
        ("ESTERNO. PIAZZA - GIORNO", Side.EXT, ("PIAZZA",), "GIORNO", Light.DAY),
        ("ИНТ. КУХНЯ - НОЧЬ", Side.INT, ("КУХНЯ",), "НОЧЬ", Light.NIGHT),
        ("İÇ. MUTFAK - GECE", Side.INT, ("MUTFAK",), "GECE", Light.NIGHT),
        ("内景 厨房 - 夜", Side.INT, ("厨房",), "夜", Light.NIGHT),
        ("14. EXT. DOCK - DAWN", Side.EXT, ("DOCK",), "DAWN", Light.DAWN),
    ],
)
def test_a_heading_names_side_place_and_time(
    heading: str, side: Side, sets: tuple[str, ...], time: str, light: Light
) -> None:
    slug = read_heading(heading)
    assert slug is not None
    assert (slug.side, slug.sets, slug.time, slug.light) == (side, sets, time, light)


@pytest.mark.parametrize(
    "line",
    [
        "INTERCUT WITH:",
        "Inside the house.",
        "EXTREME CLOSE UP",
        "Ute walks in.",
        "PL",
        "外に出る人",
    ],
)
def test_other_lines_are_no_headings(line: str) -> None:
    assert read_heading(line) is None


def test_what_the_syntax_does_not_know_is_flagged() -> None:
    beyond, within = read_heading("EXT/INT. SHACK - DAY"), read_heading("EXT. SHACK - DAY")
    assert beyond is not None
    assert within is not None
    assert (beyond.by_the_letter, within.by_the_letter) == (False, True)
