"""``/v1/clearance``: what would be decided, and by which rules. Nothing here records anything."""

from dataclasses import asdict
from datetime import date

from fastapi import APIRouter, Request
from pydantic import BaseModel

from matinee.access.door import may
from matinee.access.model import Role
from matinee.clearance.guidance.decision import Decision, Outcome
from matinee.clearance.service import ClearanceService

_DESK = may(Role.FILM_MAKER, Role.PROGRAMMER, Role.COUNSEL, Role.REPRESENTATIVE)
_QUESTION = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"type": "object"}}},
    }
}


class FindingFacts(BaseModel):
    """One rule that spoke."""

    policy: str
    rule: str
    pack: str
    outcome: Outcome
    source: str
    advice: str


class DecisionFacts(BaseModel):
    """The outcome, every rule that spoke, what was found, what is missing and what to do."""

    outcome: Outcome
    findings: list[FindingFacts]
    found: list[str]
    missing: list[str]
    next_steps: list[str]
    packs: list[str]


class PackFacts(BaseModel):
    """A rule pack and the days on which it is in force."""

    id: str
    version: str
    title: str
    since: date
    until: date | None
    note: str
    sources: list[str]
    rules: list[str]
    cases: int


class PackList(BaseModel):
    """The packs that loaded, and those that did not, by the reason."""

    packs: list[PackFacts]
    refused: dict[str, str]


def routes(clearance: ClearanceService) -> APIRouter:
    """The desk's questions."""
    router = APIRouter(prefix="/v1/clearance", tags=["clearance"], dependencies=[_DESK])

    @router.post("/check", openapi_extra=_QUESTION)
    async def check(request: Request) -> DecisionFacts:
        """Say what the guidance would decide on a declared use; nothing is recorded."""
        return facts(clearance.check(await request.body()))

    @router.get("/packs")
    async def packs() -> PackList:
        """List the rule packs at hand."""
        listed = [
            PackFacts(
                id=pack.id,
                version=pack.version,
                title=pack.title,
                since=pack.since,
                until=pack.until,
                note=pack.note,
                sources=list(pack.sources),
                rules=sorted({policy.rule for policy in pack.policies}),
                cases=len(pack.cases),
            )
            for pack in clearance.packs()
        ]
        refused = {pack.folder: pack.reason for pack in clearance.refused_packs()}
        return PackList(packs=listed, refused=refused)

    return router


def facts(decision: Decision) -> DecisionFacts:
    """A decision as it is answered."""
    return DecisionFacts.model_validate(asdict(decision))
