"""A plan of pacing as it is kept, and as each process reads it: prices, and how fast they may run.

Between two plans nothing moves a price. So that a line item whose price has just come down does not
take every break until the next one, a plan also says how much of its budget may be leased an hour.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

import msgspec

EVERY = timedelta(minutes=5)
STALE = 3 * EVERY
"""A plan that is older is said to be, wherever it is shown."""
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class PacedItem:
    """One line item of a plan.

    ``price`` is over the bid; ``used`` of its budget when its price was moved last, ``granted``
    what was out or billed when the plan was made, ``hourly`` what may be granted beyond that in an
    hour: all three in billionths of the currency.
    """

    price: float
    used: int
    granted: int
    hourly: int


@dataclass(frozen=True, slots=True)
class PacingPlan:
    """The prices of all line items that are paced, as of ``at``.

    ``counted_until`` is up to when breaks were counted, ``demand_version`` the house's when it was
    made.
    """

    id: UUID
    at: datetime
    counted_until: datetime
    demand_version: int
    items: Mapping[UUID, PacedItem] = field(default_factory=dict[UUID, PacedItem])

    def shadows(self) -> dict[UUID, int]:
        """The prices that are not 0, in thousandths of the bids, as decisions take them."""
        found = {item: round(1000 * paced.price) for item, paced in self.items.items()}
        return {item: shadow for item, shadow in found.items() if shadow}

    def stale(self, now: datetime) -> bool:
        """Whether the next one is overdue."""
        return now - self.at > STALE

    def ceiling(self, item: UUID, bid: int, now: datetime) -> int | None:
        """How much of a line item may be granted by now in all; None where it is not paced.

        It rises with time, so that a line item goes on at its last pace where no plan follows.
        """
        paced = self.items.get(item)
        if paced is None:
            return None
        return paced.granted + bid + round(paced.hourly * max((now - self.at) / _HOUR, 0.0))

    def at_once(self, item: UUID, bid: int, most: int) -> int:
        """How many impressions' worth a process leases of a line item: enough until the next plan.

        ``most`` where it is not paced.
        """
        paced = self.items.get(item)
        if paced is None:
            return most
        return min(most, max(1, ceil(paced.hourly * (EVERY / _HOUR) / bid)))


@dataclass(frozen=True, slots=True)
class PastPlan:
    """What is kept of a plan that is over: the prices, in thousandths, that are not 0."""

    id: UUID
    prices: Mapping[UUID, int] = field(default_factory=dict[UUID, int])

    def shadows(self) -> Mapping[UUID, int]:
        """As decisions took them."""
        return self.prices


def plan_of(kept: str) -> PacingPlan:
    """One that is kept as JSON."""
    return msgspec.json.decode(kept, type=PacingPlan, strict=False)
