"""A line item booked by hand, and changed: its goal, its price and its bounds."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import may
from matinee.access.model import ObjectKind, Role
from matinee.ads.model import Campaign, Cap, Creative, Format, GoalKind, Level, LineItem, State
from matinee.ads.routes import LineItemShape
from matinee.errors import Conflict, Invalid
from matinee.surfaces.web.ads.frame import ROOT, AdDesk, state_words
from matinee.surfaces.web.clearance.forms import Reading, Typed, digest_of
from matinee.surfaces.web.languages import Tongue
from matinee.vocabulary.money import MILLIONTHS
from matinee.vocabulary.window import Window

_OWN = may(Role.ADVERTISER, Role.OPERATOR, of=ObjectKind.CAMPAIGN, by="campaign_id")
_DAY = timedelta(days=1)
_WEEK_HOURS = "168"
_MOST_HOURS = 744
_BELOW = "goal_below_delivery"
_FIELDS = {
    "caps": "cap_most",
    "territory": "territories",
    "line_item": "goal",
}


def routes(desk: AdDesk) -> APIRouter:
    """``/desk/ads/campaigns/{campaign_id}/items/new`` and ``…/items/{item_id}/edit``."""
    router = APIRouter(
        prefix=f"{ROOT}/campaigns/{{campaign_id}}/items",
        include_in_schema=False,
        dependencies=[_OWN],
    )

    @router.get("/new")
    async def new(request: Request, campaign_id: UUID) -> Response:
        """Ask for a line item."""
        return await _shown(desk, request, campaign_id, Typed.told(cap_hours=_WEEK_HOURS), {})

    @router.post("/new")
    async def book(request: Request, campaign_id: UUID) -> Response:
        """Book it; it runs at once where one of its creatives may be shown."""
        typed = await Typed.of(request)
        reading = Reading(typed, desk.stage.tongue(request))
        item = await _read(desk, reading, await desk.house.ads.campaign(campaign_id), None)
        if item is None or not await _kept(desk, reading, item, None):
            return await _shown(desk, request, campaign_id, typed, reading.faults)
        return RedirectResponse(f"{ROOT}/campaigns/{campaign_id}", 303)

    @router.get("/{item_id}/edit")
    async def edit(request: Request, campaign_id: UUID, item_id: UUID) -> Response:
        """Show it as it was booked."""
        item = await desk.line_item(campaign_id, item_id)
        return await _shown(desk, request, campaign_id, _told(item), {}, item)

    @router.post("/{item_id}/edit")
    async def change(request: Request, campaign_id: UUID, item_id: UUID) -> Response:
        """Change what the form shows of it; the rest stays."""
        item = await desk.line_item(campaign_id, item_id)
        typed = await Typed.of(request)
        reading = Reading(typed, desk.stage.tongue(request))
        made = await _read(desk, reading, await desk.house.ads.campaign(campaign_id), item)
        if made is None or not await _kept(desk, reading, made, typed.one("standing")):
            return await _shown(desk, request, campaign_id, typed, reading.faults, item)
        return RedirectResponse(f"{ROOT}/campaigns/{campaign_id}", 303)

    return router


async def _shown(
    desk: AdDesk,
    request: Request,
    campaign_id: UUID,
    typed: Typed,
    faults: dict[str, str],
    item: LineItem | None = None,
) -> Response:
    campaign = await desk.house.ads.campaign(campaign_id)
    tongue = desk.stage.tongue(request)
    values: dict[str, Any] = {
        "campaign": campaign,
        "item": item,
        "was": typed,
        "faults": faults,
        "kinds": goal_words(tongue),
        "films": await _films(desk, campaign),
        "standing": (typed.one("standing") or _standing(item)) if item else "",
        "standings": {each.value: word for each, (_, word) in state_words(tongue).items()},
    }
    return await desk.page(request, "item.html", values, status=422 if faults else 200)


def goal_words(tongue: Tongue) -> dict[str, str]:
    """What a line item may be booked for."""
    return {
        GoalKind.IMPRESSIONS.value: tongue.say("Impressions: so many ads are shown"),
        GoalKind.SPEND.value: tongue.say("Money: so much is spent"),
        GoalKind.REACH.value: tongue.say("Reach: so many different households see it"),
    }


async def _read(
    desk: AdDesk, reading: Reading, campaign: Campaign, before: LineItem | None
) -> LineItem | None:
    """The line item that the form says; None where something does not fit, which is noted."""
    said, tongue = reading.typed, reading.tongue
    kind = reading.needed("goal_kind")
    for name in ("name", "goal", "bid", "start", "end"):
        reading.needed(name)
    cap = _cap(reading, kind)
    flight = _flight(reading, before)
    films = {str(each.id): each for each in await _films(desk, campaign)}
    if not films.keys() >= set(said.all("creatives")):
        reading.faults["creatives"] = tongue.say("Choose one of those that are offered.")
    chosen = [films[each] for each in said.all("creatives") if each in films]
    values: dict[str, Any] = {
        "name": said.one("name"),
        "bid": reading.number("bid"),
        "goal_kind": kind,
        "goal": reading.number("goal") if kind == GoalKind.SPEND else reading.count("goal"),
        "start": flight.start if flight else None,
        "end": flight.end if flight else None,
        "state": said.one("state") if before else _first_state(chosen),
        "targeting": {"territories": reading.codes("territories", upper=True)},
        "caps": [cap] if cap else [],
        "creatives": said.all("creatives"),
    }
    if before and kind != before.goal_kind and await _delivered(desk, before):
        reading.faults["goal_kind"] = tongue.say(
            "It has been shown already, so what it counts stays: book another line item."
        )
    if reading.faults:
        return None
    body = reading.shape(LineItemShape, values, _FIELDS)
    if body is None:
        return None
    try:
        return body.line_item(campaign.id, campaign.advertiser_id, before.id if before else None)
    except Invalid as refusal:
        reading.refused(refusal, _FIELDS)
        return None


def _cap(reading: Reading, kind: str) -> dict[str, Any] | None:
    """How often a household sees it; needed for reach, since that bounds what it costs."""
    most, hours = reading.count("cap_most"), reading.number("cap_hours")
    if most is None:
        if kind == GoalKind.REACH and "cap_most" not in reading.faults:
            reading.faults["cap_most"] = reading.tongue.say(
                "Reach needs this: how often a household may see it bounds what it costs."
            )
        return None
    if hours is None:
        reading.needed("cap_hours")
    elif not 0 < hours <= _MOST_HOURS:
        reading.faults["cap_hours"] = reading.tongue.say("Write up to 744 hours, which is a month.")
    return {"level": Level.LINE_ITEM, "most": most, "hours": hours}


def _flight(reading: Reading, before: LineItem | None) -> Window | None:
    """From the first day to the end of the last (UTC); a day that stays keeps its hour."""
    days = reading.day("start"), reading.day("end")
    if days[0] is None or days[1] is None:
        return None
    was = before.flight if before else Window()
    start = datetime.combine(datetime.fromisoformat(days[0]), time(), UTC)
    try:
        end = datetime.combine(datetime.fromisoformat(days[1]), time(), UTC) + _DAY
        if was.start and days[0] == _first_day(was):
            start = was.start
        if was.end and days[1] == _last_day(was):
            end = was.end
        return Window(start, end)
    except (Invalid, OverflowError):
        reading.faults["end"] = reading.tongue.say("The last day is not before the first.")
        return None


async def _kept(desk: AdDesk, reading: Reading, made: LineItem, standing: str | None) -> bool:
    """Book it, or change it from what the page showed (``standing``); False where it is refused."""

    def changed(now: LineItem) -> LineItem:
        if _standing(now) != standing:
            raise Conflict(
                "The line item has changed since this was offered.",
                remedy="Open the page again and choose anew.",
                code="changed_meanwhile",
            )
        targeting = replace(now.targeting, territories=made.targeting.territories)
        shown = _own_cap(now)
        others = tuple(each for each in now.caps if each is not shown)
        unseen = tuple(each for each in now.creatives if str(each) not in offered)
        return replace(
            now,
            name=made.name,
            bid=made.bid,
            goal_kind=made.goal_kind,
            goal=made.goal,
            flight=made.flight,
            state=made.state,
            targeting=targeting,
            caps=(*made.caps, *others),
            creatives=(*made.creatives, *unseen),
        )

    ads = desk.house.ads
    offered = {str(each.id) for each in await _films(desk, await ads.campaign(made.campaign_id))}
    try:
        if standing is None:
            await ads.put_line_item(made)
        else:
            await ads.change_line_item(made.campaign_id, made.id, changed)
    except Invalid as refusal:
        reading.refused(refusal, _FIELDS)
    except Conflict as refusal:
        if refusal.code != _BELOW:
            raise
        reading.faults["goal"] = f"{refusal.sentence} {refusal.remedy}"
    return not reading.faults


async def _films(desk: AdDesk, campaign: Campaign) -> list[Creative]:
    """What a line item may show: a companion comes with the film that it stands beside."""
    own = await desk.house.ads.creatives(campaign.advertiser_id)
    return [each for each in own if each.format is not Format.COMPANION]


async def _delivered(desk: AdDesk, item: LineItem) -> bool:
    told = await desk.house.ads.deliveries(item.campaign_id)
    return any(each.line_item.id == item.id and each.impressions for each in told)


def _first_state(chosen: list[Creative]) -> State:
    return State.ACTIVE if any(each.serves for each in chosen) else State.DRAFT


def _own_cap(item: LineItem) -> Cap | None:
    return next((each for each in item.caps if each.level is Level.LINE_ITEM), None)


def _first_day(flight: Window) -> str:
    return flight.start.astimezone(UTC).date().isoformat() if flight.start else ""


def _last_day(flight: Window) -> str:
    last = flight.end and flight.end - timedelta(microseconds=1)
    return last.astimezone(UTC).date().isoformat() if last else ""


def _told(item: LineItem) -> Typed:
    """A line item as the form writes it."""
    cap = _own_cap(item)
    goal = Decimal(item.goal)
    if item.goal_kind is GoalKind.SPEND:
        goal /= MILLIONTHS
    return Typed(
        {
            "name": (item.name,),
            "goal_kind": (item.goal_kind.value,),
            "goal": (f"{goal:f}",),
            "bid": (f"{Decimal(item.bid) / MILLIONTHS:f}",),
            "start": (_first_day(item.flight),),
            "end": (_last_day(item.flight),),
            "cap_most": (str(cap.most) if cap else "",),
            "cap_hours": (f"{cap.window.total_seconds() / 3600:g}" if cap else _WEEK_HOURS,),
            "territories": (" ".join(sorted(item.targeting.territories)),),
            "creatives": tuple(map(str, item.creatives)),
            "state": (item.state.value,),
        }
    )


def _standing(item: LineItem) -> str:
    return digest_of(repr(sorted(_told(item).values.items())).encode())
