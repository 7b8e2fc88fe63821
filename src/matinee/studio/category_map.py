"""The categories of a breakdown in the words and ids of those who exchange them.

Movie Magic's names are those of the breakdown sheet; the Universal Schedule Standard carries the
numbers of the Universal Category Identification Standard; Final Draft's tags carry ids, here those
of a document that it wrote. It has no Art Department: that one goes out as a category of the user's
own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from lxml import etree

from matinee.studio.breakdown.model import Category
from matinee.studio.screenplay.model import Script, printed

_FDX: dict[Category, tuple[str, str]] = {
    Category.CAST: ("Cast", "01fc9642-84ff-4366-b37c-a3068dee57e8"),
    Category.BACKGROUND: ("Background Actors", "028a4e2b-b507-4d09-88ab-90e3edae9071"),
    Category.STUNTS: ("Stunts", "0377dbe6-77a3-41af-bda8-86eb2468fdbf"),
    Category.VEHICLES: ("Vehicles", "04721a56-f54b-49c8-80ad-d53887d6b851"),
    Category.PROPS: ("Props", "05c556eb-6bc1-4a3a-b09f-f8b5ba1b6afa"),
    Category.SPECIAL_EFFECTS: ("Special Effects", "069e18b8-2109-4f3d-94e7-d802027a60a8"),
    Category.WARDROBE: ("Wardrobe", "0726fa85-1e65-4ab8-87de-bf21d09b01f0"),
    Category.MAKEUP: ("Makeup/Hair", "08ae1eef-32ce-415f-9a9b-0982d2453ec4"),
    Category.ANIMALS: ("Animals", "09cb0d1c-ce01-4f22-bb64-b5f2e6c491c6"),
    Category.WRANGLERS: ("Animal Handler", "0ae40617-cc7c-48e6-ae2b-5aaecc09986f"),
    Category.CAMERA: ("Camera", "47b02ff1-5161-4137-b736-f36eebba7643"),
    Category.SOUND: ("Sound", "0ce7d308-096d-4603-8fe8-349f72cd89ff"),
    Category.MUSIC: ("Music", "0b0b44c9-aa4b-4c40-88b1-d94472ad7a26"),
    Category.ART: ("Art Department", "4a1f6c1e-0c1d-5c61-9d0a-6f1f0c0f7a3b"),
    Category.DRESSING: ("Set Dressing", "0debb71b-5743-4c53-80cc-e17e841ce645"),
    Category.GREENERY: ("Greenery", "0e7a8fc5-5441-4bad-a9bf-5ddd3fe51c69"),
    Category.SECURITY: ("Security", "109d0eaa-0334-4823-ac0c-b44d3f209dc4"),
    Category.EQUIPMENT: ("Special Equipment", "0ff5cda4-4d43-4cfe-940f-91380c46fdad"),
    Category.LABOR: ("Additional Labor", "1179a4b1-70ee-4011-b4a2-809a0af09e92"),
    Category.VISUAL_EFFECTS: ("Visual Effects", "12ab0932-e3b9-4b4a-bcd0-3da1b4e61d5e"),
    Category.MECHANICAL: ("Mechanical Effects", "135cc9d1-c4d5-4d00-83d9-571f584ea9cd"),
    Category.NOTES: ("Notes", "15b6f4fd-4e74-4ad8-9971-b239d88c2997"),
    Category.MISCELLANEOUS: ("Miscellaneous", "148267ae-50ae-4746-8202-659fb7447b55"),
}
OWN = frozenset({Category.ART})
"""What Final Draft does not have, and a document therefore defines."""


@dataclass(frozen=True, slots=True)
class CategoryNames:
    """One category in three worlds."""

    category: Category
    movie_magic: str
    uss: int
    fdx: str
    fdx_id: UUID


def category_map() -> tuple[CategoryNames, ...]:
    """Every category, in the order of its number."""
    return tuple(
        CategoryNames(category, category.label, category.ucid, name, UUID(identifier))
        for category, (name, identifier) in sorted(_FDX.items(), key=lambda one: one[0].ucid)
    )


FDX_NAMES = {category: name for category, (name, _) in _FDX.items()}
FDX_IDS = {category: UUID(identifier) for category, (_, identifier) in _FDX.items()}
_BY_FDX_ID = {identifier: category for category, identifier in FDX_IDS.items()}
_BY_FDX_NAME = {
    **{name.lower(): category for category, name in FDX_NAMES.items()},
    **{category.label.lower(): category for category in Category},
}


class Tag(NamedTuple):
    """Words of a script that its writer tagged; ``category`` None where we have no such one.

    ``start`` to ``end`` count within the printed text of the paragraph ``element``.
    """

    category: Category | None
    written: str
    label: str
    element: int
    start: int
    end: int


def tags_of(script: Script) -> Iterator[Tag]:
    """The tags that an FDX document came with, by their categories' ids, else by their names."""
    told = script.carried.get("TagData")
    if not told:
        return
    root = etree.fromstring(told.encode())
    names = {each.get("Id", ""): each.get("Name", "") for each in root.iter("TagCategory")}
    definitions = {each.get("Id", ""): each for each in root.iter("TagDefinition")}
    tagged = {each.get("Number", ""): each.findtext("DefId") or "" for each in root.iter("Tag")}
    for place, element in enumerate(script.elements):
        for stretch in element.details.stretches if element.details else ():
            definition = definitions.get(tagged.get(stretch.value, ""))
            if stretch.mark != "tag" or definition is None:
                continue
            identifier = definition.get("CatId", "")
            name = names.get(identifier, "")
            before = len(printed(element.text[: stretch.start]))
            words = printed(element.text[stretch.start : stretch.end])
            yield Tag(
                _category(identifier, name), name, definition.get("Label", ""), place, before,
                before + len(words),
            )  # fmt: skip


def _category(identifier: str, name: str) -> Category | None:
    try:
        known = _BY_FDX_ID.get(UUID(identifier))
    except ValueError:  # some programs write plain numbers
        known = None
    return known or _BY_FDX_NAME.get(name.lower())


def categories_page() -> str:
    """The reference page of the categories."""
    lines = [
        "# Categories of a breakdown",
        "",
        "The same category in the breakdown sheets of Movie Magic, in the Universal Schedule "
        "Standard (`.uss`, by the number of the Universal Category Identification Standard) and in "
        "Final Draft's tags (`.fdx`, by the id in a document that it wrote). `key` is the name in "
        "addresses, JSON and CSV. This page is written by `matinee script categories`.",
        "",
        "| key | Movie Magic | USS | FDX | FDX id |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| `{one.category.key}` | {one.movie_magic} | {one.uss} | {one.fdx}"
        f"{' (defined by the document)' if one.category in OWN else ''} | `{one.fdx_id}` |"
        for one in category_map()
    ]
    lines += [
        "",
        "A tag is read by its category's id, and where a program writes its own ids, by the "
        "category's name in either column. A category that is in neither is kept in the document, "
        "and no element is made of it. Boards know numbers beyond these (set, side, script day, "
        "grip, electric); they are no categories of a breakdown and stay with the schedule.",
    ]
    return "\n".join(lines) + "\n"
