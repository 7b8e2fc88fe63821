"""A garment on a board in another colour or cloth, and what belongs to each script day."""

from collections.abc import Mapping
from uuid import UUID

from fastapi import APIRouter, Request, Response

from matinee.errors import Invalid
from matinee.studio.concept.model import Box, read_colour
from matinee.studio.variants.model import InCloth, InColour, Method
from matinee.surfaces.web.clearance.forms import Reading
from matinee.surfaces.web.schedule.desk import ScheduleDesk
from matinee.surfaces.web.studio.board_frame import BOARD, OWN, address_of, board_page
from matinee.surfaces.web.studio.explore_pages import Asked, ExploreForm, example_of, exploring
from matinee.surfaces.web.studio.explore_words import compared_words, mood_words

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
    form = ExploreForm(
        path="explore",
        template="board_explore.html",
        beforehand=_BEFOREHAND,
        asked=_asked,
        methods=(Method.COLOUR, Method.CLOTH),
        palettes=True,
    )
    router = APIRouter()
    for part in (exploring(desk, form), _days(desk)):
        router.routes.extend(part.routes)
    return router


def _days(desk: ScheduleDesk) -> APIRouter:
    router = APIRouter(include_in_schema=False, dependencies=[OWN])
    rooms = desk.house.boards

    @router.get(f"{BOARD}/days")
    async def days(request: Request, production_id: UUID, board_id: UUID) -> Response:
        """Show side by side what belongs to each script day, character by character."""
        board = await rooms.boards.board(production_id, board_id)
        state = await rooms.versions.stood(board, None)
        hanging = await rooms.versions.hanging(board)
        draft, table = await rooms.boards.side_by_side(board, state, hanging)
        tongue = desk.stage.tongue(request)
        values = {
            "board": board,
            "at": address_of(board),
            "draft": draft,
            "makings": await rooms.variants.makings(board),
            "compared": compared_words(tongue),
            "shown": hanging,
            "table": table,
            "palettes": await rooms.palettes.of_days(board.production),
            "moods": mood_words(tongue),
        }
        return await board_page(desk, request, "board_days.html", values)

    return router


def _asked(reading: Reading) -> Asked | None:
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
    return None if wish is None or reading.faults else Asked(wish, skin)


def _cloth(reading: Reading, box: Box | None) -> InCloth | None:
    scale, drape = reading.number("scale"), reading.number("drape")
    example = example_of(reading)
    if box is None or example is None or scale is None or drape is None:
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
