"""Cuts: where no frame just before is found again in any frame just after.

Comparing across several frames on both sides is what tells a cut from a flash: after a flash the
picture from before comes back. Comparing with the change within each side is what tells it from
fast motion (the adaptive threshold of Yusoff et al. 2000, on pairs rather than on neighbours).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matinee.media.shots.evidence import Distances, Evidence, Frames

Measure = Callable[[Frames, Frames], Distances]


@dataclass(frozen=True, slots=True)
class CutRule:
    """What a detector of cuts asks for; distances as in :mod:`evidence`."""

    least: float
    """The distance across that a cut has at least."""
    contrast: float
    """How many times the distance within each side that must be."""
    flash_frames: int = 4
    """How many frames a flash may last."""
    least_change: float = 2.5
    """Grey levels by which neighbours differ before they are compared at all."""


COLOUR_RULE = CutRule(least=0.16, contrast=2.0)
STRUCTURE_RULE = CutRule(least=0.40, contrast=1.8)
_APART = 3
"""Frames that two cuts are at least apart; nearer ones are one."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Frames that may begin a shot, and how far each is from being refused.

    ``across`` and ``within`` are distances over ``at`` and on the worse of its two sides.
    """

    at: NDArray[np.intp]
    across: Distances
    within: Distances

    def strength(self, rule: CutRule) -> Distances:
        """(k,): how far the distance across exceeds what is asked for, in multiples of it."""
        return np.minimum(
            self.across / rule.least - 1,
            (self.across - rule.contrast * self.within) / rule.least,
        ).astype(np.float32)


def find_cuts(evidence: Evidence, measure: Measure, rule: CutRule) -> NDArray[np.intp]:
    """First frames of new shots by one measure, in order."""
    compared = compare(evidence, measure, rule, changes(evidence, rule))
    strength = compared.strength(rule)
    return strongest(compared.at[strength > 0], strength[strength > 0])


def find_cuts_by_both(evidence: Evidence) -> NDArray[np.intp]:
    """First frames of new shots by colour and structure together.

    One measure may fall a little short where the other is sure: their strengths are added, but
    neither may contradict.
    """
    colour = compare(
        evidence, evidence.colour_distance, COLOUR_RULE, changes(evidence, COLOUR_RULE), share=0.5
    )
    structure = compare(evidence, evidence.structure_distance, STRUCTURE_RULE, colour.at, share=0.6)
    both = np.isin(colour.at, structure.at)
    by_colour = np.minimum(colour.strength(COLOUR_RULE)[both], 1.0)
    by_structure = np.minimum(structure.strength(STRUCTURE_RULE), 1.0)
    strength = (by_structure + 0.5 * by_colour).astype(np.float32)
    sure = (strength > 0) & (by_structure > -0.4) & (by_colour > -0.6)
    return strongest(structure.at[sure], strength[sure])


def compare(
    evidence: Evidence, measure: Measure, rule: CutRule, at: Frames, *, share: float = 1.0
) -> Candidates:
    """Measure candidates, leaving out those that fall below ``share`` of the least distance."""
    last = len(evidence.film) - 1
    across = measure(at - 1, at)
    for step in range(1, rule.flash_frames + 1):
        for ahead in (True, False):
            kept = across >= share * rule.least
            at, across = at[kept], across[kept]
            before = at - 1 if ahead else np.maximum(at - 1 - step, 0)
            after = np.minimum(at + step, last) if ahead else at
            across = np.minimum(across, measure(before, after))
    kept = across >= share * rule.least
    at, across = at[kept], across[kept]
    within = np.maximum(
        measure(np.maximum(at - 2, 0), at - 1), measure(at, np.minimum(at + 1, last))
    )
    return Candidates(at, across, within)


def strongest(at: Frames, strength: Distances) -> NDArray[np.intp]:
    """One of several cuts that are nearer than ``_APART`` frames: the clearest."""
    kept: set[int] = set()
    for place in np.argsort(-strength, kind="stable"):
        here = int(at[place])
        if kept.isdisjoint(range(here - _APART + 1, here + _APART)):
            kept.add(here)
    return np.array(sorted(kept), dtype=np.intp)


def changes(evidence: Evidence, rule: CutRule) -> NDArray[np.intp]:
    """Frames that differ from the one before more than their neighbours' mean does."""
    change = evidence.change()
    padded = np.pad(change, 2, mode="edge")
    around = (padded[:-4] + padded[1:-3] + padded[3:-1] + padded[4:]) / 4
    enough = (change > rule.least_change) & (change > 1.1 * around)
    enough[:1] = False
    return np.flatnonzero(enough)
