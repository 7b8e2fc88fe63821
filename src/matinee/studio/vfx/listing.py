"""Which shots a breakdown makes likely, by rules that name their assumption.

A rule of thumb for a first bid and no more: a supervisor counts shots from boards, not from pages.
"""

from collections.abc import Iterable, Iterator, Sequence

from matinee.studio.breakdown.model import Category, Duty, Found
from matinee.studio.model import SceneRow, Sheet
from matinee.studio.vfx.model import Complexity, Count, Shot, Way

_SCREENS = frozenset({"phone", "tablet", "laptop", "television", "tv", "screen", "monitor",
                      "computer", "radar", "cell phone", "mobile", "headset"})  # fmt: skip
_GUNS = frozenset({"gun", "pistol", "revolver", "rifle", "shotgun", "machine gun"})
_WILD = frozenset({"whale", "shark", "wolf", "bear", "lion", "tiger", "elephant", "crocodile",
                   "ape", "dragon", "snake", "dolphin", "seal", "eagle", "octopus"})  # fmt: skip
_HEAVY = frozenset({"fire", "explosion", "flame", "blaze", "bonfire", "lightning", "fireworks"})
_TOOLS = frozenset({"grease", "glue", "nail", "staple", "spray", "water", "toy", "paper"})
"""What makes a gun or a whale none."""
_WORDS_A_SHOT = 25
"""Words of dialogue that a shot on a speaker lasts, about ten seconds."""


def vfx_shots(sheet: Sheet) -> tuple[Shot, ...]:
    """The shots of a draft, scene by scene, from its elements as people left them."""
    return shots_of(sheet.scenes, [element.found for element in sheet.elements])


def shots_of(scenes: Sequence[SceneRow], elements: Iterable[Found]) -> tuple[Shot, ...]:
    """The shots of scenes, by their elements."""
    by_scene: dict[int, list[Found]] = {}
    for found in elements:
        by_scene.setdefault(found.scene, []).append(found)
    return tuple(shot for row in scenes for shot in _of_scene(row, by_scene.get(row.place, [])))


def _of_scene(row: SceneRow, found: Sequence[Found]) -> Iterator[Shot]:
    effects = [one for one in found if one.category is Category.VISUAL_EFFECTS]
    yield from _likeness(row, effects)
    for one in effects:
        if Duty.LIKENESS not in row.duties or one.name.upper() not in _people(row):
            creature = one.head in _WILD or "creature" in one.name.lower()
            yield Shot(
                row.place, Way.CREATURE if creature else Way.CREATED,
                Complexity.A if creature else Complexity.B, Count(1, 2, 5), (one.name,),
                "seen once wide and in what is cut to from there", hero=creature,
            )  # fmt: skip
    yield from _grouped(row, found)
    if Duty.CROWDS in row.duties:
        yield Shot(
            row.place, Way.CROWD, Complexity.B, Count(1, 2, 4), ("crowd",),
            "some fifty extras are there, and the wide shots need more",
        )  # fmt: skip


def _likeness(row: SceneRow, effects: Sequence[Found]) -> Iterator[Shot]:
    if Duty.LIKENESS not in row.duties:
        return
    people = _people(row)
    names = tuple(one.name for one in effects if one.name.upper() in people) or ("likeness",)
    speaks = any(name.upper() in {each.upper() for each in row.speaking} for name in names)
    likely = max(2, row.words // _WORDS_A_SHOT) if speaks else 2
    yield Shot(
        row.place, Way.LIKENESS, Complexity.A, Count(0, likely, likely * 2), names,
        "none where another actor plays the younger self; else every shot of the face",
        hero=True, consent=True,
    )  # fmt: skip


def _people(row: SceneRow) -> frozenset[str]:
    return frozenset(name.upper() for name in (*row.speaking, *row.silent))


_RULES: tuple[tuple[Way, Complexity, Count, str], ...] = (
    (Way.CREATURE, Complexity.A, Count(1, 2, 5), "no trained animal does what the page says"),
    (Way.SCREEN, Complexity.C, Count(1, 1, 3), "the screen is seen and is filled afterwards"),
    (Way.MUZZLE, Complexity.C, Count(0, 1, 3), "nothing is fired on the set"),
    (Way.RIG, Complexity.C, Count(1, 2, 4), "the stunt is done on wires or pads"),
    (Way.FIRE, Complexity.B, Count(1, 2, 5), "a safe flame on the set is made larger"),
    (Way.WEATHER, Complexity.C, Count(0, 1, 3), "made on the set; edges are cleaned"),
    (Way.DRIVING, Complexity.B, Count(1, 3, 8), "shot on a stage with plates, not on the road"),
)


def _grouped(row: SceneRow, found: Sequence[Found]) -> Iterator[Shot]:
    """Things of the scene that a rule asks a shot for; each way once a scene."""
    for way, complexity, count, assumption in _RULES:
        names = tuple(dict.fromkeys(one.name for one in found if _asks(way, one, row)))
        if names:
            yield Shot(row.place, way, complexity, count, names, assumption)


def _asks(way: Way, one: Found, row: SceneRow) -> bool:
    wanted, heads = _TRIGGERS[way]
    if one.category not in wanted or (way is Way.WEATHER and one.head in _HEAVY):
        return False
    if way is Way.DRIVING:
        return row.side.startswith("INT") and one.implied
    return not heads or (one.head in heads and not _TOOLS & set(one.name.lower().split()))


_TRIGGERS: dict[Way, tuple[frozenset[Category], frozenset[str]]] = {
    Way.CREATURE: (frozenset({Category.ANIMALS}), _WILD),
    Way.SCREEN: (frozenset({Category.PROPS, Category.DRESSING}), _SCREENS),
    Way.MUZZLE: (frozenset({Category.PROPS}), _GUNS),
    Way.RIG: (frozenset({Category.STUNTS}), frozenset()),
    Way.FIRE: (frozenset({Category.SPECIAL_EFFECTS}), _HEAVY),
    Way.WEATHER: (frozenset({Category.SPECIAL_EFFECTS}), frozenset()),
    Way.DRIVING: (frozenset({Category.VEHICLES}), frozenset()),
}
"""What asks for each way: the categories, and the words where not all of a category do."""
