"""Outside demand: buyers kept, asked side by side, their bids judged, and what became of them told.

A buyer that is slow or down costs its own time limit, and after some faults nothing (``breaker``).
Every address that a buyer names, and its own, is reached only through the open network's fetcher.
"""

import asyncio
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import structlog

from matinee.ads.bidding import repository
from matinee.ads.bidding.asking import question
from matinee.ads.bidding.auction import Auction, Telling
from matinee.ads.bidding.judging import Fit, judge, unfit_film
from matinee.ads.bidding.model import (
    OUTSIDE_BUYERS,
    Answer,
    Bid,
    Buyer,
    House,
    Reason,
    Refused,
    Standing,
    Trouble,
)
from matinee.ads.bidding.notices import fill, values
from matinee.ads.bidding.repository import Account
from matinee.ads.billing import PlacedAd, rounded
from matinee.ads.consent.permissions import Permissions, Said
from matinee.ads.delivery.lately import Lately
from matinee.ads.delivery.outside import Bounds, Correspondence, OpenNetwork
from matinee.ads.delivery.unwinding import Unfilled, Unwound, unwind_document
from matinee.ads.model import AdSettings, BreakRequest, Format, TitleBreak
from matinee.ads.offers import Claim, Offer
from matinee.ads.vast.error_codes import VastErrorCode
from matinee.errors import Invalid, NotFound, Unavailable
from matinee.foundation.breaker import Breaker
from matinee.foundation.database import Connection, Database
from matinee.foundation.jobs import Jobs
from matinee.operation.flags.model import AS_DECLARED, Switches

TELL = "ads.tell_buyer"
_LARGEST = 256_000
_MILLION = 1_000_000
_TROUBLES_KEPT = 20
_TAKEN_SECONDS = 30.0
"""How old the count of what was taken of a deal may be."""
_HEADERS = {"Content-Type": "application/json", "X-OpenRTB-Version": "2.6"}
_FAULTS = frozenset({Reason.SLOW, Reason.NOT_REACHED, Reason.TOO_LARGE, Reason.NOT_JSON})
"""What a breaker counts: bids that are merely unfit are no fault of the line."""
_log = structlog.get_logger()


def _now() -> datetime:
    return datetime.now(UTC)


class OutsideDemand:
    """The buyers of one house, as one process meets them."""

    def __init__(
        self,
        database: Database,
        jobs: Jobs,
        settings: AdSettings,
        outside: Correspondence | None = None,
        *,
        switches: Switches = AS_DECLARED,
        clock: Callable[[], datetime] = _now,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database, self._jobs, self._clock = database, jobs, clock
        self.settings, self._switches = settings, switches
        self._outside = outside or OpenNetwork(Bounds(2.0, _LARGEST))
        self._telling = Telling(self._outside, settings.currency)
        self._buyers = Lately(self._read_buyers, seconds=settings.snapshot_seconds)
        self._taken = Lately(self._read_taken, seconds=_TAKEN_SECONDS)
        self._breakers = defaultdict[UUID, Breaker](lambda: Breaker(ticks))
        self._counted = defaultdict[UUID, Counter[str]](Counter)
        self._troubles = defaultdict[UUID, deque[Trouble]](lambda: deque(maxlen=_TROUBLES_KEPT))

    # Who may bid.

    async def put_buyer(self, buyer: Buyer) -> Buyer:
        """Add or change a buyer; others learn of it within the age of the snapshot."""
        async with self._database.transaction() as connection:
            await repository.put_buyer(connection, buyer)
        self._buyers.forget_all()
        self._taken.forget_all()
        self._breakers.pop(buyer.id, None)
        return buyer

    async def buyers(self) -> list[Buyer]:
        """Every one, by name."""
        async with self._database.reading() as connection:
            return await repository.list_buyers(connection)

    async def buyer(self, buyer_id: UUID) -> Buyer:
        """One, or NotFound."""
        found = [each for each in await self.buyers() if each.id == buyer_id]
        if not found:
            raise NotFound("There is no such buyer.", remedy="List the buyers.")
        return found[0]

    async def account(self, buyer_id: UUID, start: datetime, end: datetime) -> Account:
        """What a buyer won and owes."""
        await self.buyer(buyer_id)
        async with self._database.reading() as connection:
            return await repository.account(connection, buyer_id, start, end)

    def owed(self, account: Account) -> Decimal:
        """What an account comes to, in the house's currency."""
        return Decimal(rounded(account.billionths)) / _MILLION

    def standing(self, buyer_id: UUID) -> Standing:
        """How a buyer answered this process."""
        troubles = tuple(reversed(self._troubles[buyer_id]))
        return Standing(dict(self._counted[buyer_id]), troubles, self._breakers[buyer_id].resting)

    # Asking.

    async def ask(
        self, request: BreakRequest, chosen: TitleBreak, said: Said, allowed: Permissions
    ) -> Auction:
        """Put a break to all buyers that may be asked.

        None for children, for formats other than a film in a break, where ads are joined to a
        programme (a stranger's film is conditioned to nothing), and without a seller's domain.
        """
        answers = list[Answer]()
        auction = uuid4()
        plain = not request.kids and request.format is Format.LINEAR and not request.ladder
        if plain and self.settings.seller_domain and self._switches.on(OUTSIDE_BUYERS):
            asked = [
                self._asked(buyer, request, chosen, auction, said, gdpr=allowed.gdpr)
                for buyer in await self._buyers.of("all")
                if buyer.active
                and allowed.vendor(buyer.vendor)
                and self._breakers[buyer.id].lets_through()
            ]
            answers = await asyncio.gather(*asked)
        for each in answers:
            self._note(each)
        return Auction(self._database, self._telling, self.settings, answers)

    async def close(self) -> None:
        """Finish telling, and let go of connections."""
        await self._telling.close()
        await self._outside.close()

    async def _asked(
        self,
        buyer: Buyer,
        request: BreakRequest,
        chosen: TitleBreak,
        auction: UUID,
        said: Said,
        *,
        gdpr: bool,
    ) -> Answer:
        house = self._house()
        asking = question(buyer, house, request, chosen, auction=auction, said=said, gdpr=gdpr)
        # Before the buyer's time begins: what our own database takes is not its fault.
        taken = await self._taken_in_time(buyer)
        fit, refused, bids = list[Fit](), list[Refused](), list[Bid]()
        try:
            async with asyncio.timeout(buyer.milliseconds / 1000):
                data = await self._outside.post(buyer.address, asking.body, _HEADERS)
                if data:
                    fit, refused = judge(data, asking, buyer, house, request)
                for found in await asyncio.gather(
                    *(self._followed(each, buyer, house, request, taken) for each in fit)
                ):
                    if isinstance(found, Bid):
                        bids.append(found)
                    else:
                        refused.append(found)
        except TimeoutError:
            refused.append(Refused(Reason.SLOW, f"{buyer.milliseconds} ms"))
        except Invalid as error:
            refused.append(Refused(_reason(error), error.sentence))
        breaker = self._breakers[buyer.id]
        if any(each.reason in _FAULTS for each in refused):
            breaker.failed()
        else:
            breaker.went_well()
        return Answer(buyer.id, tuple(bids), tuple(refused))

    async def _followed(
        self,
        fit: Fit,
        buyer: Buyer,
        house: House,
        request: BreakRequest,
        taken: Mapping[str, int] | None,
    ) -> Bid | Refused:
        """From the markup of a bid to its film."""
        found = await unwind_document(self._outside, fit.markup, values={}, duration=fit.duration)
        if isinstance(found, Unfilled):
            reason = _MARKUP.get(found.code, Reason.NO_AD_BEHIND)
            return Refused(reason, found.sentence, fit.ids, fit.notices)
        wrong = unfit_film(found, fit, buyer, house, request)
        if wrong is not None:
            return wrong
        deal = next((each for each in buyer.deals if each.id == fit.ids.deal), None)
        claim = Claim.NONE
        if deal is not None and (taken is not None or not deal.impressions):
            claim = deal.claim((taken or {}).get(deal.id, 0), request.at)
        return Bid(_offer(fit, buyer, found, claim), fit.ids, fit.notices, found)

    def _house(self) -> House:
        settings = self.settings
        return House(
            name=settings.seller_name or settings.seller_domain,
            domain=settings.seller_domain,
            seller_id=settings.seller_id,
            currency=settings.currency,
            second_price=settings.second_price,
            taxonomy=settings.category_taxonomy,
            blocked_categories=tuple(settings.blocked_categories),
            blocked_domains=tuple(settings.blocked_domains),
        )

    def _note(self, answer: Answer) -> None:
        counted = self._counted[answer.buyer_id]
        counted["ASKED"] += 1
        counted["FIT"] += len(answer.bids)
        for each in answer.refused:
            counted[each.reason.word] += 1
            trouble = Trouble(self._clock(), each.reason, each.said)
            self._troubles[answer.buyer_id].append(trouble)
            _log.info(
                "a bid was refused",
                buyer=str(answer.buyer_id),
                reason=each.reason.word,
                said=each.said,
            )

    async def taken(self, buyer: Buyer) -> Mapping[str, int]:
        """By deal with a number, the impressions of its days that were taken, as of seconds ago."""
        return {
            deal.id: await self._taken.of((buyer.id, deal.id, deal.start))
            for deal in buyer.deals
            if deal.impressions and deal.start is not None
        }

    async def _taken_in_time(self, buyer: Buyer) -> Mapping[str, int] | None:
        """The same for a break, which goes on without where it takes as long as a buyer may."""
        try:
            async with asyncio.timeout(buyer.milliseconds / 1000):
                return await self.taken(buyer)
        except (TimeoutError, Unavailable) as error:
            _log.warning("deals cannot be counted", buyer=str(buyer.id), error=str(error))
            return None

    async def _read_taken(self, of: tuple[UUID, str, datetime]) -> int:
        buyer_id, deal_id, since = of
        unseen = self._clock() - timedelta(hours=self.settings.beacon_hours)
        async with self._database.reading() as connection:
            return await repository.taken(connection, buyer_id, deal_id, since, unseen_since=unseen)

    async def _read_buyers(self, _which: str) -> Sequence[Buyer]:
        return await self.buyers()

    # Billing.

    async def billed(self, connection: Connection, placed: PlacedAd, at: datetime) -> bool:
        """An ad of a buyer was seen for the first time; False where it won nothing here."""
        if not await repository.bill(connection, placed.ad_id, at):
            return False
        await self._jobs.enqueue(connection, TELL, {"ad": str(placed.ad_id)})
        return True

    async def tell_billed(self, ad_id: UUID) -> None:
        """Call the billing notice of an ad, once; a passing fault is raised, to be tried again."""
        async with self._database.reading() as connection:
            found = await repository.untold(connection, ad_id)
        if found is None:
            return
        won, at = found
        if won.billed:
            known = values(
                won.ids,
                currency=self.settings.currency,
                price=won.price,
                at_ms=round(at.timestamp() * 1000),
            )
            await self._outside.tell(fill(won.billed, known))
        async with self._database.transaction() as connection:
            await repository.told(connection, ad_id, self._clock())


_MARKUP = {
    VastErrorCode.XML_PARSING: Reason.NOT_VAST,
    VastErrorCode.SCHEMA_VALIDATION: Reason.NOT_VAST,
    VastErrorCode.VERSION_NOT_SUPPORTED: Reason.NOT_VAST,
    VastErrorCode.DURATION_NOT_EXPECTED: Reason.DURATION,
    VastErrorCode.CATEGORY_BLOCKED: Reason.CATEGORY_BLOCKED,
}


def _reason(error: Invalid) -> Reason:
    if error.code == f"vast_{int(VastErrorCode.WRAPPER_TIMEOUT)}":
        return Reason.SLOW
    if error.code == f"vast_{int(VastErrorCode.XML_PARSING)}":
        return Reason.TOO_LARGE
    return Reason.NOT_REACHED


def _offer(fit: Fit, buyer: Buyer, ad: Unwound, claim: Claim) -> Offer:
    return Offer(
        id=uuid4(),
        buyer_id=buyer.id,
        creative_id=fit.creative_id,
        bid=fit.bid,
        floor=fit.floor,
        duration=ad.duration,
        domains=fit.domains,
        categories=fit.categories,
        place=fit.place.id,
        most=fit.place.most,
        claim=claim,
    )
