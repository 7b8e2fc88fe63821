"""A small advertiser with a film, and line items of it, for tests of the service."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from matinee.ads.model import (
    AdSettings,
    Approval,
    BreakRequest,
    Campaign,
    Creative,
    GoalKind,
    LineItem,
    Rendition,
    State,
)
from matinee.ads.service import AdService
from matinee.foundation.database import Database
from matinee.vocabulary.ids import HouseholdId
from matinee.vocabulary.window import Window

START = datetime(2026, 3, 4, 20, tzinfo=UTC)
FILE = Rendition("https://m.example/a.mp4", "video/mp4", 1920, 1080, 4500, "avc1.640028")
HOUSEHOLD = HouseholdId(UUID(int=1))


class Clock:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass(frozen=True)
class Stand:
    """A service and its clock."""

    ads: AdService
    clock: Clock

    async def campaign(self, name: str = "Soup") -> Campaign:
        advertiser = await self.ads.add_advertiser(f"{name} & Sons")
        campaign = await self.ads.add_campaign(advertiser.id, name)
        return await self.ads.set_campaign_state(campaign.id, State.ACTIVE)

    async def film(self, campaign: Campaign, seconds: int = 30) -> Creative:
        film = Creative(
            uuid4(), campaign.advertiser_id, "A bowl", timedelta(seconds=seconds), (FILE,)
        )
        await self.ads.put_creative(film)
        return await self.ads.approve(film.id, Approval.APPROVED)

    async def line_item(
        self, campaign: Campaign, *films: Creative, goal: int = 100, bid: int = 25_000_000,
        **change: object,
    ) -> LineItem:  # fmt: skip
        shown = films or (await self.film(campaign),)
        item = LineItem(
            id=uuid4(),
            campaign_id=campaign.id,
            advertiser_id=campaign.advertiser_id,
            name="Evenings",
            bid=bid,
            goal_kind=GoalKind.IMPRESSIONS,
            goal=goal,
            flight=Window(START - timedelta(days=1), START + timedelta(days=30)),
            state=State.ACTIVE,
            creatives=tuple(film.id for film in shown),
        )
        return await self.ads.put_line_item(replace(item, **change))

    def request(self, **change: object) -> BreakRequest:
        asked = BreakRequest(
            at=self.clock.now,
            household=HOUSEHOLD,
            duration=timedelta(seconds=60),
            slots=2,
            territory="PT",
        )
        return replace(asked, **change)


def stand(database: Database, clock: Clock | None = None, **settings: object) -> Stand:
    """A process of its own on that database."""
    clock = clock or Clock()
    return Stand(AdService(database, AdSettings(**settings), clock=clock), clock)  # pyright: ignore[reportArgumentType]
