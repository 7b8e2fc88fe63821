"""Which titles a line item runs in by their maturity: changed with one press, and back."""

from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from matinee.access.door import may
from matinee.access.model import ObjectKind, Role
from matinee.ads.model import OLDEST, LineItem
from matinee.errors import Conflict
from matinee.surfaces.web.ads.frame import ROOT, AdDesk

_OWN = may(Role.ADVERTISER, Role.OPERATOR, of=ObjectKind.CAMPAIGN, by="campaign_id")
_Age = Annotated[int, Form(ge=0, le=OLDEST)]
_Ages = tuple[int, int]


def routes(desk: AdDesk) -> APIRouter:
    """``/desk/ads/campaigns/{campaign_id}/items/{item_id}/ages``."""
    router = APIRouter(
        prefix=f"{ROOT}/campaigns/{{campaign_id}}/items/{{item_id}}/ages",
        include_in_schema=False,
        dependencies=[_OWN],
    )

    @router.get("")
    async def ages(request: Request, campaign_id: UUID, item_id: UUID) -> Response:
        """Show from which to which age titles are in which it runs."""
        return await _shown(desk, request, await desk.line_item(campaign_id, item_id), None)

    @router.post("")
    async def change(
        request: Request,
        campaign_id: UUID,
        item_id: UUID,
        standing: Annotated[str, Form(max_length=10)],
        from_age: _Age,
        to_age: _Age,
    ) -> Response:
        """Change them, and offer to take it back; once, of what the page showed."""
        before = list[_Ages]()

        def changed(item: LineItem) -> LineItem:
            if _told(_of(item)) != standing:
                raise Conflict(
                    "The line item has changed since this was offered.",
                    remedy="Open the page again and choose anew.",
                    code="changed_meanwhile",
                )
            before.append(_of(item))
            return _with(item, (from_age, to_age))

        made = await desk.house.ads.change_line_item(campaign_id, item_id, changed)
        return await _shown(desk, request, made, before[0])

    @router.post("/back")
    async def back(campaign_id: UUID, item_id: UUID, from_age: _Age, to_age: _Age) -> Response:
        """Put them back to what they were."""
        ages = (from_age, to_age)
        await desk.house.ads.change_line_item(campaign_id, item_id, lambda now: _with(now, ages))
        return RedirectResponse(f"{ROOT}/campaigns/{campaign_id}/items/{item_id}/ages", 303)

    return router


def _with(item: LineItem, ages: _Ages) -> LineItem:
    targeting = replace(item.targeting, from_age=ages[0], to_age=ages[1])
    return replace(item, targeting=targeting)


async def _shown(desk: AdDesk, request: Request, item: LineItem, former: _Ages | None) -> Response:
    values: dict[str, Any] = {
        "campaign": await desk.house.ads.campaign(item.campaign_id),
        "item": item,
        "standing": _told(_of(item)),
        "former": former,
        "oldest": OLDEST,
    }
    return await desk.page(request, "ages.html", values)


def _of(item: LineItem) -> _Ages:
    return item.targeting.from_age, item.targeting.to_age


def _told(ages: _Ages) -> str:
    return "-".join(map(str, ages))
