"""Who is in a scene: the cast by the structure of the script, and younger selves."""

import re
from collections.abc import Iterator

from matinee.studio.breakdown.lexicon import Lexicon
from matinee.studio.breakdown.model import Category, Found, Method
from matinee.studio.screenplay.model import Kind, Script, printed
from matinee.studio.structure.facts import Structure
from matinee.studio.structure.model import SceneFacts


def cast_of(number: int, facts: SceneFacts, script: Script, words: Lexicon) -> Iterator[Found]:
    """Who speaks, and who is named and seen; people without a name are background."""
    for names, why in ((facts.speaking, "speaks"), (facts.silent, "is named and seen")):
        for name in names:
            place, start, end = _mention(name, facts, script)
            unnamed = why != "speaks" and words.longest(tuple(name.lower().split()))
            passes_by = bool(unnamed) and unnamed[1] == "background"
            yield Found(
                number, Category.BACKGROUND if passes_by else Category.CAST, name, place, start,
                end, script.elements[place].line, implied=False,
                confidence=0.97 if why == "speaks" else 0.8, why=f"{name} {why} in this scene",
                method=Method.STRUCTURE, head=name.lower(),
            )  # fmt: skip


def _mention(name: str, facts: SceneFacts, script: Script) -> tuple[int, int, int]:
    """Where a person first stands in a scene, as a cue or in the action; else its heading."""
    words = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
    for place in range(facts.scene.first + 1, facts.scene.last):
        element = script.elements[place]
        if element.kind in {Kind.ACTION, Kind.CHARACTER}:
            found = words.search(printed(element.text).replace("’", "'"))
            if found:
                return place, found.start(), found.end()
    return facts.scene.first, 0, 0


def younger_selves(number: int, facts: SceneFacts, structure: Structure) -> Iterator[Found]:
    """A younger self is an effect on a likeness, or another actor: it has to be decided."""
    for person in structure.people:
        if person.younger_of and number in {*person.speaking, *person.silent}:
            why = f"{person.name} is {person.younger_of} made younger"
            yield Found(
                number, Category.VISUAL_EFFECTS, person.name, facts.scene.first, 0, 0,
                facts.scene.line, implied=True, confidence=0.5, why=why, method=Method.STRUCTURE,
                head=person.name.lower(),
            )  # fmt: skip
