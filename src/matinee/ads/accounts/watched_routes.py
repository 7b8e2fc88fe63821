"""``/v1/ads/watched``: how much of an hour ads were, and what of it nobody watched."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel

from matinee.access.door import may
from matinee.access.model import Role
from matinee.ads.accounts.watched import LoadOfDay, WatchedReports


class LoadFacts(BaseModel):
    """A day (UTC): hours of film, ads and their seconds as players told of them.

    ``gross`` are all impressions that were told of, ``net`` those that count and are billed, and
    ``invalid`` the others by the rule that kept them out; the same of views to the end.
    """

    day: date
    hours: float
    ads: int
    ad_seconds: float
    ads_an_hour: float | None
    ad_seconds_an_hour: float | None
    gross: int
    net: int
    invalid: dict[str, int]
    completed_gross: int
    completed_net: int
    completed_invalid: dict[str, int]


class WatchedFacts(BaseModel):
    """Days by time, and all of them together under the date of the last; none where none were."""

    days: list[LoadFacts]
    total: LoadFacts | None


class IncidentFacts(BaseModel):
    """An ad that was seen where its line item excluded it then.

    By title, by the age from which it is rated, by genres or by moods.
    """

    at: datetime
    ad_id: UUID
    decision_id: UUID
    campaign_id: UUID
    line_item_id: UUID
    line_item: str
    creative_id: UUID
    title_id: UUID | None
    by_title: bool
    by_age: bool
    genres: list[str]
    moods: list[str]


class IncidentList(BaseModel):
    """``count`` incidents among ``impressions`` whose decisions are in the log.

    The newest of them, at most a hundred.
    """

    count: int
    impressions: int
    newest: list[IncidentFacts]


def routes(reports: WatchedReports) -> APIRouter:
    """The operator's."""
    router = APIRouter(prefix="/v1/ads", tags=["ads"], dependencies=[may(Role.OPERATOR)])

    @router.get("/watched")
    async def watched(days: Annotated[int, Query(ge=1, le=92)] = 7) -> WatchedFacts:
        """Say how much of an hour ads were as watched, and which impressions do not count."""
        report = await reports.report(days)
        return WatchedFacts(
            days=[_facts(each) for each in report.days],
            total=_facts(report.total) if report.days else None,
        )

    @router.get("/incidents")
    async def incidents(days: Annotated[int, Query(ge=1, le=92)] = 7) -> IncidentList:
        """List ads that were seen where their line items excluded it, by what they said then."""
        found = await reports.incidents(days)
        return IncidentList(
            count=found.count,
            impressions=found.impressions,
            newest=[IncidentFacts.model_validate(asdict(each)) for each in found.newest],
        )

    return router


def _facts(of: LoadOfDay) -> LoadFacts:
    return LoadFacts(
        day=of.day,
        hours=of.hours,
        ads=of.ads,
        ad_seconds=of.seconds,
        ads_an_hour=of.ads_an_hour,
        ad_seconds_an_hour=of.seconds_an_hour,
        gross=of.traffic.gross,
        net=of.traffic.net,
        invalid=dict(of.traffic.invalid),
        completed_gross=of.traffic.gross_completed,
        completed_net=of.traffic.completed,
        completed_invalid=dict(of.traffic.incomplete),
    )
