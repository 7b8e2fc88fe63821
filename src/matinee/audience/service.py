"""The audience's use cases; the only door to it besides ``model``."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import structlog

from matinee.audience.documents import export_document, logged_event, page_of, read_cursor
from matinee.audience.intake.acquaintance import Acquaintance
from matinee.audience.intake.bulk import BulkWriter
from matinee.audience.intake.recording import Recorder
from matinee.audience.intake.room import Room
from matinee.audience.log.packed import Titles, history_of, training_events_of
from matinee.audience.model import (
    AudienceSettings,
    BulkReceipt,
    Erasure,
    ErasureHolder,
    EventColumns,
    EventPage,
    Household,
    KnownTitles,
    LogAtRest,
    Member,
    Profile,
    Receipt,
    Searched,
    TrainingEvents,
    ViewingEvent,
    erasure_digest,
)
from matinee.audience.repository import log_reading, members
from matinee.errors import Conflict, NotFound, Unavailable
from matinee.foundation.database import Database
from matinee.vocabulary.ids import HouseholdId, ProfileId, TitleId, uuid7
from matinee.vocabulary.places import EVERYWHERE, Language, Territory

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_log = structlog.get_logger()


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
        at_rest: LogAtRest | None = None,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self.settings = settings or AudienceSettings()
        self._database, self._at_rest = database, at_rest
        self._holders = tuple(holders)
        self._clock = clock
        self._room = Room(database)
        self._recorder = Recorder(
            database, known_titles, self.settings, self._room, Acquaintance(database)
        )
        self._bulk = BulkWriter(database, self._room)
        self._titles = Titles()

    async def create_household(self, name: str = "", *, simulated: bool = False) -> Household:
        """A new household."""
        now = self._clock()
        household = Household(HouseholdId(uuid7(now)), name, simulated, now)
        async with self._database.transaction() as connection:
            await members.add_household(connection, household)
        return household

    async def household(self, household_id: HouseholdId) -> Household:
        """The household, or NotFound."""
        async with self._database.reading() as connection:
            found = await members.household(connection, household_id)
        if found is None:
            raise _no_household(household_id)
        return found

    async def households(
        self, *, limit: int = 100, after: HouseholdId | None = None
    ) -> tuple[Household, ...]:
        """Households in the order of their ids, which is that of their making."""
        async with self._database.reading() as connection:
            return await members.list_households(connection, limit=limit, after=after)

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
        now = self._clock()
        async with self._database.transaction() as connection:
            size = await members.size_of(connection, household_id)
            house = await members.household(connection, household_id)
            if size is None or house is None:
                raise _no_household(household_id)
            if size >= self.settings.profiles_per_household:
                raise Conflict(
                    f"This household has {size} profiles already.",
                    remedy="Erase one, or raise MATINEE_AUDIENCE__PROFILES_PER_HOUSEHOLD.",
                    code="household_full",
                )
            profile = Profile(
                id=ProfileId(uuid7(now)),
                household_id=household_id,
                name=name,
                kids=kids,
                maturity_limit=maturity_limit,
                languages=tuple(languages),
                territory=territory,
                simulated=house.simulated,
                created_at=now,
            )
            await members.add_profile(connection, profile)
        return profile

    async def profiles(
        self,
        household_id: HouseholdId | None = None,
        *,
        limit: int = 100,
        after: ProfileId | None = None,
    ) -> tuple[Profile, ...]:
        """Profiles of one household, or of all, in the order of their ids."""
        async with self._database.reading() as connection:
            return await members.list_profiles(
                connection, household_id=household_id, limit=limit, after=after
            )

    async def profile(self, profile_id: ProfileId) -> Profile:
        """The profile, or NotFound."""
        async with self._database.reading() as connection:
            found = await members.profile(connection, profile_id)
        if found is None:
            raise _no_profile(profile_id)
        return found

    async def change_profile(self, profile: Profile) -> Profile:
        """Keep name, kids, maturity_limit, languages and territory as given (``replace`` one)."""
        async with self._database.transaction() as connection:
            if not await members.change_profile(connection, profile):
                raise _no_profile(profile.id)
        return profile

    async def put_members(
        self, households: Sequence[Household], profiles: Sequence[Profile]
    ) -> int:
        """Take in those that are not there yet, for imports; profiles once erased stay away."""
        digests = {profile.id: erasure_digest(profile.id) for profile in profiles}
        async with self._database.transaction() as connection:
            erased = await members.erased_among(connection, digests.values())
            kept = [profile for profile in profiles if digests[profile.id] not in erased]
            homes = {profile.household_id for profile in kept}
            left = {profile.household_id for profile in profiles} - homes
            houses = [household for household in households if household.id not in left]
            return await members.add_missing(connection, houses, kept)

    async def record(
        self, events: bytes | Sequence[ViewingEvent], *, within: HouseholdId | None = None
    ) -> Receipt:
        """Take in a batch, as JSON or as values; what is accepted is on disk when this returns.

        ``within`` refuses events of profiles outside of one household, as if there were none.
        """
        return await self._recorder.record(events, self._clock(), within)

    async def bulk_events(self, columns: EventColumns) -> BulkReceipt:
        """Take in many events of any age; the same again adds nothing."""
        return await self._bulk.write(columns, self._clock())

    async def member(self, profile_id: ProfileId, *, limit: int = 500) -> Member:
        """The profile with its history, in one round trip; NotFound.

        ``limit`` is for play and progress; finish, thumb and list are all there.
        """
        async with self._database.reading() as connection:
            found = await log_reading.member(connection, profile_id, limit=limit)
        if found is None:
            raise _no_profile(profile_id)
        return Member(members.profile_of(found[0]), history_of(found[1], self._titles))

    async def history(
        self, profile_id: ProfileId, *, limit: int = 100, cursor: str | None = None
    ) -> EventPage:
        """The profile's meaningful events, newest first, page by page; NotFound."""
        before = read_cursor(cursor)
        async with self._database.reading() as connection:
            if await members.profile(connection, profile_id) is None:
                raise _no_profile(profile_id)
            rows = await log_reading.page(connection, profile_id, before=before, limit=limit + 1)
        return page_of(rows, limit)

    async def searches(self, profile_id: ProfileId, *, limit: int = 20) -> tuple[Searched, ...]:
        """What a member searched for, newest first."""
        async with self._database.reading() as connection:
            rows = await log_reading.searches(connection, profile_id, limit=limit)
        return tuple(
            Searched(query, None if title is None else TitleId(title), at)
            for query, title, at in rows
        )

    async def training_events(self, *, after: datetime | None = None) -> TrainingEvents:
        """All finish, thumb, list, play and progress events that happened from ``after`` on."""
        async with self._database.reading_lately() as connection:
            packed = await log_reading.training(connection, after or _BEGINNING)
        return await asyncio.to_thread(training_events_of, packed, Titles())

    async def most_watched(self, *, limit: int = 5000) -> dict[TitleId, int]:
        """The titles most often begun or finished, and how often; reads the whole log.

        Where that has given days to the lake, the lake is read with it. It puts rows in order and
        reports nothing: while the lake cannot be read, the log's own days do, and no page fails.
        """
        counted = None
        if self._at_rest is not None:
            try:
                counted = await self._at_rest.most_watched(limit=limit)
            except Unavailable as error:
                _log.warning("the most watched are those of the log alone", error=str(error))
        if counted is None:
            async with self._database.reading_lately() as connection:
                counted = await log_reading.most_watched(connection, limit)
        return {TitleId(title): count for title, count in counted}

    async def impressions(
        self, titles: Collection[TitleId], *, since: datetime
    ) -> dict[TitleId, int]:
        """How often each of ``titles`` was put before a member since then; 0 is left out."""
        if not titles:
            return {}
        first = UUID(int=int(since.timestamp() * 1000) << 80)
        async with self._database.reading_lately() as connection:
            counted = await log_reading.impressions(connection, list(titles), first_id=first)
        return {TitleId(title): count for title, count in counted}

    async def export(self, profile_id: ProfileId) -> dict[str, Any]:
        """Everything held of a profile, ready to be written as JSON."""
        profile = await self.profile(profile_id)
        household = await self.household(profile.household_id)
        async with self._database.reading() as connection:
            rows = await log_reading.everything(connection, profile_id)
        if self._at_rest is not None:
            rows = sorted(
                [*rows, *await self._at_rest.gone_from_log(profile_id)],
                key=lambda row: (row["at"], row["id"]),
            )
        now = self._clock()
        return await asyncio.to_thread(
            lambda: export_document(household, profile, list(map(logged_event, rows)), at=now)
        )

    async def erase(self, profile_id: ProfileId) -> None:
        """Remove the profile and its events for good, then have the holders forget; NotFound.

        An empty household goes with its last profile. The holders are asked even where the profile
        is gone already, so that whoever was interrupted can ask again.
        """
        async with self._database.transaction() as connection:
            was_there = await members.erase(connection, profile_id)
        for holder in self._holders:
            await holder.forget(profile_id)
        if not was_there:
            raise _no_profile(profile_id)

    async def erase_again(self, digests: Sequence[bytes]) -> int:
        """Erase profiles that came back with a restored database, by their digests; how many."""
        async with self._database.reading() as connection:
            back = await members.present_among(connection, digests)
        for profile_id in back:
            await self.erase(profile_id)
        return len(back)

    async def erasures(self, *, after: int = 0) -> tuple[Erasure, ...]:
        """What was erased, for those who must follow, in order from ``after`` on."""
        async with self._database.reading() as connection:
            return await members.list_erasures(connection, after=after)


def _no_profile(profile_id: ProfileId) -> NotFound:
    return NotFound(
        f"There is no profile {profile_id}.",
        remedy="`matinee profiles list` shows those there are.",
        code="unknown_profile",
        field="profile_id",
    )


def _no_household(household_id: HouseholdId) -> NotFound:
    return NotFound(
        f"There is no household {household_id}.",
        remedy="Make it first, by POST /v1/households.",
        code="unknown_household",
        field="household_id",
    )
