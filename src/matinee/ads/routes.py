"""``/v1/ads``: booking, approval, accounts, and why an ad was shown."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from matinee.access.door import caller_of, may
from matinee.access.model import Caller, ObjectKind, Role
from matinee.ads.model import Approval, State
from matinee.ads.service import AdService
from matinee.ads.shapes import (
    CreativeFacts,
    CreativeShape,
    LineItemFacts,
    LineItemShape,
    creative_facts,
    line_item_facts,
)
from matinee.errors import NotFound

_OWN = may(Role.ADVERTISER, Role.OPERATOR, of=ObjectKind.CAMPAIGN, by="campaign_id")
_By = Annotated[Caller, Depends(caller_of)]
_Name = Annotated[str, Field(min_length=1, max_length=200)]


class AdvertiserShape(BaseModel):
    """A new advertiser."""

    model_config = ConfigDict(extra="forbid")

    name: _Name
    domain: str = Field(default="", max_length=200)


class AdvertiserFacts(AdvertiserShape):
    """An advertiser."""

    id: UUID


class AdvertiserList(BaseModel):
    """Every advertiser, by name."""

    advertisers: list[AdvertiserFacts]


class CampaignShape(BaseModel):
    """A new campaign."""

    model_config = ConfigDict(extra="forbid")

    advertiser_id: UUID
    name: _Name


class CampaignFacts(CampaignShape):
    """A campaign."""

    id: UUID
    state: State


class CampaignList(BaseModel):
    """The campaigns that the caller may see."""

    campaigns: list[CampaignFacts]


class NewState(BaseModel):
    """What a campaign is to be."""

    model_config = ConfigDict(extra="forbid")

    state: State


class NewApproval(BaseModel):
    """The service's word on a creative."""

    model_config = ConfigDict(extra="forbid")

    approval: Approval


class LineItemList(BaseModel):
    """The line items of a campaign."""

    line_items: list[LineItemFacts]


class CreativeList(BaseModel):
    """The creatives of a campaign's advertiser."""

    creatives: list[CreativeFacts]


def routes(ads: AdService) -> APIRouter:
    """Advertisers and approval for the house, campaigns for those whose they are."""
    router = APIRouter()
    for part in (_house, _campaigns):
        router.routes.extend(part(ads).routes)
    return router


def _house(ads: AdService) -> APIRouter:
    router = APIRouter(prefix="/v1/ads", tags=["ads"])

    @router.get("/advertisers", dependencies=[may(Role.OPERATOR)])
    async def advertisers() -> AdvertiserList:
        """List the advertisers."""
        found = await ads.advertisers()
        return AdvertiserList(
            advertisers=[
                AdvertiserFacts(id=one.id, name=one.name, domain=one.domain) for one in found
            ]
        )

    @router.post("/advertisers", status_code=201, dependencies=[may(Role.OPERATOR)])
    async def add_advertiser(body: AdvertiserShape) -> AdvertiserFacts:
        """Add an advertiser."""
        made = await ads.add_advertiser(body.name, body.domain)
        return AdvertiserFacts(id=made.id, name=made.name, domain=made.domain)

    @router.post("/campaigns", status_code=201, dependencies=[may(Role.OPERATOR)])
    async def add_campaign(body: CampaignShape) -> CampaignFacts:
        """Open a campaign; grant it to the account of whoever books."""
        made = await ads.add_campaign(body.advertiser_id, body.name)
        return CampaignFacts(
            id=made.id, advertiser_id=made.advertiser_id, name=made.name, state=made.state
        )

    @router.put(
        "/creatives/{creative_id}/approval", dependencies=[may(Role.PROGRAMMER, Role.OPERATOR)]
    )
    async def approve(creative_id: UUID, body: NewApproval) -> CreativeFacts:
        """Approve or reject a creative."""
        return creative_facts(await ads.approve(creative_id, body.approval))

    return router


def _campaigns(ads: AdService) -> APIRouter:
    router = APIRouter(prefix="/v1/ads", tags=["ads"])

    @router.get("/campaigns", dependencies=[may(Role.ADVERTISER, Role.OPERATOR)])
    async def campaigns(by: _By) -> CampaignList:
        """List the campaigns that are the caller's own; for operators, all."""
        own = [grant.object_id for grant in by.grants if grant.kind is ObjectKind.CAMPAIGN]
        found = await ads.campaigns(own if by.confined else None)
        return CampaignList(
            campaigns=[
                CampaignFacts(
                    id=one.id, advertiser_id=one.advertiser_id, name=one.name, state=one.state
                )
                for one in found
            ]
        )

    @router.put("/campaigns/{campaign_id}/state", dependencies=[_OWN])
    async def set_state(campaign_id: UUID, body: NewState) -> CampaignFacts:
        """Start, pause or end a campaign."""
        made = await ads.set_campaign_state(campaign_id, body.state)
        return CampaignFacts(
            id=made.id, advertiser_id=made.advertiser_id, name=made.name, state=made.state
        )

    @router.get("/campaigns/{campaign_id}/line-items", dependencies=[_OWN])
    async def line_items(campaign_id: UUID) -> LineItemList:
        """List the line items of a campaign."""
        found = await ads.line_items(campaign_id)
        return LineItemList(line_items=[line_item_facts(item) for item in found])

    @router.post("/campaigns/{campaign_id}/line-items", status_code=201, dependencies=[_OWN])
    async def book(campaign_id: UUID, body: LineItemShape) -> LineItemFacts:
        """Book a line item."""
        campaign = await ads.campaign(campaign_id)
        item = body.line_item(campaign_id, campaign.advertiser_id)
        return line_item_facts(await ads.put_line_item(item))

    @router.put("/campaigns/{campaign_id}/line-items/{line_item_id}", dependencies=[_OWN])
    async def change(campaign_id: UUID, line_item_id: UUID, body: LineItemShape) -> LineItemFacts:
        """Change a line item of a campaign."""
        campaign = await ads.campaign(campaign_id)
        if all(item.id != line_item_id for item in await ads.line_items(campaign_id)):
            raise NotFound("There is no such line item.", remedy="List those of the campaign.")
        item = body.line_item(campaign_id, campaign.advertiser_id, line_item_id)
        return line_item_facts(await ads.put_line_item(item))

    @router.get("/campaigns/{campaign_id}/creatives", dependencies=[_OWN])
    async def creatives(campaign_id: UUID) -> CreativeList:
        """List the creatives of a campaign's advertiser."""
        found = await ads.creatives((await ads.campaign(campaign_id)).advertiser_id)
        return CreativeList(creatives=[creative_facts(one) for one in found])

    @router.post("/campaigns/{campaign_id}/creatives", status_code=201, dependencies=[_OWN])
    async def add_creative(campaign_id: UUID, body: CreativeShape) -> CreativeFacts:
        """Bring a creative; it serves once it is approved."""
        campaign = await ads.campaign(campaign_id)
        made = await ads.put_creative(body.creative(campaign.advertiser_id))
        return creative_facts(made)

    return router
