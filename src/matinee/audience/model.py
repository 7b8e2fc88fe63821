"""The audience's values and rules, as other parts may use them."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from matinee.audience.log.columns import EventColumns, TrainingEvents, Words
from matinee.audience.log.events import (
    KIND_CODES,
    KIND_OF_CODE,
    BulkReceipt,
    EventKind,
    EventPage,
    LoggedEvent,
    Receipt,
    Refusal,
    TimeBasis,
    ViewingEvent,
)
from matinee.audience.log.history import History, Searched, Watching, empty_history
from matinee.errors import Invalid
from matinee.vocabulary.ids import HouseholdId, ProfileId, TitleId
from matinee.vocabulary.places import Language, Territory

__all__ = [
    "KIND_CODES",
    "KIND_OF_CODE",
    "NO_HOUSEHOLD",
    "AudienceSettings",
    "BulkReceipt",
    "Erasure",
    "ErasureHolder",
    "EventColumns",
    "EventKind",
    "EventPage",
    "History",
    "Household",
    "KnownTitles",
    "LogAtRest",
    "LoggedEvent",
    "Member",
    "Profile",
    "Receipt",
    "Refusal",
    "Searched",
    "TimeBasis",
    "TrainingEvents",
    "ViewingEvent",
    "Watching",
    "Words",
    "empty_history",
    "erasure_digest",
]


LONGEST_NAME = 100
MOST_LANGUAGES = 20
OLDEST_LIMIT = 21


class AudienceSettings(BaseModel):
    """The audience's settings, under ``MATINEE_AUDIENCE__*``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    retention_days: int = Field(
        default=400,
        ge=1,
        le=36_500,
        description="Events that happened longer ago are refused by the API; imports may be older.",
    )
    ahead_minutes: float = Field(
        default=10, ge=0, le=1440, description="How far ahead of now an event may claim to be."
    )
    batch_events: int = Field(
        default=1000, ge=1, le=10_000, description="The most events in one request."
    )
    profiles_per_household: int = Field(
        default=20, ge=1, le=1_000, description="The most profiles that one household may have."
    )
    known_title_seconds: float = Field(
        default=60, ge=0, description="How long a title that was found is not looked up again."
    )


NO_HOUSEHOLD = HouseholdId(UUID(int=0))
"""One that nobody belongs to."""


@dataclass(frozen=True, slots=True)
class Household:
    """Who shares a subscription; ``simulated`` where nobody does."""

    id: HouseholdId
    name: str
    simulated: bool
    created_at: datetime

    def __post_init__(self) -> None:
        _check_name(self.name, at_least=0)


@dataclass(frozen=True, slots=True)
class Profile:
    """Who watches. ``maturity_limit`` is an age in years; no languages means all of them."""

    id: ProfileId
    household_id: HouseholdId
    name: str
    kids: bool
    maturity_limit: int | None
    languages: tuple[Language, ...]
    territory: Territory
    simulated: bool
    created_at: datetime

    def __post_init__(self) -> None:
        _check_name(self.name, at_least=1)
        if self.maturity_limit is not None and not 0 <= self.maturity_limit <= OLDEST_LIMIT:
            raise Invalid(
                f"A maturity limit is an age from 0 to {OLDEST_LIMIT}.",
                remedy="Leave it out for a profile without a limit.",
                field="maturity_limit",
            )
        if len(self.languages) > MOST_LANGUAGES:
            raise Invalid(
                f"A profile has at most {MOST_LANGUAGES} languages.",
                remedy="Leave them all out to be shown every language.",
                field="languages",
            )


def _check_name(name: str, *, at_least: int) -> None:
    if not at_least <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise Invalid(
            f"A name has {at_least} to {LONGEST_NAME} letters and nothing that is not shown.",
            remedy="Give another name.",
            field="name",
        )


@dataclass(frozen=True, slots=True)
class Member:
    """A profile with what it has done."""

    profile: Profile
    history: History


@dataclass(frozen=True, slots=True)
class Erasure:
    """That a profile was erased. The log of erasures holds a digest, never the profile's id."""

    sequence: int
    digest: bytes
    at: datetime


def erasure_digest(profile_id: ProfileId) -> bytes:
    """By which a holder recognises what belongs to an erased profile."""
    return hashlib.sha256(profile_id.bytes).digest()


class KnownTitles(Protocol):
    """Tells which titles exist; assembly passes the catalogue's answer."""

    async def unknown(self, titles: Collection[TitleId]) -> Collection[TitleId]:
        """Those of ``titles`` that do not exist."""
        ...


class LogAtRest(Protocol):
    """Holds what the log in the database no longer has."""

    async def gone_from_log(self, profile_id: ProfileId) -> list[dict[str, Any]]:
        """A profile's events that are only there, as rows of the log."""
        ...

    async def most_watched(self, *, limit: int) -> list[tuple[UUID, int]] | None:
        """The titles most often begun or finished; None where the log has every event."""
        ...


class ErasureHolder(Protocol):
    """A part that holds something of a profile outside the audience's tables."""

    @property
    def name(self) -> str:
        """What is held, in words for a report."""
        ...

    async def forget(self, profile_id: ProfileId) -> None:
        """Drop it; called right after the profile is gone, and again when it is asked twice."""
        ...
