"""The strips of a screenplay that was read: one a scene, its people numbered for the board."""

from collections import Counter
from collections.abc import Sequence

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
from matinee.studio.screenplay.headings import Light as ScriptLight
from matinee.studio.screenplay.headings import Side as ScriptSide
from matinee.studio.structure.model import SceneFacts

_DARK = (ScriptLight.NIGHT, ScriptLight.DUSK)


def strips_of(
    scenes: Sequence[SceneFacts], calendar: ShootCalendar, rules: Rules | None = None
) -> tuple[ShootingScript, Board]:
    """What is to be scheduled, and a board in the order of the script, all on one day.

    Board numbers follow how many eighths somebody is in: number 1 is in most of them. A day costs
    everybody 1 until rates are entered.
    """
    share: Counter[str] = Counter()
    for facts in scenes:
        for name in {*facts.speaking, *facts.silent}:
            share[name] += facts.eighths
    order = [name for name, _ in sorted(share.items(), key=lambda one: (-one[1], one[0]))]
    number = {name: str(place) for place, name in enumerate(order, 1)}
    strips = {strip.id: strip for strip in (_strip(facts, number) for facts in scenes)}
    cast = {number[name]: CastMember(number[name], name) for name in order}
    script = ShootingScript(strips, cast, calendar, rules or Rules())
    return script, Board((tuple(strips),) if strips else ())


def _strip(facts: SceneFacts, number: dict[str, str]) -> Strip:
    scene = facts.scene
    people = sorted({number[name] for name in (*facts.speaking, *facts.silent)}, key=int)
    outside = scene.slug.side in (ScriptSide.EXT, ScriptSide.BOTH)
    return Strip(
        id=f"scene-{scene.number}",
        scene=scene.number,
        description=scene.heading,
        set_name=" – ".join(scene.slug.sets),
        side=Side.EXTERIOR if outside else Side.INTERIOR,
        light=Light.NIGHT if scene.slug.light in _DARK else Light.DAY,
        eighths=facts.eighths,
        cast=tuple(people),
        location=scene.slug.sets[0] if scene.slug.sets else "",
    )
