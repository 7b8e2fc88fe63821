"""What a line item should have spent by when, and what it has: two curves over its flight."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt

from matinee.ads.model import HOURS_A_WEEK, LineItem
from matinee.errors import Invalid

Real = npt.NDArray[np.float64]
_MOST_POINTS = 240
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class PacingCurve:
    """Shares of the budget by time; both begin at 0 with the flight."""

    start: datetime
    end: datetime
    planned: tuple[tuple[datetime, float], ...]
    delivered: tuple[tuple[datetime, float], ...]

    def planned_at(self, at: datetime) -> float:
        """The share that should be spent by then."""
        times = [(each - self.start) / _HOUR for each, _ in self.planned]
        shares = [share for _, share in self.planned]
        return float(np.interp((at - self.start) / _HOUR, times, shares))


def pacing_curve(
    item: LineItem, hours: Sequence[tuple[datetime, int]], season: Real, now: datetime
) -> PacingCurve:
    """The curves of one line item.

    Args:
        item: with both ends of its flight.
        hours: hour of the day that begins, and what of the budget was used in it, in billionths.
        season: ``(168,)``, how many places each hour of the week brings, Monday 00:00 UTC first;
            all zeros for an even plan.
        now: up to which delivery is drawn.
    """
    start, end = item.flight.start, item.flight.end
    if start is None or end is None:
        raise Invalid("A flight without an end has no pace.", field="flight")
    count = max(round((end - start) / _HOUR), 1)
    first = start.weekday() * 24 + start.hour
    places = (first + np.arange(count)) % HOURS_A_WEEK
    open_hours = np.isin(places, list(item.targeting.hours)) if item.targeting.hours else 1.0
    weights = (season[places] if season.any() else np.ones(count)) * open_hours
    planned = np.concatenate([[0.0], np.cumsum(weights)])
    planned /= planned[-1] or 1.0
    every = max(1, count // _MOST_POINTS)
    kept = sorted({*range(0, count + 1, every), count})
    used, delivered = 0, [(start, 0.0)]
    for at, amount in hours:
        used += amount
        delivered.append((min(max(at + _HOUR, start), end, now), used / item.budget))
    if start < now:
        delivered.append((min(now, end), used / item.budget))
    else:
        delivered = []
    return PacingCurve(
        start,
        end,
        tuple((min(start + place * _HOUR, end), float(planned[place])) for place in kept),
        tuple(sorted(delivered)),
    )
