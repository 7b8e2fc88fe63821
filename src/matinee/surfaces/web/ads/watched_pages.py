"""How much of an hour ads were as watched, what nobody saw, and what was seen in a wrong place."""

import csv
import io
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from matinee.access.door import may
from matinee.access.model import Role
from matinee.ads.traffic.model import TrafficRule
from matinee.surfaces.web.ads.frame import ROOT, AdDesk
from matinee.surfaces.web.languages import Tongue
from matinee.surfaces.web.media.film_pages import name_of
from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.spreadsheet import harmless

_DAYS = (1, 7, 28)
_Days = Annotated[Literal["1", "7", "28"], Query()]
_COLUMNS = (
    *("day", "hours", "ads", "ad_seconds", "gross", "net", *map(str.lower, TrafficRule)),
    *("completed_gross", "completed_net", *(f"completed_{rule.lower()}" for rule in TrafficRule)),
)
_INCIDENT = (
    "at",
    "ad_id",
    "decision_id",
    "line_item_id",
    "line_item",
    "creative_id",
    "title_id",
    "by_title",
    "by_age",
    "genres",
    "moods",
)


def routes(desk: AdDesk) -> APIRouter:
    """``/desk/ads/watched``: the operator's."""
    router = APIRouter(include_in_schema=False, dependencies=[may(Role.OPERATOR)])

    @router.get(f"{ROOT}/watched")
    async def watched(request: Request, days: _Days = "7") -> Response:
        """Show the last days."""
        incidents = await desk.house.ads_watched.incidents(int(days))
        shelf = await desk.house.catalogue.shelf()
        values = {
            "incidents": incidents,
            "names": {
                each.title_id: name_of(shelf, TitleId(each.title_id))
                for each in incidents.newest
                if each.title_id is not None
            },
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
            invalid, incomplete = (
                [by_rule.get(rule, 0) for rule in TrafficRule]
                for by_rule in (of.invalid, of.incomplete)
            )
            watched = day.day, f"{day.hours:.3f}", day.ads, f"{day.seconds:.3f}"
            completed = of.gross_completed, of.completed, *incomplete
            rows.writerow([*watched, of.gross, of.net, *invalid, *completed])
        return Response(file.getvalue(), media_type="text/csv")

    @router.get(f"{ROOT}/incidents.csv")
    async def incidents_table(days: _Days = "7") -> Response:
        """Give the newest ads that were seen where they were excluded as a table."""
        file = io.StringIO()
        rows = csv.writer(file)
        rows.writerow(_INCIDENT)
        for each in (await desk.house.ads_watched.incidents(int(days))).newest:
            by = int(each.by_title), int(each.by_age)
            reasons = *by, " ".join(each.genres), " ".join(each.moods)
            named = (harmless(getattr(each, name)) for name in _INCIDENT[1:7])
            rows.writerow([each.at.isoformat(), *named, *reasons])
        return Response(file.getvalue(), media_type="text/csv")

    return router


def _rule_words(tongue: Tongue) -> dict[str, str]:
    return {
        TrafficRule.NO_AGENT: tongue.say("The client does not say what it is"),
        TrafficRule.DECLARED_ROBOT: tongue.say("The client calls itself a robot"),
        TrafficRule.DATA_CENTRE: tongue.say("From a data centre"),
        TrafficRule.TOO_MANY: tongue.say("More in an hour from one address than can be watched"),
        TrafficRule.TOO_SOON: tongue.say("Told of before so much of the ad could have been seen"),
    }
