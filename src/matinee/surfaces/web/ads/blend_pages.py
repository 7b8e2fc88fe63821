"""Products in titles' worlds: asked for by the house, made by advertisers, approved by both."""

from functools import partial
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import caller_of, may
from matinee.access.model import ObjectKind, Role
from matinee.ads.blends.model import MOST_LETTERS, Side
from matinee.ads.blends.routes import AskShape, BlendShape
from matinee.ads.model import Approval
from matinee.clearance.desk.model import FactKind
from matinee.errors import MatineeError
from matinee.promote.gallery.model import PictureState
from matinee.surfaces.web.ads.frame import ROOT, AdDesk
from matinee.surfaces.web.clearance.forms import Reading, Typed
from matinee.surfaces.web.clearance.words import principles
from matinee.surfaces.web.media.film_pages import name_of, titles_like
from matinee.vocabulary.ids import TitleId

BLENDS = f"{ROOT}/blends"
UPLOADS = f"{ROOT}/products/"
"""What lies below takes a product's picture: the application allows larger bodies there."""
_OWN = may(Role.ADVERTISER, Role.OPERATOR, of=ObjectKind.CAMPAIGN, by="campaign_id")
_HOUSE = may(Role.PROGRAMMER, Role.OPERATOR)
_PRINCIPLES = ("P1", "P2", "P3", "P4", "P5")
_FOUND = 20


def routes(desk: AdDesk) -> APIRouter:
    """``/desk/ads/blends``, and those of a campaign."""
    router = APIRouter()
    for part in (_making, _reviewing, _asking):
        router.routes.extend(part(desk).routes)
    return router


def _making(desk: AdDesk) -> APIRouter:
    router = APIRouter(include_in_schema=False, dependencies=[_OWN])
    own = f"{ROOT}/campaigns/{{campaign_id}}/blends"

    async def page(
        request: Request, campaign_id: UUID, typed: Typed, faults: dict[str, str]
    ) -> Response:
        campaign = await desk.house.ads.campaign(campaign_id)
        shelf = await desk.house.catalogue.shelf()
        values = {
            "campaign": campaign,
            "rows": await desk.house.blends.listed(campaign_id),
            "worlds": [
                (grant, name_of(shelf, grant.title))
                for grant, stands in await desk.house.blends.making.latest()
                if not any(each.lacks for each in stands)
                and grant.starts_at <= desk.house.blends.making.clock()
            ],
            "name_of": partial(name_of, shelf),
            "sides": Side,
            "was": typed,
            "faults": faults,
            "letters": MOST_LETTERS,
            "action": f"{UPLOADS}{campaign_id}",
        }
        return await desk.page(request, "blends.html", values, status=422 if faults else 200)

    @router.get(own)
    async def blends(request: Request, campaign_id: UUID) -> Response:
        """Show a campaign's pictures, and ask for another."""
        return await page(request, campaign_id, Typed.told(language="en"), {})

    @router.post(f"{UPLOADS}{{campaign_id}}")
    async def make(request: Request, campaign_id: UUID) -> Response:
        """Make one; what is missing is said where it belongs."""
        typed = await Typed.of(request)
        reading = Reading(typed, desk.stage.tongue(request))
        body = reading.shape(BlendShape, _wished(reading))
        product = typed.files.get("product")
        if product is None:
            reading.faults["product"] = reading.tongue.say("Bring the product's picture.")
        if body is None or product is None:
            return await page(request, campaign_id, typed, reading.faults)
        campaign = await desk.house.ads.campaign(campaign_id)
        caller = await caller_of(request)
        try:
            await desk.house.blends.making.make(
                campaign, body.grant, product, body.wish(), by=caller.name
            )
        except MatineeError as refusal:
            reading.refused(refusal, {"": "grant", "picture": "product"})
            return await page(request, campaign_id, typed, reading.faults)
        return RedirectResponse(own.format(campaign_id=campaign_id), 303)

    @router.post(f"{own}/{{blend_id}}/{{verdict}}")
    async def say(
        request: Request, campaign_id: UUID, blend_id: UUID, verdict: Approval
    ) -> Response:
        """Say the advertiser's word."""
        await desk.house.blends.one(blend_id, campaign=campaign_id)
        caller = await caller_of(request)
        await desk.house.blends.say(blend_id, Side.ADVERTISER, verdict, by=caller)
        return RedirectResponse(own.format(campaign_id=campaign_id), 303)

    return router


def _reviewing(desk: AdDesk) -> APIRouter:
    router = APIRouter(prefix=BLENDS, include_in_schema=False, dependencies=[_HOUSE])

    @router.get("")
    async def review(request: Request) -> Response:
        """Show what was made, and what was asked of clearance for it."""
        shelf = await desk.house.catalogue.shelf()
        campaigns = {each.id: each for each in await desk.house.ads.campaigns()}
        values = {
            "rows": await desk.house.blends.listed(),
            "grants": await desk.house.blends.making.latest(),
            "names": await desk.advertiser_names(),
            "campaigns": campaigns,
            "name_of": partial(name_of, shelf),
            "sides": Side,
        }
        return await desk.page(request, "blend_review.html", values)

    @router.post("/{blend_id}/{verdict}")
    async def say(request: Request, blend_id: UUID, verdict: Approval) -> Response:
        """Say the programmer's word."""
        caller = await caller_of(request)
        await desk.house.blends.say(blend_id, Side.PROGRAMMER, verdict, by=caller)
        return RedirectResponse(BLENDS, 303)

    return router


def _asking(desk: AdDesk) -> APIRouter:
    router = APIRouter(
        prefix=f"{ROOT}/blend-grants", include_in_schema=False, dependencies=[_HOUSE]
    )

    async def page(
        request: Request, title_id: UUID, typed: Typed, faults: dict[str, str]
    ) -> Response:
        title = TitleId(title_id)
        worlds = desk.house.blends.making.worlds
        pictures = await desk.house.gallery.pictures(title)
        closed = await desk.house.gallery.closed(title, pictures)
        values = {
            "title_id": title_id,
            "name": await worlds.name(title),
            "pictures": [
                each
                for each in pictures
                if each.state is PictureState.APPROVED and each.id not in closed
            ],
            "productions": await _productions(desk, await worlds.name(title)),
            "providers": {each: each for each in desk.house.blends.making.rights.providers()},
            "answers": _answers(request, desk),
            "principles": principles(desk.stage.tongue(request)),
            "was": typed,
            "faults": faults,
        }
        return await desk.page(request, "blend_ask.html", values, status=422 if faults else 200)

    @router.get("")
    async def find(request: Request, words: str = "") -> Response:
        """Find the title whose world is asked for."""
        found = titles_like(await desk.house.catalogue.shelf(), words[:100])[:_FOUND]
        values = {"words": words[:100], "found": found}
        return await desk.page(request, "blend_title.html", values)

    @router.get("/{title_id}")
    async def form(request: Request, title_id: UUID) -> Response:
        """Ask for a title's world: its colours, or one of its pictures."""
        return await page(request, title_id, Typed.told(territories="*"), {})

    @router.post("/{title_id}")
    async def ask(request: Request, title_id: UUID) -> Response:
        """Declare it to clearance."""
        typed = await Typed.of(request)
        reading = Reading(typed, desk.stage.tongue(request))
        body = reading.shape(AskShape, _asked(reading), {"production": "production_id"})
        if body is None:
            return await page(request, title_id, typed, reading.faults)
        caller = await caller_of(request)
        try:
            await desk.house.blends.making.ask(body.ask(title_id), by=caller.name)
        except MatineeError as refusal:
            reading.refused(refusal, {"": "picture"})
            return await page(request, title_id, typed, reading.faults)
        return RedirectResponse(f"{BLENDS}#asked", 303)

    return router


async def _productions(desk: AdDesk, name: str) -> dict[str, str]:
    """Productions of the record that are called as the title is; others are named by their id."""
    found = await desk.house.record.current(FactKind.PRODUCTION)
    return {
        fact.key: str(fact.body["title"])
        for fact in found
        if str(fact.body["title"]).casefold() == name.casefold()
    }


def _answers(request: Request, desk: AdDesk) -> dict[str, str]:
    tongue = desk.stage.tongue(request)
    return {"yes": tongue.say("Yes"), "no": tongue.say("No"), "unsure": tongue.say("Not sure")}


def _wished(reading: Reading) -> dict[str, Any]:
    return {
        "grant": reading.needed("grant"),
        "name": reading.needed("name"),
        "line": reading.needed("line"),
        "language": reading.text("language") or "en",
        "click_through": reading.text("click_through") or "",
    }


def _asked(reading: Reading) -> dict[str, Any]:
    said = {each: reading.text(each) for each in _PRINCIPLES}
    tool = reading.text("background_tool")
    return {
        "production": reading.text("production_id") or reading.text("production"),
        "picture": reading.text("picture"),
        "performers": reading.codes("performers"),
        "nobody": reading.text("nobody") or "",
        "territories": reading.codes("territories", upper=True),
        "starts_at": reading.moment("starts_at"),
        "background": tool and {"tool": tool, "prompt": reading.needed("prompt")},
        "principles": {each: answer for each, answer in said.items() if answer},
    }
