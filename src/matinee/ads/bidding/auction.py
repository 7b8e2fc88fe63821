"""What an auction came to: wins written down before they are shown, and everybody told."""

import asyncio
import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

import structlog

from matinee.ads.bidding import repository
from matinee.ads.bidding.model import Answer, Bid, Ids, Reason
from matinee.ads.bidding.notices import fill, values
from matinee.ads.bidding.repository import Won
from matinee.ads.delivery.outside import Correspondence
from matinee.ads.delivery.unwinding import inline_of
from matinee.ads.model import AdSettings
from matinee.ads.offers import Offer
from matinee.ads.serving.desk import Answered
from matinee.ads.serving.tokens import ad_id_of
from matinee.ads.vast.answer import Elsewhere, Served
from matinee.ads.vast.prepared import served_as
from matinee.errors import Invalid, MatineeError
from matinee.foundation.database import Database

_log = structlog.get_logger()


class Telling:
    """Notices of wins and losses, called beside everything else, and not again if they fail.

    At most ``most`` are under way at once; what comes when they are so slow that more would wait is
    dropped, since these notices carry no money.
    """

    def __init__(self, outside: Correspondence, currency: str, *, most: int = 200) -> None:
        self._outside, self._currency, self._most = outside, currency, most
        self._under_way = set[asyncio.Task[None]]()

    def tell(self, address: str, ids: Ids | None, *, price: int | None, loss: int) -> None:
        """Call an address with its macros filled; none is no address."""
        if not address or ids is None or len(self._under_way) >= self._most:
            return
        filled = fill(address, values(ids, currency=self._currency, price=price, loss=loss))
        self._under_way.add(task := asyncio.create_task(self._told(filled)))
        task.add_done_callback(self._under_way.discard)

    async def close(self) -> None:
        """Wait for what is under way; each has its own limit of time."""
        await asyncio.gather(*self._under_way)

    async def _told(self, address: str) -> None:
        with contextlib.suppress(Invalid):
            await self._outside.tell(address)


class Auction:
    """The answers to one question; see ``delivery.buying``."""

    def __init__(
        self,
        database: Database,
        telling: Telling,
        settings: AdSettings,
        answers: Sequence[Answer],
    ) -> None:
        self._database, self._telling, self._settings = database, telling, settings
        self.answers = answers
        self._bids = {bid.offer.id: bid for answer in answers for bid in answer.bids}

    @property
    def offers(self) -> tuple[Offer, ...]:
        """The bids that passed."""
        return tuple(bid.offer for bid in self._bids.values())

    async def settle(self, answered: Answered) -> Mapping[UUID, Served]:
        """See ``delivery.buying``."""
        prices = {placed.offer: placed.price for placed in answered.decision.placed}
        sold = [(self._bids[offer.id], token) for _, offer, token in answered.outside]
        if sold and not await self._kept(answered, sold, prices):
            sold = []
        for bid, _ in sold:
            price = prices[bid.offer.id]
            self._telling.tell(bid.notices.won, bid.ids, price=price, loss=0)
        won = {bid.offer.id for bid, _ in sold}
        for bid in self._bids.values():
            if bid.offer.id not in won:
                code = Reason.OUTBID.code
                self._telling.tell(bid.notices.lost, bid.ids, price=None, loss=code)
        for answer in self.answers:
            for each in answer.refused:
                code = each.reason.code
                self._telling.tell(each.notices.lost, each.ids, price=None, loss=code)
        return {bid.offer.id: self._served(bid, token, prices[bid.offer.id]) for bid, token in sold}

    async def _kept(
        self,
        answered: Answered,
        sold: Sequence[tuple[Bid, str]],
        prices: Mapping[UUID | None, int],
    ) -> bool:
        won = [
            Won(
                ad_id=ad_id_of(token),
                buyer_id=bid.offer.buyer_id,
                ids=bid.ids,
                creative=str(bid.offer.creative_id),
                domains=bid.offer.domains,
                billed=bid.notices.billed,
                price=prices[bid.offer.id],
                at=answered.decision.request.at,
            )
            for bid, token in sold
        ]
        try:
            async with self._database.transaction() as connection:
                await repository.keep_won(connection, won)
        except MatineeError as error:
            _log.warning("won bids could not be written down", error=str(error))
            return False
        return True

    def _served(self, bid: Bid, token: str, price: int) -> Served:
        known = values(bid.ids, currency=self._settings.currency, price=price)
        address = f"{self._settings.public_url}/v1/ads/beacons/{token}"
        told = {
            event: [fill(each, known) for each in addresses]
            for event, addresses in bid.ad.told.items()
        }
        placed = Elsewhere(
            line_item=str(bid.offer.buyer_id),
            address="",
            track=lambda event: f"{address}/{event}",
            creative=str(bid.offer.creative_id),
            serving_id=served_as(ad_id_of(token)),
        )
        through = fill(bid.ad.click_through, known)
        return inline_of(placed, replace(bid.ad, told=told, click_through=through))
