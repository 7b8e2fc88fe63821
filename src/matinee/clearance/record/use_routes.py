"""``/v1/clearance``: declare a use, bring evidence, be decided on, and come by a permit."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict

from matinee.access.door import caller_of, may
from matinee.access.model import Caller, ObjectKind, Role
from matinee.clearance.record import answers, shapes
from matinee.clearance.record.facts import Fact, FactKind
from matinee.clearance.record.service import RecordService
from matinee.errors import NotFound

_COUNSEL = may(Role.COUNSEL)
_THEIRS = may(Role.FILM_MAKER, Role.COUNSEL, of=ObjectKind.PRODUCTION, by="production_id")
_By = Annotated[Caller, Depends(caller_of)]


class Offer(BaseModel):
    """Evidence of a use, by part: pay, scan, clause and so on, as in a question."""

    model_config = ConfigDict(extra="forbid")

    evidence: dict[str, Any]


def routes(record: RecordService) -> APIRouter:
    """Uses: those who declare them, and counsel who judges them."""
    router = APIRouter()
    for part in (_declaring, _answering, _counsel):
        router.routes.extend(part(record).routes)
    return router


def _declaring(record: RecordService) -> APIRouter:
    router = APIRouter(
        prefix="/v1/clearance/productions/{production_id}",
        tags=["clearance"],
        dependencies=[_THEIRS],
    )

    @router.post("/uses", status_code=201)
    async def declare(
        production_id: UUID, body: shapes.DeclaredUse, by: _By
    ) -> answers.DeclaredAnswer:
        """Declare a use; the decision comes with the answer."""
        fact, decided = await record.declare(production_id, body, by=by.name)
        return answers.DeclaredAnswer(
            use=answers.fact_answer(fact), decision=answers.decision_answer(decided)
        )

    @router.get("/uses")
    async def uses(production_id: UUID) -> answers.FactList:
        """List the uses that were declared for a production."""
        found = await record.current(FactKind.USE, production=str(production_id))
        return answers.fact_list(found)

    @router.get("/outputs")
    async def outputs(production_id: UUID) -> answers.OutputList:
        """List what was made for a production."""
        return answers.output_list(await record.outputs.listed(production=str(production_id)))

    return router


def _answering(record: RecordService) -> APIRouter:
    router = APIRouter(
        prefix="/v1/clearance/productions/{production_id}/uses/{use_id}",
        tags=["clearance"],
        dependencies=[_THEIRS],
    )

    @router.get("")
    async def use(production_id: UUID, use_id: UUID) -> answers.UseAnswer:
        """Give a use with all that was said, decided and permitted."""
        await _use(record, production_id, use_id)
        declared, *said = await record.about(str(use_id))
        return answers.UseAnswer(
            use=answers.fact_answer(declared),
            said=[answers.fact_answer(fact) for fact in said],
            decisions=[answers.decision_answer(d) for d in await record.decisions.taken(use_id)],
            permits=[answers.permit_answer(p) for p in await record.permits.of_use(use_id)],
        )

    @router.post("/evidence", status_code=201)
    async def offer(
        production_id: UUID, use_id: UUID, body: Offer, by: _By
    ) -> answers.DecisionAnswer:
        """Bring evidence; the use is decided on again."""
        await _use(record, production_id, use_id)
        decided = await record.offer_evidence(use_id, body.evidence, by=by.name)
        return answers.decision_answer(decided)

    @router.post("/decision", status_code=201)
    async def decide(production_id: UUID, use_id: UUID, by: _By) -> answers.DecisionAnswer:
        """Decide again by what the record says now. Asking is free."""
        await _use(record, production_id, use_id)
        return answers.decision_answer(await record.decide(use_id, by=by.name))

    @router.post("/permits", status_code=201)
    async def mint(
        production_id: UUID, use_id: UUID, body: shapes.PermitWish, by: _By
    ) -> answers.PermitAnswer:
        """Mint a permit, if the decision is now go."""
        await _use(record, production_id, use_id)
        permit = await record.mint(use_id, body, by=by.name)
        return answers.permit_answer(await record.permits.stored(permit.id))

    return router


def _counsel(record: RecordService) -> APIRouter:
    router = APIRouter(prefix="/v1/clearance", tags=["clearance"], dependencies=[_COUNSEL])

    @router.get("/inbox")
    async def inbox() -> answers.FactList:
        """List the uses that wait for a named person, the longest first."""
        return answers.fact_list(await record.inbox())

    @router.post("/uses/{use_id}/approval", status_code=201)
    async def approve(use_id: UUID, body: shapes.Approval, by: _By) -> answers.DecisionAnswer:
        """Approve a use, for the scope that is named."""
        return answers.decision_answer(await record.approve(use_id, body, by=by.name))

    @router.post("/uses/{use_id}/refusal", status_code=201)
    async def refuse(use_id: UUID, body: shapes.Refusal, by: _By) -> answers.DecisionAnswer:
        """Refuse a use, and say why."""
        return answers.decision_answer(await record.refuse(use_id, body, by=by.name))

    @router.post("/uses/{use_id}/exemption-refusal", status_code=201)
    async def refuse_exemption(
        use_id: UUID, body: shapes.Refusal, by: _By
    ) -> answers.DecisionAnswer:
        """Refuse the exemption that a use claims."""
        return answers.decision_answer(await record.refuse_exemption(use_id, body, by=by.name))

    @router.get("/decisions/{decision_id}")
    async def decision(decision_id: UUID) -> answers.DecisionAnswer:
        """Give a decision."""
        return answers.decision_answer(await record.decisions.decision(decision_id))

    @router.get("/permits/{permit_id}")
    async def permit(permit_id: UUID) -> answers.PermitAnswer:
        """Give a permit as it stands."""
        return answers.permit_answer(await record.permits.stored(permit_id))

    return router


async def _use(record: RecordService, production: UUID, use: UUID) -> Fact:
    fact = await record.fact(FactKind.USE, str(use))
    if fact.production != str(production):
        raise NotFound("This production has no such use.")
    return fact
