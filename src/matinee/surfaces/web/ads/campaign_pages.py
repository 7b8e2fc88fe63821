"""Campaigns: the list, one with its pace, and its report."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

import numpy as np
from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import caller_of, may
from matinee.access.model import ObjectKind, Role
from matinee.ads.accounts.model import pacing_curve
from matinee.ads.model import GoalKind, State
from matinee.ads.planning.service import used_of
from matinee.ads.service import Delivery
from matinee.ads.viewability.model import NOTHING_TOLD
from matinee.errors import Invalid
from matinee.surfaces.web.ads.frame import ROOT, AdDesk
from matinee.surfaces.web.ads.pace_words import pace_words
from matinee.surfaces.web.ads.pacing_plot import pacing_plot
from matinee.surfaces.web.clearance.forms import Reading, Typed
from matinee.surfaces.web.languages import Tongue

_ALL = may(Role.ADVERTISER, Role.OPERATOR)
_OWN = may(Role.ADVERTISER, Role.OPERATOR, of=ObjectKind.CAMPAIGN, by="campaign_id")
_BILLED_FROM = datetime(2000, 1, 1, tzinfo=UTC)


def routes(desk: AdDesk) -> APIRouter:
    """``/desk/ads`` and ``/desk/ads/campaigns``."""
    router = APIRouter()
    for part in (_listing, _opening, _one):
        router.routes.extend(part(desk).routes)
    return router


def _listing(desk: AdDesk) -> APIRouter:
    router = APIRouter(prefix=ROOT, include_in_schema=False)

    @router.get("", dependencies=[may(Role.ADVERTISER, Role.PROGRAMMER, Role.OPERATOR)])
    async def campaigns(request: Request) -> Response:
        """List the caller's campaigns with how far each is; reviewers are led to the creatives."""
        caller = await caller_of(request)
        if not caller.roles & {Role.ADVERTISER, Role.OPERATOR}:
            return RedirectResponse(f"{ROOT}/creatives", 303)
        return await _list(desk, request, Typed(), {})

    return router


def _opening(desk: AdDesk) -> APIRouter:
    router = APIRouter(include_in_schema=False, dependencies=[may(Role.OPERATOR)])

    @router.post(f"{ROOT}/campaigns")
    async def add(request: Request) -> Response:
        """Open a campaign, with its advertiser where that is new."""
        typed = await Typed.of(request)
        reading = Reading(typed, desk.stage.tongue(request))
        advertiser, name = reading.needed("advertiser"), reading.needed("name")
        if reading.faults:
            return await _list(desk, request, typed, reading.faults)
        known = {each.name.casefold(): each for each in await desk.house.ads.advertisers()}
        owner = known.get(advertiser.casefold()) or await desk.house.ads.add_advertiser(advertiser)
        made = await desk.house.ads.add_campaign(owner.id, name)
        return RedirectResponse(f"{ROOT}/campaigns/{made.id}", 303)

    return router


async def _list(desk: AdDesk, request: Request, typed: Typed, faults: dict[str, str]) -> Response:
    found = await desk.own_campaigns(await caller_of(request))
    rows = [(each, _sum(await desk.house.ads.deliveries(each.id))) for each in found]
    values = {
        "rows": rows,
        "names": await desk.advertiser_names(),
        "was": typed,
        "faults": faults,
    }
    return await desk.page(request, "campaigns.html", values, status=422 if faults else 200)


def _one(desk: AdDesk) -> APIRouter:
    router = APIRouter(
        prefix=f"{ROOT}/campaigns/{{campaign_id}}", include_in_schema=False, dependencies=[_OWN]
    )

    @router.get("")
    async def campaign(request: Request, campaign_id: UUID) -> Response:
        """Show a campaign: its line items, their pace, and its creatives."""
        ads = desk.house.ads
        found = await ads.campaign(campaign_id)
        deliveries = await ads.deliveries(campaign_id)
        values = {
            "campaign": found,
            "advertiser": (await desk.advertiser_names())[found.advertiser_id],
            "rows": await _paced(desk, desk.stage.tongue(request), campaign_id, deliveries),
            "sum": _sum(deliveries),
            "creatives": await ads.creatives(found.advertiser_id),
        }
        return await desk.page(request, "campaign.html", values)

    @router.post("/state")
    async def set_state(campaign_id: UUID, state: Annotated[State, Form()]) -> Response:
        """Start, pause or end it."""
        await desk.house.ads.set_campaign_state(campaign_id, state)
        return RedirectResponse(f"{ROOT}/campaigns/{campaign_id}", 303)

    @router.get("/report")
    async def report(
        request: Request, campaign_id: UUID, start: str = "", end: str = ""
    ) -> Response:
        """Account for a stretch of days: delivery, completion, and what is owed."""
        begins, ends = _stretch(start, end)
        ads = desk.house.ads
        films = await ads.creatives((await ads.campaign(campaign_id)).advertiser_id)
        deliveries = await ads.deliveries(campaign_id)
        told = Counter[str]()
        for each in deliveries:
            told.update(each.events)
        values = {
            "campaign": await ads.campaign(campaign_id),
            "invoice": await ads.invoice(campaign_id, begins, ends),
            "deliveries": deliveries,
            "told": told,
            "by_reach": any(each.line_item.goal_kind is GoalKind.REACH for each in deliveries),
            "seen": sum((each.seen for each in deliveries), NOTHING_TOLD),
            "reach": await desk.house.ad_reports.reach(campaign_id),
            "shown": await desk.house.ad_reports.creatives(campaign_id),
            "films": {each.id: each.name for each in films},
            "start": begins.date().isoformat() if start else "",
            "end": (ends - timedelta(days=1)).date().isoformat() if end else "",
            "stretch": {"start": begins.isoformat(), "end": ends.isoformat()},
        }
        return await desk.page(request, "report.html", values)

    return router


async def _paced(
    desk: AdDesk, tongue: Tongue, campaign_id: UUID, deliveries: list[Delivery]
) -> list[dict[str, Any]]:
    """Each line item with its curve, and whether it is behind or ahead."""
    now = datetime.now(UTC)
    hours = await desk.house.ads.hours(campaign_id)
    season = await desk.house.ad_planning.season()
    plan = await desk.house.ads.pacing.latest()
    rows = list[dict[str, Any]]()
    for each in deliveries:
        item = each.line_item
        own = [
            (hour.at, used_of(item, hour.impressions, hour.paid, hour.reached))
            for hour in hours
            if hour.line_item_id == item.id
        ]
        curve = pacing_curve(item, own, season if season is not None else np.zeros(168), now)
        done = curve.delivered[-1][1] if curve.delivered else 0.0
        rows.append(
            {
                "delivery": each,
                "item": item,
                "plot": pacing_plot(curve, now),
                "planned": curve.planned_at(now),
                "done": done,
                "pace": pace_words(tongue, plan, item, now),
                "goes_on": item.flight.end is not None and item.flight.end > now and done < 1,
                "goal": item.goal if item.goal_kind is GoalKind.IMPRESSIONS else None,
                "households": item.goal if item.goal_kind is GoalKind.REACH else None,
            }
        )
    return rows


def _sum(deliveries: list[Delivery]) -> dict[str, Any]:
    started = sum(each.events.get("start", 0) for each in deliveries)
    completed = sum(each.events.get("complete", 0) for each in deliveries)
    return {
        "line_items": len(deliveries),
        "impressions": sum(each.impressions for each in deliveries),
        "spent": sum(float(each.spent.amount) for each in deliveries),
        "budget": sum(float(each.budget.amount) for each in deliveries),
        "completion": completed / started if started else None,
    }


def _stretch(start: str, end: str) -> tuple[datetime, datetime]:
    """Whole days in UTC; from the beginning, and to tomorrow, where none is named."""
    try:
        begins = datetime.fromisoformat(start).replace(tzinfo=UTC) if start else _BILLED_FROM
        ends = datetime.fromisoformat(end).replace(tzinfo=UTC) if end else datetime.now(UTC)
    except ValueError as error:
        raise Invalid("A day is written as 2026-11-30.", field="start") from error
    if begins >= ends + timedelta(days=1):
        raise Invalid("A report ends after it starts.", remedy="Swap the two.", field="end")
    return begins, ends + timedelta(days=1)
