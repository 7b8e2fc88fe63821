"""The frame of the schedule desk: whose productions, which board, and how one is shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from matinee.access.door import caller_of
from matinee.access.model import Caller, ObjectKind, Role
from matinee.assembly.house import House
from matinee.clearance.desk.model import FactKind
from matinee.studio.schedule.service import (
    OpenBoard,
    ScheduleFile,
    clock_words,
    clocks_of,
    codes_by_date,
    dates_of,
    day_out_of_days,
    estimate,
    length_words,
    read_board,
    written,
)
from matinee.surfaces.web.rendering import Stage

ROOT = "/desk/schedules"
SCHEDULE = f"{ROOT}/{{production_id}}/{{schedule_id}}"
BOARD = f"{SCHEDULE}/boards/{{board_id}}"


@dataclass(frozen=True, slots=True)
class ScheduleDesk:
    """What every page of the desk is made with."""

    house: House
    stage: Stage

    async def page(
        self,
        request: Request,
        template: str,
        values: Mapping[str, Any] | None = None,
        *,
        status: int = 200,
    ) -> Response:
        """Render ``schedule/TEMPLATE``."""
        caller = await caller_of(request)
        always: dict[str, Any] = {
            "operator": Role.OPERATOR in caller.roles,
            "pages": written,
            "clock": clock_words,
            "lasts": length_words,
            "root": ROOT,
            "place": "schedules",
        }
        tongue = self.stage.tongue(request)
        return self.stage.page(
            f"schedule/{template}", tongue, {**always, **(values or {})}, status=status
        )

    async def productions(self, caller: Caller) -> dict[UUID, str]:
        """The productions that this caller may schedule, with their titles."""
        facts = await self.house.record.current(FactKind.PRODUCTION)
        titles = {UUID(fact.key): str(fact.body["title"]) for fact in facts}
        if Role.OPERATOR in caller.roles:
            return titles
        own = {grant.object_id for grant in caller.grants if grant.kind is ObjectKind.PRODUCTION}
        return {key: title for key, title in titles.items() if key in own}

    async def of_schedule(self, held: ScheduleFile) -> dict[str, Any]:
        """A schedule with what every page that is not of one board says of it."""
        return {
            "held": held,
            "boards": await self.house.schedules.boards(held),
            "script": held.script(),
            "here": f"{ROOT}/{held.production}/{held.id}",
        }

    async def shown(self, board: OpenBoard) -> dict[str, Any]:
        """A board with all that its page says of it."""
        read = read_board(board.script, board.board)
        boards = await self.house.schedules.boards(board.schedule)
        flags: dict[int, list[str]] = {}
        for flag in read.flags:
            flags.setdefault(flag.day, []).append(flag.words)
        strips = board.script.strips
        return {
            "held": board.schedule,
            "file": board.file,
            "boards": boards,
            "script": board.script,
            "read": read,
            "flags": flags,
            "dates": board.script.calendar.dates(len(board.board.days)),
            **_on_the_clock(board),
            "lengths": [sum(strips[one].eighths for one in day) for day in board.board.days],
            **_cast_days(board),
            "home": ROOT,
            "here": f"{ROOT}/{board.schedule.production}/{board.schedule.id}",
            "at": f"{ROOT}/{board.schedule.production}/{board.schedule.id}/boards/{board.file.id}",
        }


def _cast_days(board: OpenBoard) -> dict[str, Any]:
    """The day-out-of-days: rows, the dates of its columns, and what stands where."""
    rows = day_out_of_days(board.script, board.board)
    shooting = board.script.calendar.dates(len(board.board.days))
    return {
        "rows": rows,
        "columns": dates_of(rows, shooting),
        "codes": {row.member.number: codes_by_date(row, shooting) for row in rows},
        "number_of": {day: place for place, day in enumerate(shooting, 1)},
    }


def _on_the_clock(board: OpenBoard) -> dict[str, Any]:
    """Days and strips on the clock; nothing where the production says nothing of hours."""
    hours = board.script.rules.hours
    if hours is None:
        return {"clocks": (), "timed": {}, "takes": {}}
    clocks = clocks_of(board.script, board.board)
    both = (*clocks, *clocks_of(board.script, board.board, second=True))
    strips = board.script.strips
    return {
        "clocks": clocks,
        "timed": {one.strip.id: one for clock in both for one in clock.strips},
        "takes": {one: estimate(strip, hours) for one, strip in strips.items()},
    }
