"""The desk of ads, joined."""

from fastapi import APIRouter

from matinee.assembly.house import House
from matinee.surfaces.web.ads import (
    age_pages,
    blend_pages,
    block_pages,
    break_pages,
    buyer_pages,
    campaign_pages,
    creative_pages,
    exclusion_pages,
    fill_pages,
    item_pages,
    plan_pages,
    rest_pages,
    watched_pages,
)
from matinee.surfaces.web.ads.frame import AdDesk
from matinee.surfaces.web.rendering import Stage


def routes(house: House, stage: Stage) -> APIRouter:
    """``/desk/ads`` and what is under it."""
    desk = AdDesk(house, stage)
    router = APIRouter()
    for part in (
        campaign_pages.routes,
        plan_pages.routes,
        item_pages.routes,
        rest_pages.routes,
        age_pages.routes,
        exclusion_pages.routes,
        creative_pages.routes,
        blend_pages.routes,
        block_pages.routes,
        break_pages.routes,
        buyer_pages.routes,
        fill_pages.routes,
        watched_pages.routes,
    ):
        router.routes.extend(part(desk).routes)
    return router
