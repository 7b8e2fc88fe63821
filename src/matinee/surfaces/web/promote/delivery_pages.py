"""The artwork desk's deliveries: a title's pictures for a partner, what is missing and why."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse, StreamingResponse

from matinee.access.door import caller_of, may
from matinee.access.model import Role
from matinee.assembly.house import House
from matinee.errors import Invalid
from matinee.promote.delivery.model import Delivery, DeliveryId, Reason, SheetForm
from matinee.promote.delivery.routes import attached
from matinee.surfaces.web.languages import Tongue
from matinee.surfaces.web.media.film_pages import name_of
from matinee.surfaces.web.rendering import Stage
from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.places import Territory

_DESK = may(Role.PROGRAMMER, Role.OPERATOR)
_FRESH = {"Cache-Control": "private, max-age=600"}
_AS_FILE = {"Content-Disposition": "attachment"}
"""A sheet's page styles itself and shows the pictures beside it: it is for outside of the house."""


def routes(house: House, stage: Stage) -> APIRouter:
    """``/desk/deliveries``."""
    router = APIRouter(prefix="/desk/deliveries", include_in_schema=False, dependencies=[_DESK])
    deliveries = house.promotion.deliveries

    @router.get("/titles/{title_id}")
    async def title_page(
        request: Request, title_id: UUID, delivery: UUID | None = None
    ) -> Response:
        """Show a title's deliveries, and of one what fulfils each line and what is missing."""
        return await _title_page(house, stage, request, TitleId(title_id), delivery)

    @router.post("/titles/{title_id}")
    async def order(
        request: Request,
        title_id: UUID,
        specification: Annotated[str, Form(max_length=60)],
        territory: Annotated[str, Form(max_length=20)] = "",
    ) -> Response:
        """Order a title's artwork by a specification; a worker makes it."""
        caller, title = await caller_of(request), TitleId(title_id)
        try:
            where = Territory(territory) if territory.strip() else None
        except Invalid as failure:
            return await _title_page(
                house, stage, request, title, None, typed=territory, failure=failure
            )
        made = await deliveries.order(title, specification, territory=where, by=caller.name)
        return RedirectResponse(f"/desk/deliveries/titles/{title}?delivery={made.id}", 303)

    @router.get("/{delivery_id}/archive.zip")
    async def archive(delivery_id: UUID) -> Response:
        """Give pictures and sheet as a ZIP."""
        delivery = DeliveryId(delivery_id)
        pieces = await deliveries.archive(delivery)
        return StreamingResponse(pieces, media_type="application/zip", headers=attached(delivery))

    @router.get("/{delivery_id}/sheet.{form}")
    async def sheet(delivery_id: UUID, form: SheetForm) -> Response:
        """Give the sheet alone."""
        told = await deliveries.sheet(DeliveryId(delivery_id), form)
        return Response(told, media_type=form.media_type, headers=_AS_FILE)

    @router.get("/{delivery_id}/pictures/{name}")
    async def picture(delivery_id: UUID, name: str) -> Response:
        """Give one picture of a delivery, to look at before it goes out."""
        content = await deliveries.file(DeliveryId(delivery_id), f"pictures/{name}")
        kind = "image/png" if name.endswith(".png") else "image/jpeg"
        return Response(content, media_type=kind, headers=_FRESH)

    return router


async def _title_page(
    house: House,
    stage: Stage,
    request: Request,
    title: TitleId,
    asked: UUID | None,
    *,
    typed: str = "",
    failure: Invalid | None = None,
) -> Response:
    tongue = stage.tongue(request)
    listed = await house.promotion.deliveries.of_title(title)
    shown = next((each for each in listed if each.id == asked), listed[0] if listed else None)
    values = {
        "title_id": title,
        "name": name_of(await house.catalogue.shelf(), title),
        "deliveries": listed,
        "shown": shown,
        "lines": _lines(shown),
        "specifications": await house.promotion.deliveries.specifications.all(),
        "reasons": reason_words(tongue),
        "typed": typed,
        "failure": failure,
    }
    return stage.page("promote/deliveries.html", tongue, values, status=422 if failure else 200)


def _lines(shown: Delivery | None) -> dict[str, object]:
    return {} if shown is None else {line.name: line for line in shown.specification.lines}


def reason_words(tongue: Tongue) -> dict[Reason, str]:
    """Why a picture or a line falls short."""
    return {
        Reason.NO_PICTURE: tongue.say("The title has no picture"),
        Reason.NOT_APPROVED: tongue.say("Nobody has approved it"),
        Reason.ENDED: tongue.say("Its term is over"),
        Reason.TERRITORY: tongue.say("It may not be shown in this territory"),
        Reason.NOT_THE_LOCKED: tongue.say("Another picture is locked"),
        Reason.SIZE: tongue.say("It has too few pixels"),
        Reason.CROP: tongue.say("The crop would cut a head or what the eye goes to"),
        Reason.FACE_UNSAFE: tongue.say("A face crosses the safe area"),
        Reason.FACE_COVERED: tongue.say("A face lies under an overlay"),
        Reason.TITLE_UNSAFE: tongue.say("The title crosses the safe area"),
        Reason.TITLE_COVERED: tongue.say("The title lies under an overlay"),
        Reason.CONTRAST: tongue.say("The title cannot be read on it"),
        Reason.WEIGHT: tongue.say("It weighs too much"),
        Reason.NO_NAME: tongue.say("The title has no name in this language"),
        Reason.LIKENESS: tongue.say("A performer has not approved it"),
        Reason.BILLING: tongue.say("The billing that is owed is missing"),
        Reason.NOT_IN_IT: tongue.say(
            "Nobody has said that a performer who has to be shown is in it"
        ),
        Reason.UNSETTABLE: tongue.say("The title's name cannot be set in letters"),
    }
