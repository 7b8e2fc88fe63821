"""What can happen to a title on a screen, as immutable values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from matinee.vocabulary.ids import EventId, ProfileId, RecommendationId, TitleId


class EventKind(StrEnum):
    """What happened. ``code`` is how the log stores it."""

    FINISH = "finish"
    THUMB = "thumb"
    LIST = "list"
    PLAY = "play"
    PROGRESS = "progress"
    IMPRESSION = "impression"
    SEARCH = "search"
    AD_START = "ad_start"
    AD_FIRST_QUARTILE = "ad_first_quartile"
    AD_MIDPOINT = "ad_midpoint"
    AD_THIRD_QUARTILE = "ad_third_quartile"
    AD_COMPLETE = "ad_complete"

    @property
    def code(self) -> int:
        """The number in the log; it never changes, and its sixteens are the three classes."""
        return KIND_CODES[self]

    @property
    def needs_title(self) -> bool:
        """Whether an event of this kind says nothing without a title."""
        return KIND_CODES[self] <= KIND_CODES[EventKind.IMPRESSION]


LASTING, PLAYING, SHOWN = 0, 1, 2
"""The classes, ``code // 16``: what holds until it is taken back, what runs, what was put before
a member. A home page reads every lasting event, the newest that ran, and none that was shown."""

KIND_CODES: dict[EventKind, int] = {
    EventKind.FINISH: 1,
    EventKind.THUMB: 2,
    EventKind.LIST: 3,
    EventKind.PLAY: 16,
    EventKind.PROGRESS: 17,
    EventKind.IMPRESSION: 32,
    EventKind.SEARCH: 33,
    EventKind.AD_START: 34,
    EventKind.AD_FIRST_QUARTILE: 35,
    EventKind.AD_MIDPOINT: 36,
    EventKind.AD_THIRD_QUARTILE: 37,
    EventKind.AD_COMPLETE: 38,
}
KIND_OF_CODE: dict[int, EventKind] = {code: kind for kind, code in KIND_CODES.items()}


class TimeBasis(StrEnum):
    """Where an event's time comes from: a clock, a rank in a list, or a simulator."""

    CLOCK = "clock"
    RANK = "rank"
    SIMULATED = "simulated"


BASIS_CODES: dict[TimeBasis, int] = {
    TimeBasis.CLOCK: 0,
    TimeBasis.RANK: 1,
    TimeBasis.SIMULATED: 2,
}
BASIS_OF_CODE: dict[int, TimeBasis] = {code: basis for basis, code in BASIS_CODES.items()}


@dataclass(frozen=True, slots=True)
class ViewingEvent:
    """One thing that happened, as a client reports it; docs/reference/events.md has each field."""

    id: EventId
    profile_id: ProfileId
    kind: EventKind
    at: datetime
    title_id: TitleId | None = None
    device: str = ""
    surface: str = ""
    row: str = ""
    position: int | None = None
    recommendation_id: RecommendationId | None = None
    arms: Mapping[str, str] = field(default_factory=dict[str, str])
    seconds: float | None = None
    value: float | None = None
    probability: float | None = None
    query: str = ""


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """An event as the log holds it."""

    event: ViewingEvent
    received_at: datetime
    time_basis: TimeBasis


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why one event of a batch was not taken: its place in the batch, the field, the reason."""

    index: int
    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a batch: everything accepted is on disk."""

    accepted: int
    duplicates: int
    refused: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class BulkReceipt:
    """What became of columns: ``homeless`` events named a profile that does not exist."""

    accepted: int
    duplicates: int
    homeless: int


@dataclass(frozen=True, slots=True)
class EventPage:
    """A stretch of a profile's log, newest first; ``cursor`` asks for the next."""

    events: tuple[LoggedEvent, ...]
    cursor: str | None
