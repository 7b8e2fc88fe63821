"""Prop, dressing, clothes, or nothing: learned of pages that were broken down by hand.

Softmax regression over a thing's use (:mod:`usage`). ``weights.json`` is written by
``python -m benchmarks.studio.breakdown_learning``. What the rules say of beasts, vehicles and the
like holds: there are too few examples to learn better.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from functools import cache
from importlib.resources import files

import numpy as np

from matinee.studio.breakdown.kinds import Kinds
from matinee.studio.breakdown.lexicon import Lexicon
from matinee.studio.breakdown.model import Category, Method
from matinee.studio.breakdown.nouns import Verdict
from matinee.studio.breakdown.usage import Mention, Usage

Weights = Mapping[str, Sequence[float]]
"""By the name of a number, its weight for each of :class:`Outcome`."""


class Outcome(StrEnum):
    """What a thing can turn out to be."""

    NOTHING = "nothing"
    PROP = "prop"
    DRESSING = "dressing"
    CLOTHES = "clothes"


CATEGORIES = {
    Outcome.PROP: Category.PROPS,
    Outcome.DRESSING: Category.DRESSING,
    Outcome.CLOTHES: Category.WARDROBE,
}
_LEFT_OUT = 0.8
"""What nothing is held to be worth beside what is something."""
_SURE = frozenset({Method.CORRECTION, Method.STRUCTURE})


class Weighing:
    """Weighs the things of a scene."""

    def __init__(self, kinds: Kinds, weights: Weights | None = None) -> None:
        """``weights`` None are those that come with Matinee."""
        self.kinds = kinds
        self._weights = learned() if weights is None else weights

    def weighed(
        self, mentions: Sequence[Mention], words: Lexicon, said: str, scenes: Mapping[str, int]
    ) -> Iterator[tuple[Mention, Verdict]]:
        """The mentions that stand for an element, each with what it is."""
        usage = Usage(words, self.kinds, said, scenes)
        for group in things(mentions):
            if not is_weighed(group):
                yield from ((one, one.verdict) for one in group if one.verdict is not None)
                continue
            outcome, chance = self._outcome(usage.of(group))
            if outcome is not Outcome.NOTHING:
                yield group[0], _verdict(group, CATEGORIES[outcome], chance)

    def _outcome(self, numbers: Mapping[str, float]) -> tuple[Outcome, float]:
        scores = np.zeros(len(Outcome))
        for name, value in numbers.items():
            if name in self._weights:
                scores += value * np.asarray(self._weights[name])
        odds = np.exp(scores - scores.max())
        odds[0] *= _LEFT_OUT
        best = int(odds.argmax())
        return tuple(Outcome)[best], float(odds[best] / odds.sum())


def is_weighed(group: Sequence[Mention]) -> bool:
    """Whether the use of a thing decides, or what was told of it."""
    told = next((one.verdict for one in group if one.verdict is not None), None)
    if told is None:
        return True
    return told.method not in _SURE and told.category in CATEGORIES.values()


def things(mentions: Iterable[Mention]) -> list[list[Mention]]:
    """Mentions of one main word together, in the order of the page."""
    groups: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        groups[mention.head].append(mention)
    return list(groups.values())


def scenes_by_head(scenes: Iterable[Sequence[Mention]]) -> Counter[str]:
    """In how many scenes each main word stands."""
    return Counter(head for scene in scenes for head in {one.head for one in scene})


def _verdict(group: Sequence[Mention], category: Category, chance: float) -> Verdict:
    """As the rules told it, where they said the same; else by its use."""
    first = group[0]
    told = next((one.verdict for one in group if one.verdict), None)
    if told is not None and told.category is category:
        return replace(told, name=first.phrase.text)
    why = f"used on this page as {category.label} are on pages broken down by hand ({chance:.2f})"
    return Verdict(category, first.phrase.text, chance, why, Method.EXAMPLES, first.head)


@cache
def learned() -> Weights:
    """The weights that come with Matinee."""
    text = files("matinee.studio.breakdown").joinpath("weights.json").read_text(encoding="utf-8")
    return json.loads(text)
