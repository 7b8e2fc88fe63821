"""Declare a use: the outcome forms while one answers, then the declaration is filed."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import caller_of, may
from matinee.access.model import ObjectKind, Role
from matinee.clearance.desk.model import Decision, FactKind
from matinee.errors import Invalid
from matinee.surfaces.web.clearance import declaration, words
from matinee.surfaces.web.clearance.declaration import Declaration
from matinee.surfaces.web.clearance.forms import Typed
from matinee.surfaces.web.clearance.frame import ROOT, ClearanceDesk, is_counsel

_THEIRS = may(Role.FILM_MAKER, Role.COUNSEL, of=ObjectKind.PRODUCTION, by="production_id")


@dataclass(frozen=True, slots=True)
class _Form:
    """The form of one production, for whoever sent the request."""

    desk: ClearanceDesk
    request: Request
    production: UUID

    async def read(self, *, whole: bool) -> tuple[Typed, Declaration]:
        """What was typed, and what it says; a performer must be one that is offered."""
        typed = await Typed.of(self.request)
        tongue = self.desk.stage.tongue(self.request)
        by, production = await self.by(), str(self.production)
        found = declaration.read(typed, tongue, by=by, production=production, whole=whole)
        performer = typed.one("performer")
        if performer and performer not in await castable(self.desk, self.request, self.production):
            found.faults["performer"] = tongue.say("Choose one of those that are offered.")
            found.body = None
        return typed, found

    async def by(self) -> str:
        """Who declares."""
        return (await caller_of(self.request)).name

    async def forecast(self, found: Declaration) -> Decision | None:
        """What would be decided; None, with the faults, where that cannot be told yet."""
        if found.body is None:
            return None
        try:
            return await self.desk.house.record.forecast(
                self.production, found.body, by=await self.by(), evidence=found.evidence
            )
        except Invalid as error:
            found.misfit(error)
            return None

    async def file(self, found: Declaration) -> str | None:
        """File it; the address of the use, or None with the faults."""
        if found.body is None:
            return None
        try:
            fact, _ = await self.desk.house.record.declare(
                self.production, found.body, by=await self.by(), evidence=found.evidence
            )
        except Invalid as error:
            found.misfit(error)
            return None
        return f"{ROOT}/productions/{self.production}/uses/{fact.key}"

    async def show(
        self,
        typed: Typed,
        found: Declaration | None = None,
        decision: Decision | None = None,
        *,
        faults: dict[str, str] | None = None,
    ) -> Response:
        """The page, with what was typed and what did not fit."""
        values = await _form_values(self.desk, self.request, self.production)
        values |= {"was": typed, "faults": faults or {}, "decision": decision, "read": found}
        status = 422 if faults else 200
        return await self.desk.page(
            self.request, "declare.html", values, place="uses", status=status
        )


def routes(desk: ClearanceDesk) -> APIRouter:
    """``/desk/clearance/productions/{production_id}/declare``."""
    prefix = f"{ROOT}/productions/{{production_id}}/declare"
    router = APIRouter(prefix=prefix, include_in_schema=False, dependencies=[_THEIRS])

    @router.get("")
    async def begin(request: Request, production_id: UUID) -> Response:
        """Show the form."""
        form = _Form(desk, request, production_id)
        return await form.show(Typed.told(starts_at=_tomorrow()))

    @router.post("/outcome")
    async def outcome(request: Request, production_id: UUID) -> Response:
        """Show what would be decided on what was answered so far; nothing is recorded."""
        form = _Form(desk, request, production_id)
        _, found = await form.read(whole=False)
        values = {"decision": await form.forecast(found), "read": found}
        return await desk.page(request, "forecast.html", values)

    @router.post("")
    async def file(request: Request, production_id: UUID) -> Response:
        """File the declaration; or, where that was pressed, only show the outcome."""
        form = _Form(desk, request, production_id)
        typed, found = await form.read(whole=True)
        if typed.one("act") == "look":
            return await form.show(typed, found, await form.forecast(found))
        address = await form.file(found)
        if address is not None:
            return RedirectResponse(address, 303)
        return await form.show(typed, found, faults=found.faults)

    return router


def _tomorrow() -> str:
    """A whole hour, a day ahead: an approval has to come before the work."""
    at = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=25)
    return at.strftime("%Y-%m-%dT%H:%M")


async def castable(desk: ClearanceDesk, request: Request, production: UUID) -> dict[str, str]:
    """Whom a declaration may name, by key.

    Counsel may name anyone; a film-maker those who gave a consent that names the production, since
    who else is registered is not theirs to know.
    """
    record = desk.house.record
    if is_counsel(await caller_of(request)):
        keys = {fact.key for fact in await record.current(FactKind.PERFORMER)}
    else:
        consents = await record.current(FactKind.CONSENT)
        keys = {
            fact.performer
            for fact in consents
            if fact.performer and str(production) in fact.body["productions"]
        }
    return await desk.names(keys)


async def _form_values(desk: ClearanceDesk, request: Request, production: UUID) -> dict[str, Any]:
    tongue, record = desk.stage.tongue(request), desk.house.record
    return {
        "production": await record.fact(FactKind.PRODUCTION, str(production)),
        "tools": [
            tool for tool in await record.current(FactKind.TOOL) if not tool.body.get("retired")
        ],
        "performers": await castable(desk, request, production),
        "asked": declaration.ASKED,
        "touches": words.touches(tongue),
        "principles": words.principles(tongue),
        "exemptions": words.exemptions(tongue),
    }
