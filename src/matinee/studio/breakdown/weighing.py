"""Prop, dressing, clothes, or nothing: learned of pages that were broken down by hand.

Softmax regression over a thing's use (:mod:`usage`). ``weights.json`` is written by
``python -m benchmarks.studio.breakdown_learning``; a production's corrections move them
(:mod:`own_use`). What the rules say of beasts, vehicles and the like holds: there are too few
examples to learn better.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from matinee.studio.breakdown.kinds import Kinds
from matinee.studio.breakdown.lexicon import Lexicon
from matinee.studio.breakdown.meaning import Meaning
from matinee.studio.breakdown.model import Category, Correction, Method
from matinee.studio.breakdown.nouns import Verdict
from matinee.studio.breakdown.own_use import OwnUse, own_use, scores_with
from matinee.studio.breakdown.things import (
    CATEGORIES,
    OUTCOMES,
    Outcome,
    Thing,
    grouped,
    is_weighed,
    outcome_of,
    scenes_by_head,
)
from matinee.studio.breakdown.usage import Mention, Usage, natures_of

Weights = Mapping[str, Sequence[float]]
"""By the name of a number, its weight for each of :class:`Outcome`."""


class Weighing:
    """Weighs the things of a script."""

    def __init__(self, kinds: Kinds, weights: Weights | None = None) -> None:
        """``weights`` None are those that come with Matinee."""
        self.kinds = kinds
        held = learned() if weights is None else weights
        self._weights_of: Callable[[int], Weights] = lambda _: held

    def weighed(
        self,
        scenes: Sequence[Sequence[Mention]],
        words: Lexicon,
        said: Sequence[str],
        corrections: Sequence[Correction] = (),
        meaning: Meaning | None = None,
    ) -> list[list[tuple[Mention, Verdict]]]:
        """Scene by scene, the mentions that stand for an element, each with what it is.

        ``said`` is each scene's dialogue in small letters.
        """
        counted = scenes_by_head(scenes)
        natures = natures_of(scenes, words, meaning) if meaning is not None else {}
        found = [
            [
                self._thing(place, group, Usage(words, self.kinds, said[place], counted, natures))
                for group in grouped(mentions)
            ]
            for place, mentions in enumerate(scenes)
        ]
        own = own_use([[t for t in scene if isinstance(t, Thing)] for scene in found], corrections)
        return [[told for each in scene for told in _decided(each, own)] for scene in found]

    def _thing(self, place: int, group: list[Mention], usage: Usage) -> Thing | list[Mention]:
        """A thing with its numbers, or its mentions alone where it is not weighed."""
        if not is_weighed(group):
            return group
        numbers = usage.of(group)
        return Thing(group, numbers, _scores(self._weights_of(place), numbers))


def _scores(weights: Weights, numbers: Mapping[str, float]) -> NDArray[np.float64]:
    scores = np.zeros(len(OUTCOMES))
    for name, value in numbers.items():
        if name in weights:
            scores += value * np.asarray(weights[name])
    return scores


def _decided(each: Thing | list[Mention], own: OwnUse) -> Iterator[tuple[Mention, Verdict]]:
    if not isinstance(each, Thing):
        yield from ((one, one.verdict) for one in each if one.verdict is not None)
        return
    outcome, chance = outcome_of(scores_with(own, each))
    if outcome is Outcome.NOTHING:
        return
    verdict = _verdict(each.mentions, CATEGORIES[outcome], chance)
    if own and outcome is not outcome_of(each.scores)[0]:
        why = f"used as what was put under {verdict.category.label} in this production"
        verdict = replace(verdict, why=f"{why} ({chance:.2f})", method=Method.CORRECTION)
    yield each.mentions[0], verdict


def _verdict(group: Sequence[Mention], category: Category, chance: float) -> Verdict:
    """As the rules told it, where they said the same; else by its use."""
    first = group[0]
    told = next((one.verdict for one in group if one.verdict), None)
    if told is not None and told.category is category:
        return replace(told, name=first.phrase.name)
    why = f"used on this page as {category.label} are on pages broken down by hand ({chance:.2f})"
    return Verdict(category, first.phrase.name, chance, why, Method.EXAMPLES, first.head)


@cache
def learned() -> Weights:
    """The weights that come with Matinee."""
    text = files("matinee.studio.breakdown").joinpath("weights.json").read_text(encoding="utf-8")
    return json.loads(text)
