"""Corrections as a person with the gold at hand makes them, scene after scene in random order."""

import random
from collections.abc import Sequence
from typing import NamedTuple

from benchmarks.studio.breakdown_agreement import Item, agreement, items_of, matching, singular
from matinee.studio.analysis import Analysis
from matinee.studio.breakdown.model import Breakdown, Category, Correction, Method
from matinee.studio.breakdown.tagger import Tagger

CORRECTIONS = 50
_NOT_WORDS = frozenset({Category.CAST, Category.STUNTS, Category.LABOR, Category.WRANGLERS})


class Taught(NamedTuple):
    """F1 on the scenes that were not corrected, before and after; how many others were."""

    before: float
    after: float
    scenes: int


def taught_on_others(
    analysis: Analysis,
    tagger: Tagger,
    wanted: Sequence[Item],
    scenes: Sequence[str],
    *,
    draws: int,
    corrections: int = CORRECTIONS,
) -> list[Taught]:
    """Corrections on some of the scenes, and what they change on the others, by random orders."""
    untaught = tagger.breakdown(analysis.script, analysis.structure)
    told: list[Taught] = []
    for draw in range(draws):
        order = shuffled(scenes, draw)
        lessons, seen = corrections_from(untaught, analysis, wanted, order, corrections)
        others = set(scenes).difference(seen)
        rest = [item for item in wanted if item.scene in others]
        after = tagger.breakdown(analysis.script, analysis.structure, lessons)
        f1 = [
            agreement((i for i in items_of(found, analysis.structure) if i.scene in others), rest)[
                None
            ].f1
            for found in (untaught, after)
        ]
        told.append(Taught(f1[0], f1[1], len(seen)))
    return told


def corrections_from(
    breakdown: Breakdown,
    analysis: Analysis,
    wanted: Sequence[Item],
    scenes: Sequence[str],
    most: int,
) -> tuple[list[Correction], list[str]]:
    """What is said of the scenes in their order, until ``most`` things were corrected.

    What is right is accepted, which is no correction but a vote as well. Also the scenes seen.
    """
    numbers = [facts.scene.number for facts in analysis.structure.scenes]
    votes: list[Correction] = []
    corrected = 0
    for seen, scene in enumerate(scenes):
        place = numbers.index(scene)
        there = [item for item in wanted if item.scene == scene]
        missed = list(there)
        for one in breakdown.elements:
            if numbers[one.scene] != scene:
                continue
            item = Item(scene, one.category, one.name)
            right = next((other for other in missed if matching(item, other)), None)
            if right is not None:
                missed.remove(right)
            if one.method is Method.STRUCTURE or not one.head:
                continue
            meant = right or next(
                (o for o in missed if matching(item._replace(category=o.category), o)), None
            )
            category = meant.category if meant else None
            votes.append(Correction(one.head, category, one.name, one.method, one.category, place))
            corrected += right is None
            if meant is not None and right is None:
                missed.remove(meant)
        for item in missed:
            if item.category not in _NOT_WORDS:
                words = item.name.lower().split()
                head = " ".join([*words[:-1], singular(words[-1])])
                votes.append(Correction(head, item.category, scene=place))
                corrected += 1
        if corrected >= most:
            return votes, list(scenes[: seen + 1])
    return votes, list(scenes)


def shuffled(scenes: Sequence[str], draw: int) -> list[str]:
    """The scenes in a random order, the same for the same draw."""
    order = list(scenes)
    random.Random(draw).shuffle(order)
    return order
