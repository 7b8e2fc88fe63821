"""One process's desk of decisions: demand in memory, leased budget, exposures, and their exchange.

``decide`` asks nobody. ``exchange`` is called every few seconds: it learns of new demand, keeps and
raises leases, tells and learns exposures, and writes the log of decisions. ``count_odds`` is called
beside it, since what it counts takes longer than a lease may wait.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import numpy as np
import structlog

from matinee.ads.billing import NO_LEASE, PlacedAd
from matinee.ads.decided import Decision, Exposure, Placed
from matinee.ads.decision.deciding import Rules, decide
from matinee.ads.decision.joining import exposed
from matinee.ads.decision.places import Places
from matinee.ads.decision.snapshot import Snapshot
from matinee.ads.decision.targeting import new_creatives
from matinee.ads.model import AdSettings, BreakRequest, Creative, Format, GoalKind, LineItem
from matinee.ads.offers import Offer
from matinee.ads.paced import PacingPlan
from matinee.ads.pods.pricing import Pricing
from matinee.ads.repository import demand, log, money, pacing
from matinee.ads.serving.demand import Demand, priced
from matinee.ads.serving.exposure_book import ExposureBook
from matinee.ads.serving.funding import Funding
from matinee.ads.serving.odds import CreativeOdds
from matinee.ads.serving.purse import Purse
from matinee.ads.serving.tokens import household_number, sign
from matinee.errors import Unavailable
from matinee.foundation.clock import HouseClock
from matinee.foundation.database import Connection, Database
from matinee.vocabulary.ids import HouseholdId, uuid7

REACH = timedelta(days=31)
"""The longest window of a cap that is kept in memory."""
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Answered:
    """A decision, and the token of each of its ads in their order.

    ``outside`` are the ads of outside buyers, each with its place in the pod. ``new`` are creatives
    that were skipped only because they are not conditioned yet. ``companions`` are the pictures
    beside ``ads``, in their order.
    """

    decision: Decision
    ads: tuple[tuple[LineItem, Creative, str], ...]
    new: frozenset[UUID] = frozenset()
    outside: tuple[tuple[int, Offer, str], ...] = ()
    companions: tuple[Creative | None, ...] = ()

    @property
    def names(self) -> list[UUID]:
        """Those that ``ads`` are told under, in their order."""
        known = zip(self.decision.placed, self.decision.ads, strict=True)
        return [ad for placed, ad in known if placed.offer is None]


class DecisionDesk:
    """See the module; ``holder`` names the process in the database."""

    def __init__(
        self,
        database: Database,
        settings: AdSettings,
        clock: Callable[[], datetime],
        holder: UUID | None = None,
        house_clock: HouseClock | None = None,
    ) -> None:
        self._house_clock = house_clock or HouseClock(database.clock)
        self.holder = holder or uuid4()
        self.settings = settings
        self._database, self._clock = database, clock
        self._purse, self._book = Purse(), ExposureBook(REACH)
        self._version, self._key = -1, b""
        self._plan: PacingPlan | None = None
        self._booked = Demand().snapshot()
        self._take_up(self._booked)
        self._leased_until = clock()
        self.odds = CreativeOdds(self.holder.int)
        self._made: list[Decision] = []
        self._heard: dict[int, datetime] = {}
        self._since = clock() - REACH

    @property
    def snapshot(self) -> Snapshot:
        """The demand that decisions are made on."""
        return self._snapshot

    @property
    def plan_age(self) -> timedelta | None:
        """How old the prices are that decisions are made at; None before there were any."""
        return None if self._plan is None else self._clock() - self._plan.at

    def decide(
        self, request: BreakRequest, *, explain: bool = False, offers: Sequence[Offer] = ()
    ) -> Answered:
        """Fill a break and reserve what its ads cost."""
        if not self._key:
            raise Unavailable("The demand is not loaded yet.", remedy="Try again in a moment.")
        snapshot, settings = self._snapshot, self.settings
        # Leases that were not kept in time pay for nothing.
        held = request.at < self._leased_until
        funding = self._funding if held else Funding(snapshot, np.zeros_like(self._funding.spots))
        known = request.household is not None
        decision = decide(
            snapshot,
            replace(request, household=None, counted=known),
            decision_id=uuid7(request.at),
            exposures=self._book.of(request.household, request.at),
            exhausted=funding.exhausted,
            funded=funding.spots,
            rules=Rules(
                Pricing.SECOND if settings.second_price else Pricing.FIRST,
                settings.decision_ms / 1000,
            ),
            explain=explain,
            offers=offers,
            places=self._places,
            odds=self.odds.now,
        )
        bids = {offer.id: offer for offer in offers}
        direct, outside = list[tuple[LineItem, Creative, str]](), list[tuple[int, Offer, str]]()
        kept, shown, named = list[Placed](), list[Exposure](), list[UUID]()
        beside = list[Creative | None]()
        for placed in decision.placed:
            ad = uuid7(request.at)
            if placed.offer is not None:
                offer = bids[placed.offer]
                outside.append((len(kept), offer, self._sold(decision, placed, ad, offer.duration)))
                advertiser, campaign = exposed(snapshot, offer), offer.buyer_id
            else:
                item, film = self._items[placed.line_item_id], self._films[placed.creative_id]
                token = self._reserved(decision, item, film, placed, ad, request.household)
                if token is None:
                    continue
                direct.append((item, film, token))
                beside.append(self._companion(placed))
                advertiser, campaign = item.advertiser_id, item.campaign_id
            kept.append(placed)
            named.append(ad)
            shown.append(
                Exposure(request.at, advertiser, campaign, placed.line_item_id, placed.creative_id)
            )
        decision = replace(decision, placed=tuple(kept), ads=tuple(named))
        self._made.append(decision)
        self._book.show(request.household, shown)
        new = new_creatives(snapshot, decision.request, funding.spots)
        return Answered(decision, tuple(direct), new, tuple(outside), tuple(beside))

    async def exchange(self) -> None:
        """Everything that needs the database; Unavailable while the clock is off."""
        # By a clock that has jumped, everybody's leases would be closed, or kept that ran out. The
        # time is read after the check, which may wait until a jump is over.
        await self._house_clock.check()
        now = self._clock()
        async with self._database.transaction() as connection:
            version, self._key, plan_id = await demand.house_facts(connection)
            planned = plan_id != (self._plan and self._plan.id)
            if planned:
                self._plan = await pacing.latest_plan(connection)
            if version != self._version:
                await self._load(connection)
                self._version = version
            elif planned:
                self._take_up(priced(self._booked, self._plan))
        await self._renew_leases(now)
        await self._tell_and_learn(now)

    async def count_odds(self) -> None:
        """Count anew by what creatives are drawn, where it is time; decisions draw by the last."""
        await self.odds.keep(self._database, self._snapshot, self._clock())

    async def close(self) -> None:
        """Write what is left and decide no more."""
        now = self._clock()
        await self._tell_and_learn(now)
        async with self._database.transaction() as connection:
            await money.release_leases(connection, self.holder, now)

    def _reserved(
        self,
        decision: Decision,
        item: LineItem,
        film: Creative,
        placed: Placed,
        ad: UUID,
        household: HouseholdId | None,
    ) -> str | None:
        """The token of an ad whose price was taken off the lease; None where nothing is left.

        Whether a household is new to a goal by reach is known when its impression is billed: until
        then each of its ads is reserved as the first, so that no goal is overrun.
        """
        now = decision.request.at
        until = now + timedelta(hours=self.settings.beacon_hours)
        uses = item.uses(placed.price)
        lease = self._purse.take(item.id, uses, now=now, until=until)
        if self._purse.left(item.id, now) < item.bid:
            left = self._funding.spots & (self._snapshot.item_of != self._numbers[item.id])
            self._funding = Funding(self._snapshot, left)
        if lease is None:
            return None
        return sign(
            PlacedAd(
                ad_id=ad,
                campaign_id=item.campaign_id,
                line_item_id=item.id,
                creative_id=placed.creative_id,
                lease_id=lease,
                price=placed.price,
                uses=uses,
                expires=until,
                lasts=_lasts(film),
                household=self._number(item, household),
            ),
            self._key,
        )

    def _companion(self, placed: Placed) -> Creative | None:
        among = self._snapshot.companions.get(placed.creative_id, ())
        return next((each for each in among if each.id == placed.companion_id), None)

    def _number(self, item: LineItem, household: HouseholdId | None) -> int:
        if item.goal_kind is not GoalKind.REACH or household is None:
            return 0
        return household_number(item.id, household, self._key)

    def _sold(self, decision: Decision, placed: Placed, ad: UUID, lasts: timedelta) -> str:
        """The token of an ad of an outside buyer, whom no lease pays for."""
        now = decision.request.at
        return sign(
            PlacedAd(
                ad_id=ad,
                campaign_id=placed.line_item_id,
                line_item_id=placed.line_item_id,
                creative_id=placed.creative_id,
                lease_id=NO_LEASE,
                price=placed.price,
                uses=placed.price,
                expires=now + timedelta(hours=self.settings.beacon_hours),
                lasts=lasts,
            ),
            self._key,
        )

    async def _load(self, connection: Connection) -> None:
        items = await demand.active_line_items(connection)
        films = await demand.list_creatives(connection)
        wanted = {creative for item in items for creative in item.creatives}
        booked = Demand(
            tuple(items),
            tuple(film for film in films if film.id in wanted or film.accompanies in wanted),
            domains={
                each.domain: each.id
                for each in await demand.list_advertisers(connection)
                if each.domain
            },
        )
        snapshot = booked.snapshot()
        await demand.keep_snapshot(connection, snapshot.version, booked)
        self._booked = snapshot
        self._take_up(priced(snapshot, self._plan))

    def _take_up(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._items = {item.id: item for item in snapshot.line_items}
        self._films = {film.id: film for film in snapshot.creatives}
        self._numbers = {item.id: number for number, item in enumerate(snapshot.line_items)}
        self._places = Places(snapshot)
        self._fund(self._clock())

    async def _renew_leases(self, now: datetime) -> None:
        settings = self.settings
        expires = now + timedelta(seconds=settings.lease_seconds)
        # A token that is signed at the last moment of the lease still counts until it closes.
        closes = expires + timedelta(hours=settings.beacon_hours, seconds=1)
        async with self._database.transaction() as connection:
            await money.close_leases(connection, now)
        async with self._database.transaction() as connection:
            await money.extend_leases(
                connection, holder=self.holder, now=now, expires=expires, closes=closes
            )
            held = {
                lease.line_item_id: lease
                for lease in await money.leases_of(connection, self.holder, now)
            }
            self._purse.drop({lease.id for lease in held.values()})
            for lease in held.values():
                self._purse.hold(lease)
            wanted = list[money.Wanted]()
            for item in self._snapshot.line_items:
                spare, chunk = self._purse.left(item.id, now), self._at_once(item)
                if spare < max(chunk // 2, item.bid):
                    own = held.get(item.id)
                    name, ceiling = own.id if own else uuid4(), self._ceiling(item, now)
                    wanted.append(money.Wanted(item.id, name, chunk - spare, ceiling))
            await money.raise_leases(
                connection, wanted, holder=self.holder, expires=expires, closes=closes
            )
            raised = [each.line_item_id for each in wanted]
            for lease in await money.leases_of(connection, self.holder, now, raised):
                self._purse.hold(lease)
        self._leased_until = expires
        self._fund(now)

    def _at_once(self, item: LineItem) -> int:
        """What this process leases of a line item, in billionths."""
        most = self.settings.lease_impressions
        return item.bid * (self._plan.at_once(item.id, item.bid, most) if self._plan else most)

    def _ceiling(self, item: LineItem, now: datetime) -> int | None:
        """What all processes together may have been granted of it by now."""
        return self._plan.ceiling(item.id, item.bid, now) if self._plan else None

    async def _tell_and_learn(self, now: datetime) -> None:
        made, self._made = self._made, []
        shown = self._book.unsent()
        try:
            async with self._database.transaction() as connection:
                refused = await log.write_decisions(connection, made)
                await log.write_exposures(connection, self.holder, shown)
                heard = await log.exposures_since(connection, self._since, but=self.holder)
        except Exception:
            self._made = made + self._made
            self._book.send_again(shown)
            raise
        for decision in refused:
            _log.error("a decision cannot be written", decision=str(decision.id))
        news = [(number, house, each) for number, house, each in heard if number not in self._heard]
        self._book.learn((house, each) for _, house, each in news)
        self._heard = {number: each.at for number, _, each in heard}
        self._since = now

    def _fund(self, now: datetime) -> None:
        snapshot = self._snapshot
        items = np.array(
            [
                # One ad can be paid. Of a pod that would take more than is left, the rest stays
                # out; were it asked to have all, the last impressions would never be delivered.
                self._purse.left(item.id, now) >= item.bid
                for item in snapshot.line_items
            ],
            dtype=np.bool_,
        )
        spots = items[snapshot.item_of] if len(items) else np.zeros(0, dtype=np.bool_)
        self._funding = Funding(snapshot, spots)


def _lasts(film: Creative) -> timedelta:
    """How long it is for sure."""
    sure = film.format is Format.LINEAR and not film.tag
    return film.duration if sure else timedelta(0)
