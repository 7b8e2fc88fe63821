"""From a brief in words to a booked plan: one page, two presses."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import may
from matinee.access.model import ObjectKind, Role
from matinee.ads.model import State
from matinee.ads.planning.service import Offer, Plan
from matinee.errors import Conflict, Invalid
from matinee.surfaces.web.ads.frame import ROOT, AdDesk
from matinee.surfaces.web.languages import Tongue

_OWN = may(Role.ADVERTISER, Role.OPERATOR, of=ObjectKind.CAMPAIGN, by="campaign_id")
_Words = Annotated[str, Query(max_length=1000)]
_WIDTH, _HEIGHT = 260.0, 110.0


def routes(desk: AdDesk) -> APIRouter:
    """``/desk/ads/campaigns/{campaign_id}/plan``."""
    router = APIRouter(
        prefix=f"{ROOT}/campaigns/{{campaign_id}}/plan",
        include_in_schema=False,
        dependencies=[_OWN],
    )

    @router.get("")
    async def plan(request: Request, campaign_id: UUID, brief: _Words = "") -> Response:
        """Ask for a brief; with one, show three plans and what they rest on."""
        tongue = desk.stage.tongue(request)
        offer, fault = None, ""
        if brief.strip():
            try:
                offer = await desk.house.ad_planning.offer(await desk.house.ad_planning.read(brief))
            except (Invalid, Conflict) as error:
                fault = f"{error.sentence} {error.remedy}".strip()
        ads = desk.house.ads
        campaign = await ads.campaign(campaign_id)
        values = {
            "campaign": campaign,
            "brief": brief,
            "offer": offer,
            "fault": fault,
            "names": plan_words(tongue),
            "curves": {} if offer is None else {each.key: curve(each) for each in offer.plans},
            "films": [each for each in await ads.creatives(campaign.advertiser_id) if each.serves],
            "summary": None if offer is None else _summary(offer),
        }
        return await desk.page(request, "plan.html", values, status=422 if fault else 200)

    @router.post("")
    async def book(
        campaign_id: UUID,
        brief: Annotated[str, Form(max_length=1000)],
        plan: Annotated[str, Form(max_length=20)],
    ) -> Response:
        """Book one of the plans with all films that may be shown, and start the campaign."""
        planning, ads = desk.house.ad_planning, desk.house.ads
        offer = await planning.offer(await planning.read(brief))
        campaign = await ads.campaign(campaign_id)
        films = [each.id for each in await ads.creatives(campaign.advertiser_id) if each.serves]
        await planning.book(campaign_id, offer, plan, creatives=films)
        if campaign.state is State.DRAFT and films:
            await ads.set_campaign_state(campaign_id, State.ACTIVE)
        return RedirectResponse(f"{ROOT}/campaigns/{campaign_id}", 303)

    return router


def plan_words(tongue: Tongue) -> dict[str, tuple[str, str]]:
    """What the plans are called, and what each gives up for what."""
    return {
        "far": (
            tongue.say("Far"),
            tongue.say("As many households as possible, each seldom: at most two ads a week."),
        ),
        "even": (
            tongue.say("Even"),
            tongue.say("Fewer households, each more often: at most four ads a week."),
        ),
        "evenings": (
            tongue.say("Evenings"),
            tongue.say("From 18:00 to midnight UTC alone, at most eight ads a week."),
        ),
    }


def curve(plan: Plan) -> str:
    """Households by impressions, as a path: how soon more money reaches nobody new."""
    most = plan.curve[-1]
    if not most.impressions or not plan.households:
        return ""
    points = ["0,110"] + [
        f"{_WIDTH * each.impressions / most.impressions:.1f},"
        f"{_HEIGHT * (1 - each.households / plan.households):.1f}"
        for each in sorted((*plan.curve, plan.reached), key=lambda each: each.impressions)
        if each.impressions <= most.impressions
    ]
    return "M" + "L".join(points)


def _summary(offer: Offer) -> dict[str, float]:
    return {"budget": float(offer.brief.budget), "ads_per_hour": offer.ads_per_hour}
