"""``/v1/artwork``: what partners ask for, and a title's artwork made for them."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Response
from fastapi.responses import StreamingResponse
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from matinee.access.door import caller_of, may
from matinee.access.model import Caller, Role
from matinee.promote.delivery.model import (
    NAME,
    Delivery,
    DeliveryId,
    DeliveryState,
    KeptSpecification,
    SheetForm,
    Specification,
)
from matinee.promote.delivery.service import DeliveryService
from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.places import Territory

_DESK = may(Role.PROGRAMMER, Role.OPERATOR)
_By = Annotated[Caller, Depends(caller_of)]
_Name = Annotated[str, Path(min_length=1, max_length=60, pattern=NAME)]
_FRESH = {"Cache-Control": "no-store"}
_AS_FILE = {"Content-Disposition": "attachment"}
_ZIP = "application/zip"


class SpecificationFacts(BaseModel):
    """A specification, who wrote it, and whether it is an example, which stays as it is."""

    specification: Specification
    by: str
    at: AwareDatetime | None
    is_example: bool


class SpecificationList(BaseModel):
    """The house's own by name, then the examples."""

    specifications: list[SpecificationFacts]


class Ordered(BaseModel):
    """A title's artwork by a specification, for a territory or for everywhere."""

    model_config = ConfigDict(extra="forbid")

    specification: Annotated[str, Field(max_length=60)]
    territory: Annotated[str, Field(max_length=2)] = ""


class ShortfallFacts(BaseModel):
    """Why a picture, by its number from 1 on the desk, or the whole line falls short."""

    reason: str
    picture: int | None
    sentence: str


class EntryFacts(BaseModel):
    """A line in one language, empty where it is textless."""

    line: str
    language: str
    wanted: int
    fulfilled: bool
    pictures: list[dict[str, Any]]
    falls_short: list[ShortfallFacts]


class DeliveryFacts(BaseModel):
    """How a delivery stands, and what fulfils each line or is missing."""

    id: UUID
    title: UUID
    specification: str
    partner: str
    territory: str
    state: DeliveryState
    failure: str
    by: str
    at: AwareDatetime
    made_at: AwareDatetime | None
    lines: list[EntryFacts]


class DeliveryList(BaseModel):
    """A title's deliveries, the newest first."""

    deliveries: list[DeliveryFacts]


def attached(delivery: DeliveryId) -> dict[str, str]:
    """The headers of an archive."""
    return _FRESH | {"Content-Disposition": f'attachment; filename="artwork-{delivery}.zip"'}


def routes(deliveries: DeliveryService) -> APIRouter:
    """For programmers and operators."""
    router = APIRouter(prefix="/v1/artwork", tags=["artwork"], dependencies=[_DESK])
    router.routes.extend(_shelf(deliveries).routes)

    @router.post("/titles/{title_id}/deliveries", status_code=202)
    async def order(title_id: UUID, body: Ordered, by: _By) -> DeliveryFacts:
        """Order a title's approved artwork by a specification; a worker makes it."""
        territory = Territory(body.territory) if body.territory else None
        ordered = await deliveries.order(
            TitleId(title_id), body.specification, territory=territory, by=by.name
        )
        return _facts(ordered)

    @router.get("/titles/{title_id}/deliveries")
    async def listed(title_id: UUID) -> DeliveryList:
        """List a title's deliveries, with what is missing of each and why."""
        found = await deliveries.of_title(TitleId(title_id))
        return DeliveryList(deliveries=[_facts(each) for each in found])

    @router.get("/deliveries/{delivery_id}")
    async def one(delivery_id: UUID) -> DeliveryFacts:
        """Get a delivery: what fulfils each line, what is missing, and why."""
        return _facts(await deliveries.delivery(DeliveryId(delivery_id)))

    @router.get("/deliveries/{delivery_id}/sheet.{form}", response_class=Response)
    async def sheet(delivery_id: UUID, form: SheetForm) -> Response:
        """Get a delivery's sheet alone, as ``json``, ``csv`` or ``html``."""
        told = await deliveries.sheet(DeliveryId(delivery_id), form)
        return Response(told, media_type=form.media_type, headers=_FRESH | _AS_FILE)

    @router.get(
        "/deliveries/{delivery_id}/archive.zip",
        response_class=Response,
        responses={200: {"content": {_ZIP: {}}, "description": "Pictures and sheet."}},
    )
    async def archive(delivery_id: UUID) -> Response:
        """Get pictures and sheet as a ZIP; nothing that may not be sent any more goes out."""
        pieces = await deliveries.archive(DeliveryId(delivery_id))
        return StreamingResponse(pieces, media_type=_ZIP, headers=attached(DeliveryId(delivery_id)))

    return router


def _shelf(deliveries: DeliveryService) -> APIRouter:
    router = APIRouter(prefix="/v1/artwork/specifications", tags=["artwork"], dependencies=[_DESK])
    shelf = deliveries.specifications

    @router.get("")
    async def specifications() -> SpecificationList:
        """List what partners ask of artwork; the examples are common practice, nobody's own."""
        return SpecificationList(specifications=[_shelved(each) for each in await shelf.all()])

    @router.get("/{name}")
    async def specification(name: _Name) -> SpecificationFacts:
        """Get one specification."""
        return _shelved(await shelf.one(name))

    @router.put("/{name}")
    async def put(name: _Name, body: Specification, by: _By) -> SpecificationFacts:
        """Keep a specification under a name, in place of what had it."""
        await shelf.put(body.model_copy(update={"name": name}), by=by.name)
        return _shelved(await shelf.one(name))

    @router.delete("/{name}", status_code=204)
    async def remove(name: _Name) -> None:
        """Forget a specification of the house's own."""
        await shelf.remove(name)

    return router


def _shelved(each: KeptSpecification) -> SpecificationFacts:
    return SpecificationFacts(
        specification=each.wanted, by=each.by, at=each.at, is_example=each.is_example
    )


def _facts(delivery: Delivery) -> DeliveryFacts:
    return DeliveryFacts(
        id=delivery.id,
        title=delivery.title_id,
        specification=delivery.name,
        partner=delivery.specification.partner,
        territory=delivery.where,
        state=delivery.state,
        failure=delivery.failure,
        by=delivery.by,
        at=delivery.at,
        made_at=delivery.made_at,
        lines=[
            EntryFacts(
                line=entry.line,
                language=entry.language,
                wanted=entry.wanted,
                fulfilled=entry.is_fulfilled,
                pictures=[each.written for each in entry.renditions],
                falls_short=[
                    ShortfallFacts(
                        reason=each.reason,
                        picture=None if each.place is None else each.place + 1,
                        sentence=each.sentence,
                    )
                    for each in entry.shortfalls
                ],
            )
            for entry in delivery.entries
        ],
    )
