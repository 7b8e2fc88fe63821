"""What a service may want of a recommendation besides that it is watched next: one value a title.

Each is standardised over the titles, so that a weight of 1 moves a title one standard deviation
above the others by one unit of log-odds.
"""

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np

from matinee.recommend.arrays import Floats, Reals
from matinee.recommend.histories import Histories
from matinee.recommend.history_weights import FINISHED
from matinee.recommend.popularity import DAY, Plays

OBJECTIVES = ("completion", "long_term", "novelty")
"""In the order in which their values are kept."""

Objectives: TypeAlias = Mapping[str, float]
"""How much each objective weighs; those that are missing weigh nothing."""

_PRIOR = 20.0
_DAYS_AFTER = 14.0


def objective_values(histories: Histories, plays: Plays, popular: Reals) -> Reals:
    """[objectives, items], float32."""
    return np.stack(
        [
            _standardised(completion(plays)),
            _standardised(watched_after(histories, plays)),
            _standardised(-np.log(np.maximum(popular.astype(np.float64), 1e-12))),
        ]
    )


def completion(plays: Plays) -> Floats:
    """The share of those who began a title and finished it, few leaning on what is usual."""
    finished = (plays.strengths >= FINISHED).astype(np.float64)
    return _leaning(plays, finished)


def watched_after(histories: Histories, plays: Plays) -> Floats:
    """How many more titles members watch in the 14 days after a title, against their own average.

    What stands in an order only, without a clock, tells nothing. It is what followed and not what
    was caused.
    """
    after = np.zeros(plays.items.size)
    for start, end in zip(histories.offsets[:-1], histories.offsets[1:], strict=True):
        at = plays.at[start:end]
        found = np.searchsorted(at, at + _DAYS_AFTER * DAY, "right") - np.arange(1, at.size + 1)
        after[start:end] = found - (found.mean() if found.size else 0.0)
    after[plays.by_rank] = 0.0
    return _leaning(plays, after)


def preference(values: Reals, weights: Objectives) -> Reals:
    """[items]: what is added to the log-odds of each title."""
    total = np.zeros(values.shape[1], np.float32)
    for row, name in enumerate(OBJECTIVES):
        total += np.float32(weights.get(name, 0.0)) * values[row]
    return total


def _leaning(plays: Plays, values: Floats) -> Floats:
    """Each title's mean, leaning on the mean of all as on 20 viewings."""
    whole = float(values.mean()) if values.size else 0.0
    sums = np.bincount(plays.items, weights=values, minlength=plays.item_count)
    counts = np.bincount(plays.items, minlength=plays.item_count)
    return (sums + _PRIOR * whole) / (counts + _PRIOR)


def _standardised(values: Floats) -> Reals:
    return ((values - values.mean()) / max(float(values.std()), 1e-9)).astype(np.float32)
