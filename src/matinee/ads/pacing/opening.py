"""Prices to open with: those of the best plan for the next week, on breaks like the last one's."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np

from matinee.ads.decision.places import Places
from matinee.ads.decision.snapshot import Snapshot
from matinee.ads.model import BreakRequest
from matinee.ads.pacing.forecast import Real
from matinee.ads.pacing.plan import best_plan
from matinee.ads.pods.model import NEUTRAL

SAMPLE = 600
"""Breaks that are looked at; so many, that a price rests on some dozens."""
_MOST_PAIRS = 60_000
"""Of a break and a line item, which the linear programme solves within some seconds."""
_HIGHEST = 0.995
"""A line item that could be paid by other breaks as well has the price of its whole bid in a plan:
at that it would be kept out of its first breaks, until the price has come down."""
_WEEK = timedelta(weeks=1)


def opening_prices(
    snapshot: Snapshot, breaks: Sequence[BreakRequest], now: datetime, goals: Real, coming: float
) -> Real:
    """The price of each line item of the snapshot, over its bid; guaranteed and dear ones together.

    Args:
        snapshot: the demand.
        breaks: a sample of the last week's, in any order; held to come again in the next one.
        now: where the next week begins.
        goals: impressions that each should have of the next week.
        coming: breaks that are expected in it, of every kind.
    """
    count = len(snapshot.line_items)
    places, rows, slots = Places(snapshot), list[Real](), list[float]()
    pairs = 0
    for each in breaks:
        place = places.at(replace(each, at=_again(each.at, now)))
        able = snapshot.bids[place.spots] >= each.floor
        weights = np.zeros(count)
        np.maximum.at(weights, snapshot.item_of[place.spots[able]], place.fit[able] / NEUTRAL)
        pairs += int(np.count_nonzero(weights))
        if pairs > _MOST_PAIRS:
            break
        rows.append(weights)
        lengths = snapshot.durations[place.spots[able]]
        held = place.pod.duration // int(np.median(lengths)) if len(lengths) else 1
        slots.append(float(min(each.slots, max(held, 1))))
    if not rows:
        return np.zeros(count)
    bids = np.zeros(count)
    bids[snapshot.item_of] = snapshot.bids
    share = len(rows) / max(coming, len(rows))
    plan = best_plan(np.stack(rows), np.maximum(bids, 1.0), goals * share, np.array(slots))
    return np.minimum(plan.shadows, _HIGHEST)


def _again(at: datetime, now: datetime) -> datetime:
    """The same hour of a week that is not over."""
    return at + _WEEK * max(-((at - now) // _WEEK), 0)
