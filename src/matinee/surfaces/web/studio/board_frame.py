"""The frame of the pages of boards: their addresses, who may call them, and how one is shown."""

import json
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from typing import Any

from fastapi import Request, Response

from matinee.access.door import caller_of, may
from matinee.access.model import ObjectKind, Role
from matinee.studio.boards.model import ConceptBoard, Happened, LinkKind, Numbered
from matinee.studio.boards.service import BoardService
from matinee.surfaces.web.languages import Tongue
from matinee.surfaces.web.schedule.desk import ScheduleDesk

ROOT = "/desk/boards"
BOARD = f"{ROOT}/{{production_id}}/{{board_id}}"
GUEST = "/guest/boards/{token}"
OWN = may(Role.FILM_MAKER, of=ObjectKind.PRODUCTION, by="production_id")


_STREAM = timedelta(minutes=5)
"""After it a browser asks again, from the last number it has: a revoked grant ends there."""
_AGAIN_MILLISECONDS = 500


async def _always() -> bool:
    return True


async def _everything(happened: Sequence[Numbered]) -> list[dict[str, Any]]:
    return [one.told() for one in happened]


async def told(
    service: BoardService,
    board: ConceptBoard,
    after: int,
    *,
    still: Callable[[], Awaitable[bool]] = _always,
    heard: Callable[[Sequence[Numbered]], Awaitable[list[dict[str, Any]]]] = _everything,
    people: bool = True,
) -> AsyncGenerator[str]:
    """What happens on a board as server-sent events, while ``still``: what is ``heard`` of it.

    Who is here is told with ``people`` alone.
    """
    yield f"retry: {_AGAIN_MILLISECONDS}\n\n"
    ends = datetime.now(UTC) + _STREAM
    # Closed here and not when it is collected, so that nobody listens for who has gone.
    async with aclosing(service.follow(board, after)) as following:
        async for happened in following:
            if not await still():
                return
            for one in await heard(happened.operations):
                yield f"id: {one['sequence']}\ndata: {json.dumps(one)}\n\n"
            for one in happened.present if people else ():
                yield f"event: presence\ndata: {json.dumps(one)}\n\n"
            if happened == Happened():
                yield ": still here\n\n"
            if datetime.now(UTC) > ends:
                return


def begun_after(request: Request, asked: int) -> int:
    """The last number that a browser has; what it says when it asks again goes first."""
    last = request.headers.get("last-event-id", "")
    return int(last) if last.isascii() and last.isdecimal() and len(last) < 10 else asked


async def board_page(
    desk: ScheduleDesk,
    request: Request,
    template: str,
    values: dict[str, Any],
    *,
    status: int = 200,
) -> Response:
    """Render ``studio/TEMPLATE``."""
    caller = await caller_of(request)
    always = {"place": "boards", "root": ROOT, "operator": Role.OPERATOR in caller.roles}
    tongue = desk.stage.tongue(request)
    return desk.stage.page(f"studio/{template}", tongue, {**always, **values}, status=status)


def address_of(board: ConceptBoard) -> str:
    """Where a board's page is."""
    return f"{ROOT}/{board.production}/{board.id}"


def kind_words(tongue: Tongue) -> dict[LinkKind, str]:
    """What the kinds of things are called that a board may be linked to."""
    say = tongue.say
    return {
        LinkKind.SCENE: say("Scenes"),
        LinkKind.CHARACTER: say("Characters"),
        LinkKind.SET: say("Sets"),
        LinkKind.DAY: say("Script days"),
    }
