"""Versions of a board, two of them or two pictures side by side, and a board as files."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse, StreamingResponse

from matinee.access.door import caller_of
from matinee.errors import Conflict, Invalid, NotFound
from matinee.studio.boards.model import ConceptBoard, Version
from matinee.surfaces.web.clearance.forms import Reading, Typed
from matinee.surfaces.web.schedule.desk import ScheduleDesk
from matinee.surfaces.web.studio.board_frame import BOARD, OWN, address_of, board_page
from matinee.surfaces.web.studio.frame import download

SLOW = {"/board.pdf": 600.0, "/board.zip": 600.0}
"""How these paths end, and the seconds that a full board may take to be written as a file."""
_NOW = "now"


def routes(desk: ScheduleDesk) -> APIRouter:
    """``/versions``, ``/pair``, ``/board.pdf`` and ``/board.zip`` of a board."""
    router = APIRouter()
    for part in (_versions(desk), _pair(desk), _files(desk)):
        router.routes.extend(part.routes)
    return router


def _versions(desk: ScheduleDesk) -> APIRouter:
    router = APIRouter(include_in_schema=False, dependencies=[OWN])
    boards, versions = desk.house.concept_boards, desk.house.board_versions

    async def page(
        request: Request, board: ConceptBoard, typed: Typed, faults: dict[str, str]
    ) -> Response:
        every = await versions.versions(board)
        sides = [_chosen(every, request.query_params.get(side)) for side in ("left", "right")]
        values = {
            "board": board,
            "at": address_of(board),
            "versions": every,
            "sides": sides,
            "compared": await versions.compare(board, sides[0], sides[1]),
            "was": typed,
            "faults": faults,
        }
        status = 422 if faults else 200
        return await board_page(desk, request, "board_versions.html", values, status=status)

    @router.get(f"{BOARD}/versions")
    async def listing(request: Request, production_id: UUID, board_id: UUID) -> Response:
        """List versions, and show two side by side."""
        board = await boards.board(production_id, board_id)
        return await page(request, board, Typed(), {})

    @router.post(f"{BOARD}/versions")
    async def name(request: Request, production_id: UUID, board_id: UUID) -> Response:
        """Name how the board stands now."""
        board = await boards.board(production_id, board_id)
        typed = await Typed.of(request)
        reading = Reading(typed, desk.stage.tongue(request))
        called = reading.needed("name")
        if not reading.faults:
            try:
                await versions.name(board, called, by=(await caller_of(request)).name)
                return RedirectResponse(f"{address_of(board)}/versions", 303)
            except (Conflict, Invalid) as error:
                reading.refused(error)
        return await page(request, board, typed, reading.faults)

    @router.post(f"{BOARD}/versions/{{version_id}}/restore")
    async def restore(
        request: Request, production_id: UUID, board_id: UUID, version_id: UUID
    ) -> Response:
        """Let the board stand as it did."""
        board = await boards.board(production_id, board_id)
        version = await versions.version(board, version_id)
        await versions.restore(board, version, by=(await caller_of(request)).name)
        return RedirectResponse(address_of(board), 303)

    return router


def _chosen(versions: list[Version], asked: str | None) -> Version | None:
    """The version of a side: the one asked for, none for how the board stands now."""
    if asked is None or asked == _NOW:
        return None
    return next((each for each in versions if str(each.id) == asked), None)


def _pair(desk: ScheduleDesk) -> APIRouter:
    router = APIRouter(include_in_schema=False, dependencies=[OWN])

    @router.get(f"{BOARD}/pair")
    async def pair(
        request: Request,
        production_id: UUID,
        board_id: UUID,
        left: UUID | None = None,
        right: UUID | None = None,
    ) -> Response:
        """Show two pictures side by side, and one over the other."""
        board = await desk.house.concept_boards.board(production_id, board_id)
        hanging = await desk.house.board_versions.hanging(board)
        if missing := {left, right} - {None} - hanging.keys():
            raise NotFound(f"No picture {missing.pop()} hangs on this board.")
        values = {
            "board": board,
            "at": address_of(board),
            "hanging": list(hanging.values()),
            "pair": [hanging[one] if one else None for one in (left, right)],
        }
        return await board_page(desk, request, "board_pair.html", values)

    return router


def _files(desk: ScheduleDesk) -> APIRouter:
    router = APIRouter(include_in_schema=False, dependencies=[OWN])
    boards, exports = desk.house.concept_boards, desk.house.boards.exports

    @router.get(f"{BOARD}/board.pdf")
    async def pdf(production_id: UUID, board_id: UUID) -> Response:
        """Write a board as contact sheets with sources and licences."""
        board = await boards.board(production_id, board_id)
        return download(await exports.as_pdf(board), "application/pdf", "board.pdf")

    @router.get(f"{BOARD}/board.zip")
    async def archive(production_id: UUID, board_id: UUID) -> Response:
        """Write a board's pictures with their credentials, sources and licences."""
        board = await boards.board(production_id, board_id)
        pieces = await exports.as_zip(board)
        headers = {"Content-Disposition": 'attachment; filename="board.zip"'}
        return StreamingResponse(pieces, media_type="application/zip", headers=headers)

    return router
