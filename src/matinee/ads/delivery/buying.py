"""Whoever brings bids from outside into a decision; the engine is chosen by assembly."""

from collections.abc import Mapping
from typing import Protocol
from uuid import UUID

from matinee.ads.consent.permissions import Permissions, Said
from matinee.ads.model import BreakRequest, TitleBreak
from matinee.ads.offers import Offer
from matinee.ads.serving.desk import Answered
from matinee.ads.vast.answer import Served


class Auction(Protocol):
    """One break put to the buyers."""

    @property
    def offers(self) -> tuple[Offer, ...]:
        """The bids that passed."""
        ...

    async def settle(self, answered: Answered) -> Mapping[UUID, Served]:
        """Write down what won and tell the buyers; the ads that won, by their offers.

        A win that could not be written down is not among them, since nobody could bill it.
        """
        ...


class OutsideBuyers(Protocol):
    """The buyers."""

    async def ask(
        self, request: BreakRequest, chosen: TitleBreak, said: Said, allowed: Permissions
    ) -> Auction:
        """Put a break to all of them that may be asked, each within its time."""
        ...

    async def close(self) -> None:
        """Finish telling."""
        ...
