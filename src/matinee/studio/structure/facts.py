"""The structure of a whole script: scenes with their facts, people, and the tree of sets."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from matinee.studio.screenplay.model import Script
from matinee.studio.screenplay.pagination import lengths_of, measured
from matinee.studio.screenplay.scenes import Scene, scenes_of
from matinee.studio.structure.days import script_days
from matinee.studio.structure.model import Person, Place, SceneFacts, Trait
from matinee.studio.structure.people import people_of, speeches
from matinee.studio.structure.traits import traits_of


@dataclass(frozen=True, slots=True)
class Structure:
    """``measured`` says whether lengths come from pages or from setting the script out."""

    scenes: tuple[SceneFacts, ...]
    people: tuple[Person, ...]
    places: tuple[Place, ...]
    eighths: int
    measured: bool


def structure_of(script: Script) -> Structure:
    """Everything that the page itself tells of a script's scenes."""
    scenes = scenes_of(script)
    people = people_of(script, scenes)
    lengths = lengths_of(script, scenes)
    traits = traits_of(script, scenes)
    flashbacks = frozenset(
        place for place, told in enumerate(traits) if any(t is Trait.FLASHBACK for t, _ in told)
    )
    days = script_days(scenes, flashbacks)
    spoken = _spoken(script, scenes)
    speaking, silent = _present(people, len(scenes))
    facts = tuple(
        SceneFacts(
            scene=scene,
            eighths=length.eighths,
            day=day,
            day_evidence=evidence,
            spoken=spoken[place],
            speaking=speaking[place],
            silent=silent[place],
            traits=told,
        )
        for place, (scene, length, told, (day, evidence)) in enumerate(
            zip(scenes, lengths, traits, days, strict=True)
        )
    )
    return Structure(
        facts,
        people,
        places_of(scenes),
        sum(f.eighths for f in facts),
        measured(script) is not None,
    )


def _spoken(script: Script, scenes: Sequence[Scene]) -> Counter[int]:
    words: Counter[int] = Counter()
    said = {speech.place: len(speech.said.split()) for speech in speeches(script)}
    for number, scene in enumerate(scenes):
        words[number] = sum(said.get(place, 0) for place in range(scene.first, scene.last))
    return words


def _present(
    people: Sequence[Person], scenes: int
) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    speaking: list[list[str]] = [[] for _ in range(scenes)]
    silent: list[list[str]] = [[] for _ in range(scenes)]
    for person in people:
        for place in person.speaking:
            speaking[place].append(person.name)
        for place in person.silent:
            silent[place].append(person.name)
    return [tuple(names) for names in speaking], [tuple(names) for names in silent]


def places_of(scenes: Sequence[Scene]) -> tuple[Place, ...]:
    """The tree of sets: locations in the order of their first scene, and the sets within each."""
    tree: dict[str, defaultdict[str, list[int]]] = {}
    for place, scene in enumerate(scenes):
        location, *inner = scene.slug.sets or ("",)
        tree.setdefault(location.upper(), defaultdict(list))[" - ".join(inner).upper()].append(
            place
        )
    return tuple(
        Place(location, name, tuple(places))
        for location, sets in tree.items()
        for name, places in sets.items()
    )
