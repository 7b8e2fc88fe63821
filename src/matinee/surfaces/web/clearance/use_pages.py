"""A declared use: how it stands, by which rules, and what may be done about it."""

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import caller_of, may
from matinee.access.model import ObjectKind, Role
from matinee.clearance.desk.model import Decision, Exchange, Fact, FactKind, Outcome, PermitWish
from matinee.errors import Denied, Invalid, NotFound
from matinee.generation.service import TextRequest, inputs_of
from matinee.surfaces.web.clearance import declaration, words
from matinee.surfaces.web.clearance.forms import Reading, Typed, digests, known
from matinee.surfaces.web.clearance.frame import ROOT, ClearanceDesk

_THEIRS = may(Role.FILM_MAKER, Role.COUNSEL, of=ObjectKind.PRODUCTION, by="production_id")
_HOUR = 3600
_USE = f"{ROOT}/productions/{{production_id}}/uses/{{use_id}}"
_WORDS = frozenset({FactKind.APPROVAL, FactKind.REFUSAL, FactKind.WITHDRAWAL})
_SCOPES = {
    "R3-final": "final",
    "R3-likeness": "likeness",
    "R3-personal-data": "personal_data",
    "R3-third-party-ip": "third_party_ip",
    "R3-key-design": "key_design",
    "R3-replica": "replica",
}
"""The word of an approval's scope by which a policy is answered; R2 and R4 have one for all."""
_OF_RULE = {"R2": "principles", "R4": "unreleased_input"}
_PERMIT_FIELDS = {"lasts_seconds": "hours", "uses": "uses", "inputs": "inputs", "": "inputs"}


def routes(desk: ClearanceDesk) -> APIRouter:
    """``/desk/clearance/productions/{production_id}/uses/{use_id}``."""
    router = APIRouter()
    for part in (_looking, _bringing, _minting):
        router.routes.extend(part(desk).routes)
    return router


async def _show(
    desk: ClearanceDesk,
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
    status = 422 if faults else 200
    return await desk.page(request, "use.html", values, place="uses", status=status)


def _looking(desk: ClearanceDesk) -> APIRouter:
    router = APIRouter(prefix=_USE, include_in_schema=False, dependencies=[_THEIRS])
    record = desk.house.record

    @router.get("")
    async def use(request: Request, production_id: UUID, use_id: UUID) -> Response:
        """Show a use with its decision, its permits and all that was said of it."""
        return await _show(desk, request, production_id, use_id)

    @router.post("/decision")
    async def decide(request: Request, production_id: UUID, use_id: UUID) -> Response:
        """Decide again by what the record says now."""
        await use_of(desk, production_id, use_id)
        await record.decide(use_id, by=(await caller_of(request)).name)
        return _back(production_id, use_id)

    return router


def _bringing(desk: ClearanceDesk) -> APIRouter:
    router = APIRouter(prefix=_USE, include_in_schema=False, dependencies=[_THEIRS])
    record = desk.house.record

    @router.get("/evidence")
    async def evidence_form(request: Request, production_id: UUID, use_id: UUID) -> Response:
        """Show what may be brought for this kind of use."""
        declared = await use_of(desk, production_id, use_id)
        return await _evidence_page(desk, request, declared, Typed())

    @router.post("/evidence")
    async def offer(request: Request, production_id: UUID, use_id: UUID) -> Response:
        """Bring evidence; the use is decided on again."""
        declared = await use_of(desk, production_id, use_id)
        typed = await Typed.of(request)
        reading = Reading(typed, desk.stage.tongue(request))
        by = (await caller_of(request)).name
        kind, production = declared.body["kind"], str(production_id)
        found = declaration.evidence(reading, kind, by=by, production=production)
        if not found and not reading.faults:
            reading.faults[""] = reading.tongue.say("There is no evidence in it yet.")
        if not reading.faults:
            try:
                await record.offer_evidence(use_id, found, by=by)
            except Invalid as error:
                reading.refused(error)
            else:
                return _back(production_id, use_id)
        return await _evidence_page(desk, request, declared, typed, reading.faults)

    @router.post("/answers")
    async def answer(request: Request, production_id: UUID, use_id: UUID) -> Response:
        """Answer what counsel asked."""
        await use_of(desk, production_id, use_id)
        typed = await Typed.of(request)
        reading = Reading(typed, desk.stage.tongue(request))
        body = reading.shape(Exchange, {"words": reading.needed("answer")}, {"words": "answer"})
        if body is None:
            return await _show(
                desk, request, production_id, use_id, typed=typed, faults=reading.faults
            )
        await desk.house.desk.answer(use_id, body, by=(await caller_of(request)).name)
        return _back(production_id, use_id)

    return router


def _minting(desk: ClearanceDesk) -> APIRouter:
    router = APIRouter(prefix=_USE, include_in_schema=False, dependencies=[_THEIRS])
    record = desk.house.record

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
        return await _show(desk, request, production_id, use_id, typed=typed, faults=reading.faults)

    return router


def _wish(reading: Reading) -> PermitWish | None:
    inputs, strange = digests(reading.typed.one("inputs"))
    if strange:
        reading.faults["inputs"] = reading.tongue.say(
            "These are no SHA-256 hashes, which have 64 digits and letters a to f."
        )
    prompt = reading.typed.one("prompt")
    if prompt:
        try:
            inputs += sorted(inputs_of(TextRequest(prompt=prompt)))
        except Invalid as error:
            reading.refused(error)
    hours = reading.number("hours")
    values = {
        "lasts_seconds": None if hours is None else round(hours * _HOUR),
        "uses": reading.count("uses"),
        "inputs": inputs,
        "input_class": reading.text("input_class"),
    }
    if not inputs and values["input_class"] is None:
        reading.faults.setdefault(
            "inputs", reading.tongue.say("Say what the model will be given, or a class of input.")
        )
    return reading.shape(PermitWish, known(values), _PERMIT_FIELDS)


async def _evidence_page(
    desk: ClearanceDesk,
    request: Request,
    declared: Fact,
    typed: Typed,
    faults: dict[str, str] | None = None,
) -> Response:
    values = {
        "use": declared,
        "asked": declaration.ASKED,
        "exemptions": words.exemptions(desk.stage.tongue(request)),
        "was": typed,
        "faults": faults or {},
    }
    status = 422 if faults else 200
    return await desk.page(request, "evidence.html", values, place="uses", status=status)


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
        "today": await desk.house.desk.judged_now(use_id),
        "last_word": next((fact for fact in reversed(said) if fact.kind in _WORDS), None),
        "scopes": scopes(taken[0].decision),
        "late": "starts_at" in declared.body
        and datetime.fromisoformat(declared.body["starts_at"]) <= record.recorder.clock(),
        "title": (await desk.titles()).get(declared.production or "", ""),
        "performer": (await desk.names(named)).get(declared.performer or "", ""),
        "now": record.recorder.clock(),
    }


def scopes(decision: Decision) -> list[str]:
    """What an approval would have to cover for this decision to become a go, in its order."""
    waiting = [
        finding
        for finding in decision.findings
        if finding.outcome is Outcome.REVIEW and finding.advice in decision.next_steps
    ]
    named = (
        _SCOPES.get(finding.policy) or _OF_RULE.get(finding.rule) or finding.rule
        for finding in waiting
    )
    return list(dict.fromkeys(named))


def _back(production: UUID, use: UUID, place: str = "") -> Response:
    return RedirectResponse(f"{ROOT}/productions/{production}/uses/{use}{place}", 303)
