"""What is handed out for a day of shooting, and the report of it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Protocol
from uuid import UUID

import msgspec

from matinee.errors import Conflict, Invalid, NotFound
from matinee.foundation.database import Database
from matinee.studio.floor import repository
from matinee.studio.floor.model import (
    CastReport,
    DayReport,
    KeptReport,
    LateMeal,
    MealReport,
    SceneReport,
    Shot,
    late_meals,
)
from matinee.studio.floor.report_paper import report_pdf
from matinee.studio.floor.sides import sides_of, sides_pdf
from matinee.studio.schedule.service import OpenBoard, ScheduleService
from matinee.studio.schedule.working_day import pack_on
from matinee.studio.screenplay.model import Script
from matinee.studio.screenplay.scenes import Scene

__all__ = [
    "CastReport",
    "DayReport",
    "FloorService",
    "KeptReport",
    "MealReport",
    "SceneReport",
    "Shot",
    "report_of",
]
"""The values of a report stand here too: a domain is entered through its service."""


@dataclass(frozen=True, slots=True)
class ShootingDraft:
    """The draft that is shot, under the name that stands on its pages."""

    name: str
    script: Script
    scenes: tuple[Scene, ...]


class ShootingDrafts(Protocol):
    """Where the words of the scenes are."""

    async def newest(self, production: UUID) -> ShootingDraft | None:
        """The production's newest draft that could be read."""
        ...


class FloorService:
    """Sides and daily production reports. Who may reach a production is asked before."""

    def __init__(
        self, database: Database, schedules: ScheduleService, drafts: ShootingDrafts
    ) -> None:
        self.schedules = schedules
        self._database = database
        self._drafts = drafts

    async def sides(self, board: OpenBoard, day: int) -> bytes:
        """The script's scenes of a day (from 0) in the order of shooting, as a PDF.

        Raises:
            NotFound: there is no such day, or the production has no draft.
        """
        when = date_of(board, day)
        draft = await self._drafts.newest(board.schedule.production)
        if draft is None:
            raise NotFound(
                "This production has no screenplay whose scenes could be handed out.",
                remedy="Add the screenplay to the production's scripts.",
                code="no_draft",
            )
        strips = [board.script.strips[one] for one in board.board.days[day]]
        sides = sides_of(strips, draft.scenes)
        head = f"{board.schedule.name}  Day {day + 1}, {when:%d.%m.%Y}"
        return await asyncio.to_thread(sides_pdf, draft.script, sides, head=head, draft=draft.name)

    async def report(self, board: OpenBoard, day: int) -> KeptReport:
        """The report of a day; revision 0 is what was planned, of which nobody wrote yet."""
        when = date_of(board, day)
        async with self._database.reading() as connection:
            held = await repository.report(connection, board.schedule.id, when)
        return held or KeptReport(when, _planned(board, day), 0, "")

    async def keep(
        self, board: OpenBoard, day: int, report: DayReport, *, revision: int, by: str
    ) -> KeptReport:
        """Keep a report in the place of revision ``revision``.

        Raises:
            Invalid: it names a strip or somebody that the schedule has not.
            Conflict: somebody else wrote it meanwhile (``changed_meanwhile``).
        """
        strips, cast = board.script.strips, board.script.cast
        for scene in report.scenes:
            if scene.strip not in strips or strips[scene.strip].banner:
                raise Invalid(f"There is no scene {scene.strip}.", field="scenes")
        for one in report.cast:
            if one.number not in cast:
                raise Invalid(f"Nobody has the board number {one.number}.", field="cast")
        kept = KeptReport(date_of(board, day), report, revision + 1, by)
        async with self._database.transaction() as connection:
            if not await repository.keep(connection, board.schedule.id, kept, at=datetime.now(UTC)):
                raise Conflict(
                    "Somebody has written this report meanwhile.",
                    remedy="Load it again; what you wrote was not kept.",
                    code="changed_meanwhile",
                )
        return kept

    async def paper(self, board: OpenBoard, day: int) -> bytes:
        """The report of a day as a PDF."""
        kept = await self.report(board, day)
        if not kept.revision:
            raise NotFound(
                "Nobody has written this day's report.", remedy="Write it, then print it."
            )
        async with self._database.reading() as connection:
            known = await repository.reports_until(connection, board.schedule.id, kept.day)
        return await asyncio.to_thread(
            report_pdf,
            board.schedule.name,
            board.script,
            kept,
            day=day,
            days=len(board.board.days),
            before=[one for one in known if one.day < kept.day],
        )


def date_of(board: OpenBoard, day: int) -> date:
    """The date of a day (from 0); NotFound where the board has no such day."""
    count = len(board.board.days)
    if not 0 <= day < count:
        raise NotFound(f"This board has {count} days.", remedy="Name one of them.")
    return board.script.calendar.dates(count)[day]


def report_of(record: Mapping[str, Any]) -> DayReport:
    """A report as it was sent.

    Raises:
        Invalid: a field is not of its kind.
    """
    try:
        return msgspec.convert(record, DayReport)
    except msgspec.ValidationError as error:
        raise Invalid(f"This report cannot be read: {error}.", field="report") from error


def told(board: OpenBoard, kept: KeptReport) -> dict[str, Any]:
    """A report in the words of the API, with what late meals cost."""
    late = lateness(board, kept)
    return {
        "date": kept.day,
        "revision": kept.revision,
        "author": kept.author,
        "report": msgspec.to_builtins(kept.report),
        "eighths": kept.report.eighths,
        "setups": kept.report.setups,
        "minutes": kept.report.minutes,
        "late_meals": [
            {"number": one.number, "late": one.late, "penalty": one.penalty} for one in late
        ],
        "penalties": sum(one.penalty for one in late),
    }


def lateness(board: OpenBoard, kept: KeptReport) -> tuple[LateMeal, ...]:
    """The late meals of a day by the pack that is in force on it."""
    hours = board.script.rules.hours
    return late_meals(kept.report, None if hours is None else pack_on(hours.meals, kept.day))


def _planned(board: OpenBoard, day: int) -> DayReport:
    """A report to begin with: the scenes and the people that were planned."""
    strips = [board.script.strips[one] for one in board.board.days[day]]
    shot = [strip for strip in strips if not strip.banner]
    people = {who for strip in shot for who in strip.cast}
    return DayReport(
        scenes=tuple(SceneReport(strip.id, Shot.NOT) for strip in shot),
        cast=tuple(CastReport(who) for who in board.script.cast if who in people),
    )
