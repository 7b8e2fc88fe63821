"""Media plans: offered for a brief, and booked as a line item of a campaign."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol
from uuid import UUID, uuid4

from matinee.ads.delivery.lately import Lately
from matinee.ads.model import Cap, GoalKind, Level, LineItem, State, Targeting
from matinee.ads.planning.brief import Brief, read_brief
from matinee.ads.planning.inventory import Avails, Real, Viewing, avails
from matinee.ads.planning.plans import Plan, plan
from matinee.ads.planning.rest import Rest, rest_of, used_of
from matinee.ads.service import AdService
from matinee.errors import Conflict, NotFound
from matinee.vocabulary.money import MILLIONTHS
from matinee.vocabulary.window import Window

REACHES_BACK = timedelta(weeks=8)
EVENINGS = tuple(day * 24 + hour for day in range(7) for hour in range(18, 24))
_KEPT_SECONDS = 600.0
_WEEK = timedelta(weeks=1)
_FAR, _EVEN, _OFTEN = 2, 4, 8


class ViewingSource(Protocol):
    """The viewing log and the catalogue, as far as plans may ask them."""

    async def viewing(self, since: datetime) -> Viewing:
        """What was watched since then, but for children's profiles."""
        ...

    async def genre_names(self) -> tuple[str, ...]:
        """Those of the catalogue."""
        ...


@dataclass(frozen=True, slots=True)
class Offer:
    """Plans for a brief, and the figures that all of them rest on.

    ``free`` is the share of the places that is not booked by others, ``paid`` whether ``price`` is
    what was paid lately (else the rate card's); ``weeks`` is how far back the log was read.
    """

    brief: Brief
    plans: tuple[Plan, ...]
    price: float
    paid: bool
    free: float
    booked: float
    weeks: float
    ads_per_hour: float
    currency: str

    def plan(self, key: str) -> Plan:
        """One of them, or NotFound."""
        for each in self.plans:
            if each.key == key:
                return each
        raise NotFound("There is no such plan.", remedy="Choose one of those offered.")


def _now() -> datetime:
    return datetime.now(UTC)


class PlanningService:
    """Reads the log at most every ten minutes; everything else is arithmetic."""

    def __init__(
        self, ads: AdService, source: ViewingSource, *, clock: Callable[[], datetime] = _now
    ) -> None:
        self._ads, self._source, self._clock = ads, source, clock
        self._viewing = Lately(self._read, seconds=_KEPT_SECONDS)

    async def read(self, text: str) -> Brief:
        """The brief that words give; Invalid where they name no budget."""
        return read_brief(
            text,
            today=self._clock().date(),
            currency=self._ads.settings.currency,
            genres=await self._source.genre_names(),
        )

    async def season(self) -> Real | None:
        """Places for ads by hour of the week, as forecast; None before anybody watched."""
        viewing = await self._viewing.of("log")
        if not len(viewing.at):
            return None
        return avails(viewing, ads_per_hour=self._ads.settings.ads_per_hour, weeks=1).by_hour

    async def offer(self, brief: Brief) -> Offer:
        """Three plans: far, even, and often in the evening; Conflict without any viewing."""
        viewing = await self._viewing.of("log")
        if not len(viewing.at):
            raise Conflict(
                "Nobody has watched anything yet, so there is nothing to forecast from.",
                remedy="Plan once members have watched for a week.",
                code="no_viewing",
            )
        settings = self._ads.settings
        weeks = (brief.end - brief.start) / _WEEK
        price, paid = await self._price()
        places = {
            hours: avails(
                viewing,
                ads_per_hour=settings.ads_per_hour,
                weeks=weeks,
                territories=brief.territories,
                genres=brief.genres,
                without_genres=brief.without_genres,
                hours=hours,
            )
            for hours in ((), EVENINGS)
        }
        booked = await self._booked(brief.territories, brief.start, brief.end)
        whole = places[()].total
        free = max(0.0, 1.0 - booked / whole) if whole else 0.0
        budget = float(brief.budget) or None
        plans = tuple(
            plan(
                key,
                places[hours],
                budget=budget,
                price=price,
                cap=cap,
                free=free,
                hours=hours,
                households=brief.households or None,
            )
            for key, cap, hours in (
                ("far", _FAR, ()),
                ("even", _EVEN, ()),
                ("evenings", _OFTEN, EVENINGS),
            )
        )
        return Offer(
            brief=brief,
            plans=plans,
            price=price,
            paid=paid,
            free=free,
            booked=booked,
            weeks=min(viewing.weeks, REACHES_BACK / _WEEK),
            ads_per_hour=settings.ads_per_hour,
            currency=settings.currency,
        )

    async def book(
        self, campaign_id: UUID, offer: Offer, key: str, *, creatives: Sequence[UUID] = ()
    ) -> LineItem:
        """Book a plan as a line item; it runs at once where there is a film to show."""
        chosen, brief = offer.plan(key), offer.brief
        if chosen.spend <= 0:
            raise Conflict(
                "This plan has no places to run in.",
                remedy="Widen the brief, or choose later dates.",
                code="no_avails",
            )
        campaign = await self._ads.campaign(campaign_id)
        by_reach = brief.households > 0
        money = round(chosen.spend * MILLIONTHS)
        item = LineItem(
            id=uuid4(),
            campaign_id=campaign_id,
            advertiser_id=campaign.advertiser_id,
            name=f"Plan “{key}”, {brief.start.date().isoformat()}",
            bid=round(chosen.price * MILLIONTHS),
            goal_kind=GoalKind.REACH if by_reach else GoalKind.SPEND,
            goal=max(round(chosen.reached.households), 1) if by_reach else money,
            flight=Window(brief.start, brief.end),
            state=State.ACTIVE if creatives else State.DRAFT,
            targeting=Targeting(
                territories=frozenset(brief.territories),
                genres=frozenset(brief.genres),
                without_genres=frozenset(brief.without_genres),
                hours=frozenset(chosen.hours),
            ),
            caps=(Cap(Level.LINE_ITEM, chosen.cap, _WEEK),),
            creatives=tuple(creatives),
        )
        return await self._ads.put_line_item(item)

    async def rest(self, campaign_id: UUID, item_id: UUID) -> Rest:
        """What is left of a running line item, and ways to spend it; Conflict where nothing is."""
        viewing = await self._viewing.of("log")
        now = self._clock()
        for delivery in await self._ads.deliveries(campaign_id):
            if delivery.line_item.id == item_id:
                break
        else:
            raise NotFound("This campaign has no such line item.")
        item = delivery.line_item
        price, _ = await self._price()
        start, end = item.flight.start, item.flight.end
        if not len(viewing.at) or start is None or end is None:
            raise Conflict(
                "There is nothing to forecast the rest of this flight from.",
                remedy="It needs viewing in the last weeks, and a flight with both ends.",
                code="no_viewing",
            )
        begins = max(start, now)
        weeks = max(0.0, (end - begins) / _WEEK)
        whole = self._places(item.targeting, viewing).total * weeks
        others = await self._booked(item.targeting.territories, begins, end, but=item.id)
        return rest_of(
            item,
            used_of(item, delivery.impressions, 1000 * delivery.spent.millionths, delivery.reached),
            now,
            price=price,
            free=max(0.0, 1.0 - others / whole) if whole else 0.0,
            places=lambda targeting: self._places(targeting, viewing),
        )

    async def change(self, campaign_id: UUID, item_id: UUID, key: str) -> LineItem:
        """Take one of the ways; what the line item was is what it is put back to."""
        rest = await self.rest(campaign_id, item_id)
        way = rest.way(key)

        def taken(now: LineItem) -> LineItem:
            if now != rest.item:
                raise Conflict(
                    "The line item has changed since this was offered.",
                    remedy="Open the page again and choose anew.",
                    code="changed_meanwhile",
                )
            return way.item

        return await self._ads.change_line_item(campaign_id, item_id, taken)

    def _places(self, targeting: Targeting, viewing: Viewing) -> Avails:
        """In one week."""
        return avails(
            viewing,
            ads_per_hour=self._ads.settings.ads_per_hour,
            weeks=1,
            territories=targeting.territories,
            genres=targeting.genres,
            without_genres=targeting.without_genres,
            hours=targeting.hours,
        )

    async def _price(self) -> tuple[float, bool]:
        """For 1,000 impressions, and whether it is what was paid lately (else the rate card's)."""
        paid = await self._ads.mean_price(self._clock() - timedelta(days=30))
        if paid is None:
            return float(self._ads.settings.rate_card), False
        return paid / MILLIONTHS, True

    async def _read(self, _log: str) -> Viewing:
        return await self._source.viewing(self._clock() - REACHES_BACK)

    async def _booked(
        self,
        territories: Collection[str],
        begins: datetime,
        ends: datetime,
        *,
        but: UUID | None = None,
    ) -> float:
        """Impressions that others have booked in these places and this time."""
        total = 0.0
        for item in await self._ads.running():
            there = item.targeting.territories
            if item.id == but or (there and territories and not there & set(territories)):
                continue
            start, end = item.flight.start, item.flight.end
            if start is None or end is None:
                continue
            common = min(end, ends) - max(start, begins)
            if common > timedelta(0):
                total += item.budget / item.bid * (common / (end - start))
        return total
