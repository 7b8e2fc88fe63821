"""Ads as they were watched, not as they were planned: how much of an hour, and by whom."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

from matinee.ads.model import AdSettings
from matinee.ads.repository import suitability, watched
from matinee.ads.repository.suitability import Incident
from matinee.ads.repository.watched import SeenOfDay, TrafficOfDay
from matinee.errors import Invalid
from matinee.foundation.database import Database

_DECIDED_BEFORE = 3
"""Days that what is shown may have been decided before, and that is removed in a night."""
SHOWN = 100
"""Incidents that are listed; all are counted."""


class HoursWatched(Protocol):
    """The viewing log, as far as reports may ask it."""

    async def hours(self, start: datetime, until: datetime) -> Mapping[date, float]:
        """Hours of films that were watched, by day (UTC), by everybody."""
        ...


@dataclass(frozen=True, slots=True)
class LoadOfDay:
    """A day (UTC), or all of them together: hours of film, and what ads ran among them.

    ``seconds`` are those of the ads that players told of, to the last quarter that was passed.
    """

    day: date
    hours: float
    ads: int
    seconds: float
    traffic: TrafficOfDay

    @property
    def ads_an_hour(self) -> float | None:
        """Ads that were seen in an hour of film; None where nothing was watched."""
        return self.ads / self.hours if self.hours else None

    @property
    def seconds_an_hour(self) -> float | None:
        """Seconds of ads in an hour of film; None where nothing was watched."""
        return self.seconds / self.hours if self.hours else None


@dataclass(frozen=True, slots=True)
class WatchedReport:
    """Days by time."""

    days: tuple[LoadOfDay, ...]

    @property
    def total(self) -> LoadOfDay:
        """All days together, under the date of the last."""
        invalid, incomplete = Counter[str](), Counter[str]()
        for each in self.days:
            invalid.update(each.traffic.invalid)
            incomplete.update(each.traffic.incomplete)
        return LoadOfDay(
            max((each.day for each in self.days), default=date.min),
            sum(each.hours for each in self.days),
            sum(each.ads for each in self.days),
            sum(each.seconds for each in self.days),
            TrafficOfDay(
                sum(each.traffic.net for each in self.days),
                dict(invalid),
                sum(each.traffic.completed for each in self.days),
                dict(incomplete),
            ),
        )


@dataclass(frozen=True, slots=True)
class IncidentReport:
    """Ads that were seen where their line items excluded it at that moment.

    ``count`` of all ``impressions`` whose decisions are in the log; ``newest`` are the last
    of them, no more than :data:`SHOWN`.
    """

    count: int
    impressions: int
    newest: tuple[Incident, ...]


def _now() -> datetime:
    return datetime.now(UTC)


class WatchedReports:
    """Read from the viewing log, the log of decisions and what was told of ads."""

    def __init__(
        self,
        database: Database,
        settings: AdSettings,
        hours: HoursWatched,
        *,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self._database, self._settings = database, settings
        self._hours, self._clock = hours, clock

    async def report(self, days: int) -> WatchedReport:
        """Of the last so many days, today among them."""
        start, until, decided_from = self._last(days)
        hours = await self._hours.hours(start, until)
        async with self._database.reading_lately() as connection:
            seen = await watched.seen(connection, start, until, decided_from=decided_from)
            traffic = await watched.traffic(connection, start, until)
        nothing, nobody = SeenOfDay(0, 0.0), TrafficOfDay()
        return WatchedReport(
            tuple(
                LoadOfDay(
                    day,
                    hours.get(day, 0.0),
                    seen.get(day, nothing).ads,
                    seen.get(day, nothing).seconds,
                    traffic.get(day, nobody),
                )
                for day in sorted(hours.keys() | seen.keys() | traffic.keys())
            )
        )

    async def incidents(self, days: int) -> IncidentReport:
        """Ads of the same days that were seen where their line items excluded them."""
        start, until, decided_from = self._last(days)
        async with self._database.reading_lately() as connection:
            count, impressions, newest = await suitability.incidents(
                connection, start, until, decided_from=decided_from, most=SHOWN
            )
        return IncidentReport(count, impressions, tuple(newest))

    def _last(self, days: int) -> tuple[datetime, datetime, datetime]:
        """From when, up to when, and since when what was shown then was decided.

        Invalid where decisions of then are kept no longer.
        """
        kept = self._settings.decision_days
        if days > kept - _DECIDED_BEFORE:
            raise Invalid(
                f"Decisions are kept for {kept} days, and a report rests on them.",
                remedy=f"Ask for {kept - _DECIDED_BEFORE} days at most.",
                field="days",
            )
        now = self._clock().astimezone(UTC)
        today = now.replace(hour=0, minute=0, second=0, microsecond=0)
        start = today - timedelta(days=days - 1)
        earlier = timedelta(hours=self._settings.beacon_hours)
        return start, now + timedelta(seconds=1), start - earlier
