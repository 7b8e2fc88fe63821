"""The words of buying from outside: who is asked, what was bid, and why a bid is refused."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum
from uuid import UUID

from matinee.ads.delivery.unwinding import Unwound
from matinee.ads.offers import Claim, Offer
from matinee.errors import Invalid
from matinee.operation.flags.model import Flag, FlagKind
from matinee.vocabulary.wording import Wording

OUTSIDE_BUYERS = Flag(
    name="ads.outside",
    switches=Wording("Buyers outside are asked for bids on breaks."),
    stays=Wording(
        "The house's own demand. No buyer is asked whom the viewer's consent does not allow."
    ),
    owner="ads",
    kind=FlagKind.SWITCH,
)


class PodKind(StrEnum):
    """How a break is put to a buyer (OpenRTB 2.6, section 7.6)."""

    STRUCTURED = "structured"
    DYNAMIC = "dynamic"
    HYBRID = "hybrid"


class DealKind(StrEnum):
    """What was agreed (OpenRTB 2.6, section 3.2.12).

    ``PRIVATE``: an auction among those invited, from a floor up; ``PREFERRED``: an agreed price
    that the buyer may take; ``GUARANTEED``: an agreed price and that the buyer takes it.
    """

    PRIVATE = "private_auction"
    PREFERRED = "preferred"
    GUARANTEED = "guaranteed"


@dataclass(frozen=True, slots=True)
class Deal:
    """What was agreed with a buyer beforehand; ``floor`` in millionths per 1,000 impressions.

    Where the price was agreed (``fixed``) the floor is that price, and nothing above it is taken.
    ``impressions`` are those that were guaranteed from ``start`` up to ``end``; 0 is no number.
    """

    id: str
    floor: int
    kind: DealKind = DealKind.PRIVATE
    impressions: int = 0
    start: datetime | None = None
    end: datetime | None = None

    def __post_init__(self) -> None:
        if not self.impressions:
            return
        if self.kind is not DealKind.GUARANTEED or self.impressions < 0:
            raise Invalid("Only a guaranteed deal has a number of impressions.", field="deals")
        if self.start is None or self.end is None or self.start >= self.end:
            raise Invalid("What is guaranteed has a first and a last day.", field="deals")

    @property
    def fixed(self) -> bool:
        """Whether its price was agreed."""
        return self.kind is not DealKind.PRIVATE

    def due(self, now: datetime) -> int:
        """How many impressions should be taken by then, evenly over its days; 0 outside of them."""
        if not self.impressions or self.start is None or self.end is None:
            return 0
        if not self.start <= now < self.end:
            return 0
        return math.ceil(self.impressions * ((now - self.start) / (self.end - self.start)))

    def claim(self, taken: int, now: datetime) -> Claim:
        """What a bid under it may claim, where so many impressions were taken of it already."""
        if taken < self.due(now):
            return Claim.OWED
        return Claim.AGREED if self.fixed else Claim.NONE


@dataclass(frozen=True, slots=True)
class Buyer:
    """Whoever may bid.

    ``vendor`` is its number in the Global Vendor List of TCF; ``milliseconds`` how long it has for
    an answer; ``seats`` those that may bid through it, none meaning all. ``blocked_categories`` and
    ``blocked_domains`` are kept from this buyer besides the house's.
    """

    id: UUID
    name: str
    address: str
    active: bool = True
    milliseconds: int = 200
    pod: PodKind = PodKind.DYNAMIC
    vendor: int | None = None
    floor: int = 0
    seats: tuple[str, ...] = ()
    deals: tuple[Deal, ...] = ()
    blocked_categories: tuple[str, ...] = ()
    blocked_domains: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 10 <= self.milliseconds <= 2000:
            raise Invalid("A buyer has 10 to 2,000 ms.", field="milliseconds")
        if not self.address.startswith(("http://", "https://")):
            raise Invalid("A buyer answers at an address of http or https.", field="address")
        if self.floor < 0 or any(deal.floor < 0 for deal in self.deals):
            raise Invalid("No floor lies below 0.", field="floor")
        if len({deal.id for deal in self.deals}) < len(self.deals):
            raise Invalid("Two deals have one id.", field="deals")


class Reason(Enum):
    """Why nothing came of a bid, or of an answer: a word, and the loss reason code of AdCOM 1.0.

    Those of a whole answer have no bid that could be told of it.
    """

    # Of a whole answer.
    SLOW = ("SLOW", 2)
    NOT_REACHED = ("NOT_REACHED", 1)
    TOO_LARGE = ("TOO_LARGE", 3)
    NOT_JSON = ("NOT_JSON", 3)
    OTHER_AUCTION = ("OTHER_AUCTION", 5)
    CURRENCY = ("CURRENCY", 3)
    TOO_MANY_BIDS = ("TOO_MANY_BIDS", 3)
    # Of one bid.
    MALFORMED = ("MALFORMED", 3)
    UNKNOWN_IMPRESSION = ("UNKNOWN_IMPRESSION", 3)
    PRICE = ("PRICE", 9)
    SEAT = ("SEAT", 104)
    DEAL = ("DEAL", 4)
    FLOOR = ("FLOOR", 100)
    DEAL_FLOOR = ("DEAL_FLOOR", 101)
    CREATIVE_ID = ("CREATIVE_ID", 8)
    DOMAIN = ("DOMAIN", 6)
    DOMAIN_BLOCKED = ("DOMAIN_BLOCKED", 205)
    TAXONOMY = ("TAXONOMY", 3)
    CATEGORY_BLOCKED = ("CATEGORY_BLOCKED", 209)
    POSITION = ("POSITION", 200)
    MARKUP = ("MARKUP", 7)
    NOT_VAST = ("NOT_VAST", 204)
    NO_AD_BEHIND = ("NO_AD_BEHIND", 204)
    DURATION = ("DURATION", 204)
    NOT_SECURE = ("NOT_SECURE", 207)
    FILE_TYPE = ("FILE_TYPE", 204)
    TWICE = ("TWICE", 102)
    # Of one that was fit.
    OUTBID = ("OUTBID", 102)

    @property
    def word(self) -> str:
        """As it is counted."""
        return self.value[0]

    @property
    def code(self) -> int:
        """For ``${AUCTION_LOSS}``."""
        return self.value[1]


@dataclass(frozen=True, slots=True)
class Ids:
    """What a buyer's own words for a bid are; macros are filled with them."""

    auction: str
    bid: str
    impression: str
    seat: str = ""
    ad: str = ""
    deal: str = ""


@dataclass(frozen=True, slots=True)
class Notices:
    """The addresses that a buyer gave with a bid, as it gave them."""

    won: str = ""
    billed: str = ""
    lost: str = ""


@dataclass(frozen=True, slots=True)
class Bid:
    """A bid that was judged fit, with its ad."""

    offer: Offer
    ids: Ids
    notices: Notices
    ad: Unwound


@dataclass(frozen=True, slots=True)
class Refused:
    """What was judged unfit, and why; ``ids`` and ``notices`` as far as they could be read."""

    reason: Reason
    said: str = ""
    ids: Ids | None = None
    notices: Notices = Notices()


@dataclass(frozen=True, slots=True)
class Trouble:
    """When an answer, or a bid in it, was refused lately, and why: the latest come first."""

    at: datetime
    reason: Reason
    said: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How a buyer answered one process: what was counted, the last troubles, and whether it rests.

    A buyer that ``rests`` failed so often that it is not asked for a while.
    """

    counted: Mapping[str, int]
    troubles: tuple[Trouble, ...]
    rests: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking a buyer."""

    buyer_id: UUID
    bids: tuple[Bid, ...] = ()
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True, slots=True)
class House:
    """What is said of the seller, and kept from all buyers.

    ``domain`` is the seller's own, under which ads.txt and sellers.json lie; ``taxonomy`` numbers
    the categories (AdCOM 1.0, category taxonomies: 1 for the Content Taxonomy 1.0, 2 for 2.0, 7 for
    3.0).
    """

    name: str
    domain: str
    seller_id: str
    currency: str
    second_price: bool
    taxonomy: int
    blocked_categories: tuple[str, ...]
    blocked_domains: tuple[str, ...]
