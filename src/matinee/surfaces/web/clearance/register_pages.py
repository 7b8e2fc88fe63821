"""Productions and the uses that were declared for them: where everything begins."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import caller_of, may
from matinee.access.model import ObjectKind, Role
from matinee.clearance.desk.model import Fact, FactKind, NewProduction, Outcome
from matinee.surfaces.web.clearance.forms import Reading, Typed, known
from matinee.surfaces.web.clearance.frame import ROOT, ClearanceDesk, own

_MAKERS = may(Role.FILM_MAKER, Role.COUNSEL)
_THEIRS = may(Role.FILM_MAKER, Role.COUNSEL, of=ObjectKind.PRODUCTION, by="production_id")


def routes(desk: ClearanceDesk) -> APIRouter:
    """Productions, one production, and the list of uses."""
    router = APIRouter()
    router.routes.extend(_productions(desk).routes)
    router.routes.extend(_uses(desk).routes)
    return router


def _productions(desk: ClearanceDesk) -> APIRouter:
    router = APIRouter(prefix=ROOT, include_in_schema=False)

    async def listing(
        request: Request, typed: Typed, faults: dict[str, str] | None = None
    ) -> Response:
        found = await own_productions(desk, request)
        values = {"productions": found, "was": typed, "faults": faults or {}}
        status = 422 if faults else 200
        return await desk.page(
            request, "productions.html", values, place="productions", status=status
        )

    @router.get("/productions", dependencies=[_MAKERS])
    async def productions(request: Request) -> Response:
        """List productions: all of them for counsel, the own ones for film-makers."""
        return await listing(request, Typed())

    @router.post("/productions", dependencies=[may(Role.COUNSEL)])
    async def add(request: Request) -> Response:
        """Record a production."""
        typed = await Typed.of(request)
        reading = Reading(typed, desk.stage.tongue(request))
        values = {
            "title": reading.needed("title"),
            "company": reading.text("company"),
            "first_photography": reading.day("first_photography"),
        }
        body = reading.shape(NewProduction, known(values))
        if body is None:
            return await listing(request, typed, reading.faults)
        by = (await caller_of(request)).name
        made = await desk.house.record.add_production(body, by=by)
        return RedirectResponse(f"{ROOT}/productions/{made.key}", 303)

    @router.get("/productions/{production_id}", dependencies=[_THEIRS])
    async def production(request: Request, production_id: UUID) -> Response:
        """Show a production: its uses, the consents that name it, what was made."""
        record, key = desk.house.record, str(production_id)
        found = await record.fact(FactKind.PRODUCTION, key)
        uses = await record.current(FactKind.USE, production=key)
        consents = [
            each
            for each in await desk.house.desk.consents()
            if key in each.consent.body["productions"]
        ]
        values = {
            "production": found,
            "outputs": await record.outputs.listed(production=key),
            "consents": consents,
            "who": await desk.names({each.consent.performer or "" for each in consents}),
            **await use_rows(desk, uses),
        }
        return await desk.page(request, "production.html", values, place="productions")

    return router


def _uses(desk: ClearanceDesk) -> APIRouter:
    router = APIRouter(prefix=ROOT, include_in_schema=False, dependencies=[_MAKERS])

    @router.get("/uses")
    async def uses(request: Request, outcome: Outcome | None = None) -> Response:
        """List declared uses, the newest first; those of one outcome if asked."""
        productions = await own_productions(desk, request)
        keys = {fact.key for fact in productions}
        found = [
            fact
            for fact in await desk.house.record.current(FactKind.USE)
            if fact.production in keys
        ]
        rows = await use_rows(desk, found)
        counts = {
            each.value: sum(one == each for one in rows["stands"].values()) for each in Outcome
        }
        if outcome is not None:
            rows["uses"] = [f for f in rows["uses"] if rows["stands"].get(f.key) == outcome]
        values = {"productions": productions, "chosen": outcome, "counts": counts, **rows}
        return await desk.page(request, "uses.html", values, place="uses")

    return router


async def own_productions(desk: ClearanceDesk, request: Request) -> list[Fact]:
    """The productions that the caller may see, by title."""
    found = await desk.house.record.current(FactKind.PRODUCTION)
    theirs = own(await caller_of(request), ObjectKind.PRODUCTION, found)
    return sorted(theirs, key=lambda fact: str(fact.body["title"]).casefold())


async def use_rows(desk: ClearanceDesk, uses: list[Fact]) -> dict[str, Any]:
    """Uses for a table, the newest first, with how each stands and what its owner is called."""
    uses = sorted(uses, key=lambda fact: fact.entry, reverse=True)
    return {
        "uses": uses,
        "stands": await desk.house.desk.outcomes(uses),
        "titles": await desk.titles(),
        "names": await desk.names({fact.performer for fact in uses if fact.performer}),
    }
