"""Explore a picture of a board: try something on it, see what was tried side by side, undo it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import caller_of
from matinee.errors import Conflict, Invalid, NotFound
from matinee.studio.boards.model import ConceptBoard, LinkKind
from matinee.studio.concept.model import Box, read_colour
from matinee.studio.variants.model import InCloth, InColour, Method, Wish
from matinee.surfaces.web.clearance.forms import Reading, Typed
from matinee.surfaces.web.schedule.desk import ScheduleDesk
from matinee.surfaces.web.studio.board_frame import BOARD, OWN, address_of, board_page
from matinee.surfaces.web.studio.explore_words import compared_words, method_words

_SIDES = ("left", "top", "right", "bottom")
_BEFOREHAND = {
    "method": Method.COLOUR.value,
    **dict(zip(_SIDES, ("25", "15", "75", "95"), strict=True)),
    "colour": "#265496",
    "scale": "25",
    "drape": "50",
}


def routes(desk: ScheduleDesk) -> APIRouter:
    """``/explore/PICTURE`` and ``/days`` of a board."""
    router = APIRouter()
    for part in (_exploring(desk), _days(desk)):
        router.routes.extend(part.routes)
    return router


def _exploring(desk: ScheduleDesk) -> APIRouter:
    router = APIRouter(
        prefix=f"{BOARD}/explore/{{reference_id}}", include_in_schema=False, dependencies=[OWN]
    )
    rooms = desk.house.boards

    async def page(
        request: Request, board: ConceptBoard, picture: UUID, typed: Typed, faults: dict[str, str]
    ) -> Response:
        hanging = await rooms.versions.hanging(board)
        if picture not in hanging:
            raise NotFound("This picture does not hang on this board.")
        makings = await rooms.variants.makings(board)
        tongue = desk.stage.tongue(request)
        _, linkable = await rooms.boards.linkable(board.production)
        values: dict[str, Any] = {
            "board": board,
            "at": address_of(board),
            "shown": hanging[picture],
            "candidates": [
                (hanging[each.reference], each)
                for each in makings.values()
                if each.picture == picture and each.reference in hanging
            ],
            "examples": {
                str(pin): one.note or one.reference["source"]
                for pin, one in hanging.items()
                if pin != picture
            },
            "days": {
                each.link.name: each.label for each in linkable if each.link.kind is LinkKind.DAY
            },
            "methods": method_words(tongue),
            "compared": compared_words(tongue),
            "was": typed,
            "faults": faults,
        }
        status = 422 if faults else 200
        return await board_page(desk, request, "board_explore.html", values, status=status)

    @router.get("")
    async def explore(
        request: Request, production_id: UUID, board_id: UUID, reference_id: UUID
    ) -> Response:
        """Show a picture, what can be tried on it, and what was."""
        board = await rooms.boards.board(production_id, board_id)
        return await page(request, board, reference_id, Typed.told(**_BEFOREHAND), {})

    @router.post("")
    async def make(
        request: Request, production_id: UUID, board_id: UUID, reference_id: UUID
    ) -> Response:
        """Make a variant and pin it to the board."""
        board = await rooms.boards.board(production_id, board_id)
        typed = await Typed.of(request)
        reading = Reading(typed, desk.stage.tongue(request))
        try:
            asked = _asked(reading)
            if asked is not None:
                made = await rooms.variants.make(
                    board,
                    reference_id,
                    asked.wish,
                    by=(await caller_of(request)).name,
                    skin=asked.skin,
                    day=typed.one("day"),
                )
                return RedirectResponse(f"{request.url.path}#variant-{made.id}", 303)
        except (Conflict, Invalid) as error:
            reading.refused(error, {"mask": "box"})
        return await page(request, board, reference_id, typed, reading.faults)

    @router.post("/{variant_id}/take-down")
    async def take_down(
        request: Request, production_id: UUID, board_id: UUID, reference_id: UUID, variant_id: UUID
    ) -> Response:
        """Undo a variant."""
        board = await rooms.boards.board(production_id, board_id)
        await rooms.variants.take_down(board, variant_id, by=(await caller_of(request)).name)
        return RedirectResponse(f"{address_of(board)}/explore/{reference_id}", 303)

    return router


def _days(desk: ScheduleDesk) -> APIRouter:
    router = APIRouter(include_in_schema=False, dependencies=[OWN])
    rooms = desk.house.boards

    @router.get(f"{BOARD}/days")
    async def days(request: Request, production_id: UUID, board_id: UUID) -> Response:
        """Show side by side what belongs to each script day."""
        board = await rooms.boards.board(production_id, board_id)
        state = await rooms.versions.stood(board, None)
        hanging = await rooms.versions.hanging(board)
        draft, linkable = await rooms.boards.linkable(board.production)
        values = {
            "board": board,
            "at": address_of(board),
            "draft": draft,
            "makings": await rooms.variants.makings(board),
            "compared": compared_words(desk.stage.tongue(request)),
            "days": [
                (
                    each.label,
                    [one for pin, one in hanging.items() if state[pin].get(each.link.field)],
                )
                for each in linkable
                if each.link.kind is LinkKind.DAY
            ],
        }
        return await board_page(desk, request, "board_days.html", values)

    return router


@dataclass(frozen=True, slots=True)
class _Asked:
    wish: Wish
    skin: Box | None


def _asked(reading: Reading) -> _Asked | None:
    """What is wished for; None where a field does not fit."""
    box = _box(reading, "")
    skin = (
        _box(reading, "skin_")
        if reading.typed.given(*(f"skin_{side}" for side in _SIDES))
        else None
    )
    match reading.typed.one("method"):
        case Method.COLOUR:
            colour = read_colour(reading.typed.one("colour"))
            wish = None if box is None else InColour(box, colour)
        case Method.CLOTH:
            wish = _cloth(reading, box)
        case _:
            raise Invalid("Choose what to try.", field="method")
    return None if wish is None or reading.faults else _Asked(wish, skin)


def _cloth(reading: Reading, box: Box | None) -> InCloth | None:
    scale, drape = reading.number("scale"), reading.number("drape")
    try:
        example = UUID(reading.typed.one("example"))
    except ValueError:
        reading.faults["example"] = reading.tongue.say("Choose one of those that are offered.")
        return None
    if box is None or scale is None or drape is None:
        return None
    return InCloth(box, example, scale=scale / 100, drape=drape / 100)


def _box(reading: Reading, before: str) -> Box | None:
    sides: Mapping[str, float | None] = {side: reading.number(f"{before}{side}") for side in _SIDES}
    given = [side / 100 for side in sides.values() if side is not None]
    if len(given) < len(_SIDES):
        named = "skin" if before else "box"
        reading.faults[named] = reading.tongue.say("Give all four sides.")
        return None
    return Box(*given)
