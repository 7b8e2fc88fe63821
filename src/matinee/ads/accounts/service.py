"""What the house's breaks came to: fill, reasons for none, revenue; and a campaign's reach."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from matinee.ads.billing import rounded
from matinee.ads.model import LineItem
from matinee.ads.repository import completion, fill
from matinee.ads.repository.completion import Shown
from matinee.ads.repository.fill import FillOfDay
from matinee.ads.service import AdService
from matinee.ads.serving.desk import REACH
from matinee.ads.serving.odds import SETTLED, WINDOW
from matinee.experiments.model import Interval, binomial_interval
from matinee.foundation.database import Database

_MILLION = 1_000_000
EXPLAINED = 25
"""So many of the latest empty breaks are decided again to say why they were: each takes some ms."""


@dataclass(frozen=True, slots=True)
class DayOfBreaks:
    """A day (UTC): its breaks, the impressions that were told of, and what they earned."""

    breaks: FillOfDay
    impressions: int
    earned: Decimal


@dataclass(frozen=True, slots=True)
class FillReport:
    """Days by time; ``reasons`` count, over ``explained`` empty breaks, what kept ads from them."""

    days: tuple[DayOfBreaks, ...]
    reasons: tuple[tuple[str, int], ...]
    explained: int

    @property
    def total(self) -> FillOfDay:
        """All days together, under the date of the last."""
        of = [each.breaks for each in self.days]
        return FillOfDay(
            max((each.day for each in of), default=date.min),
            sum(each.breaks for each in of),
            sum(each.filled for each in of),
            sum(each.ads for each in of),
            sum(each.seconds for each in of),
            sum(each.filled_seconds for each in of),
        )


@dataclass(frozen=True, slots=True)
class ReachOfCampaign:
    """Households that a campaign's ads were placed before, by how often, since ``since``.

    Households that refused caps are not known, and not among them.
    """

    since: datetime
    frequencies: tuple[tuple[int, int], ...]

    @property
    def households(self) -> int:
        """How many there were."""
        return sum(count for _, count in self.frequencies)

    @property
    def mean(self) -> float | None:
        """Ads a household; None where there was none."""
        placed = sum(times * count for times, count in self.frequencies)
        return placed / self.households if self.frequencies else None


@dataclass(frozen=True, slots=True)
class CreativeOfCampaign:
    """How a creative of a line item is watched to its end, over the weeks that odds are made of.

    ``between`` holds its share of completed views with 95% certainty; ``chance`` is with which
    probability it is drawn now among those of its length, None where there is no other.
    """

    line_item: LineItem
    creative_id: UUID
    shown: Shown
    between: Interval
    chance: float | None

    @property
    def rate(self) -> float | None:
        """The share of completed views; None where it was not shown."""
        return self.shown.completed / self.shown.shown if self.shown.shown else None


def _now() -> datetime:
    return datetime.now(UTC)


class AdReports:
    """Read from the log of decisions and of impressions."""

    def __init__(
        self, database: Database, ads: AdService, *, clock: Callable[[], datetime] = _now
    ) -> None:
        self._database, self._ads, self._clock = database, ads, clock

    async def fill(self, days: int) -> FillReport:
        """Of the last so many days, today among them."""
        start, until = self._last(days)
        async with self._database.reading_lately() as connection:
            empty = await fill.empty(connection, start, until, most=EXPLAINED)
        explanations = await self._ads.explained(empty)
        reasons = Counter[str]()
        for each in explanations:
            reasons.update(each.repeated.skipped)
        return FillReport(await self.days(days), tuple(reasons.most_common()), len(explanations))

    async def days(self, days: int) -> tuple[DayOfBreaks, ...]:
        """The same days alone, which need no decision to be made again."""
        start, until = self._last(days)
        async with self._database.reading_lately() as connection:
            breaks = {each.day: each for each in await fill.days(connection, start, until)}
            earned = await fill.earned(connection, start, until)
        return tuple(
            DayOfBreaks(
                breaks.get(day, FillOfDay(day, 0, 0, 0, 0.0, 0.0)),
                earned.get(day, (0, 0))[0],
                Decimal(rounded(earned.get(day, (0, 0))[1])) / _MILLION,
            )
            for day in sorted(breaks.keys() | earned.keys())
        )

    async def reach(self, campaign_id: UUID) -> ReachOfCampaign:
        """Whom a campaign reached within the time that caps reach back."""
        since = self._clock() - REACH
        async with self._database.reading_lately() as connection:
            found = await fill.frequencies(connection, campaign_id, since)
        return ReachOfCampaign(since, tuple(sorted(found.items())))

    async def creatives(self, campaign_id: UUID) -> tuple[CreativeOfCampaign, ...]:
        """The creatives of each line item of a campaign, and by what this process draws them."""
        items = await self._ads.line_items(campaign_id)
        now = self._clock()
        async with self._database.reading_lately() as connection:
            counts = await completion.counts(
                connection, [campaign_id], since=now - WINDOW, until=now - SETTLED
            )
        lengths = {each.id: each.duration for each in self._ads.desk.snapshot.creatives}
        made = list[CreativeOfCampaign]()
        for item in items:
            odds = dict(self._ads.desk.odds.now.get(item.id, ()))
            for creative in item.creatives:
                shown = counts.get(item.id, {}).get(creative, Shown(0, 0))
                between = binomial_interval(shown.completed, shown.shown)
                alike = [odds[each] for each in odds if lengths.get(each) == lengths.get(creative)]
                chosen = creative in odds and creative in lengths and len(alike) > 1
                chance = odds[creative] / sum(alike) if chosen else None
                made.append(CreativeOfCampaign(item, creative, shown, between, chance))
        return tuple(made)

    def _last(self, days: int) -> tuple[datetime, datetime]:
        now = self._clock()
        today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        return today - timedelta(days=days - 1), now + timedelta(seconds=1)
