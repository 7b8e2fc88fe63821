"""The frame of the desk of ads: who looks, what is theirs, and what states are called."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from matinee.access.door import caller_of
from matinee.access.model import Caller, ObjectKind, Role
from matinee.ads.model import Approval, Campaign, LineItem, State
from matinee.assembly.house import House
from matinee.errors import NotFound
from matinee.surfaces.web.languages import Tongue
from matinee.surfaces.web.rendering import Stage

ROOT = "/desk/ads"


@dataclass(frozen=True, slots=True)
class AdDesk:
    """What every page of the desk is made with."""

    house: House
    stage: Stage

    async def page(
        self, request: Request, template: str, values: Mapping[str, Any], *, status: int = 200
    ) -> Response:
        """Render ``ads/TEMPLATE`` for this caller."""
        tongue = self.stage.tongue(request)
        caller = await caller_of(request)
        always: dict[str, Any] = {
            "operator": Role.OPERATOR in caller.roles,
            "reviews": bool(caller.roles & {Role.OPERATOR, Role.PROGRAMMER}),
            "advertises": bool(caller.roles & {Role.OPERATOR, Role.ADVERTISER}),
            "currency": self.house.ads.settings.currency,
            "states": state_words(tongue),
            "approvals": approval_words(tongue),
        }
        return self.stage.page(f"ads/{template}", tongue, {**always, **values}, status=status)

    async def own_campaigns(self, caller: Caller) -> list[Campaign]:
        """All of them for operators, of everybody else's the own ones."""
        own = [grant.object_id for grant in caller.grants if grant.kind is ObjectKind.CAMPAIGN]
        return await self.house.ads.campaigns(own if caller.confined else None)

    async def line_item(self, campaign_id: UUID, item_id: UUID) -> LineItem:
        """One of a campaign, or NotFound."""
        for each in await self.house.ads.line_items(campaign_id):
            if each.id == item_id:
                return each
        raise NotFound("This campaign has no such line item.")

    async def advertiser_names(self) -> dict[Any, str]:
        """What each advertiser is called, by id."""
        return {each.id: each.name for each in await self.house.ads.advertisers()}


def state_words(tongue: Tongue) -> dict[State, tuple[str, str]]:
    """A state's sign and its word."""
    return {
        State.DRAFT: ("off", tongue.say("Draft")),
        State.ACTIVE: ("good", tongue.say("Active")),
        State.PAUSED: ("wait", tongue.say("Paused")),
        State.ENDED: ("off", tongue.say("Ended")),
    }


def approval_words(tongue: Tongue) -> dict[Approval, tuple[str, str]]:
    """An approval's sign and its word."""
    return {
        Approval.PENDING: ("wait", tongue.say("Waits for review")),
        Approval.APPROVED: ("good", tongue.say("Approved")),
        Approval.REJECTED: ("bad", tongue.say("Rejected")),
    }
