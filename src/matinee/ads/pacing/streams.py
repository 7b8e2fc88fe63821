"""The breaks that a line item may run in, hour by hour: a stream, with its forecast and its level.

Line items with the same territories, hours and formats share one. What else they ask for (genres,
moods, languages) is held to be as common at one hour as at another: a share that stays the same
changes no pace.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt

from matinee.ads.model import HOURS_A_WEEK
from matinee.ads.pacing.forecast import Forecast, Real
from matinee.ads.pacing.shadow_prices import Arrivals
from matinee.ads.repository.pacing import BreakHour

WEEKS = 8
"""How far back breaks are looked at, in whole weeks."""
_MOST_WEEKS = 60
"""A flight that ends later is paced as if it ended then."""
_HOUR = timedelta(hours=1)
_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class StreamKey:
    """Which breaks: sets that are empty restrict nothing; ``hours`` are of a household's week."""

    territories: frozenset[str]
    hours: frozenset[int]
    formats: frozenset[str]


def monday(at: datetime) -> datetime:
    """When the week of an instant began, in UTC."""
    return (at - timedelta(days=at.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)


@dataclass(frozen=True, slots=True, eq=False)
class Stream:
    """``fresh`` breaks came since the last plan; hours count from the Monday of this week."""

    arrivals: Arrivals
    fresh: float


class BreakHistory:
    """Breaks by kind and hour up to ``now``, and those that came since the last plan.

    Args:
        history: since ``WEEKS`` before this Monday, the fresh ones among them.
        fresh: since the last plan.
        now: up to when breaks were counted, in UTC.
        season: ``(168,)`` the shape of a week where breaks have not been counted for one yet.
    """

    def __init__(
        self,
        history: Sequence[BreakHour],
        fresh: Sequence[BreakHour],
        now: datetime,
        season: Real | None = None,
    ) -> None:
        self._week = monday(now)
        self.hour = (now - self._week) / _HOUR
        self._since = self._week - WEEKS * _WEEK
        kinds = sorted({(each.territory, each.format, each.ahead) for each in history})
        self._kinds = [*kinds]
        self._length = WEEKS * HOURS_A_WEEK + int(self.hour) + 1
        self._counts = self._table(history)
        self._fresh = self._table(fresh)
        self._season = season
        met = np.flatnonzero(self._counts.sum(axis=0))
        self._begun = int(met[0]) if len(met) else self._length - 1

    @property
    def formats(self) -> frozenset[str]:
        """Those of the kinds that were met."""
        return frozenset(form for _, form, _ in self._kinds)

    def hour_of(self, at: datetime | None, otherwise: float) -> float:
        """Hours since this Monday."""
        return otherwise if at is None else (at - self._week) / _HOUR

    def instants(self, count: int, random: np.random.Generator) -> list[datetime]:
        """So many instants of the last week, drawn by how many breaks each hour had."""
        last = self._counts.sum(axis=0)[-HOURS_A_WEEK:]
        if not last.sum():
            return []
        start = self._since + (self._length - len(last)) * _HOUR
        drawn = random.choice(len(last), size=count, p=last / last.sum()) + random.random(count)
        latest = self._week + self.hour * _HOUR
        return [each for at in np.sort(drawn).tolist() if (each := start + at * _HOUR) < latest]

    def stream(self, key: StreamKey, ends: float) -> Stream:
        """The breaks of a stream, with a forecast that reaches as far as ``ends``."""
        mask = self._mask(key)
        counts = (self._counts * mask).sum(axis=0)
        whole = WEEKS * HOURS_A_WEEK
        full = -(-self._begun // HOURS_A_WEEK)
        past = counts[full * HOURS_A_WEEK : whole].reshape(-1, HOURS_A_WEEK)
        if len(past) and past.sum():
            expected = Forecast.fit(past).expected
            # What the forecast lends to hours in which it may not run is given back to the others.
            inside = expected * mask[:, :HOURS_A_WEEK].any(axis=0)
            expected = inside * (expected.sum() / inside.sum())
        else:
            expected = self._shape(key, counts)
        weeks = int(min(max(ends // HOURS_A_WEEK + 1, 1), _MOST_WEEKS))
        curve = Forecast(np.tile(expected, weeks)).cumulative()
        first = max(self._begun - whole, 0)
        arrivals = Arrivals(curve, hour=float(first), season=float(expected.sum()))
        for place in range(first, len(counts) - whole):
            arrivals.observe(min(place + 1.0, self.hour), float(counts[whole + place]))
        return Stream(arrivals, float((self._fresh * mask).sum()))

    def _table(self, counted: Sequence[BreakHour]) -> Real:
        """``(kinds, hours)`` from the first Monday to the hour of now, which is begun."""
        table = np.zeros((len(self._kinds), self._length))
        place = {kind: row for row, kind in enumerate(self._kinds)}
        for each in counted:
            column = round((each.hour - self._since) / _HOUR)
            row = place.get((each.territory, each.format, each.ahead))
            if row is not None and 0 <= column < self._length:
                table[row, column] += each.breaks
        return table

    def _mask(self, key: StreamKey) -> npt.NDArray[np.bool_]:
        rows = [
            (not key.territories or territory in key.territories) and form in key.formats
            for territory, form, _ in self._kinds
        ]
        mask = np.zeros((len(self._kinds), self._length), dtype=np.bool_)
        if not any(rows):
            return mask
        mask[np.flatnonzero(rows)] = True
        if key.hours:
            hours = np.arange(self._length)
            for row, (_, _, ahead) in enumerate(self._kinds):
                mask[row] &= np.isin((hours + ahead) % HOURS_A_WEEK, list(key.hours))
        return mask

    def _shape(self, key: StreamKey, counts: Real) -> Real:
        """A week as it is watched, or an even one, at the level of what has come so far."""
        shape = np.ones(HOURS_A_WEEK) if self._season is None else self._season.copy()
        if key.hours:
            shape[np.isin(np.arange(HOURS_A_WEEK), list(key.hours), invert=True)] = 0.0
        seen = np.arange(self._begun, len(counts)) % HOURS_A_WEEK
        weight = float(shape[seen].sum())
        came = float(counts[self._begun :].sum())
        return shape * (came / weight) if came and weight else shape
