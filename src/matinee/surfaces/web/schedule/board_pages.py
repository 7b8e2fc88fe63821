"""One stripboard: moving strips, undoing, planning, day-out-of-days, call sheets."""

from collections.abc import Awaitable
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import caller_of, may
from matinee.access.model import ObjectKind, Role
from matinee.errors import Conflict, Invalid, NotFound
from matinee.studio.schedule.model import Board
from matinee.studio.schedule.service import (
    OpenBoard,
    call_sheet,
    with_strip_moved,
    without_empty_days,
)
from matinee.surfaces.web.clearance.forms import Reading, Typed
from matinee.surfaces.web.rendering import is_fragment
from matinee.surfaces.web.schedule.desk import BOARD, ROOT, ScheduleDesk

_OWN = may(Role.FILM_MAKER, of=ObjectKind.PRODUCTION, by="production_id")
_PLANNING_SECONDS = (10, 60, 300)


def routes(desk: ScheduleDesk) -> APIRouter:
    """A board and what is printed of it."""
    router = APIRouter()
    router.routes.extend(_changing(desk).routes)
    router.routes.extend(_of_strips(desk).routes)
    router.routes.extend(_reading(desk).routes)
    return router


def _reading(desk: ScheduleDesk) -> APIRouter:
    router = APIRouter(include_in_schema=False, dependencies=[_OWN])

    @router.get(BOARD)
    async def stripboard(
        request: Request, production_id: UUID, schedule_id: UUID, board_id: UUID
    ) -> Response:
        """Show a stripboard."""
        board = await desk.house.schedules.board(production_id, schedule_id, board_id)
        return await _shown(desk, request, board)

    @router.get(f"{BOARD}/days")
    async def cast_days(
        request: Request, production_id: UUID, schedule_id: UUID, board_id: UUID
    ) -> Response:
        """Show the day-out-of-days."""
        board = await desk.house.schedules.board(production_id, schedule_id, board_id)
        return await desk.page(request, "cast_days.html", await desk.shown(board))

    @router.get(f"{BOARD}/conflicts")
    async def conflicts(
        request: Request, production_id: UUID, schedule_id: UUID, board_id: UUID
    ) -> Response:
        """Say which rules cannot hold together."""
        board = await desk.house.schedules.board(production_id, schedule_id, board_id)
        values = {"clashes": await desk.house.schedules.why_not(board)}
        return await desk.page(request, "conflicts.html", await desk.shown(board) | values)

    @router.get(f"{BOARD}/calendar.ics")
    async def as_calendar(production_id: UUID, schedule_id: UUID, board_id: UUID) -> Response:
        """Write the days as iCalendar."""
        board = await desk.house.schedules.board(production_id, schedule_id, board_id)
        headers = {"Content-Disposition": 'attachment; filename="shooting-days.ics"'}
        return Response(board.icalendar(), media_type="text/calendar", headers=headers)

    @router.get(f"{BOARD}/call-sheets/{{day}}.pdf")
    async def sheet(production_id: UUID, schedule_id: UUID, board_id: UUID, day: int) -> Response:
        """Write the call sheet of a day (from 1)."""
        board = await desk.house.schedules.board(production_id, schedule_id, board_id)
        if not 1 <= day <= len(board.board.days):
            raise NotFound(f"This board has {len(board.board.days)} days.")
        content = call_sheet(board.schedule.name, board.script, board.board, day - 1)
        name = f'inline; filename="call-sheet-{day}.pdf"'
        headers = {"Content-Disposition": name}
        return Response(content, media_type="application/pdf", headers=headers)

    return router


def _changing(desk: ScheduleDesk) -> APIRouter:
    router = APIRouter(include_in_schema=False, dependencies=[_OWN])

    @router.post(f"{BOARD}/move")
    async def move(
        request: Request, production_id: UUID, schedule_id: UUID, board_id: UUID
    ) -> Response:
        """Put a strip elsewhere: on a day (from 1), or into the boneyard (0)."""
        typed = await Typed.of(request)
        board = await desk.house.schedules.board(production_id, schedule_id, board_id)
        strip = typed.one("strip")
        day, before = _whole(typed, "day") - 1, typed.one("before") or None
        to = with_strip_moved(board.board, strip, day=day, before=before)
        scene = board.script.strips[strip].scene
        return await _placed(desk, request, board, to, typed, f"Scene {scene} moved")

    @router.post(f"{BOARD}/close-gaps")
    async def close_gaps(
        request: Request, production_id: UUID, schedule_id: UUID, board_id: UUID
    ) -> Response:
        """Take out the days on which nothing is shot."""
        typed = await Typed.of(request)
        board = await desk.house.schedules.board(production_id, schedule_id, board_id)
        to = without_empty_days(board.board)
        return await _placed(desk, request, board, to, typed, "Empty days taken out")

    @router.post(f"{BOARD}/go")
    async def go(
        request: Request, production_id: UUID, schedule_id: UUID, board_id: UUID
    ) -> Response:
        """Undo or do again."""
        typed = await Typed.of(request)
        board = await desk.house.schedules.board(production_id, schedule_id, board_id)
        by_steps = -1 if typed.one("way") == "undo" else 1
        revision = _whole(typed, "revision")
        going = desk.house.schedules.go(board, revision=revision, by_steps=by_steps)
        return await _answer(desk, request, board, going)

    @router.post(f"{BOARD}/plan")
    async def ask_for_plan(
        request: Request, production_id: UUID, schedule_id: UUID, board_id: UUID
    ) -> Response:
        """Have another board planned from what stands on this one."""
        typed = await Typed.of(request)
        reading = Reading(typed, desk.stage.tongue(request))
        board = await desk.house.schedules.board(production_id, schedule_id, board_id)
        name, seconds = reading.needed("name"), reading.count("seconds") or 0
        by = (await caller_of(request)).name
        try:
            if not reading.faults:
                await desk.house.schedules.ask_for_plan(board, seconds=seconds, name=name, by=by)
        except (Conflict, Invalid) as error:
            reading.refused(error)
        if reading.faults:
            return await _shown(desk, request, board, typed, reading.faults, status=422)
        return RedirectResponse(f"{_address(board)}?planning={seconds}#plan", 303)

    return router


def _of_strips(desk: ScheduleDesk) -> APIRouter:
    router = APIRouter(include_in_schema=False, dependencies=[_OWN])

    @router.post(f"{BOARD}/takes")
    async def takes(
        request: Request, production_id: UUID, schedule_id: UUID, board_id: UUID
    ) -> Response:
        """Say how long a strip takes to shoot; nothing goes back to the estimate."""
        typed = await Typed.of(request)
        schedules = desk.house.schedules
        said = _whole(typed, "minutes") if typed.one("minutes") else None
        await schedules.set_minutes(production_id, schedule_id, typed.one("strip"), said)
        board = await schedules.board(production_id, schedule_id, board_id)
        if is_fragment(request):
            return await desk.page(request, "board.html", await desk.shown(board))
        return RedirectResponse(_address(board), 303)

    @router.post(f"{BOARD}/unit")
    async def unit(
        request: Request, production_id: UUID, schedule_id: UUID, board_id: UUID
    ) -> Response:
        """Give a strip to the second unit, or back to the main one."""
        typed = await Typed.of(request)
        schedules = desk.house.schedules
        second = typed.one("unit") == "2"
        await schedules.set_unit(production_id, schedule_id, typed.one("strip"), second=second)
        board = await schedules.board(production_id, schedule_id, board_id)
        if is_fragment(request):
            return await desk.page(request, "board.html", await desk.shown(board))
        return RedirectResponse(_address(board), 303)

    return router


async def _placed(
    desk: ScheduleDesk, request: Request, board: OpenBoard, to: Board, typed: Typed, what: str
) -> Response:
    by = (await caller_of(request)).name
    revision = _whole(typed, "revision")
    placing = desk.house.schedules.place(board, to, revision=revision, what=what, by=by)
    return await _answer(desk, request, board, placing)


async def _answer(
    desk: ScheduleDesk, request: Request, board: OpenBoard, change: Awaitable[OpenBoard]
) -> Response:
    """The board itself for htmx, else the page again.

    A change that came too late is told on the board as it now stands: htmx would show nothing.
    """
    try:
        now, late = await change, ""
    except Conflict as error:
        if not is_fragment(request):
            raise
        now, late = board, str(error)
    if is_fragment(request):
        values = await desk.shown(now) | {"late": late}
        return await desk.page(request, "board.html", values)
    return RedirectResponse(_address(now), 303)


async def _shown(
    desk: ScheduleDesk,
    request: Request,
    board: OpenBoard,
    typed: Typed | None = None,
    faults: dict[str, str] | None = None,
    *,
    status: int = 200,
) -> Response:
    values: dict[str, Any] = {
        "was": typed or Typed(),
        "faults": faults or {},
        "times": _PLANNING_SECONDS,
        "planning": request.query_params.get("planning", "").isdigit(),
    }
    return await desk.page(
        request, "stripboard.html", await desk.shown(board) | values, status=status
    )


def _address(board: OpenBoard) -> str:
    return f"{ROOT}/{board.schedule.production}/{board.schedule.id}/boards/{board.file.id}"


def _whole(typed: Typed, name: str) -> int:
    try:
        return int(typed.one(name))
    except ValueError as error:
        raise Invalid(f"The field {name} must be a whole number.", field=name) from error
