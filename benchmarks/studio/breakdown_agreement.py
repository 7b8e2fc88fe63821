"""How far two breakdowns agree, by docs/reference/breakdown-guidelines.md."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, NamedTuple

from matinee.studio.breakdown.model import BY_LABEL, Breakdown, Category
from matinee.studio.structure.facts import Structure

_ARTICLES = frozenset(
    {"a", "an", "the", "his", "her", "their", "its", "of", "in", "on", "to", "two"}
)


class Item(NamedTuple):
    """One element of one scene, by the scene's number."""

    scene: str
    category: Category
    name: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """Counts of one category, or of all: in both, only in the one asked, only in the gold."""

    both: int
    extra: int
    missed: int

    @property
    def precision(self) -> float:
        """The share of what was found that the gold has."""
        return self.both / max(1, self.both + self.extra)

    @property
    def recall(self) -> float:
        """The share of the gold that was found."""
        return self.both / max(1, self.both + self.missed)

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        return 2 * self.both / max(1, 2 * self.both + self.extra + self.missed)


Annotation = tuple[tuple[Item, ...], Mapping[str, frozenset[str]]]
"""Elements, and the duties of each annotated scene."""


def gold() -> Annotation:
    """The demo's breakdown by hand."""
    text = files("matinee.demo.screenplay").joinpath("low_water_breakdown.json").read_text("utf-8")
    return annotation(json.loads(text))


def annotation(record: Mapping[str, Any]) -> Annotation:
    """A breakdown by hand, as its file tells it."""
    scenes = record["scenes"]
    items = tuple(
        Item(str(scene["scene"]), BY_LABEL[element["category"]], element["name"])
        for scene in scenes
        for element in scene["elements"]
    )
    return items, {str(scene["scene"]): frozenset(scene["duties"]) for scene in scenes}


def items_of(breakdown: Breakdown, structure: Structure) -> tuple[Item, ...]:
    """What a tagger found, in the same form."""
    numbers = [facts.scene.number for facts in structure.scenes]
    return tuple(Item(numbers[f.scene], f.category, f.name) for f in breakdown.elements)


def agreement(found: Iterable[Item], wanted: Iterable[Item]) -> dict[Category | None, Agreement]:
    """By category, and under None over all; each element matches once."""
    left: defaultdict[tuple[str, Category], list[frozenset[str]]] = defaultdict(list)
    for item in wanted:
        left[item.scene, item.category].append(_words(item))
    both: Counter[Category] = Counter()
    extra: Counter[Category] = Counter()
    for item in found:
        candidates = left[item.scene, item.category]
        match = next((words for words in candidates if _same(words, _words(item))), None)
        if match is None:
            extra[item.category] += 1
        else:
            candidates.remove(match)
            both[item.category] += 1
    missed: Counter[Category] = Counter()
    for (_, category), names in left.items():
        missed[category] += len(names)
    told: dict[Category | None, Agreement] = {
        category: Agreement(both[category], extra[category], missed[category])
        for category in Category
        if both[category] + extra[category] + missed[category]
    }
    told[None] = Agreement(sum(both.values()), sum(extra.values()), sum(missed.values()))
    return told


def _words(item: Item) -> frozenset[str]:
    """An item's words; wrangling is one service, whatever the animal."""
    if item.category is Category.WRANGLERS:
        return frozenset({"wrangler"})
    words = (
        word.strip(".,’'").removesuffix("'s").removesuffix("’s")
        for word in item.name.lower().split()
    )
    return frozenset(singular(word) for word in words if word and word not in _ARTICLES)


def singular(word: str) -> str:
    """A noun in the singular, as far as its ending tells."""
    for ending, instead in (
        ("ies", "y"),
        ("ches", "ch"),
        ("shes", "sh"),
        ("sses", "ss"),
        ("xes", "x"),
    ):
        if word.endswith(ending):
            return word.removesuffix(ending) + instead
    return word.removesuffix("s") if len(word) > 3 and not word.endswith("ss") else word


def _same(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and (one <= other or other <= one)


def matching(one: Item, other: Item) -> bool:
    """Whether two items are one, by the guidelines."""
    same_place = (one.scene, one.category) == (other.scene, other.category)
    return same_place and _same(_words(one), _words(other))
