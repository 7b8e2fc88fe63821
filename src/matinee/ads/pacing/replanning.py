"""The next plan of pacing, from the last one and what came since: pure, and the same for the same.

A line item that has a price keeps it, moved by what it took against what it should have
(``shadow_prices``); one that is new opens with its price in the best plan (``opening``).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import numpy as np

from matinee.ads.decision.places import SCENE
from matinee.ads.decision.snapshot import Snapshot
from matinee.ads.model import HOURS_A_WEEK, BreakRequest, LineItem
from matinee.ads.paced import PacedItem, PacingPlan
from matinee.ads.pacing.forecast import Real
from matinee.ads.pacing.opening import opening_prices
from matinee.ads.pacing.shadow_prices import ShadowPrices
from matinee.ads.pacing.streams import BreakHistory, Stream, StreamKey
from matinee.ads.repository.pacing import Standing

_BURST = 3.0
"""How much faster than its pace a line item may run between two plans."""


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """What a plan is made of; ``sample`` are breaks of the last week, for those that are new."""

    snapshot: Snapshot
    history: BreakHistory
    standings: Mapping[UUID, Standing]
    before: PacingPlan | None
    sample: Sequence[BreakRequest]


def paced(snapshot: Snapshot, now: datetime) -> list[LineItem]:
    """The line items that have a pace: whose flight has both ends, and is not over."""
    return [
        item
        for item in snapshot.line_items
        if item.flight.start is not None and item.flight.end is not None and item.flight.end > now
    ]


def unpriced(snapshot: Snapshot, before: PacingPlan | None, now: datetime) -> bool:
    """Whether some line item has no price yet, so that a sample of breaks is needed."""
    known = before.items if before is not None else {}
    return any(item.id not in known for item in paced(snapshot, now))


def replan(
    ground: Ground, plan_id: UUID, at: datetime, until: datetime, version: int
) -> PacingPlan:
    """The plan of ``at``, for which breaks were counted ``until`` then."""
    snapshot, history = ground.snapshot, ground.history
    items = [each for each in paced(snapshot, at) if each.id in ground.standings]
    keys = _keys(snapshot, items)
    furthest = defaultdict[StreamKey, float](float)
    for item, key in zip(items, keys, strict=True):
        furthest[key] = max(furthest[key], history.hour_of(item.flight.end, 0.0))
    streams = {key: history.stream(key, ends) for key, ends in furthest.items()}
    known = ground.before.items if ground.before is not None else {}
    opening = _opening(ground, items, [streams[key] for key in keys], at)
    found = dict[UUID, PacedItem]()
    of_stream = defaultdict[StreamKey, list[LineItem]](list)
    for item, key in zip(items, keys, strict=True):
        of_stream[key].append(item)
    for key, some in of_stream.items():
        found |= _moved(some, streams[key], ground, known, opening)
    return PacingPlan(plan_id, at, until, version, {each.id: found[each.id] for each in items})


def _keys(snapshot: Snapshot, items: Sequence[LineItem]) -> list[StreamKey]:
    formats = defaultdict[UUID, set[str]](set)
    for item, creative in snapshot.spots:
        formats[snapshot.line_items[item].id].add(snapshot.creatives[creative].format.value)
    return [
        StreamKey(item.targeting.territories, item.targeting.hours, frozenset(formats[item.id]))
        for item in items
    ]


def _opening(
    ground: Ground, items: Sequence[LineItem], streams: Sequence[Stream], at: datetime
) -> Mapping[UUID, float]:
    """Prices of the best plan for the next week; none without a sample."""
    snapshot, history = ground.snapshot, ground.history
    if not ground.sample:
        return {}
    place = {item.id: number for number, item in enumerate(snapshot.line_items)}
    # Those without an end are in the plan with all that is left of them.
    goals = np.array([item.budget / item.bid for item in snapshot.line_items])
    for item, stream in zip(items, streams, strict=True):
        hour, end = history.hour, history.hour_of(item.flight.end, 0.0)
        ends = np.array([max(min(end, hour + HOURS_A_WEEK), hour), end])
        week, whole = stream.arrivals.left(hour, ends)
        left = (item.budget - ground.standings[item.id].used) / item.bid
        goals[place[item.id]] = left * (week / whole if whole else 1.0)
    everything = StreamKey(frozenset(), frozenset(), history.formats)
    arrivals = history.stream(everything, history.hour + HOURS_A_WEEK).arrivals
    coming = float(arrivals.left(history.hour, np.array([history.hour + HOURS_A_WEEK]))[0])
    prices = opening_prices(snapshot, ground.sample, at, goals, coming)
    return {item.id: float(prices[place[item.id]]) for item in snapshot.line_items}


def _moved(
    items: Sequence[LineItem],
    stream: Stream,
    ground: Ground,
    known: Mapping[UUID, PacedItem],
    opening: Mapping[UUID, float],
) -> dict[UUID, PacedItem]:
    """The line items of one stream, each with its next price and its pace."""
    history, hour = ground.history, ground.history.hour
    bids = np.array([float(item.bid) for item in items])
    goals = np.array([float(item.budget) for item in items]) / bids
    used = np.array([float(ground.standings[item.id].used) for item in items]) / bids
    fresh = np.array([item.id not in known for item in items], dtype=np.bool_)
    before = np.array([
        used[row] if fresh[row] else known[item.id].used / item.bid
        for row, item in enumerate(items)
    ])  # fmt: skip
    prices = np.array([
        opening.get(item.id, 0.0) if fresh[row] else known[item.id].price
        for row, item in enumerate(items)
    ])  # fmt: skip
    ends = np.array([history.hour_of(item.flight.end, hour) for item in items])
    pacing = ShadowPrices(
        goals,
        np.array([history.hour_of(item.flight.start, hour) for item in items]),
        ends,
        stream.arrivals,
        prices,
        left=goals - before,
        highest=1 + SCENE if ground.snapshot.meanings.shape[1] else 1.0,
    )
    if stream.fresh:
        pacing.move(hour, stream.fresh, used - before)
        # What is new has no past of its own to be judged by.
        np.copyto(pacing.prices, prices, where=fresh)
        before = used
    hourly = _BURST * _hourly(goals - used, hour, ends, stream)
    return {
        item.id: PacedItem(
            price=round(float(pacing.prices[row]), 6),
            used=round(float(before[row] * bids[row])),
            granted=ground.standings[item.id].granted,
            hourly=round(float(hourly[row] * bids[row])),
        )
        for row, item in enumerate(items)
    }


def _hourly(left: Real, hour: float, ends: Real, stream: Stream) -> Real:
    """Impressions that should come in the next hour: as forecast, and no less than evenly."""
    arrivals = stream.arrivals
    span = np.maximum(ends - hour, 1.0)
    coming = arrivals.left(hour, ends)
    soon = arrivals.left(hour, np.minimum(ends, hour + 1.0))
    share = np.divide(soon, coming, out=np.zeros_like(soon), where=coming > 0)
    return np.maximum(left, 0.0) * np.minimum(np.maximum(share, 1.0 / span), 1.0)
