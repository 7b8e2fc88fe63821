"""The studio's desk, joined."""

from fastapi import APIRouter

from matinee.assembly.house import House
from matinee.surfaces.web.rendering import Stage
from matinee.surfaces.web.studio import report_pages, script_pages
from matinee.surfaces.web.studio.frame import StudioDesk


def routes(house: House, stage: Stage) -> APIRouter:
    """``/desk/studio`` and what is under it."""
    desk = StudioDesk(house, stage)
    router = APIRouter()
    router.routes.extend(script_pages.routes(desk).routes)
    router.routes.extend(report_pages.routes(desk).routes)
    return router
