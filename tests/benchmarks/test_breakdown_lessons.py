"""What the person that the benchmark plays says of a tagger's suggestions."""

from benchmarks.studio.breakdown_agreement import Item
from benchmarks.studio.breakdown_lessons import corrections_from

from matinee.studio.analysis import analyse
from matinee.studio.breakdown.model import Breakdown, Category, Found, Method


def _suggested(category: Category, name: str) -> Found:
    return Found(0, category, name, 1, 0, 1, 3, False, 0.7, "", Method.LEXICON, name)


def test_nothing_but_a_wrangler_is_taken_for_one_and_what_is_right_comes_first() -> None:
    analysis = analyse(b"INT. BARN - DAY\n\nAnn leaps.\n\nANN\nOh.\n", name="barn.fountain")
    suggested = {
        Category.STUNTS: "leap",
        Category.PROPS: "horse",
        Category.ANIMALS: "horse",
        Category.DRESSING: "kettle",
        Category.WRANGLERS: "horse handler",
    }
    found = Breakdown(tuple(_suggested(*each) for each in suggested.items()), ())
    scene = analysis.structure.scenes[0].scene.number
    wanted = [
        Item(scene, Category.WRANGLERS, "wrangler"),
        Item(scene, Category.ANIMALS, "horse"),
        Item(scene, Category.PROPS, "kettle"),
    ]
    votes, _ = corrections_from(found, analysis, wanted, [scene], 50)
    assert {one.was: one.category for one in votes} == {
        Category.STUNTS: None,
        Category.PROPS: None,
        Category.ANIMALS: Category.ANIMALS,
        Category.DRESSING: Category.PROPS,
        Category.WRANGLERS: Category.WRANGLERS,
    }
