"""One output: how it was made, whether it may be seen, and whether members are given it."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import caller_of, may, nothing_here
from matinee.access.model import ObjectKind, Role, Use
from matinee.clearance.desk.model import (
    Decision,
    FactKind,
    NewPublication,
    StoredOutput,
    TakenBack,
)
from matinee.errors import Conflict, NotFound
from matinee.surfaces.web.clearance.forms import Reading, Typed, known
from matinee.surfaces.web.clearance.frame import ROOT, ClearanceDesk, reaches

_ALL = may(Role.FILM_MAKER, Role.REPRESENTATIVE, Role.COUNSEL)
_PUBLISHERS = may(Role.FILM_MAKER, Role.COUNSEL)
_SHOWN = frozenset({"image/png", "image/jpeg"})
_ANSWERS = {"yes": True, "no": False}


def routes(desk: ClearanceDesk) -> APIRouter:
    """``/desk/clearance/outputs/{output_id}``."""
    router = APIRouter()
    for part in (_looking, _publishing):
        router.routes.extend(part(desk).routes)
    return router


def _looking(desk: ClearanceDesk) -> APIRouter:
    router = APIRouter(prefix=f"{ROOT}/outputs", include_in_schema=False, dependencies=[_ALL])

    @router.get("/{output_id}")
    async def output(request: Request, output_id: UUID) -> Response:
        """Show what was made: how, by which leave, and, where it is closed away, why."""
        return await _show(desk, request, output_id)

    return router


def _publishing(desk: ClearanceDesk) -> APIRouter:
    router = APIRouter(
        prefix=f"{ROOT}/outputs/{{output_id}}/publication",
        include_in_schema=False,
        dependencies=[_PUBLISHERS],
    )
    publications = desk.house.record.publications

    @router.post("")
    async def publish(request: Request, output_id: UUID) -> Response:
        """Publish an output, or show which rules speak against it."""
        await _require_own(desk, request, output_id)
        typed = await Typed.of(request)
        reading = Reading(typed, desk.stage.tongue(request))
        values = {
            "deep_fake": _ANSWERS.get(typed.one("deep_fake")),
            "disclosure": reading.text("disclosure"),
        }
        if values["deep_fake"] is None:
            reading.faults["deep_fake"] = desk.stage.tongue(request).say("This is needed.")
        body = reading.shape(NewPublication, known(values))
        if body is None:
            return await _show(desk, request, output_id, typed=typed, faults=reading.faults)
        by = (await caller_of(request)).name
        decision, fact = await publications.publish(output_id, body, by=by)
        if fact is None:
            return await _show(desk, request, output_id, typed=typed, refused=decision)
        return RedirectResponse(f"{ROOT}/outputs/{output_id}#publication", 303)

    @router.post("/end")
    async def take_back(request: Request, output_id: UUID) -> Response:
        """Publish an output no longer."""
        await _require_own(desk, request, output_id)
        typed = await Typed.of(request)
        reading = Reading(typed, desk.stage.tongue(request))
        body = reading.shape(TakenBack, {"reason": reading.needed("reason")})
        if body is None:
            return await _show(desk, request, output_id, typed=typed, faults=reading.faults)
        try:
            await publications.take_back(output_id, body, by=(await caller_of(request)).name)
        except Conflict as already:
            faults = {"": already.sentence}
            return await _show(desk, request, output_id, typed=typed, faults=faults)
        return RedirectResponse(f"{ROOT}/outputs/{output_id}#publication", 303)

    return router


async def _show(
    desk: ClearanceDesk,
    request: Request,
    identifier: UUID,
    *,
    typed: Typed | None = None,
    faults: dict[str, str] | None = None,
    refused: Decision | None = None,
) -> Response:
    record = desk.house.record
    try:
        found, line = await record.outputs.standing(identifier)
    except NotFound as missing:
        raise nothing_here() from missing
    makes = await _reaches_production(request, found)
    if not makes and not await _speaks_for(request, found):
        raise nothing_here()
    likely = "yes" if line.performers else ""
    values: dict[str, Any] = {
        "output": found,
        "closed": found.quarantined_for or line.closed,
        "shown": found.media_type in _SHOWN and not line.performers,
        "likeness": bool(line.performers),
        "use": await record.fact(FactKind.USE, str(found.use_id)),
        "parents": await record.outputs.parents(identifier),
        "title": (await desk.titles()).get(found.production or "", ""),
        "name": (await desk.names({found.performer or ""})).get(found.performer or "", ""),
        "may_open_use": makes,
        "published": await record.publications.standing(identifier),
        "refused": refused,
        "was": typed or Typed.told(deep_fake=likely),
        "faults": faults or {},
    }
    status = 422 if faults else 200
    return await desk.page(request, "output.html", values, status=status)


async def _require_own(desk: ClearanceDesk, request: Request, identifier: UUID) -> None:
    try:
        found = await desk.house.record.outputs.output(identifier)
    except NotFound as missing:
        raise nothing_here() from missing
    if not await _reaches_production(request, found):
        raise nothing_here()


async def _speaks_for(request: Request, output: StoredOutput) -> bool:
    return output.performer is not None and await reaches(
        request, Use.REPRESENT, ObjectKind.PERFORMER, output.performer
    )


async def _reaches_production(request: Request, output: StoredOutput) -> bool:
    if output.production is None:
        return False
    for use in (Use.PRODUCE, Use.COUNSEL):
        if await reaches(request, use, ObjectKind.PRODUCTION, output.production):
            return True
    return False
