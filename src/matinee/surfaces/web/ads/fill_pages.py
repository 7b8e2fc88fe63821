"""How far breaks were filled, what they earned, and why some stayed empty."""

import csv
import io
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from matinee.access.door import may
from matinee.access.model import Role
from matinee.surfaces.web.ads.frame import ROOT, AdDesk
from matinee.surfaces.web.ads.skipped import skipped_words

_DAYS = (1, 7, 28)
_Days = Annotated[Literal["1", "7", "28"], Query()]
_COLUMNS = (
    "day",
    "breaks",
    "breaks_with_an_ad",
    "seconds",
    "seconds_filled",
    "ads",
    "impressions",
    "earned",
)


def routes(desk: AdDesk) -> APIRouter:
    """``/desk/ads/fill``: the operator's."""
    router = APIRouter(include_in_schema=False, dependencies=[may(Role.OPERATOR)])

    @router.get(f"{ROOT}/fill")
    async def fill(request: Request, days: _Days = "7") -> Response:
        """Show the last days, and why the latest empty breaks were."""
        report = await desk.house.ad_reports.fill(int(days))
        words = skipped_words(desk.stage.tongue(request))
        values = {"report": report, "days": int(days), "offered": _DAYS, "words": words}
        return await desk.page(request, "fill.html", values)

    @router.get(f"{ROOT}/fill.csv")
    async def fill_table(days: _Days = "7") -> Response:
        """Give the same days as a table; money in the house's currency."""
        file = io.StringIO()
        rows = csv.writer(file)
        rows.writerow(_COLUMNS)
        for day in await desk.house.ad_reports.days(int(days)):
            of = day.breaks
            seconds = f"{of.seconds:.3f}", f"{of.filled_seconds:.3f}"
            rows.writerow(
                [of.day, of.breaks, of.filled, *seconds, of.ads, day.impressions, day.earned]
            )
        return Response(file.getvalue(), media_type="text/csv")

    return router
