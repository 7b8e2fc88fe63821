"""What brought members to what they watch, on one page of the desk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated

import numpy as np
from fastapi import APIRouter, Query, Request, Response

from matinee.access.door import may
from matinee.access.model import Role
from matinee.assembly.house import House
from matinee.audience.watching.model import Origin, Period
from matinee.experiments.share.model import Contribution, ShareReport, Shares
from matinee.home.model import RowKind
from matinee.surfaces.web.experiments.plots import (
    NARROW,
    WIDE,
    StackPlot,
    Whisker,
    stack_plot,
    whisker,
)
from matinee.surfaces.web.languages import Tongue
from matinee.surfaces.web.rendering import Stage

SPANS = (7, 28, 91)
WHISKER_WIDTH = 180
_Word = Annotated[str, Query(max_length=64)]


@dataclass(frozen=True, slots=True)
class Source:
    """A line of the table of what brought hours; ``of_rows`` is one kind of row, set in."""

    name: str
    told: Contribution
    whisker: Whisker | None
    of_rows: bool = False


def routes(house: House, stage: Stage) -> APIRouter:
    """``/desk/share``."""
    router = APIRouter(
        prefix="/desk/share", include_in_schema=False, dependencies=[may(Role.PROGRAMMER)]
    )

    @router.get("")
    async def share_page(
        request: Request,
        days: Annotated[int, Query(ge=1, le=400)] = 28,
        territory: _Word = "",
        device: _Word = "",
        experiment: _Word = "",
    ) -> Response:
        """Show the share of viewing that recommendations bring, and what lies around it."""
        tongue = stage.tongue(request)
        until = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        since = until - timedelta(days=days)
        chosen = Period(since, until, territory or None, device or None, experiment or None)
        report = await house.laboratory.share.report(chosen)
        # The choices are those of the whole period, whatever part of it is shown.
        whole = Period(since, until, experiment=experiment or None)
        every = report if chosen == whole else await house.laboratory.share.report(whole)
        values = {
            "report": report,
            "origins": origin_names(tongue),
            "origin": Origin,
            "days": days,
            "spans": SPANS,
            "territory": territory,
            "device": device,
            "experiment": experiment,
            "territories": sorted(every.by_territory),
            "devices": sorted(every.by_device),
            "experiments": await house.laboratory.experiments.experiments(),
            "plots": drawn(report, tongue),
            "parts": parts(report, tongue),
            "sources": sources(report, tongue),
            "recommended": report.by_origin[Origin.ROW],
            "whisker_width": WHISKER_WIDTH,
        }
        return stage.page("experiments/share.html", tongue, values)

    return router


def drawn(report: ShareReport, tongue: Tongue) -> Mapping[str, StackPlot]:
    """Hours by day and origin, laid out for wide and for narrow pages."""
    names = origin_names(tongue)
    days = list(report.by_day)
    series = {
        names[origin]: np.array(
            [report.by_day[day].hours * report.by_day[day].by_origin[origin] for day in days]
        )
        for origin in Origin
    }
    labels = [tongue.short_day(datetime.fromisoformat(day)) for day in days]
    return {
        size: stack_plot(labels, series, width=width, say=tongue.whole_number)
        for size, width in (("wide", WIDE), ("narrow", NARROW))
    }


def sources(report: ShareReport, tongue: Tongue) -> list[Source]:
    """What brought hours: rows as a whole, each kind of row, searches, and the member's own way."""
    told = [*report.by_origin.values(), *report.by_row.values()]
    most = max((one.share if one.high is None else one.high for one in told), default=0.0)
    kinds = row_names(tongue)

    def line(name: str, one: Contribution, *, of_rows: bool = False) -> Source:
        if one.low is None or one.high is None:
            return Source(name, one, None, of_rows)
        drawn = whisker(one.low, one.share, one.high, most=most or 1.0, width=WHISKER_WIDTH)
        return Source(name, one, drawn, of_rows)

    return [
        line(tongue.say("All rows"), report.by_origin[Origin.ROW]),
        *(line(kinds.get(kind, kind), one, of_rows=True) for kind, one in report.by_row.items()),
        line(origin_names(tongue)[Origin.SEARCH], report.by_origin[Origin.SEARCH]),
        line(origin_names(tongue)[Origin.DIRECT], report.by_origin[Origin.DIRECT]),
    ]


def row_names(tongue: Tongue) -> Mapping[str, str]:
    """What each kind of row is called; services may have kinds of their own."""
    return {
        "classics": tongue.say("Classics, in the simulated log"),
        "world": tongue.say("From around the world, in the simulated log"),
        RowKind.PICKS: tongue.say("Top picks"),
        RowKind.BECAUSE: tongue.say("Because you watched"),
        RowKind.TOP: tongue.say("Most watched here"),
        RowKind.TRENDING: tongue.say("Trending"),
        RowKind.NEW: tongue.say("New here"),
        RowKind.GENRE: tongue.say("A genre"),
        RowKind.SIMILAR: tongue.say("More like a title"),
        RowKind.CONTINUE: tongue.say("Going on"),
    }


def parts(report: ShareReport, tongue: Tongue) -> list[tuple[str, Mapping[str, Shares]]]:
    """The tables of parts: a heading, and each part by its name."""
    territories = {tongue.country(code): part for code, part in report.by_territory.items()}
    told = [
        (tongue.say("Territory"), territories),
        (tongue.say("Device"), report.by_device),
        (tongue.say("Arm"), report.by_arm),
    ]
    return [(heading, table) for heading, table in told if table]


def origin_names(tongue: Tongue) -> Mapping[Origin, str]:
    """What each origin is called."""
    return {
        Origin.ROW: tongue.say("A row"),
        Origin.SEARCH: tongue.say("A search"),
        Origin.DIRECT: tongue.say("Directly"),
        Origin.CONTINUE: tongue.say("Going on"),
    }
