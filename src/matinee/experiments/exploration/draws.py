"""A title drawn for a slot, with all that is needed to judge other policies by it later."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from operator import attrgetter
from uuid import UUID

import numpy as np

from matinee.errors import Invalid
from matinee.experiments.exploration.mixtures import Chances
from matinee.vocabulary.ids import RecommendationId, TitleId

_NUMBER = attrgetter("int")
"""Compared in place of identifiers, whose own comparison is Python's: a page waits for draws."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A marked place of a page: the unit of randomisation.

    ``recommendation_id`` names the page, ``row`` and ``position`` the place, as events repeat them.
    """

    recommendation_id: RecommendationId
    row: str
    position: int


@dataclass(frozen=True, slots=True)
class Draw:
    """What was drawn for a slot, from which candidates, with which chances, by which policy.

    ``titles`` and ``probabilities`` have one entry per candidate; ``chosen`` is the place among
    them. ``probability`` goes with the impression. No profile is named: the page's id is the only
    link, and it goes with the events.
    """

    slot: Slot
    policy: str
    titles: tuple[TitleId, ...]
    probabilities: tuple[float, ...]
    chosen: int
    estimated: bool

    @property
    def title_id(self) -> TitleId:
        """What stands in the slot."""
        return self.titles[self.chosen]

    @property
    def probability(self) -> float:
        """With which it was drawn."""
        return self.probabilities[self.chosen]


def draw(slot: Slot, titles: Sequence[TitleId], chances: Chances, *, policy: str) -> Draw:
    """Draw for a slot; the same page, slot, policy and candidates give the same title again.

    The chance comes from a hash of page, row and position, so that a page that is built twice
    (as JSON and as HTML) shows one thing, and nothing has to be kept for it.
    """
    if len(titles) != len(chances.probabilities) or len(set(map(_NUMBER, titles))) != len(titles):
        raise Invalid("Every candidate is another title, with one probability each.")
    bounds = np.cumsum(chances.probabilities)
    # Rounding may leave the last bound a little below 1: the last that can be drawn takes the rest.
    last = int(np.flatnonzero(chances.probabilities)[-1])
    chosen = min(int(np.searchsorted(bounds, lot_of(slot, policy), side="right")), last)
    return Draw(
        slot=slot,
        policy=policy,
        titles=tuple(titles),
        probabilities=tuple(chances.probabilities.tolist()),
        chosen=chosen,
        estimated=chances.estimated,
    )


def lot_of(slot: Slot, policy: str) -> float:
    """A number from 0 up to 1 that only page, place and policy decide."""
    page: UUID = slot.recommendation_id
    words = f"{policy}\x1f{slot.row}\x1f{slot.position}".encode()
    digest = blake2b(words, digest_size=8, key=page.bytes, person=b"matinee-draw").digest()
    return (int.from_bytes(digest) >> 11) / (1 << 53)


def generator_of(slot: Slot, policy: str) -> np.random.Generator:
    """Chance for counting Thompson's frequencies, the same again for the same slot."""
    page: UUID = slot.recommendation_id
    words = f"{policy}\x1f{slot.row}\x1f{slot.position}".encode()
    digest = blake2b(words, digest_size=16, key=page.bytes, person=b"matinee-belief").digest()
    return np.random.default_rng(int.from_bytes(digest))
