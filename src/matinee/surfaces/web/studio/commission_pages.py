"""Ask a model for pictures: by which use, in which words, at what cost; and what became of it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import caller_of
from matinee.clearance.desk.model import Decision
from matinee.errors import Conflict, Denied, Invalid, NotFound
from matinee.studio.boards.model import SIZES, ConceptBoard
from matinee.studio.commissions.model import LONGEST_PROMPT, MOST_AT_ONCE, SIDES, Begin, Shape, Wish
from matinee.studio.concept.model import Box
from matinee.surfaces.web.clearance import words as clearance_words
from matinee.surfaces.web.clearance.forms import Reading, Typed
from matinee.surfaces.web.schedule.desk import ScheduleDesk
from matinee.surfaces.web.studio.board_frame import BOARD, OWN, address_of, board_page
from matinee.surfaces.web.studio.commission_words import (
    part_words,
    shape_words,
    state_words,
    way_words,
)

BOX_SIDES = ("left", "top", "right", "bottom")
_BEFOREHAND = {
    "side": str(SIDES[0]),
    "shape": Shape.SQUARE.value,
    "pictures": "1",
    "part": "all",
    **dict(zip(BOX_SIDES, ("25", "25", "75", "75"), strict=True)),
}


def routes(desk: ScheduleDesk) -> APIRouter:
    """``/model`` of a board."""
    router = APIRouter()
    for part in (_asking(desk), _one(desk)):
        router.routes.extend(part.routes)
    return router


def _asking(desk: ScheduleDesk) -> APIRouter:
    router = APIRouter(prefix=f"{BOARD}/model", include_in_schema=False, dependencies=[OWN])
    rooms = desk.house.boards
    commissions = rooms.commissions

    @router.get("")
    async def show(
        request: Request,
        production_id: UUID,
        board_id: UUID,
        scene: str = "",
        use: str = "",
        picture: str = "",
    ) -> Response:
        """Show what may be asked, and what was; with the words of a scene where one is chosen."""
        board = await rooms.boards.board(production_id, board_id)
        prompt, faults = "", dict[str, str]()
        if scene:
            try:
                prompt = await commissions.words_of(board, scene)
            except NotFound as missing:
                faults["scene"] = missing.sentence
        typed = Typed.told(**_BEFOREHAND, scene=scene, use=use, picture=picture, prompt=prompt)
        return await _page(desk, request, board, typed, faults)

    @router.post("")
    async def ask(request: Request, production_id: UUID, board_id: UUID) -> Response:
        """Put pictures into the queue, or show what speaks against it."""
        board = await rooms.boards.board(production_id, board_id)
        typed = await Typed.of(request)
        reading = Reading(typed, desk.stage.tongue(request))
        refused: Decision | None = None
        use = _use(reading)
        try:
            wish, begin = _wish(reading), _begin(reading)
            if wish is not None and use is not None and not reading.faults:
                by = (await caller_of(request)).name
                await commissions.ask(board, use, wish, begin, by=by)
                return RedirectResponse(f"{request.url.path}#queue", 303)
        except (Conflict, Denied, Invalid) as refusal:
            reading.refused(refusal, {} if refusal.field else {"": "use"})
            if isinstance(refusal, Denied) and refusal.field is None and use is not None:
                refused = await commissions.decision(use)
        return await _page(desk, request, board, typed, reading.faults, refused)

    return router


def _one(desk: ScheduleDesk) -> APIRouter:
    router = APIRouter(
        prefix=f"{BOARD}/model/{{commission_id}}", include_in_schema=False, dependencies=[OWN]
    )
    rooms = desk.house.boards
    commissions = rooms.commissions

    @router.post("/stop")
    async def stop(
        request: Request, production_id: UUID, board_id: UUID, commission_id: UUID
    ) -> Response:
        """Take a picture out of the queue, or stop the model."""
        board = await rooms.boards.board(production_id, board_id)
        try:
            await commissions.stop(await commissions.commission(board, commission_id))
        except Conflict as late:
            return await _page(desk, request, board, Typed.told(**_BEFOREHAND), {"": str(late)})
        return RedirectResponse(f"{address_of(board)}/model#queue", 303)

    @router.post("/vary")
    async def vary(
        request: Request, production_id: UUID, board_id: UUID, commission_id: UUID
    ) -> Response:
        """Ask for the same with another seed, or show what speaks against it now."""
        board = await rooms.boards.board(production_id, board_id)
        like = await commissions.commission(board, commission_id)
        reading = Reading(Typed.told(**_BEFOREHAND), desk.stage.tongue(request))
        try:
            await commissions.vary(board, like, by=(await caller_of(request)).name)
        except (Conflict, Denied, Invalid) as refusal:
            reading.refused(refusal)
            typed = Typed.told(**_BEFOREHAND, prompt=like.prompt, use=str(like.use))
            told = await commissions.decision(like.use) if refusal.field is None else None
            return await _page(desk, request, board, typed, reading.faults, told)
        return RedirectResponse(f"{address_of(board)}/model#queue", 303)

    return router


async def _page(
    desk: ScheduleDesk,
    request: Request,
    board: ConceptBoard,
    typed: Typed,
    faults: dict[str, str],
    refused: Decision | None = None,
) -> Response:
    rooms = desk.house.boards
    commissions = rooms.commissions
    tongue = desk.stage.tongue(request)
    offers = await commissions.offers(board)
    listed = await commissions.listed(board)
    own, others = await commissions.scenes(board)
    hanging = await rooms.versions.hanging(board)
    picture = _picture(typed)
    shown = None if picture is None else hanging.get(picture)
    if typed.one("picture") and shown is None:
        raise NotFound("This picture does not hang on this board.")
    values: dict[str, Any] = {
        "board": board,
        "at": address_of(board),
        "models": commissions.models(),
        "offers": offers,
        "decided": await desk.house.desk.outcomes([each.use for each in offers]),
        "outcomes": clearance_words.outcomes(tongue),
        "verdicts": clearance_words.verdicts(tongue),
        "refused": refused,
        "own_scenes": own,
        "other_scenes": others,
        "listed": listed,
        "before": await commissions.before(listed),
        "running": any(not each.state.ended for each in listed),
        "hanging": hanging,
        "shown": shown,
        "kept_size": None if shown is None else _kept_size(shown.reference),
        "ways": way_words(tongue),
        "parts": part_words(tongue),
        "states": state_words(tongue),
        "shapes": {each.value: word for each, word in shape_words(tongue).items()},
        "sides": SIDES,
        "most_pictures": MOST_AT_ONCE,
        "longest": LONGEST_PROMPT,
        "was": typed,
        "faults": faults,
    }
    status = 422 if faults else 200
    return await board_page(desk, request, "board_model.html", values, status=status)


def _use(reading: Reading) -> UUID | None:
    try:
        return UUID(reading.typed.one("use"))
    except ValueError:
        reading.faults["use"] = reading.tongue.say("Choose one of those that are offered.")
        return None


def _wish(reading: Reading) -> Wish | None:
    """What is asked for; None where a field does not fit."""
    prompt = reading.needed("prompt")
    side, seed = reading.count("side"), reading.count("seed")
    pictures = reading.count("pictures")
    # What begins from a picture has its shape.
    shape = reading.typed.one("shape") or Shape.SQUARE.value
    if shape not in set(Shape):
        reading.faults["shape"] = reading.tongue.say("Choose one of those that are offered.")
    if reading.faults:
        return None
    return Wish(
        " ".join(prompt.split()),
        side=side or SIDES[0],
        shape=Shape(shape),
        seed=seed,
        pictures=1 if pictures is None else pictures,
        scene=reading.text("scene"),
    )


def _picture(typed: Typed) -> UUID | None:
    try:
        return UUID(typed.one("picture"))
    except ValueError:
        return None


def _kept_size(reference: Mapping[str, Any]) -> tuple[int, int]:
    """Width and height of a picture as the board keeps it, for what is painted over it."""
    wide, high = reference["width"], reference["height"]
    scale = min(1.0, SIZES[-1] / max(wide, high))
    return max(1, round(wide * scale)), max(1, round(high * scale))


def _begin(reading: Reading) -> Begin | None:
    """The picture that it begins from, and where that may change; None: from words alone."""
    typed = reading.typed
    picture = _picture(typed)
    if picture is None:
        return None
    match typed.one("part"):
        case "all":
            return Begin(picture)
        case "mask":
            mask = typed.files.get("mask")
            if mask is None:
                reading.faults["mask"] = reading.tongue.say("Paint on the picture, or give a mask.")
            return Begin(picture, mask=mask)
        case "box" | "outlined" as part:
            sides = [reading.number(side) for side in BOX_SIDES]
            given = [side / 100 for side in sides if side is not None]
            if len(given) < len(BOX_SIDES):
                reading.faults["box"] = reading.tongue.say("Give all four sides.")
                return None
            return Begin(picture, box=Box(*given), outlined=part == "outlined")
        case _:
            reading.faults["part"] = reading.tongue.say("Choose one of those that are offered.")
            return None
