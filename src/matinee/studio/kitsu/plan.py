"""What of a breakdown goes to Kitsu: a sequence a scene, a shot for each likely effects shot.

Kitsu's own types of assets are used: characters (cast and animals), environments (sets), props
(with vehicles and set dressing) and effects. A shot is cast with its scene's set and people, and
with the elements that ask for it. Shots are numbered in tens, so that one can be put between.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from matinee.studio.breakdown.model import Category
from matinee.studio.model import SceneRow, Sheet
from matinee.studio.vfx.model import Shot

_STEP = 10


class AssetType(StrEnum):
    """Kitsu's types of assets, as a new server has them."""

    CHARACTER = "Character"
    ENVIRONMENT = "Environment"
    FX = "FX"
    PROP = "Prop"


_TYPES: dict[Category, AssetType] = {
    Category.CAST: AssetType.CHARACTER,
    Category.ANIMALS: AssetType.CHARACTER,
    Category.PROPS: AssetType.PROP,
    Category.VEHICLES: AssetType.PROP,
    Category.DRESSING: AssetType.PROP,
    Category.VISUAL_EFFECTS: AssetType.FX,
    Category.SPECIAL_EFFECTS: AssetType.FX,
    Category.MECHANICAL: AssetType.FX,
}
"""Of the categories that effects are made of; the others are nobody's asset there."""


@dataclass(frozen=True, slots=True, order=True)
class Asset:
    """A thing by its type and name; Kitsu takes one of each."""

    type: AssetType
    name: str


@dataclass(frozen=True, slots=True)
class KitsuShot:
    """One shot: its sequence is the scene's number, its name that and a number in tens."""

    sequence: str
    name: str
    description: str
    complexity: str
    cast: tuple[Asset, ...]


@dataclass(frozen=True, slots=True)
class KitsuPlan:
    """Everything that goes over, in the order of the script."""

    assets: tuple[Asset, ...]
    sequences: tuple[str, ...]
    shots: tuple[KitsuShot, ...]


def kitsu_plan(sheet: Sheet, asked: Iterable[Shot]) -> KitsuPlan:
    """The likely effects shots of a draft with the assets that they are cast with."""
    by_scene: dict[int, list[Shot]] = {}
    for shot in asked:
        by_scene.setdefault(shot.scene, []).append(shot)
    assets = _assets_by_scene(sheet)
    shots = tuple(
        shot
        for row in sheet.scenes
        for shot in _shots_of(row, by_scene.get(row.place, []), assets.get(row.place, {}))
    )
    return KitsuPlan(
        assets=tuple(sorted({asset for shot in shots for asset in shot.cast})),
        sequences=tuple(dict.fromkeys(shot.sequence for shot in shots)),
        shots=shots,
    )


def _assets_by_scene(sheet: Sheet) -> dict[int, dict[str, Asset]]:
    """By scene and the element's name in small letters; a name is spelt one way in all scenes."""
    spelt: dict[tuple[AssetType, str], str] = {}
    found: dict[int, dict[str, Asset]] = {}
    for element in sheet.elements:
        one = element.found
        kind = _TYPES.get(one.category)
        if kind is not None:
            name = spelt.setdefault((kind, one.name.casefold()), one.name)
            found.setdefault(one.scene, {})[one.name.casefold()] = Asset(kind, name)
    return found


def _shots_of(
    row: SceneRow, asked: Sequence[Shot], assets: dict[str, Asset]
) -> Iterator[KitsuShot]:
    place = row.set_name or row.location
    standing = [Asset(AssetType.ENVIRONMENT, place)] if place else []
    standing += [asset for asset in assets.values() if asset.type is AssetType.CHARACTER]
    number = 0
    for shot in asked:
        things = [assets[name.casefold()] for name in shot.elements if name.casefold() in assets]
        for _ in range(shot.count.likely):
            number += _STEP
            yield KitsuShot(
                sequence=row.number,
                name=f"{row.number}_{number:03}",
                description=f"{shot.way.value} ({', '.join(shot.elements)}): {shot.assumption}",
                complexity=shot.complexity.value,
                cast=tuple(dict.fromkeys([*standing, *things])),
            )
