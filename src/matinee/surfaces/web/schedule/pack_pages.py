"""Packs of rules of a schedule, as forms: hours of minors, meals."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import msgspec
from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import may
from matinee.access.model import ObjectKind, Role
from matinee.errors import Invalid, MatineeError
from matinee.studio.schedule.service import (
    MEALS,
    MINORS,
    Hours,
    MealsPack,
    MinorsPack,
    ScheduleFile,
)
from matinee.surfaces.web.clearance.forms import Reading, Typed
from matinee.surfaces.web.schedule.desk import ROOT, SCHEDULE, ScheduleDesk

_OWN = may(Role.FILM_MAKER, of=ObjectKind.PRODUCTION, by="production_id")
_BAND = ("below", "at_place", "work", "earliest", "latest")
_COUNTS = ("below", "at_place", "work", "every", "lasts", "step")


def routes(desk: ScheduleDesk) -> APIRouter:
    """``…/packs``."""
    router = APIRouter(include_in_schema=False, dependencies=[_OWN])

    async def page(
        request: Request, held: ScheduleFile, typed: Typed, faults: dict[str, str], status: int
    ) -> Response:
        values = await desk.of_schedule(held)
        values |= {
            "hours": values["script"].rules.hours or Hours(),
            "shipped": {**MINORS, **MEALS},
            "was": typed,
            "faults": faults,
        }
        return await desk.page(request, "packs.html", values, status=status)

    @router.get(f"{SCHEDULE}/packs")
    async def packs(request: Request, production_id: UUID, schedule_id: UUID) -> Response:
        """Show the packs of rules that a schedule has."""
        held = await desk.house.schedules.schedule(production_id, schedule_id)
        return await page(request, held, Typed(), {}, 200)

    @router.post(f"{SCHEDULE}/packs")
    async def change(request: Request, production_id: UUID, schedule_id: UUID) -> Response:
        """Add a pack, keep another text of one, or remove one."""
        typed = await Typed.of(request)
        reading = Reading(typed, desk.stage.tongue(request))
        held = await desk.house.schedules.schedule(production_id, schedule_id)
        rules = held.script().rules
        try:
            hours = _changed(rules.hours or Hours(), typed)
            await desk.house.schedules.set_terms(
                production_id, schedule_id, rules=replace(rules, hours=hours), deals=held.deals
            )
        except MatineeError as error:
            reading.refused(error)
            return await page(request, held, typed, reading.faults, 422)
        return RedirectResponse(f"{ROOT}/{production_id}/{schedule_id}/packs", 303)

    return router


def _changed(hours: Hours, typed: Typed) -> Hours:
    """The hours with what the form asks for."""
    if typed.one("act") == "add":
        key = typed.one("shipped")
        if key in MINORS:
            return replace(hours, minors=(*hours.minors, MINORS[key]))
        if key in MEALS:
            return replace(hours, meals=(*hours.meals, MEALS[key]))
        raise Invalid("There is no such pack.", field="shipped")
    kind, removed = typed.one("kind"), typed.one("act") == "remove"
    if kind == "minors":
        place = _place(hours.minors, typed)
        found = () if removed else (_minors(hours.minors[place], typed),)
        return replace(hours, minors=(*hours.minors[:place], *found, *hours.minors[place + 1 :]))
    place = _place(hours.meals, typed)
    kept = () if removed else (_meals(hours.meals[place], typed),)
    return replace(hours, meals=(*hours.meals[:place], *kept, *hours.meals[place + 1 :]))


def _place(packs: Sequence[object], typed: Typed) -> int:
    said = typed.one("pack")
    if not said.isdecimal() or int(said) >= len(packs):
        raise Invalid("This pack is no more.", remedy="Load the page again.", field="pack")
    return int(said)


def _minors(before: MinorsPack, typed: Typed) -> MinorsPack:
    columns = [typed.values.get(name, ()) for name in _BAND]
    rows: list[dict[str, str]] = [
        dict(zip(_BAND, row, strict=True)) for row in zip(*columns, strict=False)
    ]
    told = _dated(before, typed) | {
        "bands": [_numbers(row) for row in rows if row["below"].strip()]
    }
    return _read(told, MinorsPack)


def _meals(before: MealsPack, typed: Typed) -> MealsPack:
    told = {name: typed.one(name) for name in ("every", "lasts", "step")}
    penalties = typed.one("penalties").replace(",", " ").split()
    if not all(word.isdecimal() for word in penalties):
        raise Invalid("Penalties are whole numbers, such as 25, 35, 50.", field="penalties")
    return _read(
        _dated(before, typed) | _numbers(told) | {"penalties": [int(word) for word in penalties]},
        MealsPack,
    )


def _dated(before: MinorsPack | MealsPack, typed: Typed) -> dict[str, Any]:
    name = typed.one("name")
    if not name:
        raise Invalid("A pack has a name.", field="name")
    told = {"name": name, "in_force": typed.one("in_force"), "source": before.source}
    return told | {"until": typed.one("until") or None}


def _numbers(told: Mapping[str, str]) -> dict[str, Any]:
    """What is a count as one; an empty clock is the usual."""
    found: dict[str, Any] = {}
    for name, said in told.items():
        if name in _COUNTS:
            if not said.strip().isdecimal() or len(said) > 6:
                raise Invalid("Write a whole number, such as 12.", field=name)
            found[name] = int(said)
        elif said:
            found[name] = said if len(said) > 5 else f"{said}:00"
    return found


def _read(told: dict[str, Any], kind: Any) -> Any:
    try:
        return msgspec.convert(told, kind)
    except msgspec.ValidationError as error:
        raise Invalid(f"This pack cannot be read: {error}.", field="pack") from error
