"""Schedules of productions: taken in, shown, moved strip by strip, planned, and written out."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Any
from uuid import UUID

from matinee.errors import Conflict, Invalid, NotFound
from matinee.foundation.database import Connection, Database
from matinee.foundation.jobs import Jobs
from matinee.studio.analysis import analyse
from matinee.studio.model import Productions
from matinee.studio.schedule import repository
from matinee.studio.schedule.calendar_file import Calls, Source, icalendar_of
from matinee.studio.schedule.call_sheet import call_sheet
from matinee.studio.schedule.day_out_of_days import codes_by_date, dates_of, day_out_of_days
from matinee.studio.schedule.days_off_file import days_off
from matinee.studio.schedule.filing import BoardFile, ScheduleFile, record_of, rules_of
from matinee.studio.schedule.from_screenplay import strips_of
from matinee.studio.schedule.hours.clock import clocks_of
from matinee.studio.schedule.hours.estimate import estimate
from matinee.studio.schedule.hours.shipped import MEALS, MINORS
from matinee.studio.schedule.measures import check, read_board
from matinee.studio.schedule.model import Board, Rules, ShootCalendar, ShootingScript
from matinee.studio.schedule.moving import with_strip_moved, without_empty_days
from matinee.studio.schedule.problem import problem_of
from matinee.studio.schedule.uss import NamedBoard, read_uss
from matinee.studio.schedule.uss_writing import (
    new_document,
    with_days_off,
    with_minutes,
    write_uss,
)
from matinee.studio.schedule.working_day import (
    Hours,
    MealsPack,
    MinorsPack,
    Pace,
    Place,
    clock_words,
    length_words,
)
from matinee.studio.screenplay.pagination import written
from matinee.vocabulary.ids import uuid7

if TYPE_CHECKING:
    from matinee.studio.schedule.planning import Planned

__all__ = [
    "MEALS",
    "MINORS",
    "Calls",
    "Hours",
    "MealsPack",
    "MinorsPack",
    "OpenBoard",
    "Pace",
    "Place",
    "ScheduleFile",
    "ScheduleService",
    "call_sheet",
    "clock_words",
    "clocks_of",
    "codes_by_date",
    "dates_of",
    "day_out_of_days",
    "estimate",
    "length_words",
    "read_board",
    "rules_of",
    "with_strip_moved",
    "without_empty_days",
    "written",
]
"""What pages read a board by stands here too: a domain is entered through its service."""

PLAN = "studio.plan"
LONGEST_NAME = 200
LONGEST_STRIP = 7 * 24 * 60
_SCRIPT_ORDER = "Script order"


@dataclass(frozen=True, slots=True)
class OpenBoard:
    """A board with all that is needed to read it."""

    schedule: ScheduleFile
    file: BoardFile
    script: ShootingScript

    @property
    def board(self) -> Board:
        """The order of days."""
        return self.file.board

    def icalendar(self, *, calls: Calls | None = None, member: str | None = None) -> bytes:
        """The days of shooting as iCalendar; ``member`` asks for one player's alone."""
        source = Source(self.file.id, self.file.revision, datetime.now(UTC))
        return icalendar_of(
            self.schedule.name, self.script, self.board, source, calls=calls, member=member
        )


class ScheduleService:
    """Schedules, each of one production. Who may reach a production is asked before."""

    def __init__(self, database: Database, jobs: Jobs, productions: Productions) -> None:
        self._database = database
        self._productions = productions
        self._jobs = jobs

    async def take_in(self, production: UUID, data: bytes, *, by: str) -> ScheduleFile:
        """Keep a file of the Universal Schedule Standard with all of its boards."""
        read = await asyncio.to_thread(read_uss, data)
        for board in read.boards:
            check(read.script, board.board)
        if len({board.name for board in read.boards}) != len(read.boards):
            raise Invalid("Two boards of this file have one name.", field="file")
        boards = read.boards or (_all_at_once(read.script),)
        return await self._keep(production, read.name, read.document, boards, by=by)

    async def from_screenplay(
        self, production: UUID, data: bytes, *, name: str, calendar: ShootCalendar, by: str
    ) -> ScheduleFile:
        """Make strips of a screenplay, on one board in the order of the script."""
        analysis = await asyncio.to_thread(analyse, data, name=name)
        title = dict(analysis.script.title_page).get("Title", "") or name
        structure = analysis.structure
        script, board = strips_of(structure.scenes, calendar, people=structure.people)
        boards = (NamedBoard(_SCRIPT_ORDER, board, calendar),)
        shown = " ".join(title.split())[:LONGEST_NAME]
        document = new_document(shown, script, boards, on=calendar.starts)
        return await self._keep(production, shown, document, boards, by=by, rules=script.rules)

    async def schedules(self, productions: Sequence[UUID] | None) -> list[ScheduleFile]:
        """Those of these productions, or of all of them (None)."""
        async with self._database.reading() as connection:
            return await repository.schedules_of(connection, productions)

    async def schedule(self, production: UUID, identifier: UUID) -> ScheduleFile:
        """One of a production's schedules."""
        async with self._database.reading() as connection:
            return await _schedule(connection, production, identifier)

    async def boards(self, schedule: ScheduleFile) -> list[BoardFile]:
        """Its boards as they stand."""
        async with self._database.reading() as connection:
            return await repository.boards_of(connection, schedule.id)

    async def board(self, production: UUID, schedule_id: UUID, board_id: UUID) -> OpenBoard:
        """One board with what it schedules."""
        async with self._database.reading() as connection:
            schedule = await _schedule(connection, production, schedule_id)
            file = await _board(connection, schedule, board_id)
        return OpenBoard(schedule, file, await asyncio.to_thread(schedule.script))

    async def place(
        self, board: OpenBoard, to: Board, *, revision: int, what: str, by: str
    ) -> OpenBoard:
        """Keep another order of this board.

        Raises:
            Invalid: a strip is lost, doubled or unknown.
            Conflict: somebody changed the board since that revision (``changed_meanwhile``).
        """
        check(board.script, to)

        async def step(connection: Connection, file: BoardFile) -> None:
            placed = replace(file, board=to, what=what[:LONGEST_NAME])
            await repository.take_step(connection, placed, author=by, at=datetime.now(UTC))

        return await self._changed(board, revision, step)

    async def go(self, board: OpenBoard, *, revision: int, by_steps: int) -> OpenBoard:
        """Undo (-1) or do again (+1)."""

        async def step(connection: Connection, file: BoardFile) -> None:
            if not await repository.stand_at(connection, file, file.step + by_steps):
                word = "undo" if by_steps < 0 else "do again"
                raise Conflict(f"There is nothing to {word}.", code="no_step")

        return await self._changed(board, revision, step)

    async def set_terms(
        self, production: UUID, identifier: UUID, *, rules: Rules, deals: Mapping[str, int]
    ) -> ScheduleFile:
        """Keep other rules, and what a day of whom costs."""
        async with self._database.transaction() as connection:
            schedule = await _schedule(connection, production, identifier, locked=True)
            script = schedule.script()
            for number, rate in deals.items():
                if number not in script.cast:
                    raise Invalid(f"Nobody has the board number {number}.", field="deals")
                if not 0 <= rate <= 10_000_000:
                    raise Invalid("A day costs 0 to 10,000,000.", field="deals")
            problem_of(replace(script, rules=rules), list(script.strips))
            changed = replace(schedule, rules=record_of(rules), deals=dict(deals))
            await repository.set_terms(connection, identifier, changed.rules, changed.deals)
        return changed

    async def set_minutes(
        self, production: UUID, identifier: UUID, strip: str, minutes: int | None
    ) -> ScheduleFile:
        """Keep how long a strip takes, as a person says; None goes back to the estimate."""
        if minutes is not None and not 1 <= minutes <= LONGEST_STRIP:
            raise Invalid(f"A strip takes 1 to {LONGEST_STRIP:,} minutes.", field="minutes")
        async with self._database.transaction() as connection:
            schedule = await _schedule(connection, production, identifier, locked=True)
            held = schedule.script().strips.get(strip)
            if held is None or held.banner:
                raise NotFound(
                    "There is no such scene on this schedule.", remedy="List the strips."
                )
            document = with_minutes(schedule.document, strip, minutes)
            await repository.set_document(connection, identifier, document)
        return replace(schedule, document=document)

    async def set_unit(
        self, production: UUID, identifier: UUID, strip: str, *, second: bool
    ) -> ScheduleFile:
        """Give a strip to the second unit, or back to the main one."""
        async with self._database.transaction() as connection:
            schedule = await _schedule(connection, production, identifier, locked=True)
            script = schedule.script()
            if strip not in script.strips or script.strips[strip].banner:
                raise NotFound(
                    "There is no such scene on this schedule.", remedy="List the strips."
                )
            kept = script.rules.second_unit - {strip}
            rules = replace(script.rules, second_unit=kept | {strip} if second else kept)
            changed = replace(schedule, rules=record_of(rules))
            await repository.set_terms(connection, identifier, changed.rules, changed.deals)
        return changed

    async def take_days_off(
        self, production: UUID, identifier: UUID, data: bytes, *, member: str | None = None
    ) -> list[date]:
        """Keep the days of an iCalendar file: holidays, or when ``member`` (a number) is away.

        Boards keep their order; their days move past a holiday. The days that were taken.
        """
        async with self._database.transaction() as connection:
            schedule = await _schedule(connection, production, identifier, locked=True)
            script = schedule.script()
            if member is not None and member not in script.cast:
                raise Invalid(f"Nobody has the board number {member}.", field="member")
            days = await asyncio.to_thread(
                days_off, data, starts=script.calendar.starts, free_time_too=member is None
            )
            document = with_days_off(schedule.document, days, number=member)
            await repository.set_document(connection, identifier, document)
        return sorted(days)

    async def ask_for_plan(self, board: OpenBoard, *, seconds: float, name: str, by: str) -> int:
        """Have a worker plan what is on this board into a board of another name; the job's id."""
        if not 1 <= seconds <= 600:
            raise Invalid("Planning takes 1 to 600 seconds.", field="seconds")
        shown = _named(name)
        if any(one.name == shown for one in await self.boards(board.schedule)):
            raise Conflict(f"There is a board {shown} already.", field="name")
        payload: dict[str, Any] = {
            "production": str(board.schedule.production),
            "schedule": str(board.schedule.id),
            "board": str(board.file.id),
            "seconds": seconds,
            "name": shown,
            "by": by,
        }
        async with self._database.transaction() as connection:
            return await self._jobs.enqueue(connection, PLAN, payload)

    async def plan(self, board: OpenBoard, *, seconds: float, name: str, by: str) -> BoardFile:
        """Plan what is on this board, into a board of that name."""
        plan: Callable[..., Planned] = _solving("planning").plan
        planned = await asyncio.to_thread(
            plan, board.script, seconds=seconds, boneyard=board.board.boneyard
        )
        what = f"Planned in {seconds:g} s: cost {planned.cost:,}, no plan below {planned.bound:,}"
        now = datetime.now(UTC)
        file = BoardFile(uuid7(now), board.schedule.id, name, planned.board, what=what)
        async with self._database.transaction() as connection:
            if not await repository.add_board(connection, file, author=by, at=now):
                raise Conflict(f"There is a board {name} already.", field="name")
        return file

    async def why_not(self, board: OpenBoard) -> tuple[str, ...]:
        """The rules that cannot hold together for what is on this board; empty where they can."""
        conflicts: Callable[..., tuple[str, ...]] = _solving("conflicts").conflicts
        boneyard = board.board.boneyard
        return await asyncio.to_thread(conflicts, board.script, boneyard)

    async def written(self, schedule: ScheduleFile) -> bytes:
        """The schedule as a file of the Universal Schedule Standard, boards as they stand."""
        boards = [NamedBoard(one.name, one.board) for one in await self.boards(schedule)]
        return await asyncio.to_thread(write_uss, schedule.document, boards)

    async def _keep(
        self,
        production: UUID,
        name: str,
        document: Mapping[str, Any],
        boards: Sequence[NamedBoard],
        *,
        by: str,
        rules: Rules | None = None,
    ) -> ScheduleFile:
        await self._productions.title(production)
        now = datetime.now(UTC)
        shown = _named(name)
        terms = record_of(rules or Rules())
        file = ScheduleFile(uuid7(now), production, shown, document, terms, {}, now)
        async with self._database.transaction() as connection:
            await repository.add_schedule(connection, file)
            for place, board in enumerate(boards):
                at = now + timedelta(microseconds=place)
                kept = BoardFile(
                    uuid7(at), file.id, _named(board.name), board.board, what="Taken in"
                )
                await repository.add_board(connection, kept, author=by, at=at)
        return file

    async def _changed(
        self,
        board: OpenBoard,
        revision: int,
        change: Callable[[Connection, BoardFile], Awaitable[None]],
    ) -> OpenBoard:
        async with self._database.transaction() as connection:
            file = await repository.board(connection, board.file.id, locked=True)
            if file is None or file.revision != revision:
                raise Conflict(
                    "Somebody has changed this board meanwhile.",
                    remedy="Load it again; your change was not kept.",
                    code="changed_meanwhile",
                )
            await change(connection, file)
            now = await repository.board(connection, board.file.id)
        if now is None:
            raise NotFound("This board is no more.")
        return replace(board, file=now)


async def _schedule(
    connection: Connection, production: UUID, identifier: UUID, *, locked: bool = False
) -> ScheduleFile:
    found = await repository.schedule(connection, identifier, locked=locked)
    if found is None or found.production != production:
        raise NotFound("There is no such schedule.", remedy="List those of the production.")
    return found


async def _board(connection: Connection, schedule: ScheduleFile, identifier: UUID) -> BoardFile:
    found = await repository.board(connection, identifier)
    if found is None or found.schedule != schedule.id:
        raise NotFound("There is no such board.", remedy="List those of the schedule.")
    return found


def _all_at_once(script: ShootingScript) -> NamedBoard:
    return NamedBoard(_SCRIPT_ORDER, Board((tuple(script.strips),)), script.calendar)


def _named(name: str) -> str:
    shown = " ".join(name.split())
    if not 1 <= len(shown) <= LONGEST_NAME:
        raise Invalid(f"A name has 1 to {LONGEST_NAME} letters.", field="name")
    return shown


def _solving(module: str) -> Any:
    """A module that solves, loaded when it is first asked: OR-Tools takes a second."""
    return import_module(f"matinee.studio.schedule.{module}")
