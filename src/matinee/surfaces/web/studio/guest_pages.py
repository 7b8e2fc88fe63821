"""A board as a guest sees it, by a link that ends: to look at, or also to comment on."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from matinee.access.door import OPEN, address_of
from matinee.assembly.house import House
from matinee.errors import Denied
from matinee.studio.boards.model import (
    ConceptBoard,
    Guest,
    Numbered,
    Operation,
    TooOften,
    as_told,
    needed,
)
from matinee.surfaces.web.schedule.desk import ScheduleDesk
from matinee.surfaces.web.studio.board_frame import GUEST, begun_after, told

_LONGEST_NAME = 60
_QUIETLY = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}
"""The address is the key: it goes to no other site, and into no index."""


class CommentBody(BaseModel):
    """What a guest says of a picture, and as whom; sent again with the same id it is taken once."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: UUID
    pin: UUID
    name: str = Field(min_length=1, max_length=_LONGEST_NAME)
    text: str = Field(min_length=1, max_length=2_000)


def routes(desk: ScheduleDesk) -> APIRouter:
    """``/guest/boards/TOKEN``, open to whoever has the token."""
    router = APIRouter()
    for part in (_looking(desk), _following(desk.house)):
        router.routes.extend(part.routes)
    return router


async def _entered(house: House, request: Request, token: str) -> tuple[Guest, ConceptBoard]:
    try:
        return await house.boards.guests.enter(token, address=address_of(request))
    except TooOften as late:
        raise _later(late) from late


def _looking(desk: ScheduleDesk) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    house, boards, guests = desk.house, desk.house.concept_boards, desk.house.boards.guests

    @router.get(GUEST, dependencies=[OPEN])
    async def page(request: Request, token: str) -> Response:
        """Show a board to a guest."""
        guest, board = await _entered(house, request, token)
        values = {"board": board, "guest": guest, "at": GUEST.format(token=token)}
        answer = desk.stage.page("studio/guest_board.html", desk.stage.tongue(request), values)
        answer.headers.update(_QUIETLY)
        return answer

    @router.get(f"{GUEST}/standing", dependencies=[OPEN])
    async def standing(request: Request, token: str) -> Response:
        """Say what a guest is told of what stands on a board."""
        _, board = await _entered(house, request, token)
        fields = as_told(await guests.standing(board))
        return JSONResponse({"fields": fields}, headers=_QUIETLY)

    @router.get(f"{GUEST}/pictures/{{reference_id}}/{{size}}", dependencies=[OPEN])
    async def picture(request: Request, token: str, reference_id: UUID, size: int) -> Response:
        """Give a guest a picture of the board."""
        _, board = await _entered(house, request, token)
        await guests.check_hangs(board, reference_id)
        content = await boards.picture(board, reference_id, size)
        headers = {**_QUIETLY, "Cache-Control": "private, max-age=3600"}
        return Response(content, media_type="image/webp", headers=headers)

    return router


def _following(house: House) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    boards, guests = house.concept_boards, house.boards.guests

    @router.get(f"{GUEST}/changes", dependencies=[OPEN])
    async def changes(
        request: Request, token: str, after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0
    ) -> Response:
        """Tell a guest what happens on a board, until the link ends."""
        guest, board = await _entered(house, request, token)

        async def heard(happened: Sequence[Numbered]) -> list[dict[str, Any]]:
            return as_told(await guests.heard(board, happened))

        async def listening() -> AsyncGenerator[str]:
            with guests.listening(guest):
                still = partial(guests.holds, guest)
                begun = begun_after(request, after)
                async for event in told(
                    boards, board, begun, still=still, heard=heard, people=False
                ):
                    yield event

        try:
            events = await _begun(listening())
        except TooOften as late:
            raise _later(late) from late
        return StreamingResponse(events, media_type="text/event-stream", headers=_QUIETLY)

    @router.post(f"{GUEST}/comments", dependencies=[OPEN])
    async def comment(request: Request, token: str, body: CommentBody) -> Response:
        """Take a guest's comment on a picture."""
        guest, board = await _entered(house, request, token)
        if not guest.may_comment:
            raise Denied(
                "This link is for looking only.", remedy="Ask whoever sent it for one to comment."
            )
        name = needed(body.name, field="name", most=_LONGEST_NAME)
        try:
            guests.commenting.spend(str(guest.id))
        except TooOften as late:
            raise _later(late) from late
        said = Operation(body.id, body.pin, "comment", body.text)
        taken = await boards.change(board, [said], by=f"{name} ({guest.name})")
        return JSONResponse({"taken": [one.told() for one in taken]}, headers=_QUIETLY)

    return router


async def _begun(events: AsyncGenerator[str]) -> AsyncGenerator[str]:
    """The same events, once the first is there: what is refused is so before the answer begins."""
    first = await anext(events)

    async def every() -> AsyncGenerator[str]:
        async with aclosing(events):
            yield first
            async for event in events:
                yield event

    return every()


def _later(late: TooOften) -> HTTPException:
    return HTTPException(429, str(late), {"Retry-After": str(late.seconds)})
