"""Where the money goes: leases, ads that were placed, invoices and delivery."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from matinee.ads.model import Campaign, LineItem
from matinee.ads.viewability.model import NOTHING_TOLD, Viewability
from matinee.foundation.database import Connection
from matinee.vocabulary.money import Money

_PER_MILLIONTH = 1000
NO_LEASE = UUID(int=0)
"""In place of a lease, where an outside buyer pays."""


@dataclass(frozen=True, slots=True)
class PlacedAd:
    """One ad in one break; ``price`` and ``uses`` in billionths of the currency.

    It ``lasts`` nothing where how long it is was not known for sure: a picture, or a film that
    another server chooses. ``household`` is a number of the line item's own for it where the goal
    is reach, else 0: then ``uses`` is taken of the budget with the household's first ad alone.
    """

    ad_id: UUID
    campaign_id: UUID
    line_item_id: UUID
    creative_id: UUID
    lease_id: UUID
    price: int
    uses: int
    expires: datetime
    lasts: timedelta = timedelta(0)
    household: int = 0


@dataclass(frozen=True, slots=True)
class Lease:
    """A row of the database: ``granted`` and ``billed`` in billionths of the currency."""

    id: UUID
    line_item_id: UUID
    granted: int
    billed: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """What a line item owes for a creative; ``amount`` exact, to the cent where it is shown."""

    line_item: LineItem
    creative_id: UUID
    impressions: int
    billionths: int
    currency: str

    @property
    def amount(self) -> Money:
        """In millionths; what is below one is rounded to the even."""
        return Money(self.currency, rounded(self.billionths))


@dataclass(frozen=True, slots=True)
class Invoice:
    """A campaign's account of a stretch of time; its total is of the exact sums, rounded once."""

    campaign: Campaign
    start: datetime
    end: datetime
    lines: tuple[InvoiceLine, ...]
    currency: str

    @property
    def total(self) -> Money:
        """What is owed."""
        return Money(self.currency, rounded(sum(line.billionths for line in self.lines)))


@dataclass(frozen=True, slots=True)
class Delivery:
    """How far a line item is; amounts in the currency, ``events`` as players told them.

    ``budget`` is what it may cost at most; ``reached`` are the distinct households, where reach is
    its goal. ``seen`` is what our own player told of seconds, and accredited by nobody.
    """

    line_item: LineItem
    impressions: int
    spent: Money
    budget: Money
    events: dict[str, int]
    seen: Viewability = NOTHING_TOLD
    reached: int = 0

    @property
    def completion(self) -> float | None:
        """Share of the started ads that played to their end."""
        started = self.events.get("start", 0)
        return self.events.get("complete", 0) / started if started else None


@dataclass(frozen=True, slots=True)
class HourOfDelivery:
    """What was billed of a line item in an hour; ``paid`` in billionths, ``reached`` are new."""

    line_item_id: UUID
    at: datetime
    impressions: int
    paid: int
    reached: int


class OutsideBilling(Protocol):
    """Whoever bills the ads of outside buyers."""

    async def billed(self, connection: Connection, placed: PlacedAd, at: datetime) -> bool:
        """An ad was seen for the first time; False where nobody here sold it."""
        ...


def rounded(billionths: int) -> int:
    """To millionths, half to the even."""
    whole, rest = divmod(billionths, _PER_MILLIONTH)
    half = _PER_MILLIONTH // 2
    return whole + (rest > half or (rest == half and whole % 2))
