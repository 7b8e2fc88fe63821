"""Boards of references: the list, one board, its pictures, and what happens on it as it happens."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from matinee.access.door import caller_of, may
from matinee.access.model import Role
from matinee.assembly.house import House
from matinee.errors import Conflict, Denied, Invalid
from matinee.studio.boards.model import (
    MOST_AT_ONCE,
    ConceptBoard,
    Operation,
    Presence,
)
from matinee.studio.boards.service import BoardService
from matinee.studio.concept.model import LARGEST_PICTURE
from matinee.surfaces.web.clearance.forms import Reading, Typed
from matinee.surfaces.web.rendering import Stage
from matinee.surfaces.web.schedule.desk import ScheduleDesk
from matinee.surfaces.web.studio import (
    board_sharing_pages,
    board_version_pages,
    commission_pages,
    guest_pages,
    promotion_pages,
    set_trial_pages,
    wardrobe_trial_pages,
)
from matinee.surfaces.web.studio.board_frame import (
    BOARD,
    OWN,
    ROOT,
    address_of,
    begun_after,
    board_page,
    kind_words,
    told,
)

UPLOADS = "/desk/board-references/"
"""A production stands directly below it: what is larger than other bodies is told by this path."""


_Side = Annotated[float, Field(ge=-1e7, le=1e7, allow_inf_nan=False)]


class OperationBody(BaseModel):
    """One field of one pin; sent again with the same id it is taken once."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: UUID
    pin: UUID
    field: str = Field(max_length=40)
    value: JsonValue


class OperationsBody(BaseModel):
    """Operations in the order in which they were made."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    operations: list[OperationBody] = Field(min_length=1, max_length=MOST_AT_ONCE)


class PresenceBody(BaseModel):
    """Where somebody's pointer is on the ground of a board, and what they have chosen."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    tab: UUID
    here: bool = True
    pointer: tuple[_Side, _Side] | None = None
    chosen: UUID | None = None


def routes(house: House, stage: Stage) -> APIRouter:
    """``/desk/boards``."""
    desk = ScheduleDesk(house, stage)
    router = APIRouter()
    own = (_listing(desk), _one(desk), _references(desk), _changing(house.concept_boards))
    rooms = (
        board_version_pages,
        board_sharing_pages,
        commission_pages,
        promotion_pages,
        set_trial_pages,
        wardrobe_trial_pages,
        guest_pages,
    )
    for part in (*own, *(room.routes(desk) for room in rooms)):
        router.routes.extend(part.routes)
    return router


def _listing(desk: ScheduleDesk) -> APIRouter:
    router = APIRouter(include_in_schema=False, dependencies=[may(Role.FILM_MAKER)])
    service = desk.house.concept_boards

    async def page(request: Request, typed: Typed, faults: dict[str, str]) -> Response:
        titles = await desk.productions(await caller_of(request))
        values = {
            "boards": await service.boards(list(titles)),
            "deleted": await desk.house.boards.removal.deleted(list(titles)),
            "titles": titles,
            "was": typed,
            "faults": faults,
        }
        return await board_page(desk, request, "boards.html", values, status=422 if faults else 200)

    @router.get(ROOT)
    async def boards(request: Request) -> Response:
        """List the boards of the caller's productions."""
        return await page(request, Typed(), {})

    @router.post(ROOT)
    async def create(request: Request) -> Response:
        """Make an empty board."""
        typed = await Typed.of(request)
        reading = Reading(typed, desk.stage.tongue(request))
        caller = await caller_of(request)
        own = {str(key): key for key in await desk.productions(caller)}
        production = own.get(reading.needed("production"))
        name = reading.needed("name")
        if production is None:
            reading.faults.setdefault("production", reading.tongue.say("Choose a production."))
        elif not reading.faults:
            try:
                board = await service.create(production, name, by=caller.name)
                return RedirectResponse(address_of(board), 303)
            except (Conflict, Invalid) as error:
                reading.refused(error)
        return await page(request, typed, reading.faults)

    return router


def _one(desk: ScheduleDesk) -> APIRouter:
    router = APIRouter(include_in_schema=False, dependencies=[OWN])
    service = desk.house.concept_boards

    @router.get(BOARD)
    async def board(request: Request, production_id: UUID, board_id: UUID) -> Response:
        """Show a board."""
        found = await service.board(production_id, board_id)
        return await _board_page(desk, request, found, Typed(), {})

    @router.get(f"{BOARD}/pictures/{{reference_id}}/{{size}}")
    async def picture(
        production_id: UUID, board_id: UUID, reference_id: UUID, size: int
    ) -> Response:
        """Give a picture of a board, in one of its sizes."""
        found = await service.board(production_id, board_id)
        content = await service.picture(found, reference_id, size)
        # It may be closed away at any time: a browser asks before it shows it again.
        headers = {"Cache-Control": "private, no-cache"}
        return Response(content, media_type="image/webp", headers=headers)

    return router


def _references(desk: ScheduleDesk) -> APIRouter:
    router = APIRouter(include_in_schema=False, dependencies=[OWN])
    service = desk.house.concept_boards

    @router.post(f"{UPLOADS}{{production_id}}")
    async def add(request: Request, production_id: UUID) -> Response:
        """Pin a picture with its source and licence."""
        typed = await Typed.of(request)
        reading = Reading(typed, desk.stage.tongue(request))
        try:
            board_id = UUID(typed.one("board"))
        except ValueError as error:
            raise Invalid("The field board names no board.", field="board") from error
        board = await service.board(production_id, board_id)
        source, licence = reading.needed("source"), reading.needed("licence")
        place = [reading.number(side) if typed.one(side) else 0.0 for side in ("left", "top")]
        picture = typed.files.get("picture")
        if picture is None:
            reading.faults["picture"] = reading.tongue.say("Choose a file: a PNG or a JPEG.")
        elif not reading.faults:
            try:
                await desk.house.boards.giving.give(
                    board,
                    picture,
                    source=source,
                    licence=licence,
                    place=[side or 0.0 for side in place],
                    by=(await caller_of(request)).name,
                )
                return RedirectResponse(address_of(board), 303)
            except (Conflict, Denied, Invalid) as error:
                reading.refused(error)
        return await _board_page(desk, request, board, typed, reading.faults)

    return router


def _changing(service: BoardService) -> APIRouter:
    router = APIRouter(include_in_schema=False, dependencies=[OWN])

    @router.get(f"{BOARD}/standing")
    async def standing(production_id: UUID, board_id: UUID) -> Response:
        """Say what stands on a board, and the number of its last operation."""
        sequence, fields = await service.standing(await service.board(production_id, board_id))
        return JSONResponse({"sequence": sequence, "fields": fields})

    @router.post(f"{BOARD}/operations")
    async def change(
        request: Request, production_id: UUID, board_id: UUID, body: OperationsBody
    ) -> Response:
        """Take operations; the last by number stands, field by field."""
        board = await service.board(production_id, board_id)
        asked = [Operation(one.id, one.pin, one.field, one.value) for one in body.operations]
        taken = await service.change(board, asked, by=(await caller_of(request)).name)
        return JSONResponse({"taken": [one.told() for one in taken]})

    @router.post(f"{BOARD}/presence", status_code=204)
    async def present(
        request: Request, production_id: UUID, board_id: UUID, body: PresenceBody
    ) -> None:
        """Tell all who have the board open who is here, or has left."""
        board = await service.board(production_id, board_id)
        name = (await caller_of(request)).name
        told = Presence(body.tab, name, body.here, body.pointer, body.chosen)
        await service.tell(board, told)

    @router.get(f"{BOARD}/changes")
    async def changes(
        request: Request,
        production_id: UUID,
        board_id: UUID,
        after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
    ) -> Response:
        """Tell what happens on a board after a number, as server-sent events."""
        board = await service.board(production_id, board_id)
        begun = begun_after(request, after)
        return StreamingResponse(told(service, board, begun), media_type="text/event-stream")

    return router


async def _board_page(
    desk: ScheduleDesk,
    request: Request,
    board: ConceptBoard,
    typed: Typed,
    faults: dict[str, str],
) -> Response:
    draft, linkable = await desk.house.concept_boards.linkable(board.production)
    values = {
        "board": board,
        "draft": draft,
        "linkable": linkable,
        "kinds": kind_words(desk.stage.tongue(request)),
        "at": address_of(board),
        "adding": f"{UPLOADS}{board.production}",
        "me": (await caller_of(request)).name,
        "megabytes": LARGEST_PICTURE // 2**20,
        "was": typed,
        "faults": faults,
    }
    return await board_page(desk, request, "pinboard.html", values, status=422 if faults else 200)
