"""Holidays and absences of a schedule, and the calendar files that they are taken from."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import may
from matinee.access.model import ObjectKind, Role
from matinee.errors import Invalid
from matinee.studio.schedule.service import ScheduleFile
from matinee.surfaces.web.clearance.forms import Reading, Typed
from matinee.surfaces.web.schedule.desk import ROOT, SCHEDULE, ScheduleDesk

_OWN = may(Role.FILM_MAKER, of=ObjectKind.PRODUCTION, by="production_id")


def routes(desk: ScheduleDesk) -> APIRouter:
    """``…/days-off``: what is closed, and a file to take in."""
    router = APIRouter(include_in_schema=False, dependencies=[_OWN])

    async def page(
        request: Request, held: ScheduleFile, typed: Typed, faults: dict[str, str], status: int
    ) -> Response:
        taken = request.query_params.get("taken", "")
        values = await desk.of_schedule(held) | {
            "was": typed,
            "faults": faults,
            "taken": int(taken) if taken.isdecimal() and len(taken) < 5 else None,
        }
        return await desk.page(request, "days_off.html", values, status=status)

    @router.get(f"{SCHEDULE}/days-off")
    async def days_off(request: Request, production_id: UUID, schedule_id: UUID) -> Response:
        """Show holidays, and who is away when."""
        held = await desk.house.schedules.schedule(production_id, schedule_id)
        return await page(request, held, Typed(), {}, 200)

    @router.post(f"{SCHEDULE}/days-off")
    async def take_in(request: Request, production_id: UUID, schedule_id: UUID) -> Response:
        """Take a calendar file in."""
        typed = await Typed.of(request)
        reading = Reading(typed, desk.stage.tongue(request))
        schedules = desk.house.schedules
        held = await schedules.schedule(production_id, schedule_id)
        data = typed.files.get("calendar")
        if data is None:
            faults = {"calendar": reading.tongue.say("Choose a file.")}
            return await page(request, held, typed, faults, 422)
        try:
            days = await schedules.take_days_off(
                production_id, schedule_id, data, member=typed.one("member") or None
            )
        except Invalid as error:
            reading.refused(error)
            return await page(request, held, typed, reading.faults, 422)
        where = f"{ROOT}/{production_id}/{schedule_id}/days-off?taken={len(days)}"
        return RedirectResponse(where, 303)

    return router
