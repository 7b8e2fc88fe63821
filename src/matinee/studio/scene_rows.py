"""Scenes with their duties, as lists and schedules need them."""

from collections import defaultdict

from matinee.studio.breakdown.model import Breakdown, Duty
from matinee.studio.model import SceneRow
from matinee.studio.structure.facts import Structure


def scene_rows(structure: Structure, breakdown: Breakdown) -> tuple[SceneRow, ...]:
    """One row for each scene."""
    duties: defaultdict[int, list[Duty]] = defaultdict(list)
    for flag in breakdown.flags:
        duties[flag.scene].append(flag.duty)
    return tuple(
        SceneRow(
            place=place,
            number=facts.scene.number,
            heading=facts.scene.heading,
            side=facts.scene.slug.side.value,
            light=facts.scene.slug.light.value,
            location=(facts.scene.slug.sets or ("",))[0].upper(),
            set_name=" - ".join(facts.scene.slug.sets[1:]).upper(),
            day=facts.day,
            eighths=facts.eighths,
            page=facts.scene.page,
            line=facts.scene.line,
            words=facts.spoken,
            speaking=facts.speaking,
            silent=facts.silent,
            traits=tuple(trait.value for trait, _ in facts.traits),
            duties=tuple(duties[place]),
        )
        for place, facts in enumerate(structure.scenes)
    )
