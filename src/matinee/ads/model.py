"""The words of ads: who books what, and what a break asks for; the rules that need nothing else."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from matinee.ads.creative_limits import CreativeLimits
from matinee.ads.serving_limits import ServingLimits
from matinee.ads.traffic.model import TrafficSettings
from matinee.errors import Invalid
from matinee.vocabulary.ids import HouseholdId, TitleId
from matinee.vocabulary.window import Window

HOURS_A_WEEK = 168
OLDEST = 99
"""The highest age that a title is rated from."""
PICTURE_SECONDS = 1
"""What a picture counts for in a decision: how long it stands is not of its making."""
PER_THOUSAND = 1000
COMPANION_VIEW, COMPANION_CLICK = "companionView", "companionClick"
"""What is told of the picture beside an ad, under the ad's own name."""


class Level(StrEnum):
    """What a frequency cap counts."""

    ADVERTISER = "advertiser"
    CAMPAIGN = "campaign"
    LINE_ITEM = "line_item"
    CREATIVE = "creative"


class GoalKind(StrEnum):
    """What a line item is to come to: impressions, money, or distinct households."""

    IMPRESSIONS = "impressions"
    SPEND = "spend"
    REACH = "reach"


class State(StrEnum):
    """Of a campaign or a line item."""

    DRAFT = "draft"
    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


class Approval(StrEnum):
    """Of a creative, by the service."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Cap:
    """A household sees at most ``most`` ads of a level in any stretch of ``window``."""

    level: Level
    most: int
    window: timedelta

    def __post_init__(self) -> None:
        if self.most < 1 or not timedelta(0) < self.window <= timedelta(days=366):
            raise Invalid("A cap is of one or more ads in up to a year.", field="caps")


@dataclass(frozen=True, slots=True)
class Targeting:
    """Where a line item may run; an empty set is no restriction.

    Context alone: place, language, device, the title's genres and the mood of the scene, the hour
    of the week (0 is Monday, 00:00 to 01:00, in the household's time), and the age from which the
    title is rated there, from ``from_age`` to ``to_age``: where they restrict it, it does not run
    in a title whose age is not known. Nothing of a person.
    """

    territories: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    devices: frozenset[str] = frozenset()
    genres: frozenset[str] = frozenset()
    moods: frozenset[str] = frozenset()
    hours: frozenset[int] = frozenset()
    without_genres: frozenset[str] = frozenset()
    without_moods: frozenset[str] = frozenset()
    without_titles: frozenset[TitleId] = frozenset()
    from_age: int = 0
    to_age: int = OLDEST

    def __post_init__(self) -> None:
        if not all(0 <= hour < HOURS_A_WEEK for hour in self.hours):
            raise Invalid("Hours of a week are 0 to 167.", field="targeting.hours")
        if not 0 <= self.from_age <= self.to_age <= OLDEST:
            raise Invalid("Ages are 0 to 99, the lower one first.", field="targeting.from_age")


@dataclass(frozen=True, slots=True)
class Rendition:
    """One file of a creative; pixels and kbit/s."""

    address: str
    media_type: str
    width: int
    height: int
    bitrate: int
    codec: str = ""


class Format(StrEnum):
    """Where an ad is shown: in a break or a pause, over the film or beside one drawn smaller.

    A companion stands beside another creative of its advertiser, while that one runs in a break.
    """

    LINEAR = "linear"
    PAUSE = "pause"
    OVERLAY = "overlay"
    SQUEEZE = "squeeze"
    COMPANION = "companion"


@dataclass(frozen=True, slots=True)
class Creative:
    """What is shown. It serves when it is approved and has a file, or a tag.

    ``tag`` is the address of another server that answers with the ad, of this ``duration``;
    ``ad_id`` is its id in ``registry`` (as ad-id.org); ``shows`` says in words what it shows,
    and ``meaning`` is made of these (see ``meaning.vectors``). ``master`` says that a film of
    it is kept here; ``ladders`` are those that it is conditioned to. One that was made of a
    title's world serves with ``titles`` alone, in ``territories`` that are cleared for it (in
    all where none are named), and while nothing says why it is ``withheld``. A companion is of the
    creative that it ``accompanies``.
    """

    id: UUID
    advertiser_id: UUID
    name: str
    duration: timedelta
    renditions: tuple[Rendition, ...] = ()
    approval: Approval = Approval.PENDING
    ad_id: str = ""
    registry: str = ""
    click_through: str = ""
    tag: str = ""
    format: Format = Format.LINEAR
    master: bool = False
    ladders: tuple[str, ...] = ()
    titles: tuple[TitleId, ...] = ()
    territories: tuple[str, ...] = ()
    withheld: str = ""
    shows: str = ""
    meaning: str = ""
    accompanies: UUID | None = None

    @property
    def serves(self) -> bool:
        """Whether it may be shown."""
        film = self.renditions or self.tag or self.master
        return self.approval is Approval.APPROVED and bool(film) and not self.withheld


@dataclass(frozen=True, slots=True)
class LineItem:
    """One booking: what is shown where, up to which goal, at which price.

    ``bid`` is in millionths of the currency per 1,000 impressions. ``goal`` is in impressions, for
    spend in millionths, and for reach in households, each of which counts with its first impression
    and is shown no more than the line item's own cap lets it see. ``rivals`` are the competing sets
    it belongs to (cars, beer), and ``blocks`` those it does not share a break with;
    ``most_per_pod`` is of its advertiser.
    """

    id: UUID
    campaign_id: UUID
    advertiser_id: UUID
    name: str
    bid: int
    goal_kind: GoalKind
    goal: int
    flight: Window
    state: State = State.DRAFT
    targeting: Targeting = Targeting()
    caps: tuple[Cap, ...] = ()
    categories: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    creatives: tuple[UUID, ...] = ()
    most_per_pod: int = 1

    def __post_init__(self) -> None:
        if self.bid < 1 or self.goal < 1 or self.most_per_pod < 1:
            raise Invalid("Bid, goal and ads per pod are one or more.", field="line_item")
        if self.goal_kind is GoalKind.REACH and self.contacts is None:
            raise Invalid(
                "A goal by reach needs a cap of the line item, and a flight with both ends.",
                remedy="Say how often a household may see it: what it costs is bounded by that.",
                field="caps",
            )

    @property
    def contacts(self) -> int | None:
        """How often a household may see it in its flight, by its own caps; None without bound."""
        start, end = self.flight.start, self.flight.end
        own = [cap for cap in self.caps if cap.level is Level.LINE_ITEM]
        if start is None or end is None or not own:
            return None
        return min(cap.most * -((start - end) // cap.window) for cap in own)

    @property
    def most_spent(self) -> int:
        """What it may cost at most, in billionths of the currency."""
        repeats = self.contacts if self.goal_kind is GoalKind.REACH else None
        return self.budget * (repeats or 1)

    @property
    def budget(self) -> int:
        """Its goal in billionths; an impression counts with the bid, and so does a household."""
        return self.goal * (PER_THOUSAND if self.goal_kind is GoalKind.SPEND else self.bid)

    def uses(self, price: int) -> int:
        """What one impression at ``price`` (for 1,000, in millionths) takes of the budget.

        For a goal by reach, where it is the household's first.
        """
        return price if self.goal_kind is GoalKind.SPEND else self.bid


@dataclass(frozen=True, slots=True)
class Advertiser:
    """Who books; ``campaign`` grants of access say who may act for it."""

    id: UUID
    name: str
    domain: str = ""


@dataclass(frozen=True, slots=True)
class Campaign:
    """What an advertiser books together; currency is the house's."""

    id: UUID
    advertiser_id: UUID
    name: str
    state: State = State.DRAFT


@dataclass(frozen=True, slots=True)
class BreakRequest:
    """A break to be filled: where, for whom, and how long (``duration`` of all ads together).

    ``floor`` is in millionths per 1,000 impressions; ``separation`` as in :class:`pods.model.Pod`.
    ``hour`` is that of the household's week. ``without_categories`` and ``without_advertisers`` are
    the programmer's, for this title. ``ladder`` is that of the programme where ads are joined to
    it: only creatives that are conditioned to it can be. ``without_creatives`` were shown last.
    ``age`` is that from which the title is rated there, None where it is not known. Without
    ``history``, what the household saw weighs nothing. ``meaning`` is that of the scene before.
    A household that is not ``counted`` is not known, and goals by reach are not served to it.
    """

    at: datetime
    household: HouseholdId | None
    duration: timedelta
    slots: int
    territory: str
    language: str = ""
    device: str = ""
    title: TitleId | None = None
    genres: tuple[str, ...] = ()
    moods: tuple[str, ...] = ()
    hour: int = 0
    floor: int = 0
    separation: int | None = None
    longest_ad: timedelta | None = None
    without_categories: frozenset[str] = frozenset()
    without_advertisers: frozenset[UUID] = frozenset()
    kids: bool = False
    format: Format = Format.LINEAR
    ladder: str = ""
    without_creatives: frozenset[UUID] = frozenset()
    history: bool = True
    age: int | None = None
    meaning: str = ""
    counted: bool = True


@dataclass(frozen=True, slots=True)
class TitleBreak:
    """A break of a title: ``at`` from its start, and what it may hold.

    ``moods`` are those of the scene before it, ``meaning`` what is said in it, where it was read.
    """

    id: str
    at: timedelta
    duration: timedelta
    slots: int
    floor: int = 0
    moods: tuple[str, ...] = ()
    without_categories: frozenset[str] = frozenset()
    meaning: str = ""

    def __post_init__(self) -> None:
        if not timedelta(0) < self.duration <= timedelta(minutes=15) or not 1 <= self.slots <= 20:
            raise Invalid("A break has 1 to 20 ads in up to 15 minutes.", field="breaks")
        if self.at < timedelta(0) or self.floor < 0 or not self.id:
            raise Invalid("A break has an id, and neither time nor floor below 0.", field="breaks")


class AdSettings(TrafficSettings, CreativeLimits, ServingLimits):
    """How ads are decided, leased and billed."""

    currency: str = Field(
        default="EUR", pattern=r"^[A-Z]{3}$", description="The currency of every booking and bill."
    )
    second_price: bool = Field(
        default=False, description="Whether an ad pays the least bid with which its pod still wins."
    )
    ads_per_hour: float = Field(
        default=8, gt=0, le=60, description="Places for ads in an hour of viewing, for plans."
    )
    rate_card: Decimal = Field(
        default=Decimal(18),
        gt=0,
        le=100_000,
        description="The price of 1,000 impressions for plans, before any were paid for.",
    )
    public_url: str = Field(
        default="http://127.0.0.1:8400",
        pattern=r"^https?://[^/\s]+$",
        description="The address under which players reach the beacons.",
    )
