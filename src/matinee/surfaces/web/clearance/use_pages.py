"""A declared use: how it stands, by which rules, and what may be done about it."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import caller_of, may
from matinee.access.model import ObjectKind, Role
from matinee.clearance.desk.model import Fact, FactKind, PermitWish
from matinee.errors import Denied, Invalid, NotFound
from matinee.surfaces.web.clearance.forms import Reading, Typed, digest_of, digests, known
from matinee.surfaces.web.clearance.frame import ROOT, ClearanceDesk

_THEIRS = may(Role.FILM_MAKER, Role.COUNSEL, of=ObjectKind.PRODUCTION, by="production_id")
_HOUR = 3600
_PERMIT_FIELDS = {"lasts_seconds": "hours", "uses": "uses", "inputs": "inputs", "": "inputs"}


def routes(desk: ClearanceDesk) -> APIRouter:
    """``/desk/clearance/productions/{production_id}/uses/{use_id}``."""
    prefix = f"{ROOT}/productions/{{production_id}}/uses/{{use_id}}"
    router = APIRouter(prefix=prefix, include_in_schema=False, dependencies=[_THEIRS])
    record = desk.house.record

    async def show(
        request: Request,
        production: UUID,
        use: UUID,
        *,
        typed: Typed | None = None,
        faults: dict[str, str] | None = None,
    ) -> Response:
        declared = await use_of(desk, production, use)
        values = await use_values(desk, declared)
        values |= {"was": typed or Typed.told(hours="24", uses="1"), "faults": faults or {}}
        return await desk.page(
            request, "use.html", values, place="uses", status=422 if faults else 200
        )

    @router.get("")
    async def use(request: Request, production_id: UUID, use_id: UUID) -> Response:
        """Show a use with its decision, its permits and all that was said of it."""
        return await show(request, production_id, use_id)

    @router.post("/decision")
    async def decide(request: Request, production_id: UUID, use_id: UUID) -> Response:
        """Decide again by what the record says now."""
        await use_of(desk, production_id, use_id)
        await record.decide(use_id, by=(await caller_of(request)).name)
        return _back(production_id, use_id)

    @router.post("/permits")
    async def mint(request: Request, production_id: UUID, use_id: UUID) -> Response:
        """Ask for a permit."""
        await use_of(desk, production_id, use_id)
        typed = await Typed.of(request)
        reading = Reading(typed, desk.stage.tongue(request))
        wish = _wish(reading)
        if wish is not None:
            try:
                await record.mint(use_id, wish, by=(await caller_of(request)).name)
            except (Denied, Invalid) as error:
                reading.refused(error, _PERMIT_FIELDS)
            else:
                return _back(production_id, use_id, "#permits")
        return await show(request, production_id, use_id, typed=typed, faults=reading.faults)

    return router


def _wish(reading: Reading) -> PermitWish | None:
    inputs, strange = digests(reading.typed.one("inputs"))
    if strange:
        reading.faults["inputs"] = reading.tongue.say(
            "These are no SHA-256 hashes, which have 64 digits and letters a to f."
        )
    prompt = reading.typed.one("prompt")
    if prompt:
        inputs.append(digest_of(prompt.encode()))
    hours = reading.number("hours")
    values = {
        "lasts_seconds": None if hours is None else round(hours * _HOUR),
        "uses": reading.count("uses"),
        "inputs": inputs,
        "input_class": reading.text("input_class"),
    }
    if not inputs and values["input_class"] is None:
        reading.faults.setdefault(
            "prompt", reading.tongue.say("Say what the model will be given, or a class of input.")
        )
    return reading.shape(PermitWish, known(values), _PERMIT_FIELDS)


async def use_of(desk: ClearanceDesk, production: UUID, use: UUID) -> Fact:
    """A use of this production, or NotFound."""
    fact = await desk.house.record.fact(FactKind.USE, str(use))
    if fact.production != str(production):
        raise NotFound("This production has no such use.")
    return fact


async def use_values(desk: ClearanceDesk, declared: Fact) -> dict[str, object]:
    """What a page about a use shows."""
    record, use_id = desk.house.record, UUID(declared.key)
    _, *said = await record.about(declared.key)
    taken = await record.decisions.taken(use_id)
    named = {declared.performer} if declared.performer else set[str]()
    return {
        "use": declared,
        "said": said,
        "latest": taken[0],
        "earlier": taken[1:],
        "permits": await record.permits.of_use(use_id),
        "outputs": [
            output
            for output in await record.outputs.listed(production=declared.production)
            if output.use_id == use_id
        ],
        "title": (await desk.titles()).get(declared.production or "", ""),
        "performer": (await desk.names(named)).get(declared.performer or "", ""),
        "now": record.recorder.clock(),
    }


def _back(production: UUID, use: UUID, place: str = "") -> Response:
    return RedirectResponse(f"{ROOT}/productions/{production}/uses/{use}{place}", 303)
