"""``/v1/clearance/titles``: what contracts ask of a title's artwork."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from matinee.access.door import caller_of, may
from matinee.access.model import Caller, Role
from matinee.clearance.artwork.model import Billing, LikenessTerms
from matinee.clearance.artwork.service import ArtworkClearance
from matinee.clearance.record.answers import FactAnswer, fact_answer
from matinee.vocabulary.ids import TitleId

_COUNSEL = may(Role.COUNSEL)
_BILLING = may(Role.COUNSEL, Role.PROGRAMMER)
_By = Annotated[Caller, Depends(caller_of)]


class TitleBilling(BaseModel):
    """Whom a title's artwork has to name; null where nobody has entered anything."""

    billing: Billing | None


class TitleTerms(BaseModel):
    """Who approves a title's pictures; null where nobody has entered anything."""

    terms: LikenessTerms | None


def routes(artwork: ArtworkClearance) -> APIRouter:
    """Billing, which programmers enter as well, and likeness terms, which are counsel's."""
    router = APIRouter(prefix="/v1/clearance/titles/{title_id}", tags=["clearance"])

    @router.get("/billing", dependencies=[_BILLING])
    async def billing(title_id: UUID) -> TitleBilling:
        """Get whom a title's artwork has to name, in what order and how large."""
        return TitleBilling(billing=await artwork.billing(TitleId(title_id)))

    @router.put("/billing", dependencies=[_BILLING])
    async def put_billing(title_id: UUID, body: Billing, by: _By) -> FactAnswer:
        """Enter whom a title's artwork has to name, in place of what was entered before."""
        return fact_answer(await artwork.put_billing(TitleId(title_id), body, by=by.name))

    @router.get("/likeness-terms", dependencies=[_BILLING])
    async def terms(title_id: UUID) -> TitleTerms:
        """Get who approves a title's pictures before anybody is shown them."""
        title = TitleId(title_id)
        return TitleTerms(terms=(await artwork.terms([title])).get(title))

    @router.put("/likeness-terms", dependencies=[_COUNSEL])
    async def put_terms(title_id: UUID, body: LikenessTerms, by: _By) -> FactAnswer:
        """Enter who approves a title's pictures, or that nobody does."""
        return fact_answer(await artwork.put_terms(TitleId(title_id), body, by=by.name))

    return router
