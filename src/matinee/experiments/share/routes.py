"""``/v1/share``: what brought members to what they watch."""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import AwareDatetime, BaseModel

from matinee.access.door import may
from matinee.access.model import Role
from matinee.audience.watching.model import Origin, Period
from matinee.experiments.share.increment import Increment
from matinee.experiments.share.model import ShareReport, Shares, Spread
from matinee.experiments.share.service import ShareService

DEFAULT_DAYS = 28
_Word = Annotated[str | None, Query(max_length=64)]


class SharesFacts(BaseModel):
    """What brought the hours; ``recommended`` counts what was gone on with for its first cause."""

    hours: float
    viewings: int
    by_origin: dict[Origin, float]
    recommended: float
    by_last_touch: float


class ContributionFacts(BaseModel):
    """Hours of one source and their share of all; no interval where too few members watched."""

    members: int
    hours: float
    share: float
    low: float | None
    high: float | None


class SpreadFacts(BaseModel):
    """How widely hours are spread over titles.

    ``miscalibration`` is how far their genres are from those of all hours, in nats.
    """

    titles: int
    effective: float
    coverage: float
    gini: float
    popularity: float
    miscalibration: float


class VisitFacts(BaseModel):
    """How soon members found something."""

    count: int
    with_play: int
    median_seconds: float | None
    ninth_decile_seconds: float | None


class IncrementFacts(BaseModel):
    """Hours that personalising added; ``low`` and ``high`` are null while too few are held out."""

    members: int
    held_members: int
    rate: float
    held_rate: float
    hours: float
    low: float | None
    high: float | None
    share: float


class ShareFacts(BaseModel):
    """A period's viewing; ``increment`` is null where nobody is held out."""

    since: datetime
    until: datetime
    whole: SharesFacts
    by_day: dict[str, SharesFacts]
    by_territory: dict[str, SharesFacts]
    by_device: dict[str, SharesFacts]
    by_arm: dict[str, SharesFacts]
    by_origin: dict[Origin, ContributionFacts]
    by_row: dict[str, ContributionFacts]
    spread: SpreadFacts
    spread_recommended: SpreadFacts
    spread_searched: SpreadFacts
    visits: VisitFacts
    increment: IncrementFacts | None


def routes(service: ShareService) -> APIRouter:
    """One question, cut as one likes."""
    router = APIRouter(prefix="/v1", tags=["experiments"], dependencies=[may(Role.PROGRAMMER)])

    @router.get("/share")
    async def share(
        since: AwareDatetime | None = None,
        until: AwareDatetime | None = None,
        territory: _Word = None,
        device: _Word = None,
        experiment: _Word = None,
        arm: _Word = None,
    ) -> ShareFacts:
        """Measure what brought the viewing of a period, by default of the last 28 whole days."""
        end = until or this_midnight()
        begin = since or end - timedelta(days=DEFAULT_DAYS)
        report = await service.report(Period(begin, end, territory, device, experiment, arm))
        return _facts(report)

    return router


def this_midnight() -> datetime:
    """The end of the last whole day, by UTC."""
    return datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _facts(report: ShareReport) -> ShareFacts:
    parts = {
        name: {key: _shares(part) for key, part in getattr(report, name).items()}
        for name in ("by_day", "by_territory", "by_device", "by_arm")
    }
    return ShareFacts(
        since=report.period.since,
        until=report.period.until,
        whole=_shares(report.whole),
        **parts,
        by_origin={
            origin: ContributionFacts(**asdict(part)) for origin, part in report.by_origin.items()
        },
        by_row={kind: ContributionFacts(**asdict(part)) for kind, part in report.by_row.items()},
        spread=_spread(report.spread),
        spread_recommended=_spread(report.spread_recommended),
        spread_searched=_spread(report.spread_searched),
        visits=VisitFacts(**asdict(report.visits)),
        increment=_increment(report.increment),
    )


def _shares(shares: Shares) -> SharesFacts:
    return SharesFacts(
        hours=shares.hours,
        viewings=shares.viewings,
        by_origin=dict(shares.by_origin),
        recommended=shares.recommended,
        by_last_touch=shares.by_last_touch,
    )


def _spread(spread: Spread) -> SpreadFacts:
    return SpreadFacts(**asdict(spread))


def _increment(increment: Increment | None) -> IncrementFacts | None:
    if increment is None:
        return None
    return IncrementFacts(
        members=increment.members,
        held_members=increment.held_members,
        rate=increment.rate,
        held_rate=increment.held_rate,
        hours=increment.hours,
        low=increment.low if increment.said else None,
        high=increment.high if increment.said else None,
        share=increment.share,
    )
