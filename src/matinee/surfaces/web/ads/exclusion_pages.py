"""Where a line item must not run: titles by name, genres, and moods of the scene before a break."""

from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import may
from matinee.access.model import ObjectKind, Role
from matinee.ads.breaks.service import Mood
from matinee.ads.model import LineItem
from matinee.errors import Invalid
from matinee.surfaces.web.ads.break_words import mood_words
from matinee.surfaces.web.ads.frame import ROOT, AdDesk
from matinee.surfaces.web.clearance.forms import Typed
from matinee.surfaces.web.media.film_pages import name_of, titles_like
from matinee.vocabulary.ids import TitleId

_OWN = may(Role.ADVERTISER, Role.OPERATOR, of=ObjectKind.CAMPAIGN, by="campaign_id")
_MOST_TITLES = 500


def routes(desk: AdDesk) -> APIRouter:
    """``/desk/ads/campaigns/{campaign_id}/items/{item_id}/exclusions``."""
    router = APIRouter(
        prefix=f"{ROOT}/campaigns/{{campaign_id}}/items/{{item_id}}/exclusions",
        include_in_schema=False,
        dependencies=[_OWN],
    )

    @router.get("")
    async def exclusions(
        request: Request,
        campaign_id: UUID,
        item_id: UUID,
        name: Annotated[str, Query(max_length=200)] = "",
    ) -> Response:
        """Show them, and the titles whose names hold some words."""
        item = await desk.line_item(campaign_id, item_id)
        shelf = await desk.house.catalogue.shelf()
        out = item.targeting.without_titles
        found = titles_like(shelf, name) if name.strip() else []
        names = mood_words(desk.stage.tongue(request))
        values: dict[str, Any] = {
            "campaign": await desk.house.ads.campaign(campaign_id),
            "item": item,
            "titles": sorted((name_of(shelf, each), each) for each in out),
            "found": [each for each in found if each[0] not in out],
            "name": name,
            "genres": sorted({*shelf.genres, *item.targeting.without_genres}),
            # What was excluded by the API may be any word.
            "moods": {each: names.get(each, each) for each in _moods(item)},
        }
        return await desk.page(request, "exclusions.html", values)

    @router.post("/titles")
    async def titles(
        campaign_id: UUID,
        item_id: UUID,
        title: Annotated[UUID, Form()],
        act: Annotated[str, Form(pattern="^(out|in)$")],
    ) -> Response:
        """Keep it out of a title, or let it in again."""
        one = frozenset({TitleId(title)})

        def changed(item: LineItem) -> LineItem:
            before = item.targeting.without_titles
            after = before | one if act == "out" else before - one
            if len(after) > _MOST_TITLES:
                raise Invalid(f"Up to {_MOST_TITLES} titles are left out.", field="title")
            return replace(item, targeting=replace(item.targeting, without_titles=after))

        await desk.house.ads.change_line_item(campaign_id, item_id, changed)
        return _back(campaign_id, item_id)

    @router.post("/kinds")
    async def kinds(request: Request, campaign_id: UUID, item_id: UUID) -> Response:
        """The genres and moods that are ticked, instead of those before."""
        typed = await Typed.of(request)
        genres, moods = frozenset(typed.all("genre")), frozenset(typed.all("mood"))
        known = (await desk.house.catalogue.shelf()).genres

        def changed(item: LineItem) -> LineItem:
            offered = {*known, *item.targeting.without_genres}
            if not genres <= offered or not moods <= set(_moods(item)):
                raise Invalid("The page asks for what it cannot do.", field="genre")
            kept = replace(item.targeting, without_genres=genres, without_moods=moods)
            return replace(item, targeting=kept)

        await desk.house.ads.change_line_item(campaign_id, item_id, changed)
        return _back(campaign_id, item_id)

    return router


def _moods(item: LineItem) -> list[str]:
    """Those that are suggested of scenes, and what the line item excludes besides."""
    suggested = [str(mood) for mood in Mood]
    return [*suggested, *sorted(item.targeting.without_moods - set(suggested))]


def _back(campaign_id: UUID, item_id: UUID) -> RedirectResponse:
    return RedirectResponse(f"{ROOT}/campaigns/{campaign_id}/items/{item_id}/exclusions", 303)
