"""Corrections as a person with the gold at hand makes them, scene after scene in random order."""

import random
from collections.abc import Sequence
from typing import NamedTuple

from benchmarks.studio.breakdown_agreement import Item, agreement, items_of, matching, singular
from matinee.studio.analysis import Analysis
from matinee.studio.breakdown.model import Breakdown, Category, Correction, Found, Method
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
        suggested = [one for one in breakdown.elements if numbers[one.scene] == scene]
        meant, missed = _meant(suggested, [item for item in wanted if item.scene == scene])
        for one, category in zip(suggested, meant, strict=True):
            if one.method is not Method.STRUCTURE and one.head:
                votes.append(
                    Correction(one.head, category, one.name, one.method, one.category, place)
                )
                corrected += category is not one.category
        for item in missed:
            if item.category not in _NOT_WORDS:
                words = item.name.lower().split()
                head = " ".join([*words[:-1], singular(words[-1])])
                votes.append(Correction(head, item.category, scene=place))
                corrected += 1
        if corrected >= most:
            return votes, list(scenes[: seen + 1])
    return votes, list(scenes)


def _meant(
    suggested: Sequence[Found], there: Sequence[Item]
) -> tuple[list[Category | None], list[Item]]:
    """What each suggestion of a scene is by the gold, None where it is nothing; what was missed.

    What is right is paired first, so that nothing is put where something else is right. A
    wrangler is called by the beast or not at all: nothing else is taken for one.
    """
    missed = list(there)
    meant: list[Category | None] = [None] * len(suggested)
    for same in (True, False):
        for place, one in enumerate(suggested):
            if meant[place] is None:
                for other in missed:
                    if (one.category is other.category) is same and _alike(one, other):
                        meant[place] = other.category
                        missed.remove(other)
                        break
    return meant, missed


def _alike(one: Found, other: Item) -> bool:
    if (one.category is Category.WRANGLERS) is not (other.category is Category.WRANGLERS):
        return False
    return matching(Item(other.scene, other.category, one.name), other)


def shuffled(scenes: Sequence[str], draw: int) -> list[str]:
    """The scenes in a random order, the same for the same draw."""
    order = list(scenes)
    random.Random(draw).shuffle(order)
    return order
