"""The registry of consents: how each stands, how one is recorded, and how one is revoked."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import caller_of, may, nothing_here
from matinee.access.model import ObjectKind, Role, Use
from matinee.clearance.desk.model import ConsentState, FactKind, Revocation
from matinee.errors import Conflict, Invalid
from matinee.surfaces.web.clearance import consent_form
from matinee.surfaces.web.clearance.forms import Reading, Typed, known
from matinee.surfaces.web.clearance.frame import ROOT, ClearanceDesk, own, reaches

NEW_PATH = f"{ROOT}/consents/new"
"""Takes a scan, and so a larger body than other pages."""
LARGEST_SCAN = 20_000_000
_SPEAKERS = may(Role.REPRESENTATIVE, Role.COUNSEL)
_THEIRS = may(Role.REPRESENTATIVE, Role.COUNSEL, of=ObjectKind.PERFORMER, by="performer_id")
_ONE = f"{ROOT}/performers/{{performer_id}}/consents/{{consent_id}}"


def routes(desk: ClearanceDesk) -> APIRouter:
    """``/desk/clearance/consents`` and the consents of one performer."""
    router = APIRouter()
    for part in (_registry, _recording, _one, _revoking):
        router.routes.extend(part(desk).routes)
    return router


def _registry(desk: ClearanceDesk) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get(f"{ROOT}/consents", dependencies=[may(Role.COUNSEL)])
    async def consents(
        request: Request,
        state: ConsentState | None = None,
        performer: UUID | None = None,
        production: UUID | None = None,
    ) -> Response:
        """List consents, the newest first, by state, performer or production."""
        found = await desk.house.desk.consents(
            performer=None if performer is None else str(performer)
        )
        if production is not None:
            key = str(production)
            found = [one for one in found if key in one.consent.body["productions"]]
        counts = {each.value: sum(one.state is each for one in found) for each in ConsentState}
        shown = found if state is None else [one for one in found if one.state is state]
        values: dict[str, Any] = {
            "consents": shown,
            "whole": len(found),
            "counts": counts,
            "chosen": state,
            "who": await desk.names({one.consent.performer or "" for one in found}),
            "titles": await desk.titles(),
            "performer": performer,
            "production": production,
        }
        return await desk.page(request, "registry.html", values, place="consents")

    return router


def _recording(desk: ClearanceDesk) -> APIRouter:
    router = APIRouter(include_in_schema=False, dependencies=[_SPEAKERS])

    async def form(
        request: Request, typed: Typed, faults: dict[str, str] | None = None
    ) -> Response:
        record = desk.house.record
        found = await record.current(FactKind.PERFORMER)
        theirs = own(await caller_of(request), ObjectKind.PERFORMER, found)
        values = {
            "performers": await desk.names({fact.key for fact in theirs}),
            "titles": await desk.titles(),
            "was": typed,
            "faults": faults or {},
        }
        status = 422 if faults else 200
        return await desk.page(request, "consent_new.html", values, place="consents", status=status)

    @router.get(NEW_PATH)
    async def begin(request: Request, performer: str = "", production: str = "") -> Response:
        """Show the form."""
        return await form(request, Typed.told(performer=performer, productions=production))

    @router.post(NEW_PATH)
    async def add(request: Request) -> Response:
        """Record a consent with its paper."""
        typed = await Typed.of(request)
        reading = Reading(typed, desk.stage.tongue(request))
        performer = typed.one("performer")
        if performer and not await _speaks_for(request, performer):
            raise nothing_here()
        paper, kept = typed.files.get("document"), typed.one("kept")
        if paper is not None:
            kept = await desk.house.record.keep_document(paper)
        body = consent_form.read(reading, document=kept or None)
        if body is not None:
            by = (await caller_of(request)).name
            try:
                made = await desk.house.record.add_consent(body, by=by)
            except Invalid as error:
                reading.refused(error)
            else:
                return RedirectResponse(
                    f"{ROOT}/performers/{body.performer}/consents/{made.key}", 303
                )
        held = Typed({**typed.values, "kept": (kept,)}) if kept else typed
        return await form(request, held, reading.faults)

    return router


async def _speaks_for(request: Request, performer: str) -> bool:
    for use in (Use.REPRESENT, Use.COUNSEL):
        if await reaches(request, use, ObjectKind.PERFORMER, performer):
            return True
    return False


async def _consent_values(desk: ClearanceDesk, performer: UUID, consent: UUID) -> dict[str, Any]:
    found = await desk.house.desk.consent(performer, consent)
    return {
        "each": found,
        "affected": await desk.house.record.revocations.affected(consent),
        "live": {permit.id for permit in await desk.house.desk.live_permits()},
        "name": (await desk.names({str(performer)})).get(str(performer), ""),
        "titles": await desk.titles(),
    }


def _one(desk: ClearanceDesk) -> APIRouter:
    router = APIRouter(prefix=_ONE, include_in_schema=False, dependencies=[_THEIRS])

    @router.get("")
    async def consent(request: Request, performer_id: UUID, consent_id: UUID) -> Response:
        """Show a consent: its scope, its paper by hash, and what rests on it."""
        values = await _consent_values(desk, performer_id, consent_id)
        return await desk.page(request, "consent.html", values, place="consents")

    @router.get("/paper")
    async def paper(performer_id: UUID, consent_id: UUID) -> Response:
        """Hand out the signed paper, as a file and never as a page."""
        found = await desk.house.desk.consent(performer_id, consent_id)
        content = await desk.house.record.document(found.consent)
        headers = {
            "Content-Disposition": "attachment",
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        }
        return Response(content, media_type="application/octet-stream", headers=headers)

    return router


def _revoking(desk: ClearanceDesk) -> APIRouter:
    router = APIRouter(prefix=f"{_ONE}/revoke", include_in_schema=False, dependencies=[_THEIRS])

    async def preview(
        request: Request,
        performer: UUID,
        consent: UUID,
        typed: Typed,
        faults: dict[str, str] | None = None,
    ) -> Response:
        values = await _consent_values(desk, performer, consent)
        values |= {"was": typed, "faults": faults or {}}
        status = 422 if faults else 200
        return await desk.page(request, "revoke.html", values, place="consents", status=status)

    @router.get("")
    async def consequences(request: Request, performer_id: UUID, consent_id: UUID) -> Response:
        """Show what will stop and what will be closed away, before anything is done."""
        return await preview(request, performer_id, consent_id, Typed())

    @router.post("")
    async def revoke(request: Request, performer_id: UUID, consent_id: UUID) -> Response:
        """Revoke it, with all that rests on it."""
        await desk.house.desk.consent(performer_id, consent_id)
        typed = await Typed.of(request)
        reading = Reading(typed, desk.stage.tongue(request))
        body = reading.shape(Revocation, known({"reason": reading.needed("reason")}))
        if body is not None:
            by = (await caller_of(request)).name
            try:
                await desk.house.record.revocations.revoke(consent_id, body, by=by)
            except Conflict as error:
                reading.refused(error)
            else:
                return RedirectResponse(
                    f"{ROOT}/performers/{performer_id}/consents/{consent_id}", 303
                )
        return await preview(request, performer_id, consent_id, typed, reading.faults)

    return router
