"""The working day of a schedule as a form: hours, pace, places, ages."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import time
from typing import TypeVar
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import may
from matinee.access.model import ObjectKind, Role
from matinee.errors import Invalid, MatineeError
from matinee.studio.breakdown.model import Category
from matinee.studio.schedule.service import Hours, Pace, Place, ScheduleFile
from matinee.surfaces.web.clearance.forms import Reading, Typed
from matinee.surfaces.web.schedule.desk import ROOT, SCHEDULE, ScheduleDesk

_OWN = may(Role.FILM_MAKER, of=ObjectKind.PRODUCTION, by="production_id")
_CATEGORIES = tuple(
    one.label for one in Category if one not in (Category.CAST, Category.NOTES, Category.MUSIC)
)
_PLACE = ("location", "latitude", "longitude", "zone")
Value = TypeVar("Value")


def routes(desk: ScheduleDesk) -> APIRouter:
    """``…/hours``."""
    router = APIRouter(include_in_schema=False, dependencies=[_OWN])

    async def page(
        request: Request, held: ScheduleFile, typed: Typed, faults: dict[str, str], status: int
    ) -> Response:
        values = await desk.of_schedule(held)
        script = values["script"]
        hours = script.rules.hours or Hours()
        blank: list[tuple[str, Place | None]] = [("", None)]
        values |= {
            "was": typed,
            "faults": faults,
            "hours": hours,
            "categories": _CATEGORIES,
            "locations": sorted({strip.location for strip in script.strips.values()} - {""}),
            "places": [*hours.places.items(), *blank],
        }
        return await desk.page(request, "hours.html", values, status=status)

    @router.get(f"{SCHEDULE}/hours")
    async def hours(request: Request, production_id: UUID, schedule_id: UUID) -> Response:
        """Show the working day and what it is measured by."""
        held = await desk.house.schedules.schedule(production_id, schedule_id)
        return await page(request, held, Typed(), {}, 200)

    @router.post(f"{SCHEDULE}/hours")
    async def set_hours(request: Request, production_id: UUID, schedule_id: UUID) -> Response:
        """Keep another working day; what the form does not hold stays."""
        typed = await Typed.of(request)
        reading = Reading(typed, desk.stage.tongue(request))
        held = await desk.house.schedules.schedule(production_id, schedule_id)
        rules = held.script().rules
        try:
            told = _hours(rules.hours or Hours(), typed, reading)
            if not reading.faults:
                changed = replace(rules, hours=told if typed.ticked("timed") else None)
                await desk.house.schedules.set_terms(
                    production_id, schedule_id, rules=changed, deals=held.deals
                )
        except MatineeError as error:
            reading.refused(error)
        if reading.faults:
            return await page(request, held, typed, reading.faults, 422)
        return RedirectResponse(f"{ROOT}/{production_id}/{schedule_id}/hours", 303)

    return router


def _hours(before: Hours, typed: Typed, reading: Reading) -> Hours:
    """What the form says; a field that is empty keeps what was there."""
    whole = {
        name: found
        for name in ("day", "first_shot", "wrap", "move", "rest")
        if (found := reading.count(name)) is not None
    }
    clocks = {
        name: found
        for name in ("call", "night_call")
        if (found := _read(reading, name, time.fromisoformat)) is not None
    }
    return replace(
        before,
        **whole,
        **clocks,
        pace=_pace(before.pace, typed, reading),
        places=dict(_places(typed, reading)),
        ages=_by_name("age-", typed, reading),
    )


def _pace(before: Pace, typed: Typed, reading: Reading) -> Pace:
    counts = {
        name: found for name in ("setup", "night") if (found := reading.count(name)) is not None
    }
    rates = {
        name: found
        for name in ("dialogue", "action")
        if (found := reading.number(name)) is not None
    }
    kept = {name: value for name, value in before.extra.items() if name not in _CATEGORIES}
    return replace(before, **counts, **rates, extra=kept | _by_name("extra-", typed, reading))


def _by_name(prefix: str, typed: Typed, reading: Reading) -> dict[str, int]:
    found: dict[str, int] = {}
    for name in typed.values:
        said = reading.count(name) if name.startswith(prefix) else None
        if said is not None:
            found[name.removeprefix(prefix)] = said
    return found


def _places(typed: Typed, reading: Reading) -> Iterator[tuple[str, Place]]:
    rows = sorted({name.split("-")[1] for name in typed.values if name.startswith("place-")})
    for row in rows:
        at = {name: f"place-{row}-{name}" for name in _PLACE}
        if not typed.given(at["latitude"], at["longitude"], at["zone"]):
            continue
        north = _read(reading, at["latitude"], _degrees)
        east = _read(reading, at["longitude"], _degrees)
        for name, value in (("latitude", north), ("longitude", east)):
            if value is None:
                reading.faults.setdefault(at[name], reading.tongue.say("Write degrees, -12.5."))
        if north is None or east is None:
            continue
        try:
            yield typed.one(at["location"]), Place(north, east, typed.one(at["zone"]))
        except Invalid as error:
            reading.refused(error, {name: at[name] for name in _PLACE})


def _degrees(text: str) -> float:
    return float(text.replace(",", "."))


def _read(reading: Reading, name: str, read: Callable[[str], Value]) -> Value | None:
    text = reading.typed.one(name)
    try:
        return read(text) if text else None
    except ValueError:
        reading.faults[name] = reading.tongue.say(
            "This is not written in the form that is asked for."
        )
        return None
