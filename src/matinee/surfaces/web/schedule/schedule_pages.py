"""The list of schedules, taking one in, its rules, and the file of it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import caller_of, may, reach
from matinee.access.model import ObjectKind, Role, Use
from matinee.assembly.house import House
from matinee.errors import Invalid, MatineeError
from matinee.studio.schedule.model import Engagement, Rules, ShootCalendar
from matinee.studio.schedule.service import ScheduleFile, rules_of
from matinee.surfaces.web.clearance.forms import Reading, Typed
from matinee.surfaces.web.rendering import Stage
from matinee.surfaces.web.schedule import (
    board_pages,
    days_off_pages,
    floor_pages,
    hours_pages,
    pack_pages,
)
from matinee.surfaces.web.schedule.desk import ROOT, SCHEDULE, ScheduleDesk

LARGEST_FILE = 20_000_000
NEW_PATH = ROOT
_OWN = may(Role.FILM_MAKER, of=ObjectKind.PRODUCTION, by="production_id")


def routes(house: House, stage: Stage) -> APIRouter:
    """``/desk/schedules``."""
    desk = ScheduleDesk(house, stage)
    router = APIRouter()
    router.routes.extend(_listing(desk).routes)
    router.routes.extend(_one(desk).routes)
    router.routes.extend(board_pages.routes(desk).routes)
    router.routes.extend(hours_pages.routes(desk).routes)
    router.routes.extend(pack_pages.routes(desk).routes)
    router.routes.extend(floor_pages.routes(desk).routes)
    router.routes.extend(days_off_pages.routes(desk).routes)
    return router


def _listing(desk: ScheduleDesk) -> APIRouter:
    router = APIRouter(include_in_schema=False, dependencies=[may(Role.FILM_MAKER)])

    async def page(request: Request, typed: Typed, faults: dict[str, str], status: int) -> Response:
        titles = await desk.productions(await caller_of(request))
        held = await desk.house.schedules.schedules(list(titles))
        firsts = {one.id: (await desk.house.schedules.boards(one))[-1].id for one in held}
        values: dict[str, Any] = {
            "schedules": held,
            "titles": titles,
            "firsts": firsts,
            "was": typed,
            "faults": faults,
            "today": datetime.now(UTC).date(),
        }
        return await desk.page(request, "schedules.html", values, status=status)

    @router.get(ROOT)
    async def schedules(request: Request) -> Response:
        """List the schedules of the caller's productions."""
        return await page(request, Typed(), {}, 200)

    @router.post(ROOT)
    async def take_in(request: Request) -> Response:
        """Take in a schedule, or a screenplay of which one is made."""
        typed = await Typed.of(request)
        reading = Reading(typed, desk.stage.tongue(request))
        try:
            made = await _made(desk, request, typed, reading)
        except Invalid as error:
            reading.faults.setdefault(error.field or "file", error.sentence)
            return await page(request, typed, reading.faults, 422)
        first = (await desk.house.schedules.boards(made))[-1]
        return RedirectResponse(f"{ROOT}/{made.production}/{made.id}/boards/{first.id}", 303)

    return router


async def _made(
    desk: ScheduleDesk, request: Request, typed: Typed, reading: Reading
) -> ScheduleFile:
    """The schedule of what was sent; Invalid names the field that does not fit."""
    say = reading.tongue.say
    starts = reading.day("starts")
    if reading.faults:
        raise Invalid(reading.faults["starts"], field="starts")
    try:
        production = UUID(typed.one("production"))
    except ValueError as error:
        raise Invalid(say("Choose a production."), field="production") from error
    await reach(request, Use.PRODUCE, ObjectKind.PRODUCTION, production)
    data = typed.files.get("file")
    if data is None:
        raise Invalid(say("Choose a file."), field="file")
    by = (await caller_of(request)).name
    schedules = desk.house.schedules
    if data.lstrip()[:1] == b"{":
        return await schedules.take_in(production, data, by=by)
    day = datetime.fromisoformat(starts).date() if starts else datetime.now(UTC).date()
    name = typed.one("name") or say("Schedule")
    return await schedules.from_screenplay(
        production, data, name=name, calendar=ShootCalendar(day), by=by
    )


def _one(desk: ScheduleDesk) -> APIRouter:
    router = APIRouter(include_in_schema=False, dependencies=[_OWN])

    async def page(
        request: Request, held: ScheduleFile, typed: Typed, faults: dict[str, str], status: int
    ) -> Response:
        values = await desk.of_schedule(held)
        known = values["script"].rules.engagements.values()
        values |= {
            "was": typed,
            "faults": faults,
            "shares": next(iter(known), Engagement()),
        }
        return await desk.page(request, "terms.html", values, status=status)

    @router.get(f"{SCHEDULE}/terms")
    async def terms(request: Request, production_id: UUID, schedule_id: UUID) -> Response:
        """Show the rules, and what a day of everybody costs."""
        held = await desk.house.schedules.schedule(production_id, schedule_id)
        return await page(request, held, Typed(), {}, 200)

    @router.post(f"{SCHEDULE}/terms")
    async def set_terms(request: Request, production_id: UUID, schedule_id: UUID) -> Response:
        """Keep other rules and rates; what is locked stays locked."""
        typed = await Typed.of(request)
        reading = Reading(typed, desk.stage.tongue(request))
        held = await desk.house.schedules.schedule(production_id, schedule_id)
        rules, deals = _terms(held, typed, reading)
        try:
            if not reading.faults:
                await desk.house.schedules.set_terms(
                    production_id, schedule_id, rules=rules, deals=deals
                )
        except MatineeError as error:
            reading.refused(error)
        if reading.faults:
            return await page(request, held, typed, reading.faults, 422)
        return RedirectResponse(f"{ROOT}/{production_id}/{schedule_id}/terms", 303)

    @router.get(f"{SCHEDULE}/file")
    async def written(production_id: UUID, schedule_id: UUID) -> Response:
        """Write the schedule in the Universal Schedule Standard."""
        held = await desk.house.schedules.schedule(production_id, schedule_id)
        name = f'attachment; filename="{schedule_id}.uss"'
        content = await desk.house.schedules.written(held)
        headers = {"Content-Disposition": name}
        return Response(content, media_type="application/json", headers=headers)

    return router


def _engagements(typed: Typed, reading: Reading) -> Iterator[tuple[str, dict[str, int]]]:
    """Days of travel and fittings, with one share for all; whoever has neither is left out."""
    shares = {name: reading.count(name) for name in ("travel_share", "fitting_share")}
    told = {name: share for name, share in shares.items() if share is not None}
    for field in typed.values:
        number = field.removeprefix("travel-")
        if number != field:
            days = {name: reading.count(f"{name}-{number}") or 0 for name in ("travel", "fittings")}
            if any(days.values()):
                yield number, days | told


def _terms(held: ScheduleFile, typed: Typed, reading: Reading) -> tuple[Rules, dict[str, int]]:
    before = dict(held.rules)
    for field in ("eighths_a_day", "most_days", "move_cost", "day_cost"):
        found = reading.count(field)
        if found is not None:
            before[field] = found
    before["turnaround"] = typed.ticked("turnaround")
    before["engagements"] = dict(_engagements(typed, reading))
    deals = dict(held.deals)
    for field in typed.values:
        number = field.removeprefix("rate-")
        if number != field:
            found = reading.count(field)
            if found is not None:
                deals[number] = found
    try:
        return rules_of(before), deals
    except Invalid as error:
        reading.refused(error)
        return Rules(), deals
