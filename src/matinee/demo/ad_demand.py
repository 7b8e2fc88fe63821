"""Some advertisers for the desk of ads to show: booked, reviewed, and seen for three evenings.

Everything goes through the real services, so that decisions, leases, beacons and invoices are real;
what is invented says so in its name, and its films lie under addresses that nobody can own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import numpy as np

from matinee.ads.delivery.service import AdDelivery
from matinee.ads.model import (
    Approval,
    BreakRequest,
    Campaign,
    Cap,
    Creative,
    GoalKind,
    Level,
    LineItem,
    Rendition,
    State,
    Targeting,
    TitleBreak,
)
from matinee.ads.service import QUARTILES, AdService
from matinee.ads.viewability.model import Seen
from matinee.catalogue.service import CatalogueService
from matinee.foundation.database import Database
from matinee.vocabulary.ids import HouseholdId, TitleId
from matinee.vocabulary.window import Window

MARK = "(demo data)"
_EVENINGS, _BREAKS = 3, 24
_TITLES = 24
_BEGAN = timedelta(days=_EVENINGS)
_FLIGHT = timedelta(days=14)
_TERRITORIES = ("PT", "ES", "FR")
_LEAVES = 0.12
"""How likely a household is to leave between two quarters of an ad."""
_MUTED, _LOOKS_AWAY = 0.1, 0.2
"""How likely it is that an ad is not heard, and that its page is not in sight."""


@dataclass(frozen=True, slots=True)
class _Booking:
    """What one advertiser books; ``bid`` in millionths, ``goal`` in impressions."""

    advertiser: str
    campaign: str
    films: tuple[tuple[str, int], ...]
    bid: int
    goal: int
    territories: tuple[str, ...] = ()
    category: str = ""


_BOOKINGS = (
    _Booking("Harbour Soups", "Soup in autumn", (("A bowl", 30), ("By the sea", 15)), 24_500_000,
             90, ("PT", "ES"), "food"),
    _Booking("Quay Bicycles", "To work by bicycle", (("Uphill", 20),), 21_000_000, 140,
             ("PT", "FR"), "bicycles"),
    _Booking("The house", "See what is on", (("What is on", 15),), 1_000_000, 100_000),
)  # fmt: skip


class _Evening:
    """A clock that stands where it is put."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True, slots=True)
class AdDemand:
    """Fills the desk of ads of a house that has no advertiser yet."""

    database: Database
    catalogue: CatalogueService
    ads: AdService
    delivery: AdDelivery
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    async def furnish(self) -> bool:
        """Book, review and show; whether it was done now."""
        if await self.ads.advertisers():
            return False
        now = self.clock()
        for booking in _BOOKINGS:
            await self._book(booking, now)
        await self._waiting()
        await self._breaks()
        await self._shown(now)
        return True

    async def _book(self, booking: _Booking, now: datetime) -> None:
        advertiser = await self.ads.add_advertiser(f"{booking.advertiser} {MARK}")
        campaign = await self.ads.add_campaign(advertiser.id, f"{booking.campaign} {MARK}")
        films = [await self._film(advertiser.id, name, length) for name, length in booking.films]
        for film in films:
            await self.ads.approve(film.id, Approval.APPROVED)
        await self.ads.put_line_item(_line_item(booking, campaign, films, now))
        await self.ads.set_campaign_state(campaign.id, State.ACTIVE)

    async def _film(self, advertiser: UUID, name: str, seconds: int) -> Creative:
        address = f"https://media.example/{name.lower().replace(' ', '-')}-{seconds}.mp4"
        film = Creative(
            id=uuid4(),
            advertiser_id=advertiser,
            name=f"{name} {MARK}",
            duration=timedelta(seconds=seconds),
            renditions=(Rendition(address, "video/mp4", 1920, 1080, 4500, "avc1.640028"),),
            click_through="https://www.example/",
        )
        return await self.ads.put_creative(film)

    async def _waiting(self) -> None:
        """One more film, for the review to have something to do."""
        soups = next(each for each in await self.ads.advertisers() if "Soups" in each.name)
        await self._film(soups.id, "With bread", 20)

    async def _breaks(self) -> None:
        """Three breaks in some long titles, at their quarters."""
        shelf = await self.catalogue.shelf()
        long = [row for row in range(len(shelf.ids)) if shelf.runtimes[row] >= 80][:_TITLES]
        for row in long:
            minutes = int(shelf.runtimes[row])
            breaks = [
                TitleBreak(
                    f"mid-{quarter}", timedelta(minutes=minutes * quarter // 4),
                    timedelta(seconds=60), 3,
                )
                for quarter in (1, 2, 3)
            ]  # fmt: skip
            await self.delivery.set_breaks(TitleId(shelf.ids[row]), breaks)

    async def _shown(self, now: datetime) -> None:
        """Three evenings of breaks, on a desk whose clock stands there."""
        chance = np.random.default_rng(7)
        evening = _Evening(now - _BEGAN)
        past = AdService(self.database, self.ads.settings, clock=evening)
        await past.start()
        households = [HouseholdId(UUID(bytes=chance.bytes(16))) for _ in range(60)]
        for day in range(_EVENINGS):
            for number in range(_BREAKS):
                ends = now - timedelta(days=_EVENINGS - 1 - day)
                evening.now = ends - timedelta(minutes=10 * (_BREAKS - number))
                await past.exchange()
                await past.count_odds()
                await _break(past, evening.now, chance, households[int(chance.integers(60))])
        await past.close()


async def _break(
    ads: AdService, now: datetime, chance: np.random.Generator, household: HouseholdId
) -> None:
    asked = BreakRequest(
        at=now,
        household=household,
        duration=timedelta(seconds=60),
        slots=3,
        territory=_TERRITORIES[int(chance.integers(len(_TERRITORIES)))],
    )
    for _, film, token in (await ads.decide(asked)).ads:
        await ads.beacon(token, "impression")
        stops = (place for place in range(1, len(QUARTILES)) if chance.random() < _LEAVES)
        passed = next(stops, len(QUARTILES))
        for event in QUARTILES[:passed]:
            await ads.beacon(token, event)
        watched = film.duration * (passed - 1) / (len(QUARTILES) - 1)
        heard, looked = chance.random() > _MUTED, chance.random() > _LOOKS_AWAY
        nothing = timedelta(0)
        seen = Seen(watched if heard else nothing, watched if looked else nothing)
        await ads.tell_seconds(token, seen)


def _line_item(
    booking: _Booking, campaign: Campaign, films: list[Creative], now: datetime
) -> LineItem:
    return LineItem(
        id=uuid4(),
        campaign_id=campaign.id,
        advertiser_id=campaign.advertiser_id,
        name=booking.campaign,
        bid=booking.bid,
        goal_kind=GoalKind.IMPRESSIONS,
        goal=booking.goal,
        flight=Window(now - _BEGAN, now - _BEGAN + _FLIGHT),
        state=State.ACTIVE,
        targeting=Targeting(territories=frozenset(booking.territories)),
        caps=(Cap(Level.CAMPAIGN, 4, timedelta(days=1)),),
        rivals=(booking.category,) if booking.category else (),
        creatives=tuple(film.id for film in films),
    )
