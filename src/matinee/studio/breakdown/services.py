"""What a scene makes necessary without saying so: services, and the duties behind them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from matinee.studio.breakdown.model import Category, Duty, Flag, Found, Method

_SERVICES: tuple[tuple[Duty, str], ...] = (
    (Duty.MINORS, "chaperone"),
    (Duty.MINORS, "tutor"),
    (Duty.STUNTS, "stunt co-ordinator"),
    (Duty.WEAPONS, "armourer"),
    (Duty.INTIMACY, "intimacy co-ordinator"),
    (Duty.LANGUAGE, "interpreter"),
)
_WEAPONS = frozenset(
    {"gun", "pistol", "revolver", "rifle", "shotgun", "flare gun", "sword", "dagger", "grenade",
     "bomb", "machine gun", "bow and arrow", "spear", "bullet"}
)  # fmt: skip
_FIRE = frozenset({"fire", "flame", "bonfire", "campfire", "blaze", "explosion", "spark"})
_TOOLS = frozenset({"grease", "glue", "nail", "staple", "spray", "water", "toy", "caulking"})
_SMOKED = frozenset({"cigarette", "cigar", "tobacco", "joint"})


@dataclass(frozen=True, slots=True)
class SceneSigns:
    """What was noticed of a scene beside its elements; each with the line that shows it."""

    scene: int
    line: int
    signs: tuple[tuple[Duty, int, str], ...]
    in_water: bool
    dances: bool


def flags_of(signs: SceneSigns, found: Sequence[Found]) -> tuple[Flag, ...]:
    """The duties of one scene, each once."""
    flags: dict[Duty, Flag] = {}

    def note(duty: Duty, line: int, why: str) -> None:
        flags.setdefault(duty, Flag(signs.scene, duty, line, why))

    for duty, line, why in signs.signs:
        note(duty, line, why)
    for one in found:
        for duty in _duties(one):
            note(duty, one.line, f"{one.category.label}: {one.name}")
    return tuple(flags.values())


def _duties(one: Found) -> Iterator[Duty]:
    if one.category is Category.ANIMALS:
        yield Duty.ANIMALS
    if one.category is Category.STUNTS:
        yield Duty.STUNTS
    if (
        one.category is Category.PROPS
        and one.head in _WEAPONS
        and not _TOOLS & set(one.name.split())
    ):
        yield Duty.WEAPONS
    if one.category is Category.PROPS and one.head in _SMOKED:
        yield Duty.SMOKING


def services_of(
    signs: SceneSigns, flags: Iterable[Flag], found: Sequence[Found]
) -> tuple[Found, ...]:
    """The services that the scene's duties ask for."""
    by_duty = {flag.duty: flag for flag in flags}
    needed: list[Found] = []

    def need(category: Category, name: str, line: int, why: str, confidence: float = 0.7) -> None:
        needed.append(
            Found(
                signs.scene, category, name, -1, 0, 0, line,
                implied=True, confidence=confidence, why=why, method=Method.RULE, head=name,
            )
        )  # fmt: skip

    for duty, service in _SERVICES:
        if duty in by_duty:
            need(Category.LABOR, service, by_duty[duty].line, f"the scene has {duty.value}")
    smoked = by_duty.get(Duty.SMOKING)
    if smoked and not any(one.head in _SMOKED for one in found):
        need(Category.PROPS, "cigarette", smoked.line, f"'{smoked.why}'", 0.5)
    if signs.in_water:
        need(Category.LABOR, "lifeguard", signs.line, "somebody is in the water")
    if signs.dances:
        need(Category.LABOR, "choreographer", signs.line, "people dance", 0.5)
    fire = [one for one in found if one.category is Category.SPECIAL_EFFECTS and one.head in _FIRE]
    if fire:
        need(
            Category.LABOR, "fire safety officer", fire[0].line, f"{fire[0].name} on the set", 0.55
        )
    handled = [one for one in found if one.category is Category.ANIMALS]
    if handled:
        name = f"{handled[0].head or handled[0].name.lower()} handler"
        need(Category.WRANGLERS, name, handled[0].line, f"there is {handled[0].name}")
    return tuple(needed)
