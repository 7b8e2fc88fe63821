"""Performers: the register that counsel keeps, and each one's own view of what is done."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import caller_of, may
from matinee.access.model import ObjectKind, Role
from matinee.clearance.desk.model import FactKind, NewPerformer, Objection, StoredOutput
from matinee.surfaces.web.clearance.forms import Reading, Typed, known
from matinee.surfaces.web.clearance.frame import ROOT, ClearanceDesk, own
from matinee.surfaces.web.clearance.register_pages import use_rows

_SPEAKERS = may(Role.REPRESENTATIVE, Role.COUNSEL)
_THEIRS = may(Role.REPRESENTATIVE, Role.COUNSEL, of=ObjectKind.PERFORMER, by="performer_id")


def routes(desk: ClearanceDesk) -> APIRouter:
    """``/desk/clearance/performers``."""
    router = APIRouter()
    for part in (_register, _own_view):
        router.routes.extend(part(desk).routes)
    return router


def _register(desk: ClearanceDesk) -> APIRouter:
    router = APIRouter(prefix=f"{ROOT}/performers", include_in_schema=False)
    record = desk.house.record

    async def listing(
        request: Request, typed: Typed, faults: dict[str, str] | None = None
    ) -> Response:
        found = await record.current(FactKind.PERFORMER)
        theirs = own(await caller_of(request), ObjectKind.PERFORMER, found)
        consents = await desk.house.desk.consents()
        values: dict[str, Any] = {
            "performers": theirs,
            "who": await desk.names({fact.key for fact in theirs}),
            "in_term": {
                fact.key: sum(
                    one.consent.performer == fact.key and one.state.value == "in-term"
                    for one in consents
                )
                for fact in theirs
            },
            "was": typed,
            "faults": faults or {},
        }
        status = 422 if faults else 200
        return await desk.page(
            request, "performers.html", values, place="performers", status=status
        )

    @router.get("", dependencies=[_SPEAKERS])
    async def performers(request: Request) -> Response:
        """List performers: all for counsel, the own ones for a representative."""
        return await listing(request, Typed())

    @router.post("", dependencies=[may(Role.COUNSEL)])
    async def add(request: Request) -> Response:
        """Record a performer."""
        typed = await Typed.of(request)
        reading = Reading(typed, desk.stage.tongue(request))
        paper = typed.files.get("authority_document")
        values = {
            "name": reading.needed("name"),
            "date_of_birth": reading.day("date_of_birth"),
            "representative": reading.text("representative"),
            "guardian": reading.text("guardian"),
            "guild": reading.text("guild"),
            "deceased": reading.flag("deceased"),
            "died_at": reading.moment("died_at"),
            "authority": reading.text("authority"),
            "authority_document": await record.keep_document(paper) if paper else None,
        }
        if values["date_of_birth"] is None:
            said = desk.stage.tongue(request).say("This is needed.")
            reading.faults.setdefault("date_of_birth", said)
        body = reading.shape(NewPerformer, known(values), {"": "authority_document"})
        if body is None:
            return await listing(request, typed, reading.faults)
        made = await record.add_performer(body, by=(await caller_of(request)).name)
        return RedirectResponse(f"{ROOT}/performers/{made.key}", 303)

    return router


def _own_view(desk: ClearanceDesk) -> APIRouter:
    router = APIRouter(
        prefix=f"{ROOT}/performers/{{performer_id}}",
        include_in_schema=False,
        dependencies=[_THEIRS],
    )
    record = desk.house.record

    async def view(
        request: Request, performer: UUID, typed: Typed, faults: dict[str, str] | None = None
    ) -> Response:
        key = str(performer)
        fact = await record.fact(FactKind.PERFORMER, key)
        outputs = await record.outputs.listed(performer=key)
        rows = await use_rows(desk, await record.current(FactKind.USE, performer=key))
        values: dict[str, Any] = {
            "performer": fact,
            "person": (await record.persons([key])).get(key),
            "consents": await desk.house.desk.consents(performer=key),
            "outputs": outputs,
            "stands_now": {
                use.key: str((await desk.house.desk.judged_now(UUID(use.key))).outcome)
                for use in rows["uses"]
            },
            "made": {use.key: _made(outputs, use.key) for use in rows["uses"]},
            "shots": await desk.house.reage.shots(performers=[performer]),
            "objections": await desk.house.desk.objections(performer=key),
            **rows,
            "was": typed,
            "faults": faults or {},
        }
        status = 422 if faults else 200
        return await desk.page(request, "performer.html", values, place="performers", status=status)

    @router.get("")
    async def performer(request: Request, performer_id: UUID, use: str = "") -> Response:
        """Show everything done with a likeness: by whom, under which consent, and how to object."""
        return await view(request, performer_id, Typed.told(use=use))

    @router.post("/objections")
    async def objects(request: Request, performer_id: UUID) -> Response:
        """Object; counsel's inbox shows it."""
        typed = await Typed.of(request)
        reading = Reading(typed, desk.stage.tongue(request))
        values = {"words": reading.needed("words"), "use": typed.one("use") or None}
        uses = await record.current(FactKind.USE, performer=str(performer_id))
        if values["use"] and values["use"] not in {fact.key for fact in uses}:
            said = desk.stage.tongue(request).say("Choose one of those that are offered.")
            reading.faults["use"] = said
        body = reading.shape(Objection, known(values))
        if body is None:
            return await view(request, performer_id, typed, reading.faults)
        await desk.house.desk.object(performer_id, body, by=(await caller_of(request)).name)
        return RedirectResponse(f"{ROOT}/performers/{performer_id}#objections", 303)

    return router


def _made(outputs: list[StoredOutput], use: str) -> int:
    return sum(str(output.use_id) == use for output in outputs)
