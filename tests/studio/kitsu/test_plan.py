"""Which shots, assets and castings a breakdown makes for Kitsu."""

from dataclasses import replace

from tests.studio.test_timeline_markers import SHEET, element

from matinee.studio.breakdown.model import Category
from matinee.studio.kitsu.plan import Asset, AssetType, kitsu_plan
from matinee.studio.vfx.model import Complexity, Count, Shot, Way

SCREEN = Shot(0, Way.SCREEN, Complexity.C, Count(1, 2, 3), ("Kettle",), "seen and filled")
BEAST = Shot(1, Way.CREATURE, Complexity.A, Count(1, 1, 5), ("dog", "moon"), "no dog does that")
SHEET_WITH_ANN = replace(
    SHEET,
    elements=(*SHEET.elements, element(0, Category.CAST, "Ann"), element(1, Category.CAST, "ANN"),
              element(1, Category.SOUND, "wind")),
)  # fmt: skip
ANN, MILL = Asset(AssetType.CHARACTER, "Ann"), Asset(AssetType.ENVIRONMENT, "MILL")
KETTLE, DOG = Asset(AssetType.PROP, "kettle"), Asset(AssetType.CHARACTER, "dog")


def test_likely_shots_are_numbered_in_tens_within_their_scene() -> None:
    plan = kitsu_plan(SHEET_WITH_ANN, [SCREEN, BEAST])
    assert [(each.sequence, each.name) for each in plan.shots] == [
        ("1", "1_010"), ("1", "1_020"), ("2A", "2A_010"),
    ]  # fmt: skip
    assert plan.sequences == ("1", "2A")
    assert plan.shots[0].description == "screen insert (Kettle): seen and filled"


def test_a_shot_is_cast_with_the_set_the_people_and_what_asks_for_it() -> None:
    plan = kitsu_plan(SHEET_WITH_ANN, [SCREEN, BEAST])
    assert plan.shots[0].cast == (MILL, ANN, KETTLE)
    assert set(plan.shots[2].cast) == {MILL, ANN, DOG}
    assert plan.assets == tuple(sorted({MILL, ANN, KETTLE, DOG}))


def test_without_likely_shots_nothing_goes() -> None:
    plan = kitsu_plan(SHEET_WITH_ANN, [])
    assert (plan.assets, plan.sequences, plan.shots) == ((), (), ())
