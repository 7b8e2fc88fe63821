"""Who outside may look at a board, and how a board is deleted and comes back."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import caller_of
from matinee.errors import Conflict, Invalid
from matinee.studio.boards.model import ConceptBoard
from matinee.surfaces.web.clearance.forms import Reading, Typed
from matinee.surfaces.web.schedule.desk import ScheduleDesk
from matinee.surfaces.web.studio.board_frame import (
    BOARD,
    GUEST,
    OWN,
    ROOT,
    address_of,
    board_page,
)


def routes(desk: ScheduleDesk) -> APIRouter:
    """``/sharing`` of a board, and its end."""
    router = APIRouter()
    for part in (_sharing(desk), _removal(desk)):
        router.routes.extend(part.routes)
    return router


def _sharing(desk: ScheduleDesk) -> APIRouter:
    router = APIRouter(include_in_schema=False, dependencies=[OWN])
    boards, guests = desk.house.concept_boards, desk.house.boards.guests

    async def page(
        request: Request,
        board: ConceptBoard,
        typed: Typed,
        faults: dict[str, str],
        made: str = "",
    ) -> Response:
        values = {
            "board": board,
            "at": address_of(board),
            "guests": await guests.guests(board),
            "now": guests.clock(),
            "made": made,
            "was": typed,
            "faults": faults,
        }
        status = 422 if faults else 200
        return await board_page(desk, request, "board_sharing.html", values, status=status)

    @router.get(f"{BOARD}/sharing")
    async def sharing(request: Request, production_id: UUID, board_id: UUID) -> Response:
        """List the guest links of a board."""
        board = await boards.board(production_id, board_id)
        return await page(request, board, Typed.told(days="14"), {})

    @router.post(f"{BOARD}/sharing")
    async def invite(request: Request, production_id: UUID, board_id: UUID) -> Response:
        """Make a guest link, and tell it this once."""
        board = await boards.board(production_id, board_id)
        typed = await Typed.of(request)
        reading = Reading(typed, desk.stage.tongue(request))
        name, days = reading.needed("name"), reading.number("days")
        if not reading.faults:
            try:
                _, secret = await guests.invite(
                    board,
                    name,
                    may_comment=typed.ticked("may_comment"),
                    days=round(days or 0),
                    by=(await caller_of(request)).name,
                )
                made = str(request.base_url).rstrip("/") + GUEST.format(token=secret)
                return await page(request, board, Typed.told(days="14"), {}, made)
            except (Conflict, Invalid) as error:
                reading.refused(error)
        return await page(request, board, typed, reading.faults)

    @router.post(f"{BOARD}/sharing/{{guest_id}}/revoke")
    async def revoke(
        request: Request, production_id: UUID, board_id: UUID, guest_id: UUID
    ) -> Response:
        """End a guest link now."""
        del request
        board = await boards.board(production_id, board_id)
        await guests.revoke(board, guest_id)
        return RedirectResponse(f"{address_of(board)}/sharing", 303)

    return router


def _removal(desk: ScheduleDesk) -> APIRouter:
    router = APIRouter(include_in_schema=False, dependencies=[OWN])
    boards, removal = desk.house.concept_boards, desk.house.boards.removal

    @router.post(f"{BOARD}/delete")
    async def delete(request: Request, production_id: UUID, board_id: UUID) -> Response:
        """Delete a board; it may come back for some days."""
        board = await boards.board(production_id, board_id)
        await removal.delete(board, by=(await caller_of(request)).name)
        return RedirectResponse(ROOT, 303)

    @router.post(f"{BOARD}/bring-back")
    async def bring_back(production_id: UUID, board_id: UUID) -> Response:
        """Let a deleted board stand as it did."""
        return RedirectResponse(address_of(await removal.bring_back(production_id, board_id)), 303)

    return router
