"""The strips of a screenplay that was read: one a scene, its people numbered for the board."""

from collections import Counter
from collections.abc import Mapping, Sequence

from matinee.studio.schedule.model import (
    Board,
    CastMember,
    Light,
    Rules,
    ShootCalendar,
    ShootingScript,
    Side,
    Strip,
)
from matinee.studio.schedule.working_day import Hours
from matinee.studio.screenplay.headings import Light as ScriptLight
from matinee.studio.screenplay.headings import Side as ScriptSide
from matinee.studio.structure.model import Person, SceneFacts

_DARK = (ScriptLight.NIGHT, ScriptLight.DUSK)
_WORDS_AN_EIGHTH = 22
"""Words said in an eighth of a page of nothing but speeches: 55 rows, cues and blanks between."""
_OF_AGE = 18


def strips_of(
    scenes: Sequence[SceneFacts],
    calendar: ShootCalendar,
    rules: Rules | None = None,
    people: Sequence[Person] = (),
) -> tuple[ShootingScript, Board]:
    """What is to be scheduled, and a board in the order of the script, all on one day.

    Board numbers follow how many eighths somebody is in: number 1 is in most of them. A day costs
    everybody 1 until rates are entered. Without ``rules`` the working day is the usual one: how
    much of a scene is dialogue and who is not of age are read from the page.
    """
    share: Counter[str] = Counter()
    for facts in scenes:
        for name in {*facts.speaking, *facts.silent}:
            share[name] += facts.eighths
    order = [name for name, _ in sorted(share.items(), key=lambda one: (-one[1], one[0]))]
    number = {name: str(place) for place, name in enumerate(order, 1)}
    strips = {strip.id: strip for strip in (_strip(facts, number) for facts in scenes)}
    cast = {number[name]: CastMember(number[name], name) for name in order}
    script = ShootingScript(
        strips, cast, calendar, rules or Rules(hours=_hours(scenes, people, number))
    )
    return script, Board((tuple(strips),) if strips else ())


def _hours(
    scenes: Sequence[SceneFacts], people: Sequence[Person], number: Mapping[str, str]
) -> Hours:
    spoken = {
        _id(facts): min(100, round(100 * facts.spoken / (facts.eighths * _WORDS_AN_EIGHTH)))
        for facts in scenes
    }
    # Who is also told to be of age is played by a grown person, and as a child by another.
    ages = {
        number[person.name]: person.age
        for person in people
        if person.name in number and person.age is not None and (person.oldest or 0) < _OF_AGE
    }
    return Hours(spoken=spoken, ages=ages)


def _id(facts: SceneFacts) -> str:
    return f"scene-{facts.scene.number}"


def _strip(facts: SceneFacts, number: dict[str, str]) -> Strip:
    scene = facts.scene
    people = sorted({number[name] for name in (*facts.speaking, *facts.silent)}, key=int)
    outside = scene.slug.side in (ScriptSide.EXT, ScriptSide.BOTH)
    return Strip(
        id=_id(facts),
        scene=scene.number,
        description=scene.heading,
        set_name=" – ".join(scene.slug.sets),
        side=Side.EXTERIOR if outside else Side.INTERIOR,
        light=Light.NIGHT if scene.slug.light in _DARK else Light.DAY,
        eighths=facts.eighths,
        cast=tuple(people),
        location=scene.slug.sets[0] if scene.slug.sets else "",
    )
