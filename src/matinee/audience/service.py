"""The audience's use cases; the only door to it besides ``model``."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from matinee.audience.model import (
    AudienceSettings,
    BulkReceipt,
    Erasure,
    ErasureHolder,
    EventColumns,
    EventPage,
    Household,
    KnownTitles,
    Member,
    Profile,
    Receipt,
    TrainingEvents,
    ViewingEvent,
)
from matinee.foundation.database import Database
from matinee.vocabulary.ids import HouseholdId, ProfileId
from matinee.vocabulary.places import EVERYWHERE, Language, Territory


def _now() -> datetime:
    return datetime.now(UTC)


class AudienceService:
    """Households, profiles, the viewing log and privacy."""

    def __init__(
        self,
        database: Database,
        known_titles: KnownTitles,
        settings: AudienceSettings | None = None,
        *,
        holders: Sequence[ErasureHolder] = (),
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self._database = database
        self._known_titles = known_titles
        self._settings = settings or AudienceSettings()
        self._holders = tuple(holders)
        self._clock = clock

    async def create_household(self, name: str = "", *, simulated: bool = False) -> Household:
        """A new household."""
        raise NotImplementedError

    async def household(self, household_id: HouseholdId) -> Household:
        """The household, or NotFound."""
        raise NotImplementedError

    async def households(
        self, *, limit: int = 100, after: HouseholdId | None = None
    ) -> tuple[Household, ...]:
        """Households in the order of their ids, which is that of their making."""
        raise NotImplementedError

    async def create_profile(
        self,
        household_id: HouseholdId,
        name: str,
        *,
        kids: bool = False,
        maturity_limit: int | None = None,
        languages: Sequence[Language] = (),
        territory: Territory = EVERYWHERE,
    ) -> Profile:
        """A new profile; NotFound without the household, Conflict when the household is full."""
        raise NotImplementedError

    async def profiles(
        self,
        household_id: HouseholdId | None = None,
        *,
        limit: int = 100,
        after: ProfileId | None = None,
    ) -> tuple[Profile, ...]:
        """Profiles of one household, or of all, in the order of their ids."""
        raise NotImplementedError

    async def profile(self, profile_id: ProfileId) -> Profile:
        """The profile, or NotFound."""
        raise NotImplementedError

    async def change_profile(self, profile: Profile) -> Profile:
        """Keep name, kids, maturity_limit, languages and territory as given (``replace`` one)."""
        raise NotImplementedError

    async def put_members(
        self, households: Sequence[Household], profiles: Sequence[Profile]
    ) -> int:
        """Take in those that are not there yet, for imports; profiles once erased stay away."""
        raise NotImplementedError

    async def record(self, events: bytes | Sequence[ViewingEvent]) -> Receipt:
        """Take in a batch, as JSON or as values; what is accepted is on disk when this returns."""
        raise NotImplementedError

    async def bulk_events(self, columns: EventColumns) -> BulkReceipt:
        """Take in many events of any age; the same again adds nothing."""
        raise NotImplementedError

    async def member(self, profile_id: ProfileId, *, limit: int = 500) -> Member:
        """The profile with its history, in one round trip; NotFound.

        ``limit`` is for play and progress; finish, thumb and list are all there.
        """
        raise NotImplementedError

    async def history(
        self, profile_id: ProfileId, *, limit: int = 100, cursor: str | None = None
    ) -> EventPage:
        """The profile's log, newest first, page by page."""
        raise NotImplementedError

    async def training_events(self, *, after: datetime | None = None) -> TrainingEvents:
        """All finish, thumb, list, play and progress events that happened from ``after`` on."""
        raise NotImplementedError

    async def export(self, profile_id: ProfileId) -> dict[str, Any]:
        """Everything held of a profile, ready to be written as JSON."""
        raise NotImplementedError

    async def erase(self, profile_id: ProfileId) -> None:
        """Remove the profile and its events for good; NotFound."""
        raise NotImplementedError

    async def erasures(self, *, after: int = 0) -> tuple[Erasure, ...]:
        """What was erased, for those who must follow, in order from ``after`` on."""
        raise NotImplementedError

    async def prepare_log(self) -> None:
        """Make the log's partitions of this and the coming months."""
        raise NotImplementedError
