"""A picture that a model made, as final: asked for, approved by counsel, hung, and taken back."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import caller_of
from matinee.errors import Conflict, Denied, Invalid
from matinee.studio.boards.model import ConceptBoard
from matinee.studio.commissions.model import ASKED_PRINCIPLES, FINAL_KINDS, Commission
from matinee.surfaces.web.clearance import words as clearance_words
from matinee.surfaces.web.clearance.forms import Reading, Typed
from matinee.surfaces.web.schedule.desk import ScheduleDesk
from matinee.surfaces.web.studio.board_frame import BOARD, OWN, address_of, board_page

_REFUSALS = (Conflict, Denied, Invalid)


def routes(desk: ScheduleDesk) -> APIRouter:
    """``/model/COMMISSION/final`` of a board."""
    router = APIRouter(
        prefix=f"{BOARD}/model/{{commission_id}}/final",
        include_in_schema=False,
        dependencies=[OWN],
    )
    rooms = desk.house.boards

    async def found(production: UUID, board: UUID, one: UUID) -> tuple[ConceptBoard, Commission]:
        of = await rooms.boards.board(production, board)
        return of, await rooms.commissions.commission(of, one)

    @router.get("")
    async def show(
        request: Request, production_id: UUID, board_id: UUID, commission_id: UUID
    ) -> Response:
        """Show how it stands, and what comes next."""
        board, one = await found(production_id, board_id, commission_id)
        return await _page(desk, request, board, one, Typed.told(starts_at=_ahead()), {})

    @router.post("")
    async def ask(
        request: Request, production_id: UUID, board_id: UUID, commission_id: UUID
    ) -> Response:
        """Declare the final use; counsel's inbox shows it."""
        board, one = await found(production_id, board_id, commission_id)
        typed = await Typed.of(request)
        reading = Reading(typed, desk.stage.tongue(request))
        starts, answers = _starts(reading), _answers(reading)
        if starts is not None and not reading.faults:
            try:
                await rooms.promotions.ask(
                    board,
                    one,
                    kind=typed.one("kind"),
                    starts_at=starts,
                    principles=answers,
                    by=(await caller_of(request)).name,
                )
                return RedirectResponse(request.url.path, 303)
            except _REFUSALS as refusal:
                reading.refused(refusal)
        return await _page(desk, request, board, one, typed, reading.faults)

    @router.post("/promote")
    async def promote(
        request: Request, production_id: UUID, board_id: UUID, commission_id: UUID
    ) -> Response:
        """Hang it without its mark, or show what speaks against it."""
        board, one = await found(production_id, board_id, commission_id)
        try:
            await rooms.promotions.promote(board, one, by=(await caller_of(request)).name)
        except _REFUSALS as refusal:
            return await _page(desk, request, board, one, Typed(), {"": str(refusal)})
        return RedirectResponse(f"{address_of(board)}/model/{one.id}/final", 303)

    @router.post("/take-back")
    async def take_back(
        request: Request, production_id: UUID, board_id: UUID, commission_id: UUID
    ) -> Response:
        """Ask no more for it, or let it be final no more."""
        board, one = await found(production_id, board_id, commission_id)
        typed = await Typed.of(request)
        reading = Reading(typed, desk.stage.tongue(request))
        by = (await caller_of(request)).name
        try:
            await rooms.promotions.take_back(board, one, reason=typed.one("reason"), by=by)
        except _REFUSALS as refusal:
            reading.refused(refusal)
            return await _page(desk, request, board, one, typed, reading.faults)
        return RedirectResponse(f"{address_of(board)}/model/{one.id}/final", 303)

    return router


def _starts(reading: Reading) -> datetime | None:
    """When the work starts; without it that is a fault."""
    said = reading.moment("starts_at")
    if said is None:
        reading.faults.setdefault("starts_at", reading.tongue.say("This is needed."))
        return None
    return datetime.fromisoformat(said)


def _answers(reading: Reading) -> dict[str, str]:
    """What is said of each principle; one that is not answered is a fault."""
    answers = {name: reading.typed.one(name) for name in ASKED_PRINCIPLES}
    for name, answer in answers.items():
        if not answer:
            reading.faults[name] = reading.tongue.say("Answer it for the picture as delivered.")
    return answers


def _ahead() -> str:
    """The next whole hour but one: an approval has to come before the work."""
    at = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=2)
    return at.strftime("%Y-%m-%dT%H:%M")


async def _page(
    desk: ScheduleDesk,
    request: Request,
    board: ConceptBoard,
    one: Commission,
    typed: Typed,
    faults: dict[str, str],
) -> Response:
    tongue = desk.stage.tongue(request)
    rooms = desk.house.boards
    standing = await rooms.promotions.standing(one)
    kinds = clearance_words.kinds(tongue)
    values: dict[str, Any] = {
        "board": board,
        "at": address_of(board),
        "one": one,
        "standing": standing,
        "decision": None
        if standing is None
        else await rooms.commissions.decision(standing.promotion.use),
        "outcomes": clearance_words.outcomes(tongue),
        "verdicts": clearance_words.verdicts(tongue),
        "kinds": {kind: f"{kinds[kind][0]}: {kinds[kind][1]}" for kind in FINAL_KINDS},
        "principles": {
            name: sentence
            for name, sentence in clearance_words.principles(tongue).items()
            if name in ASKED_PRINCIPLES
        },
        "hanging": await rooms.versions.hanging(board),
        "was": typed,
        "faults": faults,
    }
    status = 422 if faults else 200
    return await board_page(desk, request, "board_final.html", values, status=status)
