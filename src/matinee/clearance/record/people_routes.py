"""``/v1/clearance/performers``: who they are, what they consented to, and how they withdraw it."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from matinee.access.door import caller_of, may
from matinee.access.model import Caller, ObjectKind, Role
from matinee.clearance.record import answers, shapes
from matinee.clearance.record.facts import Fact, FactKind
from matinee.clearance.record.service import RecordService
from matinee.errors import NotFound

_COUNSEL = may(Role.COUNSEL)
_THEIRS = may(Role.REPRESENTATIVE, Role.COUNSEL, of=ObjectKind.PERFORMER, by="performer_id")
_By = Annotated[Caller, Depends(caller_of)]


def routes(record: RecordService) -> APIRouter:
    """Performers and their consents."""
    router = APIRouter()
    for part in (_performers, _consents, _revocation):
        router.routes.extend(part(record).routes)
    return router


def _performers(record: RecordService) -> APIRouter:
    router = APIRouter(prefix="/v1/clearance", tags=["clearance"])

    @router.post("/performers", status_code=201, dependencies=[_COUNSEL])
    async def add_performer(body: shapes.NewPerformer, by: _By) -> answers.FactAnswer:
        """Record a performer."""
        return answers.fact_answer(await record.add_performer(body, by=by.name))

    @router.get("/performers", dependencies=[_COUNSEL])
    async def performers() -> answers.FactList:
        """List performers, with who they are."""
        found = await record.current(FactKind.PERFORMER)
        people = await record.persons([fact.key for fact in found])
        return answers.FactList(
            facts=[answers.fact_answer(fact, people.get(fact.key)) for fact in found]
        )

    @router.get("/performers/{performer_id}", dependencies=[_THEIRS])
    async def performer(performer_id: UUID) -> answers.FactAnswer:
        """Give what is recorded of a performer."""
        fact = await record.fact(FactKind.PERFORMER, str(performer_id))
        return answers.fact_answer(fact, (await record.persons([fact.key])).get(fact.key))

    @router.put("/performers/{performer_id}", dependencies=[_COUNSEL])
    async def put_performer(
        performer_id: UUID, body: shapes.NewPerformer, by: _By
    ) -> answers.FactAnswer:
        """Record anew what is known of a performer."""
        fact = await record.add_performer(body, by=by.name, performer=performer_id)
        return answers.fact_answer(fact)

    @router.delete("/performers/{performer_id}/person", dependencies=[_COUNSEL])
    async def erase_person(performer_id: UUID, by: _By) -> answers.ErasedAnswer:
        """Forget who a performer is; the ledger's chain stays whole."""
        return answers.ErasedAnswer(entries=await record.erase_person(performer_id, by=by.name))

    @router.get("/performers/{performer_id}/outputs", dependencies=[_THEIRS])
    async def outputs(performer_id: UUID) -> answers.OutputList:
        """List everything that was made with a performer's likeness."""
        return answers.output_list(await record.outputs.listed(performer=str(performer_id)))

    return router


def _consents(record: RecordService) -> APIRouter:
    router = APIRouter(
        prefix="/v1/clearance/performers/{performer_id}", tags=["clearance"], dependencies=[_THEIRS]
    )

    @router.post("/documents", status_code=201)
    async def keep_document(performer_id: UUID, body: shapes.Document) -> answers.DocumentAnswer:
        """Keep a signed paper, given in base 64."""
        await record.fact(FactKind.PERFORMER, str(performer_id))
        return answers.DocumentAnswer(sha256=await record.keep_document(body.content))

    @router.post("/consents", status_code=201)
    async def add_consent(
        performer_id: UUID, body: shapes.NewConsent, by: _By
    ) -> answers.FactAnswer:
        """Record a consent as it was signed."""
        if body.performer != performer_id:
            raise _no_consent()
        return answers.fact_answer(await record.add_consent(body, by=by.name))

    @router.get("/consents")
    async def consents(performer_id: UUID) -> answers.FactList:
        """List a performer's consents and revocations."""
        given = await record.current(FactKind.CONSENT, performer=str(performer_id))
        ended = await record.current(FactKind.REVOCATION, performer=str(performer_id))
        return answers.fact_list([*given, *ended])

    @router.get("/consents/{consent_id}/document", response_class=Response)
    async def document(performer_id: UUID, consent_id: UUID) -> Response:
        """Give a consent's signed paper."""
        fact = await _consent(record, performer_id, consent_id)
        headers: dict[str, Any] = {"Content-Disposition": "attachment"}
        content = await record.document(fact)
        return Response(content, media_type="application/octet-stream", headers=headers)

    return router


def _revocation(record: RecordService) -> APIRouter:
    router = APIRouter(
        prefix="/v1/clearance/performers/{performer_id}/consents/{consent_id}", tags=["clearance"]
    )

    @router.post("/revocation", dependencies=[_THEIRS])
    async def revoke(
        performer_id: UUID, consent_id: UUID, body: shapes.Revocation, by: _By
    ) -> answers.AffectedAnswer:
        """Revoke a consent: permits die, and what rests on it is quarantined."""
        await _consent(record, performer_id, consent_id)
        affected = await record.revocations.revoke(consent_id, body, by=by.name)
        return answers.affected_answer(affected)

    @router.get("/affected", dependencies=[_THEIRS])
    async def affected(performer_id: UUID, consent_id: UUID) -> answers.AffectedAnswer:
        """List what rests on a consent."""
        await _consent(record, performer_id, consent_id)
        return answers.affected_answer(await record.revocations.affected(consent_id))

    @router.post("/deletion", dependencies=[_COUNSEL])
    async def delete(
        performer_id: UUID, consent_id: UUID, body: shapes.Deletion, by: _By
    ) -> answers.AffectedAnswer:
        """Delete the bytes of what is quarantined, and attest it."""
        await _consent(record, performer_id, consent_id)
        affected = await record.revocations.attest_deletion(consent_id, body, by=by.name)
        return answers.affected_answer(affected)

    return router


async def _consent(record: RecordService, performer: UUID, consent: UUID) -> Fact:
    fact = await record.fact(FactKind.CONSENT, str(consent))
    if fact.performer != str(performer):
        raise _no_consent()
    return fact


def _no_consent() -> NotFound:
    return NotFound("This performer has no such consent.")
