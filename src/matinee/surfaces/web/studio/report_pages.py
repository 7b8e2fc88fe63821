"""The studio's reports of one script: effects with their rates, the story, what a draft changed."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import may
from matinee.access.model import Role
from matinee.studio.model import DraftState
from matinee.studio.revisions.model import Fate
from matinee.studio.routes import XLSX
from matinee.studio.story.model import Story
from matinee.studio.vfx.model import Rate, RateCard, Way
from matinee.surfaces.web.clearance.forms import Typed
from matinee.surfaces.web.languages import Tongue
from matinee.surfaces.web.studio.frame import ROOT, StudioDesk, download
from matinee.surfaces.web.studio.story_plot import plotted

_MAKERS = may(Role.FILM_MAKER)
_DEAREST = 100_000_000


def routes(desk: StudioDesk) -> APIRouter:
    """Effects, story and revision."""
    router = APIRouter()
    for part in (_effects, _story, _continuity, _report, _revision):
        router.routes.extend(part(desk).routes)
    return router


def _effects(desk: StudioDesk) -> APIRouter:
    router = APIRouter(prefix=ROOT, include_in_schema=False, dependencies=[_MAKERS])
    views = desk.house.studio_views

    async def listing(request: Request, script_id: UUID, fault: str = "") -> Response:
        draft = await desk.own(request, script_id)
        if draft.state is not DraftState.READY:
            return await desk.page(request, "waiting.html", draft=draft, place="vfx")
        listed = await views.vfx(script_id)
        costs = [listed.card.cost(shot) for shot in listed.shots]
        words = vfx_words(desk.stage.tongue(request))
        values = {
            "sheet": listed.sheet,
            "shots": listed.shots,
            "card": listed.card,
            "likely_shots": sum(shot.count.likely for shot in listed.shots),
            "least_shots": sum(shot.count.least for shot in listed.shots),
            "most_shots": sum(shot.count.most for shot in listed.shots),
            "likely": sum(map(listed.card.likely, listed.shots)),
            "low": sum(cost.low for cost in costs),
            "high": sum(cost.high for cost in costs),
            "ways": {way: name for way, (name, _) in words.items()},
            "assumptions": {way: said for way, (_, said) in words.items()},
            "fault": fault,
        }
        status = 422 if fault else 200
        return await desk.page(request, "vfx.html", values, draft=draft, place="vfx", status=status)

    @router.get("/scripts/{script_id}/vfx")
    async def effects(request: Request, script_id: UUID) -> Response:
        """Show the likely effects shots, and the rate card."""
        return await listing(request, script_id)

    @router.get("/scripts/{script_id}/vfx.xlsx")
    async def bids(request: Request, script_id: UUID) -> Response:
        """Write the bid sheet."""
        await desk.own(request, script_id)
        return download(await views.vfx_xlsx(script_id), XLSX, "bids.xlsx")

    @router.post("/scripts/{script_id}/vfx")
    async def rate(request: Request, script_id: UUID) -> Response:
        """Keep the production's own rates."""
        draft = await desk.own(request, script_id)
        card = _card(await Typed.of(request))
        if card is None:
            say = desk.stage.tongue(request).say
            fault = say("Write whole numbers, the low one no higher than the high one.")
            return await listing(request, script_id, fault)
        await views.put_card(draft.production, card)
        return RedirectResponse(f"{ROOT}/scripts/{script_id}/vfx", 303)

    return router


def _card(typed: Typed) -> RateCard | None:
    rates: dict[str, Rate] = {}
    for name in ("a", "b", "c"):
        low, high = typed.one(f"{name}_low"), typed.one(f"{name}_high")
        if not (low.isascii() and high.isascii() and low.isdecimal() and high.isdecimal()):
            return None
        rates[name] = Rate(int(low[:12]), int(high[:12]))
        if not 0 <= rates[name].low <= rates[name].high <= _DEAREST:
            return None
    currency = typed.one("currency").upper()
    if len(currency) != 3 or not currency.isascii() or not currency.isalpha():
        return None
    return RateCard(currency, rates["a"], rates["b"], rates["c"], own=True)


def vfx_words(tongue: Tongue) -> Mapping[Way, tuple[str, str]]:
    """What a way of making a shot is called, and what is assumed of it."""
    say = tongue.say
    return {
        Way.LIKENESS: (
            say("De-ageing or double"),
            say("None where another actor plays the younger self; else every shot of the face."),
        ),
        Way.CREATURE: (
            say("Animated creature"),
            say("No trained animal does what the page says."),
        ),
        Way.CREATED: (
            say("Created element or set extension"),
            say("Seen once wide, and in what is cut to from there."),
        ),
        Way.CROWD: (
            say("Crowd multiplication"),
            say("Some fifty extras are there, and the wide shots need more."),
        ),
        Way.DRIVING: (
            say("Plates behind a vehicle"),
            say("Shot on a stage with plates, not on the road."),
        ),
        Way.SCREEN: (say("Screen insert"), say("The screen is seen, and filled afterwards.")),
        Way.MUZZLE: (say("Muzzle flash"), say("Nothing is fired on the set.")),
        Way.RIG: (say("Wire and rig removal"), say("The stunt is done on wires or pads.")),
        Way.FIRE: (
            say("Fire and destruction"),
            say("A safe flame on the set is made larger."),
        ),
        Way.WEATHER: (say("Weather and water"), say("Made on the set; edges are cleaned.")),
    }


def _story(desk: StudioDesk) -> APIRouter:
    router = APIRouter(prefix=ROOT, include_in_schema=False, dependencies=[_MAKERS])

    @router.get("/scripts/{script_id}/story")
    async def story(request: Request, script_id: UUID) -> Response:
        """Show how the script is built."""
        draft = await desk.own(request, script_id)
        if draft.state is not DraftState.READY:
            return await desk.page(request, "waiting.html", draft=draft, place="story")
        scenes, told = await desk.house.studio_views.story(draft)
        values = {
            "scenes": scenes,
            "loads": _loads(told),
            "pairs": told.pairs[:10],
            **plotted(told, scenes, desk.stage.tongue(request)),
        }
        return await desk.page(request, "story.html", values, draft=draft, place="story")

    return router


def _continuity(desk: StudioDesk) -> APIRouter:
    router = APIRouter(prefix=ROOT, include_in_schema=False, dependencies=[_MAKERS])

    @router.get("/scripts/{script_id}/continuity")
    async def continuity(request: Request, script_id: UUID, person: str = "") -> Response:
        """Show one person's scenes: where, when, wearing and carrying what, with which wounds."""
        draft = await desk.own(request, script_id)
        if draft.state is not DraftState.READY:
            return await desk.page(request, "waiting.html", draft=draft, place="story")
        told = await desk.house.studio_views.continuity(draft)
        people = list(dict.fromkeys(one.person for one in told))
        chosen = person if person in people else (people or [""])[0]
        boards = desk.house.concept_boards
        values = {
            "people": people,
            "chosen": chosen,
            "boards": await boards.boards_of_character(draft.production, chosen),
            "presences": [one for one in told if one.person == chosen],
        }
        return await desk.page(request, "continuity.html", values, draft=draft, place="story")

    @router.get("/scripts/{script_id}/continuity.csv")
    async def table(request: Request, script_id: UUID) -> Response:
        """Write the continuity of everybody."""
        draft = await desk.own(request, script_id)
        content = await desk.house.studio_views.continuity_csv(draft)
        return download(content, "text/csv; charset=utf-8", "continuity.csv")

    return router


def _report(desk: StudioDesk) -> APIRouter:
    router = APIRouter(prefix=ROOT, include_in_schema=False, dependencies=[_MAKERS])

    @router.get("/scripts/{script_id}/story.pdf")
    async def report(request: Request, script_id: UUID) -> Response:
        """Write the story report."""
        draft = await desk.own(request, script_id)
        content = await desk.house.studio_views.story_pdf(draft)
        return download(content, "application/pdf", "story.pdf")

    return router


def _loads(told: Story) -> list[dict[str, Any]]:
    whole = sum(thread.total for thread in told.threads) or 1
    return [
        {
            "name": thread.name,
            "scenes": sum(words is not None for words in thread.words),
            "eighths": thread.eighths,
            "words": thread.total,
            "share": thread.total / whole,
        }
        for thread in told.threads
    ]


def _revision(desk: StudioDesk) -> APIRouter:
    router = APIRouter(prefix=ROOT, include_in_schema=False, dependencies=[_MAKERS])

    @router.get("/scripts/{script_id}/revision")
    async def revision(request: Request, script_id: UUID) -> Response:
        """Show what a draft changed, what it costs first."""
        draft = await desk.own(request, script_id)
        if draft.state is not DraftState.READY:
            return await desk.page(request, "waiting.html", draft=draft, place="revision")
        before, change = await desk.house.studio_views.change(script_id)
        lines = [line for line in change.lines if not line.is_as_it_was]
        values = {
            "before": before,
            "change": change,
            "lines": lines,
            "same": len(change.lines) - len(lines),
            "fates": fate_words(desk.stage.tongue(request)),
        }
        return await desk.page(request, "revision.html", values, draft=draft, place="revision")

    @router.get("/scripts/{script_id}/revision.pdf")
    async def pages(request: Request, script_id: UUID) -> Response:
        """Write the revised pages on the draft's colour."""
        draft = await desk.own(request, script_id)
        content = await desk.house.studio_views.revised_pages(draft)
        return download(content, "application/pdf", "revised-pages.pdf")

    return router


def fate_words(tongue: Tongue) -> dict[Fate, str]:
    """What may become of a scene."""
    say = tongue.say
    return {
        Fate.MOVED: say("moved"),
        Fate.RENAMED: say("renamed"),
        Fate.REWRITTEN: say("rewritten"),
        Fate.SPLIT: say("split"),
        Fate.MERGED: say("merged"),
    }
