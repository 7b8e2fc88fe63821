"""Bookings as JSON, and back; money is written in units of the house's currency."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID, uuid4

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from matinee.ads.model import (
    OLDEST,
    Approval,
    Cap,
    Creative,
    Format,
    GoalKind,
    Level,
    LineItem,
    Rendition,
    State,
    Targeting,
)
from matinee.vocabulary.ids import TitleId
from matinee.vocabulary.money import MILLIONTHS
from matinee.vocabulary.places import Language, Territory
from matinee.vocabulary.window import Window

_Words = Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=200)]


class CapShape(BaseModel):
    """A household sees at most ``most`` of a level in any ``hours``."""

    model_config = ConfigDict(extra="forbid")

    level: Level
    most: int = Field(ge=1, le=10_000)
    hours: float = Field(gt=0, le=744)


class TargetingShape(BaseModel):
    """Where it may run; an empty list restricts nothing. Hours of the week count from Monday 0.

    Ages are those from which titles are rated in the viewer's territory.
    """

    model_config = ConfigDict(extra="forbid")

    territories: _Words = []
    languages: _Words = []
    devices: _Words = []
    genres: _Words = []
    moods: _Words = []
    hours: list[Annotated[int, Field(ge=0, le=167)]] = []
    without_genres: _Words = []
    without_moods: _Words = []
    without_titles: list[UUID] = []
    from_age: int = Field(default=0, ge=0, le=OLDEST)
    to_age: int = Field(default=OLDEST, ge=0, le=OLDEST)


class LineItemShape(BaseModel):
    """A line item; ``bid`` for 1,000 impressions, ``goal`` in impressions, money or households.

    A goal by reach needs a cap of the line item, which bounds what it costs.
    """

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=200)
    bid: Decimal = Field(gt=0, le=100_000, decimal_places=6)
    goal_kind: GoalKind = GoalKind.IMPRESSIONS
    goal: Decimal = Field(gt=0, le=1_000_000_000, decimal_places=2)
    start: AwareDatetime
    end: AwareDatetime
    state: State = State.DRAFT
    targeting: TargetingShape = Field(default_factory=TargetingShape)
    caps: list[CapShape] = Field(default_factory=list[CapShape], max_length=10)
    categories: _Words = []
    rivals: _Words = []
    blocks: _Words = []
    creatives: list[UUID] = Field(default_factory=list[UUID], max_length=50)
    most_per_pod: int = Field(default=1, ge=1, le=10)

    def line_item(self, campaign: UUID, advertiser: UUID, item_id: UUID | None = None) -> LineItem:
        """As the service books it."""
        money = self.goal_kind is GoalKind.SPEND
        told = self.targeting
        return LineItem(
            id=item_id or uuid4(),
            campaign_id=campaign,
            advertiser_id=advertiser,
            name=self.name,
            bid=int(self.bid * MILLIONTHS),
            goal_kind=self.goal_kind,
            goal=int(self.goal * MILLIONTHS) if money else max(int(self.goal), 1),
            flight=Window(self.start, self.end),
            state=self.state,
            targeting=Targeting(
                territories=frozenset(str(Territory(code)) for code in told.territories),
                languages=frozenset(str(Language(tag)) for tag in told.languages),
                devices=frozenset(told.devices),
                genres=frozenset(told.genres),
                moods=frozenset(told.moods),
                hours=frozenset(told.hours),
                without_genres=frozenset(told.without_genres),
                without_moods=frozenset(told.without_moods),
                without_titles=frozenset(map(TitleId, told.without_titles)),
                from_age=told.from_age,
                to_age=told.to_age,
            ),
            caps=tuple(Cap(cap.level, cap.most, timedelta(hours=cap.hours)) for cap in self.caps),
            categories=tuple(self.categories),
            rivals=tuple(self.rivals),
            blocks=tuple(self.blocks),
            creatives=tuple(self.creatives),
            most_per_pod=self.most_per_pod,
        )


class LineItemFacts(LineItemShape):
    """A line item that is booked."""

    id: UUID
    campaign_id: UUID


class RenditionShape(BaseModel):
    """One file of a creative; pixels and kbit/s."""

    model_config = ConfigDict(extra="forbid")

    address: str = Field(pattern=r"^https?://\S+$", max_length=2000)
    media_type: Literal["video/mp4", "video/webm", "application/x-mpegURL"]
    width: int = Field(ge=16, le=16_384)
    height: int = Field(ge=16, le=16_384)
    bitrate: int = Field(ge=1, le=1_000_000)
    codec: str = Field(default="", max_length=60)


class CreativeShape(BaseModel):
    """A creative, as an advertiser brings it."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=200)
    duration_seconds: float = Field(ge=0.001, le=600)
    renditions: list[RenditionShape] = Field(default_factory=list[RenditionShape], max_length=20)
    ad_id: str = Field(default="", max_length=60)
    registry: str = Field(default="", max_length=100)
    click_through: str = Field(default="", pattern=r"^(https?://\S+)?$", max_length=2000)
    tag: str = Field(default="", pattern=r"^(https?://\S+)?$", max_length=2000)
    shows: str = Field(
        default="", max_length=300, description="What it shows, in English: scenes like it suit it."
    )

    def creative(self, advertiser: UUID) -> Creative:
        """As the service keeps it; it waits for approval."""
        return Creative(
            id=uuid4(),
            advertiser_id=advertiser,
            name=self.name,
            duration=timedelta(milliseconds=round(self.duration_seconds * 1000)),
            renditions=tuple(Rendition(**one.model_dump()) for one in self.renditions),
            ad_id=self.ad_id,
            registry=self.registry,
            click_through=self.click_through,
            tag=self.tag,
            shows=" ".join(self.shows.split()),
        )


class CreativeFacts(CreativeShape):
    """A creative that is kept; one that is not linear has a picture and no film.

    A companion ``accompanies`` another creative.
    """

    id: UUID
    approval: Approval
    format: Format
    accompanies: UUID | None = None


def line_item_facts(item: LineItem) -> LineItemFacts:
    """For an answer."""
    told = item.targeting
    return LineItemFacts(
        id=item.id,
        campaign_id=item.campaign_id,
        name=item.name,
        bid=Decimal(item.bid) / MILLIONTHS,
        goal_kind=item.goal_kind,
        goal=goal_facts(item),
        start=_known(item.flight.start),
        end=_known(item.flight.end),
        state=item.state,
        targeting=TargetingShape(
            territories=sorted(told.territories),
            languages=sorted(told.languages),
            devices=sorted(told.devices),
            genres=sorted(told.genres),
            moods=sorted(told.moods),
            hours=sorted(told.hours),
            without_genres=sorted(told.without_genres),
            without_moods=sorted(told.without_moods),
            without_titles=sorted(told.without_titles),
            from_age=told.from_age,
            to_age=told.to_age,
        ),
        caps=[
            CapShape(level=cap.level, most=cap.most, hours=cap.window / timedelta(hours=1))
            for cap in item.caps
        ],
        categories=list(item.categories),
        rivals=list(item.rivals),
        blocks=list(item.blocks),
        creatives=list(item.creatives),
        most_per_pod=item.most_per_pod,
    )


def goal_facts(item: LineItem) -> Decimal:
    """In impressions, households or units of the currency."""
    return Decimal(item.goal) / (MILLIONTHS if item.goal_kind is GoalKind.SPEND else 1)


def creative_facts(creative: Creative) -> CreativeFacts:
    """For an answer."""
    return CreativeFacts(
        id=creative.id,
        approval=creative.approval,
        format=creative.format,
        accompanies=creative.accompanies,
        name=creative.name,
        duration_seconds=creative.duration.total_seconds(),
        renditions=[
            RenditionShape.model_validate(
                {
                    "address": one.address,
                    "media_type": one.media_type,
                    "width": one.width,
                    "height": one.height,
                    "bitrate": one.bitrate,
                    "codec": one.codec,
                }
            )
            for one in creative.renditions
            if creative.format is Format.LINEAR
        ],
        ad_id=creative.ad_id,
        registry=creative.registry,
        click_through=creative.click_through,
        tag=creative.tag,
        shows=creative.shows,
    )


def _known(at: datetime | None) -> datetime:
    if at is None:
        raise ValueError("A line item that was booked here has a flight with both ends.")
    return at
