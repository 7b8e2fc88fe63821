"""A script as Final Draft's FDX with its breakdown as tags.

A tag stands on words: what is implied by a scene as a whole has none, and is left out.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID, uuid5

from lxml import etree

from matinee.studio.breakdown.model import Category
from matinee.studio.category_map import FDX_IDS, FDX_NAMES
from matinee.studio.model import Element as Found
from matinee.studio.screenplay.model import Details, Element, Script, Stretch, printed
from matinee.studio.screenplay.writing import to_fdx

_IDS = UUID("b0d7a3d2-6a59-5f43-8b52-0c6c1f1f6e0a")


def tagged_fdx(script: Script, found: Sequence[Found]) -> bytes:
    """The script as FDX; each element is a definition, and a tag on its words."""
    standing: defaultdict[int, list[tuple[int, Found]]] = defaultdict(list)
    told = [each for each in found if each.found.end > each.found.start]
    numbers = {each.id: place for place, each in enumerate(told, start=1)}
    for each in told:
        standing[each.found.element].append((numbers[each.id], each))
    elements = tuple(
        _marked(element, standing[place]) if place in standing else _bare(element)
        for place, element in enumerate(script.elements)
    )
    carried = {**script.carried, "TagData": _tag_data(told, numbers)}
    return to_fdx(replace(script, elements=elements, carried=carried))


def _bare(element: Element) -> Element:
    """Without the tags that it came with, whose definitions are replaced."""
    if element.details is None or not any(s.mark == "tag" for s in element.details.stretches):
        return element
    kept = tuple(s for s in element.details.stretches if s.mark != "tag")
    return element._replace(details=replace(element.details, stretches=kept))


def _marked(element: Element, found: Sequence[tuple[int, Found]]) -> Element:
    element = _bare(element)
    details = element.details or Details()
    stretches = list(details.stretches)
    end = 0
    for number, each in sorted(found, key=lambda pair: pair[1].found.start):
        span = _span(element.text, each)
        if span is not None and span[0] >= end:
            stretches.append(Stretch(span[0], span[1], "tag", str(number)))
            end = span[1]
    return element._replace(details=replace(details, stretches=tuple(stretches)))


def _span(text: str, each: Found) -> tuple[int, int] | None:
    """Where an element's printed words stand in a text with signs of emphasis."""
    one, page = each.found, printed(text)
    if page == text:
        return one.start, min(one.end, len(text))
    words = page[one.start : one.end]
    at = text.find(words)
    return (at, at + len(words)) if words and at >= 0 else None


def _tag_data(told: Sequence[Found], numbers: dict[UUID, int]) -> str:
    root = etree.Element("TagData")
    categories = etree.SubElement(root, "TagCategories")
    for place, category in enumerate(Category, start=1):
        etree.SubElement(
            categories, "TagCategory", Id=str(FDX_IDS[category]), Name=FDX_NAMES[category],
            Number=str(place), Style="Bold",
        )  # fmt: skip
    definitions, tags = (etree.SubElement(root, name) for name in ("TagDefinitions", "Tags"))
    known: dict[tuple[Category, str], str] = {}
    for each in told:
        key = (each.found.category, each.found.name.lower())
        if key not in known:
            known[key] = str(uuid5(_IDS, f"{key[0].key} {key[1]}"))
            etree.SubElement(
                definitions, "TagDefinition", Id=known[key], CatId=str(FDX_IDS[key[0]]),
                Label=each.found.name, Number=str(len(known)),
            )  # fmt: skip
        tag = etree.SubElement(tags, "Tag", Number=str(numbers[each.id]))
        etree.SubElement(tag, "DefId").text = known[key]
    return etree.tostring(root, encoding="unicode")
