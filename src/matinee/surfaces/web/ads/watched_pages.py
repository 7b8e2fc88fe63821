"""How much of an hour ads were as they were watched, and what was told of by nobody."""

import csv
import io
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from matinee.access.door import may
from matinee.access.model import Role
from matinee.ads.traffic.model import TrafficRule
from matinee.surfaces.web.ads.frame import ROOT, AdDesk
from matinee.surfaces.web.languages import Tongue

_DAYS = (1, 7, 28)
_Days = Annotated[Literal["1", "7", "28"], Query()]
_COLUMNS = ("day", "hours", "ads", "ad_seconds", "gross", "net", *map(str.lower, TrafficRule))


def routes(desk: AdDesk) -> APIRouter:
    """``/desk/ads/watched``: the operator's."""
    router = APIRouter(include_in_schema=False, dependencies=[may(Role.OPERATOR)])

    @router.get(f"{ROOT}/watched")
    async def watched(request: Request, days: _Days = "7") -> Response:
        """Show the last days."""
        values = {
            "report": await desk.house.ads_watched.report(int(days)),
            "days": int(days),
            "offered": _DAYS,
            "rules": _rule_words(desk.stage.tongue(request)),
        }
        return await desk.page(request, "watched.html", values)

    @router.get(f"{ROOT}/watched.csv")
    async def watched_table(days: _Days = "7") -> Response:
        """Give the same days as a table."""
        file = io.StringIO()
        rows = csv.writer(file)
        rows.writerow(_COLUMNS)
        for day in (await desk.house.ads_watched.report(int(days))).days:
            of = day.traffic
            seconds, invalid = (
                f"{day.seconds:.3f}",
                [of.invalid.get(rule, 0) for rule in TrafficRule],
            )
            rows.writerow(
                [day.day, f"{day.hours:.3f}", day.ads, seconds, of.gross, of.net, *invalid]
            )
        return Response(file.getvalue(), media_type="text/csv")

    return router


def _rule_words(tongue: Tongue) -> dict[str, str]:
    return {
        TrafficRule.NO_AGENT: tongue.say("The client does not say what it is"),
        TrafficRule.DECLARED_ROBOT: tongue.say("The client calls itself a robot"),
        TrafficRule.DATA_CENTRE: tongue.say("From a data centre"),
        TrafficRule.TOO_MANY: tongue.say("More in an hour from one address than can be watched"),
    }
