"""How far breaks were filled, what they earned, and why some stayed empty."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from matinee.access.door import may
from matinee.access.model import Role
from matinee.surfaces.web.ads.frame import ROOT, AdDesk

_DAYS = (1, 7, 28)


def routes(desk: AdDesk) -> APIRouter:
    """``/desk/ads/fill``: the operator's."""
    router = APIRouter(include_in_schema=False, dependencies=[may(Role.OPERATOR)])

    @router.get(f"{ROOT}/fill")
    async def fill(
        request: Request, days: Annotated[Literal["1", "7", "28"], Query()] = "7"
    ) -> Response:
        """Show the last days, and why the latest empty breaks were."""
        report = await desk.house.ad_reports.fill(int(days))
        values = {"report": report, "days": int(days), "offered": _DAYS}
        return await desk.page(request, "fill.html", values)

    return router
