"""The use cases of ads: booking, deciding, beacons, and what they add up to."""

import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from matinee.ads.billing import (
    Delivery,
    HourOfDelivery,
    Invoice,
    InvoiceLine,
    OutsideBilling,
    rounded,
)
from matinee.ads.decided import Decision
from matinee.ads.decision.deciding import Rules
from matinee.ads.looking_ahead import LookingAhead
from matinee.ads.model import (
    COMPANION_CLICK,
    COMPANION_VIEW,
    AdSettings,
    Advertiser,
    Approval,
    BreakRequest,
    Campaign,
    Creative,
    LineItem,
    State,
)
from matinee.ads.offers import Offer
from matinee.ads.pacing.service import Pacing
from matinee.ads.pods.pricing import Pricing
from matinee.ads.repository import demand, keeping, log, money
from matinee.ads.serving.beacons import IMPRESSION, Beacons
from matinee.ads.serving.desk import REACH, Answered, DecisionDesk
from matinee.ads.serving.replaying import Explanation, explained
from matinee.ads.traffic.model import Teller
from matinee.ads.vast.answer import QUARTILES
from matinee.ads.viewability import repository as viewability
from matinee.ads.viewability.model import NOTHING_TOLD, Seen
from matinee.errors import Conflict, Invalid, NotFound
from matinee.foundation.clock import HouseClock
from matinee.foundation.database import Database
from matinee.vocabulary.ids import uuid7_time
from matinee.vocabulary.money import Money

EVENTS = frozenset({
    IMPRESSION, "error", "click", *QUARTILES,
    "pause", "resume", "mute", "unmute", "skip", "creativeView", "close", "breakStart", "breakEnd",
    COMPANION_VIEW, COMPANION_CLICK,
})  # fmt: skip
_BATCH, _MOST_BATCHES = 5_000, 4_000
"""Rows that are removed at once, and how often in one night: what is left goes in the next."""


def _now() -> datetime:
    return datetime.now(UTC)


class AdService:
    """Demand, decisions and accounts on one database; ``exchange`` is to be called regularly."""

    def __init__(
        self,
        database: Database,
        settings: AdSettings | None = None,
        *,
        clock: Callable[[], datetime] = _now,
        holder: UUID | None = None,
        ahead: LookingAhead | None = None,
        outside: OutsideBilling | None = None,
        house_clock: HouseClock | None = None,
    ) -> None:
        self.settings = settings or AdSettings()
        self._ahead = ahead
        self._database, self._clock = database, clock
        self.pacing = Pacing(database, clock=clock)
        self.desk = DecisionDesk(database, self.settings, clock, holder, house_clock)
        self._beacons = Beacons(database, self.settings, clock, outside)
        self._started = False

    # Booking.

    async def add_advertiser(self, name: str, domain: str = "") -> Advertiser:
        """A new advertiser."""
        advertiser = Advertiser(uuid4(), _named(name), domain.strip().lower())
        async with self._database.transaction() as connection:
            await demand.put_advertiser(connection, advertiser)
        return advertiser

    async def advertisers(self) -> list[Advertiser]:
        """Every one, by name."""
        async with self._database.reading() as connection:
            return await demand.list_advertisers(connection)

    async def add_campaign(self, advertiser_id: UUID, name: str) -> Campaign:
        """A new campaign, as a draft; NotFound without the advertiser."""
        if all(each.id != advertiser_id for each in await self.advertisers()):
            raise NotFound("There is no such advertiser.", remedy="Add the advertiser first.")
        campaign = Campaign(uuid4(), advertiser_id, _named(name))
        async with self._database.transaction() as connection:
            await demand.put_campaign(connection, campaign)
        return campaign

    async def campaigns(self, only: Collection[UUID] | None = None) -> list[Campaign]:
        """Campaigns, or those of a set that there are."""
        async with self._database.reading() as connection:
            return await demand.list_campaigns(connection, only)

    async def campaign(self, campaign_id: UUID) -> Campaign:
        """One campaign, or NotFound."""
        found = await self.campaigns([campaign_id])
        if not found:
            raise NotFound("There is no such campaign.", remedy="List the campaigns.")
        return found[0]

    async def set_campaign_state(self, campaign_id: UUID, state: State) -> Campaign:
        """Start, pause or end it; decisions follow within the age of the snapshot."""
        changed = replace(await self.campaign(campaign_id), state=state)
        async with self._database.transaction() as connection:
            await demand.put_campaign(connection, changed)
            await self._changed(connection)
        return changed

    async def put_line_item(self, item: LineItem) -> LineItem:
        """Book or change a line item of a campaign of the same advertiser."""
        campaign = await self.campaign(item.campaign_id)
        if campaign.advertiser_id != item.advertiser_id:
            raise Invalid("The campaign is another advertiser's.", field="advertiser_id")
        own = {each.id for each in await self.creatives(item.advertiser_id)}
        if not own.issuperset(item.creatives):
            raise Invalid("A creative is not of this advertiser.", field="creatives")
        async with self._database.transaction() as connection:
            await self._put(connection, item)
        return item

    async def change_line_item(
        self, campaign_id: UUID, item_id: UUID, change: Callable[[LineItem], LineItem]
    ) -> LineItem:
        """Change a line item from what it is at that moment, so that of two at once none is lost.

        Its campaign and its creatives stay. What ``change`` raises leaves it as it is.
        """
        async with self._database.transaction() as connection:
            item = await demand.line_item_to_change(connection, campaign_id, item_id)
            if item is None:
                raise NotFound("There is no such line item.", remedy="List those of the campaign.")
            changed = change(item)
            await self._put(connection, changed)
        return changed

    async def line_items(self, campaign_id: UUID) -> list[LineItem]:
        """Of a campaign."""
        async with self._database.reading() as connection:
            return await demand.list_line_items(connection, campaign_id)

    async def running(self) -> list[LineItem]:
        """Those that may serve: active, in an active campaign."""
        async with self._database.reading() as connection:
            return await demand.active_line_items(connection)

    async def put_creative(self, creative: Creative) -> Creative:
        """Add or change a creative; what is shown must be approved anew."""
        pending = replace(creative, approval=Approval.PENDING, meaning="")
        async with self._database.transaction() as connection:
            await demand.put_creative(connection, pending)
            await self._changed(connection)
        return pending

    async def approve(self, creative_id: UUID, approval: Approval) -> Creative:
        """The service's word on a creative."""
        async with self._database.transaction() as connection:
            found = await demand.creative(connection, creative_id)
            if found is None:
                raise NotFound("There is no such creative.", remedy="List the creatives.")
            if found.titles:
                raise Conflict(
                    "This was made of a title's world, and is approved from both sides.",
                    remedy="Say it where it was made: /v1/ads/blend-reviews.",
                    code="approved_from_both_sides",
                )
            judged = replace(found, approval=approval)
            await demand.put_creative(connection, judged)
            if self._ahead is not None and approval is Approval.APPROVED:
                await self._ahead.approved(connection, creative_id)
            await self._changed(connection)
        return judged

    async def creatives(self, advertiser_id: UUID) -> list[Creative]:
        """Of an advertiser."""
        async with self._database.reading() as connection:
            return await demand.list_creatives(connection, advertiser_id)

    # Deciding.

    async def start(self) -> None:
        """Make the house's row where there is none, and load the demand."""
        await self._beacons.open()
        self._started = True
        await self.desk.exchange()

    async def exchange(self) -> None:
        """What keeps a process in step with the others."""
        await self.desk.exchange()

    async def count_odds(self) -> None:
        """By what creatives are drawn; to be called as regularly, and waited for by nobody."""
        await self.desk.count_odds()

    async def close(self) -> None:
        """Write the log and give the leases back."""
        if self._started:
            await self.desk.close()

    async def decide(self, request: BreakRequest, offers: Sequence[Offer] = ()) -> Answered:
        """Fill a break, with what outside buyers offer beside the line items."""
        if not self._started:
            await self.start()
        return self.desk.decide(request, offers=offers)

    async def latest_decisions(self, limit: int = 50) -> list[Decision]:
        """Those that were written to the log last, the newest first."""
        async with self._database.reading() as connection:
            return await log.latest_decisions(connection, limit)

    async def forget_exposures(self) -> None:
        """Remove what households were shown before any cap reaches back to."""
        async with self._database.transaction() as connection:
            await log.forget_exposures(connection, self._clock() - REACH)

    async def forget_decisions(self) -> None:
        """Remove decisions that are kept no longer, and the demand and prices of theirs alone."""
        before = self._clock() - timedelta(days=self.settings.decision_days)
        for forget in (keeping.forget_decisions, keeping.forget_demand, keeping.forget_plans):
            for _ in range(_MOST_BATCHES):
                async with self._database.transaction() as connection:
                    if await forget(connection, before, _BATCH) < _BATCH:
                        break

    async def explain(self, decision_id: UUID) -> Explanation:
        """Why these ads: the decision made again from its log, with the reasons of the others.

        NotFound where it is not in the log, with how long decisions are kept where it was once.
        """
        for found in await self.explained([decision_id]):
            return found
        days = self.settings.decision_days
        if decision_id.version == 7:
            made = uuid7_time(decision_id)
            if made < self._clock() - timedelta(days=days):
                raise NotFound(
                    f"Decisions are kept for {days} days, and this one is of {made.date()}.",
                    remedy="What was shown and billed stays: see the report of its campaign.",
                    code="decision_expired",
                )
        raise NotFound(
            "There is no such decision in the log.",
            remedy=f"Decisions are written within seconds, and kept for {days} days.",
        )

    async def explained(self, decisions: Collection[UUID]) -> list[Explanation]:
        """The same of several; those that are not in the log are left out."""
        pricing = Pricing.SECOND if self.settings.second_price else Pricing.FIRST
        return await explained(self._database, decisions, Rules(pricing))

    # Beacons and accounts.

    async def beacon(self, token: str, event: str, teller: Teller | None = None) -> bool:
        """Count an event of an ad once; whether it was new. An impression is billed with it.

        What ``teller`` tells by a rule of invalid traffic is kept apart and not counted; without
        one, the house itself tells.
        """
        if event not in EVENTS:
            raise Invalid(f"There is no event {event[:40]!r}.", field="event")
        return await self._beacons.tell(token, event, teller)

    async def tell_seconds(self, token: str, seen: Seen, teller: Teller | None = None) -> None:
        """Keep how long an ad was heard and on screen so far; see ``viewability``."""
        await self._beacons.tell_seconds(token, seen, teller)

    async def invoice(self, campaign_id: UUID, start: datetime, end: datetime) -> Invoice:
        """The account of what was billed from ``start`` up to ``end``."""
        campaign = await self.campaign(campaign_id)
        items = {item.id: item for item in await self.line_items(campaign_id)}
        async with self._database.reading() as connection:
            rows = await money.billed_by_line_item(connection, campaign_id, start, end)
        currency = self.settings.currency
        lines = tuple(
            InvoiceLine(items[item], creative, impressions, billionths, currency)
            for item, creative, impressions, billionths in rows
        )
        return Invoice(campaign, start, end, lines, currency)

    async def mean_price(self, since: datetime) -> float | None:
        """What 1,000 impressions cost since then, in millionths; None where there was none."""
        async with self._database.reading() as connection:
            return await money.mean_price(connection, since)

    async def hours(self, campaign_id: UUID) -> list[HourOfDelivery]:
        """What was billed, and whom that reached, by hour: what a pacing curve is drawn of."""
        async with self._database.reading() as connection:
            rows = await money.impressions_by_hour(connection, campaign_id)
            new = await money.reached_by_hour(connection, campaign_id)
        # A household is reached with an impression: no hour has one without the other.
        return [HourOfDelivery(*row, reached=new.get(row[:2], 0)) for row in rows]

    async def deliveries(self, campaign_id: UUID) -> list[Delivery]:
        """How far each line item of a campaign is."""
        items = await self.line_items(campaign_id)
        always = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
        async with self._database.reading() as connection:
            rows = await money.billed_by_line_item(connection, campaign_id, *always)
            events = await money.events_by_line_item(connection, [item.id for item in items])
            seen = await viewability.of_campaign(connection, campaign_id)
            reached = await money.reached_households(connection, campaign_id)
        currency = self.settings.currency
        return [
            Delivery(
                line_item=item,
                impressions=sum(count for of, _, count, _ in rows if of == item.id),
                spent=Money(
                    currency, rounded(sum(sum_ for of, _, _, sum_ in rows if of == item.id))
                ),
                budget=Money(currency, rounded(item.most_spent)),
                events={event: count for (of, event), count in events.items() if of == item.id},
                seen=seen.get(item.id, NOTHING_TOLD),
                reached=reached.get(item.id, 0),
            )
            for item in items
        ]

    async def _put(self, connection: "demand.Connection", item: LineItem) -> None:
        if not await demand.put_line_item(connection, item, self._clock()):
            raise Conflict(
                "More than that is spent or leased already.",
                remedy="Set a larger goal, or pause the line item.",
                code="goal_below_delivery",
            )
        await self._changed(connection)

    async def _changed(self, connection: "demand.Connection") -> None:
        await demand.open_house(connection, secrets.token_bytes(32))
        await demand.changed(connection)
        if self._ahead is not None:
            await self._ahead.demand_changed(connection)


def _named(name: str) -> str:
    tidy = " ".join(name.split())
    if not 0 < len(tidy) <= 200:
        raise Invalid("A name has 1 to 200 characters.", field="name")
    return tidy
