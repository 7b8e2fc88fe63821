"""Bids of outside buyers, as far as a decision needs them: beside line items, in one pod."""

from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from uuid import NAMESPACE_DNS, UUID, uuid5


class Claim(IntEnum):
    """By what an offer has a place before others, the weakest first.

    ``OWED``: under a guaranteed deal that is behind its pace; ``AGREED``: at an agreed price;
    ``NONE``: by what it bids alone, in a private or the open auction.
    """

    NONE = 0
    AGREED = 1
    OWED = 2


@dataclass(frozen=True, slots=True)
class Offer:
    """A bid that passed; ``bid`` and ``floor`` in millionths per 1,000 impressions.

    ``creative_id`` is the same whenever the buyer shows that creative. ``place`` names the part of
    the break that was asked for, of which ``most`` bids can be taken.
    """

    id: UUID
    buyer_id: UUID
    creative_id: UUID
    bid: int
    floor: int
    duration: timedelta
    domains: tuple[str, ...]
    categories: tuple[str, ...]
    place: str
    most: int
    claim: Claim = Claim.NONE


def advertiser_of(domain: str) -> UUID:
    """The id under which an advertiser that books nothing here is known, by its domain."""
    return uuid5(NAMESPACE_DNS, domain)
