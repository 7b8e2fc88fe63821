"""``/v1/ads/campaigns/ID/delivery``: how far each line item is, and what players told of it."""

import csv
import io
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import BaseModel

from matinee.access.door import may
from matinee.access.model import ObjectKind, Role
from matinee.ads.billing import Delivery
from matinee.ads.model import GoalKind
from matinee.ads.paced import PacingPlan
from matinee.ads.service import AdService
from matinee.ads.shapes import goal_facts
from matinee.ads.vast.answer import QUARTILES
from matinee.ads.viewability.model import NOTHING_TOLD, Viewability
from matinee.vocabulary.spreadsheet import harmless

_OWN = may(Role.ADVERTISER, Role.OPERATOR, of=ObjectKind.CAMPAIGN, by="campaign_id")
_TOLD = (*QUARTILES, "click", "error")
_OURS = " (as our player reports it; not accredited)"


class SeenFacts(BaseModel):
    """Seconds as our player reports them; they are not accredited.

    Of ``ads`` that were billed it told; ``films`` of them are no pictures, and lasted so long
    together. A film is audible where its sound is on and above nothing; an ad is on screen where
    the page is visible and half of it lies in the window. Means are of one film, and of one ad.
    """

    ads: int
    films: int
    film_seconds: float
    audible_seconds: float
    on_screen_seconds: float
    mean_audible_seconds: float | None
    mean_on_screen_seconds: float | None


class PaceFacts(BaseModel):
    """What pacing holds a line item to; ``price`` is the share of its bid that is held back.

    It was ``set_at`` then; where that is long ago (``stale``), prices stand still and the line item
    goes on at its last pace.
    """

    price: float
    set_at: datetime
    stale: bool


class DeliveryFacts(BaseModel):
    """How far a line item is; ``completion`` is the share of started ads that ended.

    ``goal`` is of its kind; ``reached`` are the distinct households whose first impression was
    billed, where the goal is reach. ``budget`` is what it may cost at most.
    ``seen`` is of those ads of which our own player told seconds, and of no others.

    ``pace`` is that of the plan in force, none where the line item is in none.
    """

    line_item_id: UUID
    line_item: str
    goal_kind: GoalKind
    goal: Decimal
    reached: int | None
    impressions: int
    spent: Decimal
    budget: Decimal
    completion: float | None
    events: dict[str, int]
    seen: SeenFacts
    pace: PaceFacts | None


class DeliveryList(BaseModel):
    """How far the line items of a campaign are, and what was ``seen`` of all their ads."""

    deliveries: list[DeliveryFacts]
    seen: SeenFacts


def routes(ads: AdService) -> APIRouter:
    """For those whose campaigns they are."""
    router = APIRouter(prefix="/v1/ads/campaigns/{campaign_id}", tags=["ads"], dependencies=[_OWN])

    @router.get("/delivery")
    async def delivery(campaign_id: UUID) -> DeliveryList:
        """Say how far each line item is, and what players told of its ads."""
        await ads.campaign(campaign_id)
        plan, now = await ads.pacing.latest(), datetime.now(UTC)
        found = await ads.deliveries(campaign_id)
        return DeliveryList(
            deliveries=[_facts(one, _pace(plan, one.line_item.id, now)) for one in found],
            seen=_seen(sum((one.seen for one in found), NOTHING_TOLD)),
        )

    @router.get("/delivery.csv", response_class=Response)
    async def delivery_csv(campaign_id: UUID) -> Response:
        """Give the same as a table, its seconds as our player reports them (not accredited)."""
        told = await delivery(campaign_id)
        whole = [sum(one.events.get(event, 0) for one in told.deliveries) for event in _TOLD]
        file = io.StringIO()
        table = csv.writer(file)
        ours = [f"{name}{_OURS}" for name in SeenFacts.model_fields]
        table.writerow(["line item", "goal", "of", "reached", "impressions", *_TOLD, *ours])
        for one in told.deliveries:
            events = [one.events.get(event, 0) for event in _TOLD]
            goal = [one.goal, one.goal_kind.value, one.reached]
            table.writerow(
                [harmless(one.line_item), *goal, one.impressions, *events, *_cells(one.seen)]
            )
        impressions = sum(one.impressions for one in told.deliveries)
        table.writerow(["total", None, None, None, impressions, *whole, *_cells(told.seen)])
        return Response(file.getvalue(), media_type="text/csv")

    return router


def _facts(one: Delivery, pace: PaceFacts | None) -> DeliveryFacts:
    return DeliveryFacts(
        line_item_id=one.line_item.id,
        line_item=one.line_item.name,
        goal_kind=one.line_item.goal_kind,
        goal=goal_facts(one.line_item),
        reached=one.reached if one.line_item.goal_kind is GoalKind.REACH else None,
        impressions=one.impressions,
        spent=one.spent.amount,
        budget=one.budget.amount,
        completion=one.completion,
        events=one.events,
        seen=_seen(one.seen),
        pace=pace,
    )


def _seen(told: Viewability) -> SeenFacts:
    return SeenFacts(
        ads=told.ads,
        films=told.films,
        film_seconds=round(told.lasted, 3),
        audible_seconds=round(told.audible, 3),
        on_screen_seconds=round(told.on_screen, 3),
        mean_audible_seconds=_rounded(told.mean_audible),
        mean_on_screen_seconds=_rounded(told.mean_on_screen),
    )


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)


def _cells(seen: SeenFacts) -> list[float | None]:
    return list(seen.model_dump().values())


def _pace(plan: PacingPlan | None, item: UUID, now: datetime) -> PaceFacts | None:
    if plan is None or item not in plan.items:
        return None
    price = plan.items[item].price
    return PaceFacts(price=price, set_at=plan.at, stale=plan.stale(now))
