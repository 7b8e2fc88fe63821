"""The words of decisions: what was placed, and what it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from matinee.ads.model import BreakRequest
from matinee.ads.offers import Offer

Odds = tuple[tuple[UUID, int], ...]
"""Creatives, each with its part of the chances."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """One ad that a household was shown."""

    at: datetime
    advertiser_id: UUID
    campaign_id: UUID
    line_item_id: UUID
    creative_id: UUID


@dataclass(frozen=True, slots=True)
class Placed:
    """One ad of a decision; ``price`` in millionths per 1,000 impressions.

    Where ``offer`` names a bid from outside, the buyer stands for the line item. ``among`` are the
    creatives from which its own was drawn, where there was a choice. ``companion_id`` is the
    picture that stands beside it, where its creative has any.
    """

    line_item_id: UUID
    creative_id: UUID
    price: int
    bid: int
    weight: int
    offer: UUID | None = None
    among: Odds = ()
    companion_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a break was filled with, and what it rests on.

    ``snapshot`` names the demand it was decided on; ``skipped`` counts the spots (a line item with
    one of its creatives) that fell out, by the first reason that held. ``ads`` are the names of
    ``placed``, in their order, under which players tell of them; none in a decision made again.
    """

    id: UUID
    snapshot: str
    request: BreakRequest
    placed: tuple[Placed, ...]
    candidates: int
    proven: bool
    exposures: tuple[Exposure, ...] = ()
    exhausted: tuple[UUID, ...] = ()
    skipped: Mapping[str, int] = field(default_factory=dict[str, int])
    offers: tuple[Offer, ...] = ()
    ads: tuple[UUID, ...] = ()
