"""Creatives: brought for a campaign, and reviewed by the house."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import may
from matinee.access.model import ObjectKind, Role
from matinee.ads.creatives.model import Stage
from matinee.ads.creatives.service import FRAMES
from matinee.ads.delivery.service import Unfilled
from matinee.ads.model import PICTURE_SECONDS, Approval, Creative, Format
from matinee.ads.routes import CreativeShape
from matinee.errors import Invalid
from matinee.surfaces.web.ads.break_words import format_words
from matinee.surfaces.web.ads.frame import ROOT, AdDesk
from matinee.surfaces.web.clearance.forms import Reading, Typed
from matinee.surfaces.web.languages import Tongue

UPLOADS = f"{ROOT}/films/"
"""What lies below takes a film: the application allows larger bodies there."""
_PIECE = 1 << 20
_OWN = may(Role.ADVERTISER, Role.OPERATOR, of=ObjectKind.CAMPAIGN, by="campaign_id")
_REVIEW = may(Role.PROGRAMMER, Role.OPERATOR)
_KINDS = {
    "video/mp4": "MP4",
    "video/webm": "WebM",
    "application/x-mpegURL": "HLS",
}


def routes(desk: AdDesk) -> APIRouter:
    """``/desk/ads/creatives``, and a campaign's new one."""
    router = APIRouter()
    router.routes.extend(_bringing(desk).routes)
    router.routes.extend(_review(desk).routes)
    return router


def _bringing(desk: AdDesk) -> APIRouter:
    router = APIRouter(include_in_schema=False, dependencies=[_OWN])

    async def form(
        request: Request, campaign_id: UUID, typed: Typed, faults: dict[str, str]
    ) -> Response:
        campaign = await desk.house.ads.campaign(campaign_id)
        values = {
            "campaign": campaign,
            "was": typed,
            "faults": faults,
            "kinds": _KINDS,
            "formats": format_words(desk.stage.tongue(request)),
            "films": {
                str(each.id): each.name
                for each in await desk.house.ads.creatives(campaign.advertiser_id)
                if each.format is Format.LINEAR
            },
            "action": f"{UPLOADS}{campaign_id}",
            "megabytes": desk.house.ads.settings.creative_bytes // 1_000_000,
        }
        status = 422 if faults else 200
        return await desk.page(request, "creative_new.html", values, status=status)

    @router.get(f"{ROOT}/campaigns/{{campaign_id}}/creatives/new")
    async def new(request: Request, campaign_id: UUID) -> Response:
        """Ask for a film: a file, one at an address, or another server's tag."""
        was = Typed.told(width="1920", height="1080", bitrate="4500", media_type="video/mp4")
        return await form(request, campaign_id, was, {})

    @router.post(f"{UPLOADS}{{campaign_id}}")
    async def add(request: Request, campaign_id: UUID) -> Response:
        """Keep it for review; what comes is looked into first, and refused where it is wrong."""
        typed = await Typed.of(request)
        reading = Reading(typed, desk.stage.tongue(request))
        body = reading.shape(CreativeShape, _said(reading), {"renditions": "address"})
        if body is None:
            return await form(request, campaign_id, typed, reading.faults)
        film, picture = typed.files.get("film"), typed.files.get("picture")
        if film is None and picture is None and not body.tag and not body.renditions:
            said = desk.stage.tongue(request).say("Bring a file, or name an address or a tag.")
            return await form(request, campaign_id, typed, {"film": said})
        campaign = await desk.house.ads.campaign(campaign_id)
        creative = body.creative(campaign.advertiser_id)
        try:
            await _kept(desk, creative, film, picture, typed)
        except Invalid as refusal:
            # A creative has one film: the file stands for all that is said of it.
            reading.refused(
                refusal,
                {"": "film"}
                | {each: each for each in ("picture", "picture_format", "accompanies")},
            )
            return await form(request, campaign_id, typed, reading.faults)
        return RedirectResponse(f"{ROOT}/campaigns/{campaign_id}#creatives", 303)

    return router


async def _kept(
    desk: AdDesk, creative: Creative, film: bytes | None, picture: bytes | None, typed: Typed
) -> None:
    if picture is not None:
        shown_as = typed.one("picture_format")
        if shown_as not in FRAMES:
            raise Invalid("A picture is for pauses, over or beside a film.", field="picture_format")
        beside = _accompanied(typed) if shown_as == Format.COMPANION else None
        made = replace(creative, accompanies=beside)
        await desk.house.creatives.bring_picture(made, picture, Format(shown_as))
        return
    if film is not None:
        await desk.house.creatives.bring(creative, _in_pieces(film), name=creative.name)
        return
    if creative.tag:
        led = await desk.house.ad_delivery.check_tag(creative.tag, creative.duration)
        if isinstance(led, Unfilled):
            raise Invalid(f"{led.sentence} (VAST {int(led.code)})", field="tag")
    await desk.house.ads.put_creative(creative)


def _accompanied(typed: Typed) -> UUID:
    try:
        return UUID(typed.one("accompanies"))
    except ValueError as error:
        raise Invalid(
            "A companion stands beside a film: choose which.", field="accompanies"
        ) from error


async def _in_pieces(film: bytes) -> AsyncIterator[bytes]:
    for at in range(0, len(film), _PIECE):
        yield film[at : at + _PIECE]


def _review(desk: AdDesk) -> APIRouter:
    router = APIRouter(prefix=f"{ROOT}/creatives", include_in_schema=False, dependencies=[_REVIEW])

    @router.get("")
    async def review(request: Request) -> Response:
        """Show what waits for review first, then what was judged."""
        names = await desk.advertiser_names()
        found = [
            each
            for advertiser in names
            for each in await desk.house.ads.creatives(advertiser)
            if not each.titles  # What was made of a title's world is approved on its own page.
        ]
        order = {Approval.PENDING: 0, Approval.APPROVED: 1, Approval.REJECTED: 2}
        found.sort(key=lambda each: (order[each.approval], each.name.casefold()))
        waiting = sum(each.approval is Approval.PENDING for each in found)
        values = {
            "creatives": found,
            "names": names,
            "waiting": waiting,
            "beside": {each.id: each.name for each in found},
            "dossiers": await desk.house.creatives.dossiers([each.id for each in found]),
            "stages": _stages(desk.stage.tongue(request)),
            "formats": format_words(desk.stage.tongue(request)),
        }
        return await desk.page(request, "creatives.html", values)

    @router.post("/{creative_id}/{verdict}")
    async def judge(creative_id: UUID, verdict: Approval) -> Response:
        """Approve, reject, or let it wait again."""
        await desk.house.ads.approve(creative_id, verdict)
        return RedirectResponse(f"{ROOT}/creatives", 303)

    return router


def _stages(tongue: Tongue) -> dict[Stage, tuple[str, str]]:
    """What a stage of conditioning is called, and its sign."""
    return {
        Stage.WAITING: ("wait", tongue.say("Being conditioned")),
        Stage.READY: ("good", tongue.say("Ready")),
        Stage.REFUSED: ("bad", tongue.say("Refused")),
    }


def _said(reading: Reading) -> dict[str, Any]:
    """The form as a creative's shape; the file only where an address was written."""
    address = reading.text("address")
    file = {
        "address": address,
        "media_type": reading.text("media_type"),
        "width": reading.count("width"),
        "height": reading.count("height"),
        "bitrate": reading.count("bitrate"),
    }
    return {
        "name": reading.needed("name"),
        "duration_seconds": PICTURE_SECONDS
        if "picture" in reading.typed.files
        else reading.number("duration_seconds"),
        "renditions": [file] if address else [],
        "ad_id": reading.text("ad_id") or "",
        "registry": "ad-id.org" if reading.text("ad_id") else "",
        "click_through": reading.text("click_through") or "",
        "tag": reading.text("tag") or "",
        "shows": reading.text("shows") or "",
    }
