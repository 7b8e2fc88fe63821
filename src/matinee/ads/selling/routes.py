"""``/ads.txt``, ``/app-ads.txt`` and ``/sellers.json``, and what the operator puts into them."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse, PlainTextResponse
from pydantic import BaseModel, ConfigDict, Field

from matinee.access.door import OPEN, may
from matinee.access.model import Role
from matinee.ads.selling.ads_txt import LONGEST, Relationship
from matinee.ads.selling.service import SellingService

_OPERATOR = may(Role.OPERATOR)
_PATH = "/v1/ads/authorised-sellers"
_KEPT = {"Cache-Control": "public, max-age=3600"}


class Lines(BaseModel):
    """Records in the form of ads.txt, one a line."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(max_length=LONGEST)


class RecordFacts(BaseModel):
    """Who may sell; ``fault`` is what the ad system's own list says against it."""

    domain: str
    account: str
    relationship: Relationship
    authority: str
    fault: str = ""


class RecordList(BaseModel):
    """Everybody who may sell."""

    records: list[RecordFacts]


def routes(selling: SellingService) -> APIRouter:
    """The files are for everybody."""
    router = APIRouter(tags=["ads"])

    @router.get("/ads.txt", dependencies=[OPEN], response_class=PlainTextResponse)
    @router.get("/app-ads.txt", dependencies=[OPEN], response_class=PlainTextResponse)
    async def ads_txt() -> PlainTextResponse:
        """Say who may sell the breaks of this service."""
        return PlainTextResponse(await selling.ads_txt(), headers=_KEPT)

    @router.get("/sellers.json", dependencies=[OPEN], response_class=JSONResponse)
    async def sellers_json() -> JSONResponse:
        """Say whose breaks are sold here."""
        made: dict[str, Any] = selling.sellers_json()
        return JSONResponse(made, headers=_KEPT)

    @router.get(_PATH, dependencies=[_OPERATOR])
    async def records() -> RecordList:
        """List who may sell."""
        return RecordList(
            records=[
                RecordFacts(
                    domain=each.domain,
                    account=each.account,
                    relationship=each.relationship,
                    authority=each.authority,
                )
                for each in await selling.records()
            ]
        )

    @router.put(_PATH, dependencies=[_OPERATOR])
    async def set_records(body: Lines) -> RecordList:
        """Set who may sell; every line at fault is named, and then nothing is changed."""
        await selling.set_records(body.text)
        return await records()

    @router.post(f"{_PATH}/check", dependencies=[_OPERATOR])
    async def check() -> RecordList:
        """Look each account up in its ad system's own sellers.json."""
        return RecordList(
            records=[
                RecordFacts(
                    domain=each.record.domain,
                    account=each.record.account,
                    relationship=each.record.relationship,
                    authority=each.record.authority,
                    fault=each.fault,
                )
                for each in await selling.check()
            ]
        )

    return router
