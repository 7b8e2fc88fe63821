"""Sides and daily production reports of a board's days, over the API."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, ConfigDict, Field

from matinee.access.door import caller_of, may
from matinee.access.model import Caller, ObjectKind, Role
from matinee.studio.floor.service import FloorService, date_of, report_of, told
from matinee.studio.schedule.call_sheet import call_sheet

_By = Annotated[Caller, Depends(caller_of)]
_OWN = may(Role.FILM_MAKER, of=ObjectKind.PRODUCTION, by="production_id")
_DAYS = "/v1/schedules/{production_id}/{schedule_id}/boards/{board_id}/days/{day}"
_PDF: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}
}


class ReportGiven(BaseModel):
    """A report, and the revision that it was made from (0 where nobody wrote one)."""

    model_config = ConfigDict(extra="forbid")

    report: dict[str, Any]
    revision: int = Field(ge=0, le=2**31 - 2)


def routes(floor: FloorService) -> APIRouter:
    """``…/days/{day}``: days count from 1."""
    schedules = floor.schedules
    router = APIRouter(prefix=_DAYS, tags=["studio"], dependencies=[_OWN])
    router.routes.extend(_papers(floor).routes)

    @router.get("/report")
    async def report(
        production_id: UUID, schedule_id: UUID, board_id: UUID, day: int
    ) -> dict[str, Any]:
        """Show a day's production report; before somebody wrote one, what was planned."""
        board = await schedules.board(production_id, schedule_id, board_id)
        return told(board, await floor.report(board, day - 1))

    @router.put("/report")
    async def keep(
        production_id: UUID,
        schedule_id: UUID,
        board_id: UUID,
        day: int,
        given: ReportGiven,
        by: _By,
    ) -> dict[str, Any]:
        """Write a day's production report."""
        board = await schedules.board(production_id, schedule_id, board_id)
        kept = await floor.keep(
            board, day - 1, report_of(given.report), revision=given.revision, by=by.name
        )
        return told(board, kept)

    return router


def _papers(floor: FloorService) -> APIRouter:
    schedules = floor.schedules
    router = APIRouter(prefix=_DAYS, tags=["studio"], dependencies=[_OWN])

    @router.get("/call-sheet", response_class=Response, responses=_PDF)
    async def sheet(production_id: UUID, schedule_id: UUID, board_id: UUID, day: int) -> Response:
        """Write a day's call sheet in PDF."""
        board = await schedules.board(production_id, schedule_id, board_id)
        date_of(board, day - 1)
        return _pdf(
            call_sheet(board.schedule.name, board.script, board.board, day - 1), f"call-{day}"
        )

    @router.get("/sides", response_class=Response, responses=_PDF)
    async def sides(production_id: UUID, schedule_id: UUID, board_id: UUID, day: int) -> Response:
        """Write a day's sides in PDF: its scenes of the script, in the order of shooting."""
        board = await schedules.board(production_id, schedule_id, board_id)
        return _pdf(await floor.sides(board, day - 1), f"sides-{day}")

    @router.get("/report.pdf", response_class=Response, responses=_PDF)
    async def paper(production_id: UUID, schedule_id: UUID, board_id: UUID, day: int) -> Response:
        """Write a day's production report in PDF."""
        board = await schedules.board(production_id, schedule_id, board_id)
        return _pdf(await floor.paper(board, day - 1), f"report-{day}")

    return router


def _pdf(content: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return Response(content, media_type="application/pdf", headers=headers)
