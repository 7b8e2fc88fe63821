"""``/v1/ads/buyers``: who may bid from outside, what came of asking them, and what they owe."""

from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from matinee.access.door import may
from matinee.access.model import Role
from matinee.ads.bidding.model import Buyer, Deal, DealKind, PodKind
from matinee.ads.bidding.service import OutsideDemand

_OPERATOR = may(Role.OPERATOR)
_MILLION = 1_000_000
_Domain = Annotated[str, Field(pattern=r"^([a-z0-9-]{1,63}\.)+[a-z]{2,63}$", max_length=253)]
_Word = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[!-~]+$")]
_Floor = Annotated[Decimal, Field(ge=0, le=100_000, max_digits=12, decimal_places=6)]


class DealShape(BaseModel):
    """What was agreed; ``floor`` in the house's currency, for 1,000 impressions.

    Where the price was agreed, it is that price. ``impressions`` are those that were guaranteed
    from ``start`` up to ``end``.
    """

    model_config = ConfigDict(extra="forbid")

    id: _Word
    floor: _Floor
    kind: DealKind = DealKind.PRIVATE
    impressions: int = Field(default=0, ge=0, le=10_000_000_000)
    start: AwareDatetime | None = None
    end: AwareDatetime | None = None


class BuyerShape(BaseModel):
    """A buyer; ``vendor`` is its number in the Global Vendor List of TCF."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=200, pattern=r"^[^\x00]+$")
    address: str = Field(pattern=r"^https?://[!-~]+$", max_length=2000)
    active: bool = True
    milliseconds: int = Field(default=200, ge=10, le=2000)
    pod: PodKind = PodKind.DYNAMIC
    vendor: int | None = Field(default=None, ge=1, le=65_535)
    floor: _Floor = Decimal(0)
    seats: list[_Word] = Field(default_factory=list, max_length=200)
    deals: list[DealShape] = Field(default_factory=list, max_length=200)
    blocked_categories: list[_Word] = Field(default_factory=list, max_length=1000)
    blocked_domains: list[_Domain] = Field(default_factory=list, max_length=10_000)


class BuyerFacts(BuyerShape):
    """A buyer that is kept."""

    id: UUID


class BuyerList(BaseModel):
    """Every buyer, by name."""

    buyers: list[BuyerFacts]


class TroubleFacts(BaseModel):
    """Why an answer, or a bid in it, was refused."""

    at: datetime
    reason: str
    said: str


class BuyerAccount(BaseModel):
    """What a buyer won and owes, and how it answered the process that was asked.

    ``counted`` are its answers by what came of them, ``troubles`` the last refusals, the latest
    first; ``left_alone`` says that it failed so often
    that it is not asked for a while.
    """

    start: datetime
    end: datetime
    currency: str
    won: int
    billed: int
    amount: Decimal
    counted: dict[str, int]
    troubles: list[TroubleFacts]
    left_alone: bool


def routes(outside: OutsideDemand) -> APIRouter:
    """The operator's."""
    router = APIRouter(prefix="/v1/ads", tags=["ads"])

    @router.get("/buyers", dependencies=[_OPERATOR])
    async def buyers() -> BuyerList:
        """List the buyers."""
        return BuyerList(buyers=[_facts(each) for each in await outside.buyers()])

    @router.post("/buyers", dependencies=[_OPERATOR], status_code=201)
    async def add_buyer(body: BuyerShape) -> BuyerFacts:
        """Add a buyer; it is asked within seconds."""
        return _facts(await outside.put_buyer(buyer_of(uuid4(), body)))

    @router.put("/buyers/{buyer_id}", dependencies=[_OPERATOR])
    async def change_buyer(buyer_id: UUID, body: BuyerShape) -> BuyerFacts:
        """Change a buyer, or stop asking it."""
        await outside.buyer(buyer_id)
        return _facts(await outside.put_buyer(buyer_of(buyer_id, body)))

    @router.get("/buyers/{buyer_id}/account", dependencies=[_OPERATOR])
    async def account(
        buyer_id: UUID,
        start: Annotated[AwareDatetime, Query()],
        end: Annotated[AwareDatetime, Query()],
    ) -> BuyerAccount:
        """Say what a buyer won from ``start`` up to ``end``, what it owes, and how it answers."""
        found = await outside.account(buyer_id, start, end)
        standing = outside.standing(buyer_id)
        return BuyerAccount(
            start=start,
            end=end,
            currency=outside.settings.currency,
            won=found.won,
            billed=found.billed,
            amount=outside.owed(found),
            counted=dict(standing.counted),
            troubles=[
                TroubleFacts(at=each.at, reason=each.reason.word, said=each.said)
                for each in standing.troubles
            ],
            left_alone=standing.rests,
        )

    return router


def buyer_of(buyer_id: UUID, body: BuyerShape) -> Buyer:
    """The buyer that a shape tells of."""
    return Buyer(
        id=buyer_id,
        name=" ".join(body.name.split()),
        address=body.address,
        active=body.active,
        milliseconds=body.milliseconds,
        pod=body.pod,
        vendor=body.vendor,
        floor=int(body.floor * _MILLION),
        seats=tuple(body.seats),
        deals=tuple(_deal(each) for each in body.deals),
        blocked_categories=tuple(body.blocked_categories),
        blocked_domains=tuple(body.blocked_domains),
    )


def _deal(shape: DealShape) -> Deal:
    return Deal(
        shape.id,
        int(shape.floor * _MILLION),
        shape.kind,
        shape.impressions,
        shape.start,
        shape.end,
    )


def _facts(buyer: Buyer) -> BuyerFacts:
    known = asdict(buyer)
    known["floor"] = Decimal(buyer.floor) / _MILLION
    known["deals"] = [
        asdict(each) | {"floor": Decimal(each.floor) / _MILLION} for each in buyer.deals
    ]
    return BuyerFacts.model_validate(known)
