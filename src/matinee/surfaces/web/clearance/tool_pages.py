"""The register of tools and that of strikes, and what a change in either makes fall."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import caller_of, may
from matinee.access.model import Role
from matinee.clearance.desk.model import FactKind, NewDispute, NewTool
from matinee.errors import NotFound
from matinee.surfaces.web.clearance.forms import Reading, Typed, digest_of, known
from matinee.surfaces.web.clearance.frame import ROOT, ClearanceDesk

_COUNSEL = may(Role.COUNSEL)
_MAKERS = may(Role.FILM_MAKER, Role.COUNSEL)
_ALL = may(Role.FILM_MAKER, Role.REPRESENTATIVE, Role.COUNSEL)
_Tool = Annotated[str, Path(pattern=r"^[a-z0-9][a-z0-9._-]{0,79}$")]


def routes(desk: ClearanceDesk) -> APIRouter:
    """``/desk/clearance/tools`` and ``/desk/clearance/strikes``."""
    router = APIRouter()
    router.routes.extend(_tools(desk).routes)
    router.routes.extend(_strikes(desk).routes)
    return router


def _tools(desk: ClearanceDesk) -> APIRouter:
    router = APIRouter(prefix=ROOT, include_in_schema=False)
    record = desk.house.record

    async def listing(
        request: Request, typed: Typed, faults: dict[str, str] | None = None
    ) -> Response:
        values = {
            "tools": await record.current(FactKind.TOOL),
            "standing": await standing_permits(desk),
            "was": typed,
            "faults": faults or {},
        }
        status = 422 if faults else 200
        return await desk.page(request, "tools.html", values, place="tools", status=status)

    @router.get("/tools", dependencies=[_MAKERS])
    async def tools(request: Request) -> Response:
        """List tools as they were last reviewed."""
        return await listing(request, Typed())

    @router.post("/tools", dependencies=[_COUNSEL])
    async def put(request: Request) -> Response:
        """Record a tool's terms, or those that it has now."""
        typed = await Typed.of(request)
        reading = Reading(typed, desk.stage.tongue(request))
        key, body = _tool(reading)
        if body is None:
            return await listing(request, typed, reading.faults)
        await record.put_tool(key, body, by=(await caller_of(request)).name)
        return RedirectResponse(f"{ROOT}/tools", 303)

    @router.get("/tools/{tool}/retire", dependencies=[_COUNSEL])
    async def confirm(request: Request, tool: _Tool) -> Response:
        """Show what retiring a tool makes fall, before it is done."""
        values = {
            "tool": await record.fact(FactKind.TOOL, tool),
            "standing": await standing_permits(desk),
            "permits": await desk.house.desk.live_permits(tool=tool),
        }
        return await desk.page(request, "tool_retire.html", values, place="tools")

    @router.post("/tools/{tool}/retire", dependencies=[_COUNSEL])
    async def retire(request: Request, tool: _Tool) -> Response:
        """Retire a tool: no new use names it, and those that do are refused."""
        known_tool = await record.fact(FactKind.TOOL, tool)
        body = NewTool.model_validate({**known_tool.body, "retired": True})
        await record.put_tool(tool, body, by=(await caller_of(request)).name)
        return RedirectResponse(f"{ROOT}/tools", 303)

    return router


def _tool(reading: Reading) -> tuple[str, NewTool | None]:
    typed, say = reading.typed, reading.tongue.say
    key = reading.needed("tool").lower()
    wrong = len(key) > 80 or not key[:1].isalnum() or not key.isascii()
    if key and (wrong or not all(letter.isalnum() or letter in "._-" for letter in key)):
        reading.faults["tool"] = say("Small letters, digits, dot, dash and underscore, up to 80.")
    terms = typed.files.get("terms")
    values = {
        "version": reading.needed("version"),
        "licence_tier": reading.needed("licence_tier"),
        "terms_hash": digest_of(terms) if terms else reading.text("terms_hash"),
        "reviewed_at": reading.moment("reviewed_at"),
        "trains": reading.flag("trains"),
        "retains": reading.flag("retains"),
        "secured": reading.flag("secured"),
        "environment": reading.needed("environment"),
    }
    if values["reviewed_at"] is None:
        reading.faults.setdefault("reviewed_at", say("This is needed."))
    return key, reading.shape(NewTool, known(values))


def _strikes(desk: ClearanceDesk) -> APIRouter:
    router = APIRouter(prefix=ROOT, include_in_schema=False)
    record = desk.house.record

    async def listing(
        request: Request, typed: Typed, faults: dict[str, str] | None = None
    ) -> Response:
        values: dict[str, Any] = {
            "strikes": sorted(
                await record.current(FactKind.DISPUTE),
                key=lambda fact: str(fact.body["started_at"]),
                reverse=True,
            ),
            "now": record.recorder.clock(),
            "standing": await standing_permits(desk),
            "was": typed,
            "faults": faults or {},
        }
        status = 422 if faults else 200
        return await desk.page(request, "strikes.html", values, place="strikes", status=status)

    @router.get("/strikes", dependencies=[_ALL])
    async def strikes(request: Request) -> Response:
        """List strikes, the newest first."""
        return await listing(request, Typed())

    @router.post("/strikes", dependencies=[_COUNSEL])
    async def add(request: Request) -> Response:
        """Record a strike."""
        typed = await Typed.of(request)
        reading = Reading(typed, desk.stage.tongue(request))
        values = {
            "guild": reading.needed("guild"),
            "territories": reading.codes("territories", upper=True) or ["*"],
            "started_at": reading.moment("started_at"),
            "ended_at": reading.moment("ended_at"),
        }
        body = reading.shape(NewDispute, known(values))
        if body is None:
            return await listing(request, typed, reading.faults)
        await record.put_dispute(body, by=(await caller_of(request)).name)
        return RedirectResponse(f"{ROOT}/strikes", 303)

    @router.post("/strikes/{dispute_id}/end", dependencies=[_COUNSEL])
    async def end(request: Request, dispute_id: UUID) -> Response:
        """Record that a strike ended, now."""
        found = await record.fact(FactKind.DISPUTE, str(dispute_id))
        if found.body.get("ended_at"):
            raise NotFound("This strike has an end already.")
        now = record.recorder.clock().isoformat()
        body = NewDispute.model_validate({**found.body, "ended_at": now})
        by = (await caller_of(request)).name
        await record.put_dispute(body, by=by, dispute=dispute_id)
        return RedirectResponse(f"{ROOT}/strikes", 303)

    return router


async def standing_permits(desk: ClearanceDesk) -> int:
    """How many standing permits a change of a tool or a strike would make fall."""
    return sum(each.kind == "standing" for each in await desk.house.desk.live_permits())
