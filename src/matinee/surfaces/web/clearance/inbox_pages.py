"""Counsel's inbox: what waits for a named person, and the words by which it stops waiting."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import caller_of, may
from matinee.access.model import Role
from matinee.clearance.desk.model import (
    Approval,
    Exchange,
    Fact,
    FactKind,
    Refusal,
)
from matinee.errors import Conflict, Invalid
from matinee.surfaces.web.clearance.forms import Reading, Typed, known
from matinee.surfaces.web.clearance.frame import ROOT, ClearanceDesk
from matinee.surfaces.web.clearance.register_pages import use_rows
from matinee.surfaces.web.clearance.use_pages import use_values

_COUNSEL = may(Role.COUNSEL)


def routes(desk: ClearanceDesk) -> APIRouter:
    """``/desk/clearance/inbox`` and ``/desk/clearance/objections``."""
    router = APIRouter()
    router.routes.extend(_reading(desk).routes)
    router.routes.extend(_judging(desk).routes)
    router.routes.extend(_talking(desk).routes)
    router.routes.extend(_objections(desk).routes)
    return router


def _reading(desk: ClearanceDesk) -> APIRouter:
    router = APIRouter(prefix=ROOT, include_in_schema=False, dependencies=[_COUNSEL])

    @router.get("/inbox")
    async def inbox(request: Request) -> Response:
        """Show what waits, the longest first."""
        waiting = await desk.house.desk.inbox()
        values: dict[str, Any] = {"waiting": waiting, **await use_rows(desk, list(waiting.uses))}
        values["uses"] = waiting.uses
        objecting = {each.objection.performer or "" for each in waiting.objections}
        values["who"] = await desk.names(objecting)
        return await desk.page(request, "inbox.html", values, place="inbox")

    @router.get("/inbox/{use_id}")
    async def one(request: Request, use_id: UUID) -> Response:
        """Open one: the declaration, the rules, the evidence, and what counsel may say."""
        return await show(desk, request, use_id)

    return router


async def show(
    desk: ClearanceDesk,
    request: Request,
    use: UUID,
    *,
    typed: Typed | None = None,
    faults: dict[str, str] | None = None,
    opened: str = "",
) -> Response:
    """One use on counsel's table, with what was typed and what did not fit."""
    declared = await desk.house.record.fact(FactKind.USE, str(use))
    values = await use_values(desk, declared)
    keys = [fact.key for fact in (await desk.house.desk.inbox()).uses]
    place = keys.index(declared.key) if declared.key in keys else None
    values |= {
        "was": typed or Typed(),
        "faults": faults or {},
        "opened": opened,
        "waits": place is not None,
        "before": keys[place - 1] if place else None,
        "after": keys[place + 1] if place is not None and place + 1 < len(keys) else None,
    }
    status = 422 if faults else 200
    return await desk.page(request, "inbox_use.html", values, place="inbox", status=status)


def _judging(desk: ClearanceDesk) -> APIRouter:
    router = APIRouter(
        prefix=f"{ROOT}/inbox/{{use_id}}", include_in_schema=False, dependencies=[_COUNSEL]
    )
    record = desk.house.record

    @router.post("/approval")
    async def approve(request: Request, use_id: UUID) -> Response:
        """Say yes, for what is ticked."""
        typed = await Typed.of(request)
        reading = Reading(typed, desk.stage.tongue(request))
        body = await _approval(desk, reading)
        if body is not None:
            try:
                await record.approve(use_id, body, by=(await caller_of(request)).name)
            except Invalid as error:
                reading.refused(error)
            else:
                return _to(use_id)
        return await show(
            desk, request, use_id, typed=typed, faults=reading.faults, opened="approve"
        )

    @router.post("/refusal")
    async def refuse(request: Request, use_id: UUID) -> Response:
        """Say no, and why."""
        typed = await Typed.of(request)
        reading = Reading(typed, desk.stage.tongue(request))
        body = reading.shape(Refusal, {"reason": reading.needed("reason")})
        if body is None:
            return await show(
                desk, request, use_id, typed=typed, faults=reading.faults, opened="refuse"
            )
        await record.refuse(use_id, body, by=(await caller_of(request)).name)
        return _to(use_id)

    return router


def _talking(desk: ClearanceDesk) -> APIRouter:
    router = APIRouter(
        prefix=f"{ROOT}/inbox/{{use_id}}", include_in_schema=False, dependencies=[_COUNSEL]
    )

    @router.post("/question")
    async def ask(request: Request, use_id: UUID) -> Response:
        """Ask whoever declared it."""
        typed = await Typed.of(request)
        reading = Reading(typed, desk.stage.tongue(request))
        body = reading.shape(Exchange, {"words": reading.needed("question")}, {"words": "question"})
        if body is None:
            return await show(
                desk, request, use_id, typed=typed, faults=reading.faults, opened="question"
            )
        await desk.house.desk.ask(use_id, body, by=(await caller_of(request)).name)
        return _to(use_id)

    @router.post("/withdrawal")
    async def withdraw(request: Request, use_id: UUID) -> Response:
        """Take the last approval or refusal back; both stay in the ledger."""
        typed = await Typed.of(request)
        reading = Reading(typed, desk.stage.tongue(request))
        body = reading.shape(Exchange, {"words": reading.needed("why")}, {"words": "why"})
        if body is not None:
            try:
                await desk.house.desk.withdraw(use_id, body, by=(await caller_of(request)).name)
            except Conflict as error:
                reading.refused(error)
            else:
                return _to(use_id)
        return await show(
            desk, request, use_id, typed=typed, faults=reading.faults, opened="withdraw"
        )

    return router


async def _approval(desk: ClearanceDesk, reading: Reading) -> Approval | None:
    typed = reading.typed
    scope = [*typed.all("scope"), *reading.codes("more")]
    if not scope:
        reading.faults["scope"] = reading.tongue.say("Tick what the approval covers.")
    paper = typed.files.get("document")
    values = {
        "scope": scope,
        "signed_at": reading.moment("signed_at"),
        "document": await desk.house.record.keep_document(paper) if paper else None,
        "note": reading.text("note"),
    }
    return reading.shape(Approval, known(values))


def _objections(desk: ClearanceDesk) -> APIRouter:
    router = APIRouter(
        prefix=f"{ROOT}/objections/{{objection_id}}",
        include_in_schema=False,
        dependencies=[_COUNSEL],
    )

    async def page(
        request: Request, made: Fact, typed: Typed, faults: dict[str, str] | None = None
    ) -> Response:
        found = await desk.house.desk.objections(performer=made.performer)
        about = made.body.get("use")
        values = {
            "each": next(one for one in found if one.objection.key == made.key),
            "name": (await desk.names({made.performer or ""})).get(made.performer or "", ""),
            "use": await desk.house.record.fact(FactKind.USE, about) if about else None,
            "was": typed,
            "faults": faults or {},
        }
        status = 422 if faults else 200
        return await desk.page(request, "objection.html", values, place="inbox", status=status)

    @router.get("")
    async def objection(request: Request, objection_id: UUID) -> Response:
        """Show an objection, what it is about, and counsel's answer."""
        made = await desk.house.record.fact(FactKind.OBJECTION, str(objection_id))
        return await page(request, made, Typed())

    @router.post("")
    async def answer(request: Request, objection_id: UUID) -> Response:
        """Answer it."""
        made = await desk.house.record.fact(FactKind.OBJECTION, str(objection_id))
        typed = await Typed.of(request)
        reading = Reading(typed, desk.stage.tongue(request))
        body = reading.shape(Exchange, {"words": reading.needed("words")})
        if body is None:
            return await page(request, made, typed, reading.faults)
        by = (await caller_of(request)).name
        await desk.house.desk.answer_objection(objection_id, body, by=by)
        return RedirectResponse(f"{ROOT}/inbox", 303)

    return router


def _to(use: UUID) -> Response:
    return RedirectResponse(f"{ROOT}/inbox/{use}", 303)
