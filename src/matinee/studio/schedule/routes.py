"""``/v1/schedules/{production_id}``: what a production shoots, in which order."""

from dataclasses import asdict
from datetime import UTC, date, datetime, time
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from matinee.access.door import caller_of, may
from matinee.access.model import Caller, ObjectKind, Role
from matinee.errors import Invalid
from matinee.studio.schedule.day_out_of_days import day_out_of_days
from matinee.studio.schedule.days_off_file import LONGEST_FILE
from matinee.studio.schedule.filing import BoardFile, ScheduleFile, rules_of
from matinee.studio.schedule.hours.answers import clock_record
from matinee.studio.schedule.hours.clock import clocks_of
from matinee.studio.schedule.measures import read_board
from matinee.studio.schedule.model import Board, ShootCalendar
from matinee.studio.schedule.service import Calls, OpenBoard, ScheduleService
from matinee.studio.schedule.uss import MOST_BYTES

_By = Annotated[Caller, Depends(caller_of)]
_OWN = may(Role.FILM_MAKER, of=ObjectKind.PRODUCTION, by="production_id")
PATH = "/v1/schedules/{production_id}"
LARGEST_BODY = MOST_BYTES
UPLOADS = "/v1/schedules/"
FILE_TYPES = frozenset(
    {
        "application/json",
        "application/octet-stream",
        "application/pdf",
        "application/xml",
        "text/plain",
    }
)

_CALENDAR: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/calendar": {"schema": {"type": "string"}}}}
}


class Placing(BaseModel):
    """Where every strip is to stand, and the revision that this was made from."""

    model_config = ConfigDict(extra="forbid")

    days: list[list[str]] = Field(max_length=366)
    boneyard: list[str] = Field(default_factory=list[str], max_length=2_000)
    revision: int
    what: str = Field("Moved", max_length=200)


class Step(BaseModel):
    """Undo or do again."""

    model_config = ConfigDict(extra="forbid")

    revision: int


class PlanWish(BaseModel):
    """How long to plan, and what the new board is called."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=200)
    seconds: float = 60.0


class Terms(BaseModel):
    """Rules, and what a day of whom costs by board number."""

    model_config = ConfigDict(extra="forbid")

    rules: dict[str, Any]
    deals: dict[str, int] = Field(default_factory=dict[str, int], max_length=2_000)


class DaysOff(BaseModel):
    """An iCalendar file's text, and whose days these are: a board number, or everybody's."""

    model_config = ConfigDict(extra="forbid")

    calendar: str = Field(max_length=LONGEST_FILE)
    member: str | None = Field(None, max_length=20)


class StripFacts(BaseModel):
    """How long a strip takes to shoot, as a person says; null goes back to the estimate."""

    model_config = ConfigDict(extra="forbid")

    minutes: int | None


def routes(schedules: ScheduleService) -> APIRouter:
    """Schedules of one production, by whoever may reach it."""
    router = APIRouter(prefix=PATH, tags=["studio"], dependencies=[_OWN])
    router.routes.extend(_board_routes(schedules).routes)

    @router.get("")
    async def listing(production_id: UUID) -> list[dict[str, Any]]:
        """List the production's schedules, the newest first."""
        return [_schedule_record(one) for one in await schedules.schedules([production_id])]

    @router.post("", status_code=201)
    async def take_in(
        request: Request,
        production_id: UUID,
        by: _By,
        name: Annotated[str, Query(max_length=200)] = "",
        starts: date | None = None,
    ) -> dict[str, Any]:
        """Take in a ``.uss`` file, or a screenplay (``name`` ends as its file does)."""
        data = await _body(request)
        if name and not name.lower().endswith((".uss", ".json")):
            calendar = ShootCalendar(starts or datetime.now(UTC).date())
            made = await schedules.from_screenplay(
                production_id, data, name=name, calendar=calendar, by=by.name
            )
        else:
            made = await schedules.take_in(production_id, data, by=by.name)
        boards = await schedules.boards(made)
        return _schedule_record(made) | {"boards": [_board_record(one) for one in boards]}

    @router.get("/{schedule_id}")
    async def schedule(production_id: UUID, schedule_id: UUID) -> dict[str, Any]:
        """Show one schedule with its boards."""
        held = await schedules.schedule(production_id, schedule_id)
        boards = await schedules.boards(held)
        return _schedule_record(held) | {"boards": [_board_record(one) for one in boards]}

    @router.put("/{schedule_id}/terms")
    async def set_terms(production_id: UUID, schedule_id: UUID, terms: Terms) -> dict[str, Any]:
        """Change the rules and the rates."""
        changed = await schedules.set_terms(
            production_id, schedule_id, rules=rules_of(terms.rules), deals=terms.deals
        )
        return _schedule_record(changed)

    @router.put("/{schedule_id}/strips/{strip_id}")
    async def set_strip(
        production_id: UUID, schedule_id: UUID, strip_id: str, facts: StripFacts
    ) -> dict[str, Any]:
        """Say how long a strip takes."""
        await schedules.set_minutes(production_id, schedule_id, strip_id, facts.minutes)
        return {"strip": strip_id, "minutes": facts.minutes}

    @router.post("/{schedule_id}/days-off")
    async def take_days_off(
        production_id: UUID, schedule_id: UUID, given: DaysOff
    ) -> dict[str, Any]:
        """Take an iCalendar file in: holidays, or when a member of the cast is away."""
        days = await schedules.take_days_off(
            production_id, schedule_id, given.calendar.encode(), member=given.member
        )
        return {"member": given.member, "days": days}

    @router.get("/{schedule_id}/file")
    async def written(production_id: UUID, schedule_id: UUID) -> Response:
        """Write the schedule as a ``.uss`` file."""
        held = await schedules.schedule(production_id, schedule_id)
        name = f'attachment; filename="{schedule_id}.uss"'
        content = await schedules.written(held)
        return Response(
            content, media_type="application/json", headers={"Content-Disposition": name}
        )

    return router


def _board_routes(schedules: ScheduleService) -> APIRouter:
    router = APIRouter(
        prefix=f"{PATH}/{{schedule_id}}/boards/{{board_id}}", tags=["studio"], dependencies=[_OWN]
    )

    @router.get("")
    async def show(production_id: UUID, schedule_id: UUID, board_id: UUID) -> dict[str, Any]:
        """Show a board with its figures, red flags and day-out-of-days."""
        board = await schedules.board(production_id, schedule_id, board_id)
        return _read(board)

    @router.put("")
    async def place(
        production_id: UUID, schedule_id: UUID, board_id: UUID, placing: Placing, by: _By
    ) -> dict[str, Any]:
        """Put strips elsewhere."""
        board = await schedules.board(production_id, schedule_id, board_id)
        to = Board(tuple(tuple(day) for day in placing.days), tuple(placing.boneyard))
        return _read(
            await schedules.place(
                board, to, revision=placing.revision, what=placing.what, by=by.name
            )
        )

    @router.post("/undo")
    async def undo(
        production_id: UUID, schedule_id: UUID, board_id: UUID, step: Step
    ) -> dict[str, Any]:
        """Take back the last step."""
        board = await schedules.board(production_id, schedule_id, board_id)
        return _read(await schedules.go(board, revision=step.revision, by_steps=-1))

    @router.post("/redo")
    async def redo(
        production_id: UUID, schedule_id: UUID, board_id: UUID, step: Step
    ) -> dict[str, Any]:
        """Do again what was taken back."""
        board = await schedules.board(production_id, schedule_id, board_id)
        return _read(await schedules.go(board, revision=step.revision, by_steps=1))

    @router.post("/plans", status_code=202)
    async def ask_for_plan(
        production_id: UUID, schedule_id: UUID, board_id: UUID, wish: PlanWish, by: _By
    ) -> dict[str, Any]:
        """Have another board planned from what stands on this one."""
        board = await schedules.board(production_id, schedule_id, board_id)
        job = await schedules.ask_for_plan(board, seconds=wish.seconds, name=wish.name, by=by.name)
        return {"job": job}

    @router.get("/calendar", response_class=Response, responses=_CALENDAR)
    async def as_calendar(
        production_id: UUID,
        schedule_id: UUID,
        board_id: UUID,
        call: time | None = None,
        night_call: time | None = None,
        hours: Annotated[int, Query(ge=1, le=24)] = 12,
        member: Annotated[str | None, Query(max_length=20)] = None,
    ) -> Response:
        """Write the days as iCalendar: whole days, or from the calls that are given."""
        board = await schedules.board(production_id, schedule_id, board_id)
        for name, at in (("call", call), ("night_call", night_call)):
            if at is not None and at.tzinfo is not None:
                raise Invalid("A call is a time of the place.", remedy="Leave Z out.", field=name)
        calls = Calls(call, night_call, hours)
        content = board.icalendar(calls=calls, member=member)
        name = f'attachment; filename="{board_id}.ics"'
        return Response(content, media_type="text/calendar", headers={"Content-Disposition": name})

    @router.get("/conflicts")
    async def conflicts(production_id: UUID, schedule_id: UUID, board_id: UUID) -> dict[str, Any]:
        """Say which rules cannot hold together."""
        board = await schedules.board(production_id, schedule_id, board_id)
        return {"conflicts": list(await schedules.why_not(board))}

    return router


async def _body(request: Request) -> bytes:
    held = bytearray()
    async for part in request.stream():
        held += part
        if len(held) > MOST_BYTES:
            raise Invalid(f"A file has {MOST_BYTES // 1_000_000} MB at most.", field="body")
    return bytes(held)


def _schedule_record(held: ScheduleFile) -> dict[str, Any]:
    return {
        "id": held.id,
        "production": held.production,
        "name": held.name,
        "rules": held.rules,
        "deals": held.deals,
        "created_at": held.created_at,
    }


def _board_record(file: BoardFile) -> dict[str, Any]:
    return {"id": file.id, "name": file.name, "revision": file.revision, "what": file.what}


def _read(board: OpenBoard) -> dict[str, Any]:
    dates = board.script.calendar.dates(len(board.board.days))
    rows = day_out_of_days(board.script, board.board)
    return _board_record(board.file) | {
        "days": [
            {"date": day, "strips": list(strips)}
            for day, strips in zip(dates, board.board.days, strict=True)
        ],
        "boneyard": list(board.board.boneyard),
        "reading": asdict(read_board(board.script, board.board)),
        "day_out_of_days": [
            {"number": row.member.number, "name": row.member.name, "codes": list(row.codes)}
            | {"work": row.work, "hold": row.hold, "dropped": row.dropped, "cost": row.cost}
            | {"travel": row.travel, "fittings": row.fittings}
            for row in rows
        ],
        "clock": [clock_record(one) for one in clocks_of(board.script, board.board)],
    }
