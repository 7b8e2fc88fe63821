"""What a title's contracts ask of its artwork: who approves pictures, and who has to be named."""

from collections.abc import Awaitable, Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import caller_of, may
from matinee.access.model import Role
from matinee.clearance.artwork.model import MOST_BILLED, Billed, Billing, LikenessTerms
from matinee.clearance.desk.model import Fact, FactKind
from matinee.errors import Invalid
from matinee.surfaces.web.clearance.forms import Reading, Typed, known
from matinee.surfaces.web.clearance.frame import ROOT, ClearanceDesk
from matinee.vocabulary.ids import TitleId

_COUNSEL = may(Role.COUNSEL)
_BILLING = may(Role.COUNSEL, Role.PROGRAMMER)
_SPARE = 4
"""Empty rows below those that are filled."""


def routes(desk: ClearanceDesk) -> APIRouter:
    """``/desk/clearance/titles/{title_id}``."""
    router = APIRouter(prefix=f"{ROOT}/titles/{{title_id}}", include_in_schema=False)
    clearance = desk.house.promotion.clearance

    async def shown(
        request: Request,
        title: TitleId,
        *,
        billing: Typed | None = None,
        terms: Typed | None = None,
        faults: Mapping[str, str] | None = None,
    ) -> Response:
        name = (await desk.house.catalogue.title(title)).name
        entered = (await clearance.terms([title])).get(title)
        billed = await clearance.billing(title)
        was = billing or _as_typed(billed or Billing())
        performers = await desk.house.record.current(FactKind.PERFORMER)
        known_names = await desk.names({each.key for each in performers})
        filled = sum(bool(was.one(f"name-{row}")) for row in range(1, MOST_BILLED + 1))
        values = {
            "title_id": title,
            "name": name,
            "terms": entered,
            "billing": billed,
            "rows": range(1, min(MOST_BILLED, filled + _SPARE) + 1),
            "was": was,
            "approving": terms or _approving(entered),
            "performers": dict(sorted(known_names.items(), key=lambda each: each[1])),
            "faults": dict(faults or {}),
        }
        status = 422 if faults else 200
        return await desk.page(request, "terms.html", values, status=status)

    @router.get("", dependencies=[_BILLING])
    async def terms(request: Request, title_id: UUID) -> Response:
        """Show what was entered, and let it be entered anew."""
        return await shown(request, TitleId(title_id))

    @router.post("/likeness-terms", dependencies=[_COUNSEL])
    async def put_terms(request: Request, title_id: UUID) -> Response:
        """Enter who approves the title's pictures, or that nobody does."""
        title, typed = TitleId(title_id), await Typed.of(request)
        await desk.house.catalogue.title(title)
        reading = Reading(typed, desk.stage.tongue(request))
        values = {"approvers": list(typed.all("approver")), "note": reading.text("note")}
        body = reading.shape(LikenessTerms, known(values), {"approvers": "note"})
        by = (await caller_of(request)).name
        if body is not None and await _took(
            reading, "note", clearance.put_terms(title, body, by=by)
        ):
            return _back(title)
        return await shown(request, title, terms=typed, faults=reading.faults)

    @router.post("/billing", dependencies=[_BILLING])
    async def put_billing(request: Request, title_id: UUID) -> Response:
        """Enter whom the title's artwork has to name, in place of what was entered before."""
        title, typed = TitleId(title_id), await Typed.of(request)
        await desk.house.catalogue.title(title)
        reading = Reading(typed, desk.stage.tongue(request))
        body = _billing(reading)
        by, first = (await caller_of(request)).name, "performer-1"
        if body is not None and await _took(
            reading, first, clearance.put_billing(title, body, by=by)
        ):
            return _back(title)
        return await shown(request, title, billing=typed, faults=reading.faults)

    return router


async def _took(reading: Reading, field: str, entering: Awaitable[Fact]) -> bool:
    """Whether it was entered; what was not taken is noted at the field."""
    try:
        await entering
    except Invalid as error:
        reading.refused(error, {"performer": field})
        return False
    return True


def _back(title: TitleId) -> Response:
    return RedirectResponse(f"{ROOT}/titles/{title}", 303)


def _billing(reading: Reading) -> Billing | None:
    """Of the rows that have a name; None where one of them does not fit."""
    billed: list[Billed] = []
    for row in range(1, MOST_BILLED + 1):
        name = reading.typed.one(f"name-{row}")
        if not name:
            continue
        size = reading.number(f"size-{row}")
        if size is not None and not 0 < size <= 100:
            reading.faults[f"size-{row}"] = reading.tongue.say("From 1 to 100 percent.")
        values = {
            "name": name,
            "order": reading.count(f"order-{row}"),
            "size": None if size is None else size / 100,
            "on": "all" if reading.flag(f"all-{row}") else "titled",
            "likeness": reading.flag(f"likeness-{row}"),
            "performer": reading.text(f"performer-{row}"),
        }
        fields = {field: f"{field}-{row}" for field in values}
        made = reading.shape(Billed, known(values), fields)
        if made is not None:
            billed.append(made)
    note = reading.text("billing-note")
    values = {"billed": billed, **known({"note": note})}
    return None if reading.faults else reading.shape(Billing, values, {"note": "billing-note"})


def _as_typed(billing: Billing) -> Typed:
    values: dict[str, Any] = {"billing-note": billing.note or ""}
    for row, each in enumerate(billing.in_order, start=1):
        values |= {
            f"name-{row}": each.name,
            f"order-{row}": str(each.order or ""),
            f"size-{row}": f"{100 * each.size:g}",
            f"all-{row}": "yes" if each.on == "all" else "",
            f"likeness-{row}": "yes" if each.likeness else "",
            f"performer-{row}": str(each.performer or ""),
        }
    return Typed.told(**values)


def _approving(terms: LikenessTerms | None) -> Typed:
    approvers = () if terms is None else tuple(map(str, terms.approvers))
    note = "" if terms is None else terms.note or ""
    return Typed({"approver": approvers, "note": (note,)})
