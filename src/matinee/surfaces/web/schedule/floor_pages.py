"""Sides and the daily production report of a board's day."""

from collections.abc import Iterator
from datetime import time
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import caller_of, may
from matinee.access.model import ObjectKind, Role
from matinee.errors import Conflict, Invalid
from matinee.studio.floor.service import (
    CastReport,
    DayReport,
    KeptReport,
    MealReport,
    SceneReport,
    Shot,
    lateness,
)
from matinee.studio.schedule.service import OpenBoard
from matinee.surfaces.web.clearance.forms import Reading, Typed
from matinee.surfaces.web.schedule.desk import BOARD, ROOT, ScheduleDesk

_OWN = may(Role.FILM_MAKER, of=ObjectKind.PRODUCTION, by="production_id")
_MEALS = 3


def routes(desk: ScheduleDesk) -> APIRouter:
    """``…/sides/{day}.pdf`` and ``…/reports/{day}``; days count from 1."""
    router = APIRouter(include_in_schema=False, dependencies=[_OWN])
    router.routes.extend(_papers(desk).routes)

    async def page(
        request: Request,
        board: OpenBoard,
        day: int,
        kept: KeptReport,
        faults: dict[str, str] | None = None,
    ) -> Response:
        values: dict[str, Any] = {
            "day": day,
            "kept": kept,
            "report": kept.report,
            "reported": {one.strip for one in kept.report.scenes},
            "late": lateness(board, kept),
            "was": Typed(),
            "faults": faults or {},
        }
        shown = await desk.shown(board) | values
        return await desk.page(request, "report.html", shown, status=422 if faults else 200)

    @router.get(f"{BOARD}/reports/{{day}}")
    async def report(
        request: Request, production_id: UUID, schedule_id: UUID, board_id: UUID, day: int
    ) -> Response:
        """Show a day's production report."""
        board = await desk.house.schedules.board(production_id, schedule_id, board_id)
        return await page(request, board, day, await desk.house.floor.report(board, day - 1))

    @router.post(f"{BOARD}/reports/{{day}}")
    async def keep(
        request: Request, production_id: UUID, schedule_id: UUID, board_id: UUID, day: int
    ) -> Response:
        """Write a day's production report."""
        typed = await Typed.of(request)
        reading = Reading(typed, desk.stage.tongue(request))
        board = await desk.house.schedules.board(production_id, schedule_id, board_id)
        floor = desk.house.floor
        kept = await floor.report(board, day - 1)
        revision = reading.count("revision") or 0
        by = (await caller_of(request)).name
        try:
            told = _report(board, typed, reading)
            if not reading.faults:
                await floor.keep(board, day - 1, told, revision=revision, by=by)
        except (Invalid, Conflict) as error:
            reading.refused(error)
            return await page(request, board, day, kept, reading.faults)
        if reading.faults:
            typed_in = KeptReport(kept.day, told, kept.revision, kept.author)
            return await page(request, board, day, typed_in, reading.faults)
        where = f"{ROOT}/{production_id}/{schedule_id}/boards/{board_id}/reports/{day}"
        return RedirectResponse(where, 303)

    return router


def _papers(desk: ScheduleDesk) -> APIRouter:
    router = APIRouter(include_in_schema=False, dependencies=[_OWN])

    @router.get(f"{BOARD}/reports/{{day}}.pdf")
    async def paper(production_id: UUID, schedule_id: UUID, board_id: UUID, day: int) -> Response:
        """Print a day's production report."""
        board = await desk.house.schedules.board(production_id, schedule_id, board_id)
        return _pdf(await desk.house.floor.paper(board, day - 1), f"report-{day}")

    @router.get(f"{BOARD}/sides/{{day}}.pdf")
    async def sides(production_id: UUID, schedule_id: UUID, board_id: UUID, day: int) -> Response:
        """Print a day's sides."""
        board = await desk.house.schedules.board(production_id, schedule_id, board_id)
        return _pdf(await desk.house.floor.sides(board, day - 1), f"sides-{day}")

    return router


def _pdf(content: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return Response(content, media_type="application/pdf", headers=headers)


def _report(board: OpenBoard, typed: Typed, reading: Reading) -> DayReport:
    """What the form says."""
    cast = [name.removeprefix("in-") for name in typed.values if name.startswith("in-")]
    return DayReport(
        call=_clock(reading, "call"),
        first_shot=_clock(reading, "first_shot"),
        wrap=_clock(reading, "wrap"),
        scenes=tuple(_scenes(board, typed, reading)),
        cast=tuple(
            CastReport(one, _clock(reading, f"in-{one}"), _clock(reading, f"out-{one}"))
            for one in cast
        ),
        meals=tuple(_meals(reading)),
        notes=typed.one("notes"),
    )


def _scenes(board: OpenBoard, typed: Typed, reading: Reading) -> Iterator[SceneReport]:
    columns = [typed.values.get(name, ()) for name in ("strip", "shot", "eighths", "setups")]
    strips = board.script.strips
    for strip, shot, eighths, setups in zip(*columns, strict=False):
        if not all(said.strip().isdecimal() or not said.strip() for said in (eighths, setups)):
            reading.faults["scenes"] = reading.tongue.say("Write a whole number, such as 12.")
            continue
        if shot not in tuple(Shot) or strip not in strips:
            raise Invalid("There is no such scene.", field="scenes")
        whole = strips[strip].eighths if shot == Shot.WHOLE else 0
        length = int(eighths) if eighths.strip() else whole
        yield SceneReport(strip, Shot(shot), length, int(setups.strip() or 0))
    more = typed.one("more")
    if more in strips:
        yield SceneReport(more, Shot.WHOLE, strips[more].eighths)


def _meals(reading: Reading) -> Iterator[MealReport]:
    for place in range(_MEALS):
        began, ended = (_clock(reading, f"{name}-{place}") for name in ("began", "ended"))
        if began is not None and ended is not None:
            yield MealReport(began, ended)
        elif began is not None or ended is not None:
            name = f"ended-{place}" if ended is None else f"began-{place}"
            reading.faults.setdefault(name, reading.tongue.say("This is needed."))


def _clock(reading: Reading, name: str) -> time | None:
    text = reading.typed.one(name)
    try:
        return time.fromisoformat(text) if text else None
    except ValueError:
        reading.faults[name] = reading.tongue.say("Write a time, such as 07:30.")
        return None
