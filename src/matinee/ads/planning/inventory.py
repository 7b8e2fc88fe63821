"""What will be watched where ads may run, and by whom: counts from the log, carried forward."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt

from matinee.ads.pacing.forecast import Forecast

Real = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
WEEK_HOURS = 168
_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True, eq=False)
class Viewing:
    """Plays of the last weeks that were not for children; one row a play.

    ``household`` and ``title`` count from 0; ``at`` in seconds since 1970; ``hours`` is how long it
    lasted; ``territory`` is one for each household; ``genres`` one set for each title.
    """

    household: Whole
    title: Whole
    at: Real
    hours: Real
    territory: tuple[str, ...]
    genres: tuple[frozenset[str], ...]
    since: datetime
    until: datetime

    @property
    def weeks(self) -> float:
        """How long the log reaches back."""
        return (self.until - self.since) / _WEEK


@dataclass(frozen=True, slots=True, eq=False)
class Avails:
    """What is expected in a flight: places for ads by hour of the week, and for each household.

    ``by_hour`` is ``(168,)``, Monday 00:00 UTC first, for one week; ``by_household`` for one week,
    of the households that saw anything of the kind; ``weeks`` is the length of the flight.
    """

    by_hour: Real
    by_household: Real
    weeks: float

    @property
    def total(self) -> float:
        """Places in the whole flight."""
        return float(self.by_hour.sum()) * self.weeks


def avails(
    viewing: Viewing,
    *,
    ads_per_hour: float,
    weeks: float,
    territories: Collection[str] = (),
    genres: Collection[str] = (),
    without_genres: Collection[str] = (),
    hours: Collection[int] = (),
) -> Avails:
    """The places that a targeting would meet in a flight of so many weeks."""
    rows = _matching(viewing, territories, frozenset(genres), frozenset(without_genres))
    hour = _hour_of_week(viewing.at)
    if hours:
        rows &= np.isin(hour, np.fromiter(hours, np.int64))
    places = viewing.hours * ads_per_hour
    expected = Forecast.fit(_weekly(viewing, rows, hour, places)).expected
    if hours:
        outside = np.ones(WEEK_HOURS, dtype=np.bool_)
        outside[list(hours)] = False
        expected = np.where(outside, 0.0, expected)
    whole = len(viewing.territory)
    owner = viewing.household[rows]
    seen = np.bincount(owner, weights=places[rows], minlength=whole).astype(np.float64)
    # What households did over the weeks, at the level that the forecast expects.
    level = float(expected.sum())
    by_household = seen[seen > 0]
    if by_household.size:
        by_household = by_household * (level / by_household.sum())
    return Avails(expected, by_household, weeks)


def _matching(
    viewing: Viewing,
    territories: Collection[str],
    genres: frozenset[str],
    without: frozenset[str],
) -> Flags:
    rows = np.ones(len(viewing.at), dtype=np.bool_)
    if territories:
        there = np.array([each in territories for each in viewing.territory], dtype=np.bool_)
        rows &= there[viewing.household]
    if genres or without:
        fits = np.array(
            [(not genres or bool(genres & each)) and not without & each for each in viewing.genres],
            dtype=np.bool_,
        )
        rows &= fits[viewing.title]
    return rows


def _hour_of_week(at: Real) -> Whole:
    # 1 January 1970 was a Thursday.
    return ((at // 3600).astype(np.int64) + 3 * 24) % WEEK_HOURS


def _weekly(viewing: Viewing, rows: Flags, hour: Whole, places: Real) -> Real:
    """``(weeks, 168)``, whole weeks back from the end of the log, the oldest first."""
    back = ((viewing.until.timestamp() - viewing.at) // _WEEK.total_seconds()).astype(np.int64)
    count = max(int(viewing.weeks), 1)
    kept = rows & (back >= 0) & (back < count)
    cells = (count - 1 - back[kept]) * WEEK_HOURS + hour[kept]
    flat = np.bincount(cells, weights=places[kept], minlength=count * WEEK_HOURS)
    return flat.reshape(count, WEEK_HOURS).astype(np.float64)
