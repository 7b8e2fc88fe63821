"""What is left of a running line item, planned anew: ways to spend it, one press each, and back."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import may
from matinee.access.model import ObjectKind, Role
from matinee.ads.model import Cap, GoalKind, Level, LineItem
from matinee.ads.planning.service import Rest
from matinee.errors import Conflict, Invalid
from matinee.surfaces.web.ads.frame import ROOT, AdDesk
from matinee.surfaces.web.ads.plan_pages import curve
from matinee.surfaces.web.languages import Tongue
from matinee.vocabulary.window import Window

_OWN = may(Role.ADVERTISER, Role.OPERATOR, of=ObjectKind.CAMPAIGN, by="campaign_id")
_MOST_WORDS = 2_000


def routes(desk: AdDesk) -> APIRouter:
    """``/desk/ads/campaigns/{campaign_id}/items/{item_id}/rest``."""
    router = APIRouter(
        prefix=f"{ROOT}/campaigns/{{campaign_id}}/items/{{item_id}}/rest",
        include_in_schema=False,
        dependencies=[_OWN],
    )

    @router.get("")
    async def rest(request: Request, campaign_id: UUID, item_id: UUID) -> Response:
        """Show what is left, what would come of it, and what might be changed."""
        return await _shown(desk, request, campaign_id, item_id, None)

    @router.post("")
    async def change(
        request: Request,
        campaign_id: UUID,
        item_id: UUID,
        way: Annotated[str, Form(max_length=20)],
        standing: Annotated[str, Form(max_length=_MOST_WORDS)],
    ) -> Response:
        """Take one of the ways, and offer to take it back; once, of what the page showed."""
        before = await desk.line_item(campaign_id, item_id)
        if _told(before) != standing:
            # Sent twice, or changed by somebody else: twice the cap would become four times.
            raise Conflict(
                "The line item has changed since this was offered.",
                remedy="Open the page again and choose anew.",
                code="changed_meanwhile",
            )
        await desk.house.ad_planning.change(campaign_id, item_id, way)
        return await _shown(desk, request, campaign_id, item_id, _told(before))

    @router.post("/back")
    async def back(
        campaign_id: UUID,
        item_id: UUID,
        former: Annotated[str, Form(max_length=_MOST_WORDS)],
    ) -> Response:
        """Put the line item's hours, caps and end back to what they were."""
        await desk.house.ads.change_line_item(
            campaign_id, item_id, lambda now: _as_told(now, former)
        )
        return RedirectResponse(f"{ROOT}/campaigns/{campaign_id}/items/{item_id}/rest", 303)

    return router


async def _shown(
    desk: AdDesk, request: Request, campaign_id: UUID, item_id: UUID, former: str | None
) -> Response:
    found: Rest | None = None
    fault = ""
    try:
        found = await desk.house.ad_planning.rest(campaign_id, item_id)
    except Conflict as error:
        fault = f"{error.sentence} {error.remedy}".strip()
    item = await desk.line_item(campaign_id, item_id)
    values: dict[str, Any] = {
        "campaign": await desk.house.ads.campaign(campaign_id),
        "item": item,
        "standing": _told(item),
        "rest": found,
        "by_reach": item.goal_kind is GoalKind.REACH,
        "fault": fault,
        "former": former,
        "names": way_words(desk.stage.tongue(request)),
        "curves": {} if found is None else {each.key: curve(each.plan) for each in found.ways},
    }
    return await desk.page(request, "rest.html", values)


def way_words(tongue: Tongue) -> dict[str, tuple[str, str]]:
    """What the ways are called, and what each changes."""
    return {
        "as_is": (tongue.say("As it is"), tongue.say("Nothing is changed.")),
        "all_hours": (tongue.say("All day"), tongue.say("At every hour of the week.")),
        "more_often": (
            tongue.say("More often"),
            tongue.say("A household may see it twice as often."),
        ),
        "both": (
            tongue.say("All day, more often"),
            tongue.say("At every hour of the week, and twice as often for a household."),
        ),
        "longer": (
            tongue.say("Longer"),
            tongue.say("The flight ends later, and nothing else is changed."),
        ),
    }


def _told(item: LineItem) -> str:
    """What a way may change of a line item, as words that a form carries."""
    return json.dumps(
        {
            "hours": sorted(item.targeting.hours),
            "caps": [[each.level, each.most, each.window.total_seconds()] for each in item.caps],
            "end": item.flight.end and item.flight.end.isoformat(),
        }
    )


def _as_told(item: LineItem, former: str) -> LineItem:
    """The line item with what was told of it; Invalid where the words are none of ours."""
    try:
        told = json.loads(former)
        caps = tuple(
            Cap(Level(level), int(most), timedelta(seconds=float(seconds)))
            for level, most, seconds in told["caps"]
        )
        hours = frozenset(int(hour) for hour in told["hours"])
        end = told["end"] and datetime.fromisoformat(told["end"])
        return replace(
            item,
            targeting=replace(item.targeting, hours=hours),
            caps=caps,
            flight=Window(item.flight.start, end or None),
        )
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        raise Invalid("This is not what the line item was.", field="former") from error
