"""What is watched lately, and what more and more members watch, by territory."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matinee.recommend.arrays import Floats, Items, Mask, Reals

DAY = 86_400.0
_PRIOR = 200.0
"""So many viewings of the wider circle stand behind those of a narrower one."""


@dataclass(frozen=True, slots=True, eq=False)
class Plays:
    """One row per member and item: where, when and how much it counts.

    ``territories`` are places in a list of territories; ``by_rank`` marks times that only order.
    """

    items: Items
    territories: Items
    at: Floats
    strengths: Reals
    by_rank: Mask
    item_count: int
    territory_count: int


def decayed_popularity(plays: Plays, *, now: float, half_life_days: float) -> tuple[Reals, Reals]:
    """Shares that sum to 1: everywhere [items], and by territory [territories, items].

    A viewing halves in weight every ``half_life_days``. Times that are ranks all count as of their
    newest, since their distances mean nothing. A narrow circle leans on the wider one as on 200
    viewings: a territory on everywhere, and lately on all that was ever watched.
    """
    at = plays.at.copy()
    if plays.by_rank.any():
        at[plays.by_rank] = at[plays.by_rank].max()
    ages = np.maximum(now - at, 0.0) / DAY
    lately = plays.strengths * 0.5 ** (ages / half_life_days)
    ever = _smoothed(_counts(plays, plays.strengths), np.ones(plays.item_count))
    everywhere = _smoothed(_counts(plays, lately), ever)
    by_territory = _smoothed(_counts_by_territory(plays, lately), everywhere)
    return everywhere.astype(np.float32), by_territory.astype(np.float32)


def growth(plays: Plays, *, until: float, days: float, before_days: float) -> tuple[Reals, Reals]:
    """How far viewings of the last ``days`` exceed what the ``before_days`` before them promise.

    In standard deviations of a count, (seen − expected) / √(expected + 1), never below 0, again
    everywhere and by territory. Times that are ranks tell nothing about growth and are left out.
    """
    ages = (until - plays.at) / DAY
    real = ~plays.by_rank & (ages >= 0)
    recent = (real & (ages < days)).astype(np.float64)
    before = (real & (ages >= days) & (ages < days + before_days)).astype(np.float64)
    ever = _smoothed(_counts(plays, real.astype(np.float64)), np.ones(plays.item_count))
    share = _smoothed(_counts(plays, before), ever)
    everywhere = _excess(_counts(plays, recent), share)
    shares = _smoothed(_counts_by_territory(plays, before), share)
    by_territory = _excess(_counts_by_territory(plays, recent), shares)
    return everywhere.astype(np.float32), by_territory.astype(np.float32)


def _counts(plays: Plays, weights: NDArray[np.floating]) -> Floats:
    counts = np.bincount(plays.items, weights=weights, minlength=plays.item_count)
    return counts.astype(np.float64)


def _counts_by_territory(plays: Plays, weights: NDArray[np.floating]) -> Floats:
    places = plays.territories.astype(np.int64) * plays.item_count + plays.items
    size = plays.territory_count * plays.item_count
    counts = np.bincount(places, weights=weights, minlength=size)
    return counts.astype(np.float64).reshape(plays.territory_count, plays.item_count)


def _smoothed(counts: Floats, prior: Floats) -> Floats:
    """Shares of ``counts`` (per row), with a prior that weighs 200."""
    prior = prior / max(float(prior.sum()), 1e-12)
    totals = counts.sum(axis=-1, keepdims=True)
    return (counts + _PRIOR * prior) / (totals + _PRIOR)


def _excess(seen: Floats, shares: Floats) -> Floats:
    expected = shares * seen.sum(axis=-1, keepdims=True)
    return np.maximum(seen - expected, 0.0) / np.sqrt(expected + 1.0)
