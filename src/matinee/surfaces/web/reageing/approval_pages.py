"""What a performer is asked: the own shots as they were filmed and as they were made, yes or no."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import caller_of, may
from matinee.access.model import ObjectKind, Role
from matinee.assembly.house import House
from matinee.errors import Conflict, Denied, Invalid, NotFound
from matinee.studio.reage.model import Shot
from matinee.studio.reage.service import Word
from matinee.surfaces.web.clearance.forms import Reading, Typed
from matinee.surfaces.web.clearance.frame import ROOT as CLEARANCE
from matinee.surfaces.web.clearance.frame import ClearanceDesk
from matinee.surfaces.web.reageing.desk import ShotDesk
from matinee.surfaces.web.rendering import Stage

_THEIRS = may(Role.REPRESENTATIVE, Role.COUNSEL, of=ObjectKind.PERFORMER, by="performer_id")
_PATH = f"{CLEARANCE}/performers/{{performer_id}}/shots/{{shot_id}}"


def routes(house: House, stage: Stage) -> APIRouter:
    """``/desk/clearance/performers/{performer_id}/shots/{shot_id}``."""
    shots = ShotDesk(ClearanceDesk(house, stage))
    router = APIRouter()
    for part in (_looking, _saying):
        router.routes.extend(part(shots).routes)
    return router


def _looking(shots: ShotDesk) -> APIRouter:
    router = APIRouter(prefix=_PATH, include_in_schema=False, dependencies=[_THEIRS])

    @router.get("")
    async def show(request: Request, performer_id: UUID, shot_id: UUID) -> Response:
        """Show a shot to whoever it shows, and ask."""
        return await _view(shots, request, await _own(shots, performer_id, shot_id), Typed())

    @router.get("/before")
    async def before(performer_id: UUID, shot_id: UUID) -> Response:
        """Give the shot as it was filmed and painted."""
        return await shots.before(await _own(shots, performer_id, shot_id))

    @router.post("/renders/{render_id}/after")
    async def after(
        request: Request, performer_id: UUID, shot_id: UUID, render_id: UUID
    ) -> Response:
        """Give what a render made, for the performer's own word on it."""
        shot = await _own(shots, performer_id, shot_id)
        return await shots.after(request, shot, render_id, "the performer's approval")

    return router


def _saying(shots: ShotDesk) -> APIRouter:
    router = APIRouter(prefix=_PATH, include_in_schema=False, dependencies=[_THEIRS])

    @router.post("/renders/{render_id}/words")
    async def say(request: Request, performer_id: UUID, shot_id: UUID, render_id: UUID) -> Response:
        """Approve or refuse frames, or all of them."""
        shot = await _own(shots, performer_id, shot_id)
        render = await shots.render(shot, render_id)
        typed = await Typed.of(request)
        reading = Reading(typed, shots.desk.stage.tongue(request))
        said = _said(reading, shot)
        if said is None or reading.faults:
            return await _view(shots, request, shot, typed, reading.faults)
        word, first, last = said
        by, reason = (await caller_of(request)).name, typed.one("reason")
        approvals = shots.desk.house.reage.approvals
        try:
            await approvals.say(shot, render, word, by=by, first=first, last=last, reason=reason)
        except (Conflict, Denied, Invalid) as refusal:
            reading.refused(refusal)
            return await _view(shots, request, shot, typed, reading.faults)
        return RedirectResponse(f"{_address(shot)}#said", 303)

    return router


async def _view(
    shots: ShotDesk,
    request: Request,
    shot: Shot,
    typed: Typed,
    faults: dict[str, str] | None = None,
) -> Response:
    standing = await shots.standing(request, shot)
    values = {**standing, "at": _address(shot), "was": typed, "faults": faults or {}}
    return await shots.desk.page(
        request,
        "approval.html",
        values,
        place="performers",
        status=422 if faults else 200,
        folder="reageing",
    )


async def _own(shots: ShotDesk, performer: UUID, identifier: UUID) -> Shot:
    found = await shots.desk.house.reage.shot(identifier)
    if found.performer != performer:
        raise NotFound(f"There is no shot {identifier}.")
    return found


def _said(reading: Reading, shot: Shot) -> tuple[Word, int, int] | None:
    """The word, and its first and last frame, from 0; all of them where none are named."""
    first, last = reading.count("first"), reading.count("last")
    try:
        word = Word(reading.typed.one("word"))
    except ValueError:
        reading.faults["word"] = reading.tongue.say("Choose one of those that are offered.")
        return None
    return word, 0 if first is None else first - 1, shot.frames - 1 if last is None else last - 1


def _address(shot: Shot) -> str:
    return f"{CLEARANCE}/performers/{shot.performer}/shots/{shot.id}"
