"""Explore a picture of a board: try something on it, see what was tried side by side, undo it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import caller_of
from matinee.errors import Conflict, Invalid, NotFound
from matinee.studio.boards.model import ConceptBoard, LinkKind
from matinee.studio.concept.model import MOST_FILLED, Box
from matinee.studio.palettes.model import Mood, Swatch
from matinee.studio.variants.model import Method, Wish
from matinee.surfaces.web.clearance.forms import Reading, Typed
from matinee.surfaces.web.schedule.desk import ScheduleDesk
from matinee.surfaces.web.studio.board_frame import BOARD, OWN, address_of, board_page
from matinee.surfaces.web.studio.explore_words import (
    compared_words,
    hour_words,
    method_words,
    mood_words,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is wished for, and where skin is seen."""

    wish: Wish
    skin: Box | None = None


@dataclass(frozen=True, slots=True)
class ExploreForm:
    """A page on which something is tried; ``asked`` answers None where a field does not fit."""

    path: str
    template: str
    beforehand: Mapping[str, str]
    asked: Callable[[Reading], Asked | None]
    methods: Collection[Method]
    palettes: bool = False
    """Whether colours are offered: those of another picture, and of a script day's mood."""


def exploring(desk: ScheduleDesk, form: ExploreForm) -> APIRouter:
    """``/PATH/PICTURE`` of a board: what is tried on a picture, and what was."""
    router = APIRouter(
        prefix=f"{BOARD}/{form.path}/{{reference_id}}",
        include_in_schema=False,
        dependencies=[OWN],
    )
    rooms = desk.house.boards

    async def page(
        request: Request, board: ConceptBoard, picture: UUID, typed: Typed, faults: dict[str, str]
    ) -> Response:
        palette = await _palette(desk, board, request) if form.palettes else None
        hanging = await rooms.versions.hanging(board)
        if picture not in hanging:
            raise NotFound("This picture does not hang on this board.")
        makings = await rooms.variants.makings(board)
        tongue = desk.stage.tongue(request)
        _, linkable = await rooms.boards.linkable(board.production)
        values: dict[str, Any] = {
            "board": board,
            "at": address_of(board),
            "path": form.path,
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
            "offered": {each: method_words(tongue)[each] for each in form.methods},
            "hours": hour_words(tongue),
            "compared": compared_words(tongue),
            "palettes": form.palettes,
            "most_filled": MOST_FILLED,
            "palette": palette,
            "asked": Typed.told(
                **{
                    name: request.query_params.get(name, "")
                    for name in ("palette_of", "palette_day")
                }
            ),
            "moods": mood_words(tongue),
            "was": typed,
            "faults": faults,
        }
        status = 422 if faults else 200
        return await board_page(desk, request, form.template, values, status=status)

    @router.get("")
    async def explore(
        request: Request, production_id: UUID, board_id: UUID, reference_id: UUID
    ) -> Response:
        """Show a picture, what can be tried on it, and what was."""
        board = await rooms.boards.board(production_id, board_id)
        chosen = request.query_params.get("colour")
        beforehand = {**form.beforehand, **({"colour": chosen} if chosen else {})}
        return await page(request, board, reference_id, Typed.told(**beforehand), {})

    @router.post("")
    async def make(
        request: Request, production_id: UUID, board_id: UUID, reference_id: UUID
    ) -> Response:
        """Make a variant and pin it to the board."""
        board = await rooms.boards.board(production_id, board_id)
        typed = await Typed.of(request)
        reading = Reading(typed, desk.stage.tongue(request))
        try:
            asked = form.asked(reading)
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
        return RedirectResponse(f"{address_of(board)}/{form.path}/{reference_id}", 303)

    return router


@dataclass(frozen=True, slots=True)
class Palette:
    """What colours are shown: of which picture or script day, and for a day by which mood."""

    swatches: tuple[Swatch, ...]
    of: str
    day: str = ""
    mood: Mood | None = None


async def _palette(desk: ScheduleDesk, board: ConceptBoard, request: Request) -> Palette | None:
    """The palette that the address asks for; None where it asks for none."""
    palettes = desk.house.boards.palettes
    day, of = (request.query_params.get(name, "") for name in ("palette_day", "palette_of"))
    if day:
        found = await palettes.of_day(board.production, day)
        return Palette(found.swatches, of="", day=day, mood=found.mood)
    if not of:
        return None
    try:
        pin = UUID(of)
    except ValueError as problem:
        raise NotFound("This picture does not hang on this board.") from problem
    return Palette(await palettes.of_picture(board, pin), of=of)


def example_of(reading: Reading) -> UUID | None:
    """The picture of the board that was chosen as an example."""
    try:
        return UUID(reading.typed.one("example"))
    except ValueError:
        reading.faults["example"] = reading.tongue.say("Choose one of those that are offered.")
        return None
