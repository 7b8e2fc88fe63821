"""The things of a scene: the phrases with one main word, and what they can turn out to be."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from matinee.studio.breakdown.model import Category, Method
from matinee.studio.breakdown.usage import Mention


class Outcome(StrEnum):
    """What a thing can turn out to be."""

    NOTHING = "nothing"
    PROP = "prop"
    DRESSING = "dressing"
    CLOTHES = "clothes"


OUTCOMES = tuple(Outcome)
CATEGORIES = {
    Outcome.PROP: Category.PROPS,
    Outcome.DRESSING: Category.DRESSING,
    Outcome.CLOTHES: Category.WARDROBE,
}
WEIGHED = frozenset(CATEGORIES.values())
"""The categories that are told apart by use."""
_WORTH_NAMING = 0.4
"""The chance from which a thing is named, as what it likeliest is. One below half of the F1 that
is reached lowers that (0.33); chosen on the demo, scenes 1 to 19 of Big Fish and the benchmark's
pages."""
_SURE = frozenset({Method.CORRECTION, Method.STRUCTURE})


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing of one scene whose use decides.

    ``numbers`` are those of its use by name, ``scores`` (4,) what they come to, one for each of
    :data:`OUTCOMES`: the logarithm of its odds, but for a constant.
    """

    mentions: Sequence[Mention]
    numbers: Mapping[str, float]
    scores: NDArray[np.float64]

    @property
    def head(self) -> str:
        """Its main word."""
        return self.mentions[0].head


def outcome_of(scores: NDArray[np.float64]) -> tuple[Outcome, float]:
    """What a thing is taken for and the chance of that, from scores (4,)."""
    odds = np.exp(scores - scores.max())
    odds /= odds.sum()
    best = 1 + int(odds[1:].argmax())
    taken = best if odds[best] >= _WORTH_NAMING else 0
    return OUTCOMES[taken], float(odds[taken])


def is_weighed(group: Sequence[Mention]) -> bool:
    """Whether the use of a thing decides, or what was told of it."""
    told = next((one.verdict for one in group if one.verdict is not None), None)
    if told is None:
        return True
    return told.method not in _SURE and told.category in WEIGHED


def grouped(mentions: Iterable[Mention]) -> list[list[Mention]]:
    """Mentions of one main word together, in the order of the page."""
    groups: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        groups[mention.head].append(mention)
    return list(groups.values())


def scenes_by_head(scenes: Iterable[Sequence[Mention]]) -> Counter[str]:
    """In how many scenes each main word stands."""
    return Counter(head for scene in scenes for head in {one.head for one in scene})
