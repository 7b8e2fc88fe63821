"""The clearance desk, joined."""

from fastapi import APIRouter, Request, Response

from matinee.access.door import caller_of, may
from matinee.access.model import Role
from matinee.assembly.house import House
from matinee.clearance.desk.model import FactKind
from matinee.surfaces.web.clearance import (
    consent_pages,
    declare_pages,
    inbox_pages,
    ledger_pages,
    output_pages,
    performer_pages,
    picture_pages,
    register_pages,
    story_pages,
    term_pages,
    tool_pages,
    use_pages,
)
from matinee.surfaces.web.clearance.frame import ROOT, ClearanceDesk, is_counsel
from matinee.surfaces.web.languages import Tongue
from matinee.surfaces.web.rendering import Stage


def routes(house: House, stage: Stage) -> APIRouter:
    """``/desk/clearance`` and what is under it."""
    desk = ClearanceDesk(house, stage)
    router = APIRouter()
    for part in (
        _index,
        declare_pages.routes,
        use_pages.routes,
        inbox_pages.routes,
        register_pages.routes,
        tool_pages.routes,
        consent_pages.routes,
        performer_pages.routes,
        picture_pages.routes,
        term_pages.routes,
        output_pages.routes,
        ledger_pages.routes,
        story_pages.routes,
    ):
        router.routes.extend(part(desk).routes)
    return router


def _index(desk: ClearanceDesk) -> APIRouter:
    everyone = may(Role.FILM_MAKER, Role.REPRESENTATIVE, Role.COUNSEL)
    router = APIRouter(include_in_schema=False, dependencies=[everyone])

    @router.get(ROOT)
    async def index(request: Request) -> Response:
        """Show what the desk is for, what waits on it, and how an empty house begins."""
        tongue, counsel = desk.stage.tongue(request), is_counsel(await caller_of(request))
        counts = await _counts(desk) if counsel else {}
        values = {
            "counts": counts,
            "meanings": _meanings(tongue),
            "steps": _steps(counts, tongue) if counsel else [],
        }
        return await desk.page(request, "index.html", values)

    return router


async def _counts(desk: ClearanceDesk) -> dict[str, int]:
    """How much stands behind each page: counsel's alone to know."""
    record = desk.house.record
    waiting = await desk.house.desk.inbox()
    kinds = {
        "uses": FactKind.USE,
        "productions": FactKind.PRODUCTION,
        "performers": FactKind.PERFORMER,
        "consents": FactKind.CONSENT,
        "tools": FactKind.TOOL,
        "strikes": FactKind.DISPUTE,
    }
    counted = {name: len(await record.current(kind)) for name, kind in kinds.items()}
    return counted | {"inbox": len(waiting.uses) + len(waiting.objections)}


def _steps(counts: dict[str, int], tongue: Tongue) -> list[tuple[bool, str, str]]:
    """The way of an empty house to its first use; none once all of it was gone."""
    say = tongue.say
    steps = [
        (counts["tools"] > 0, f"{ROOT}/tools", say("Register the first tool")),
        (counts["productions"] > 0, f"{ROOT}/productions", say("Record the first production")),
        (counts["performers"] > 0, f"{ROOT}/performers", say("Record the first performer")),
        (counts["consents"] > 0, f"{ROOT}/consents/new", say("Record the first consent")),
        (counts["uses"] > 0, f"{ROOT}/productions", say("Declare the first use")),
    ]
    return [] if all(done for done, _, _ in steps) else steps


def _meanings(tongue: Tongue) -> dict[str, str]:
    say = tongue.say
    return {
        "uses": say("Every intended use of a model, and how it stands."),
        "inbox": say("What waits for a named person, and what performers object to."),
        "productions": say("Films and series in the making."),
        "performers": say("Whose likeness is at stake, and all that is done with it."),
        "consents": say("What performers agreed to, in which term, by which paper."),
        "tools": say("Generative tools by their terms."),
        "strikes": say("Disputes, which stop what needs consent."),
        "ledger": say("Every entry, the signed head, and proofs."),
    }
