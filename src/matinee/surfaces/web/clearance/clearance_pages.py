"""The clearance desk, joined."""

from fastapi import APIRouter, Request, Response

from matinee.access.door import may
from matinee.access.model import Role
from matinee.assembly.house import House
from matinee.surfaces.web.clearance import (
    consent_pages,
    declare_pages,
    inbox_pages,
    ledger_pages,
    performer_pages,
    register_pages,
    story_pages,
    tool_pages,
    use_pages,
)
from matinee.surfaces.web.clearance.frame import ROOT, ClearanceDesk
from matinee.surfaces.web.rendering import Stage


def routes(house: House, stage: Stage) -> APIRouter:
    """``/desk/clearance`` and what is under it."""
    desk = ClearanceDesk(house, stage)
    router = APIRouter()
    for part in (
        _index,
        declare_pages.routes,
        use_pages.routes,
        inbox_pages.routes,
        register_pages.routes,
        tool_pages.routes,
        consent_pages.routes,
        performer_pages.routes,
        ledger_pages.routes,
        story_pages.routes,
    ):
        router.include_router(part(desk))
    return router


def _index(desk: ClearanceDesk) -> APIRouter:
    everyone = may(Role.FILM_MAKER, Role.REPRESENTATIVE, Role.COUNSEL)
    router = APIRouter(include_in_schema=False, dependencies=[everyone])

    @router.get(ROOT)
    async def index(request: Request) -> Response:
        """Show what the desk is for, and what waits on it."""
        return await desk.page(request, "index.html")

    return router
