"""Which profiles a writer knows, and for how long: as long as nobody is erased."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from matinee.audience.repository import log_writing
from matinee.foundation.database import Database
from matinee.vocabulary.ids import HouseholdId

_MOST_KEPT = 200_000


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Profiles that existed when there had been so many erasures."""

    erasures: int
    profiles: set[bytes] = field(default_factory=set[bytes])


class Acquaintance:
    """Looks profiles up once, and all anew when one was erased."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._knowledge: Knowledge | None = None

    async def with_profiles(self, asked: set[bytes]) -> Knowledge:
        """Knowledge that has looked for each of ``asked``."""
        known = self._knowledge
        unseen = asked if known is None else asked - known.profiles
        if known is not None and not unseen:
            return known
        found = await self._look_up(unseen)
        if known is None or known.erasures != found.erasures or len(known.profiles) > _MOST_KEPT:
            # What was known holds no longer, so that the others must be looked up as well.
            self._knowledge = known = await self._look_up(asked)
        else:
            known.profiles.update(found.profiles)
        return known

    def forget(self, outdated: Knowledge) -> None:
        """Look everybody up anew from now on."""
        if self._knowledge is outdated:
            self._knowledge = None

    async def of_household(self, household_id: HouseholdId) -> set[bytes]:
        """The profiles of a household, which may change at any time and is asked anew."""
        async with self._database.reading() as connection:
            found = await log_writing.profiles_of(connection, household_id)
        return {profile.bytes for profile in found}

    async def _look_up(self, asked: Iterable[bytes]) -> Knowledge:
        identifiers = [UUID(bytes=key) for key in asked]
        async with self._database.reading() as connection:
            erasures, found = await log_writing.known_profiles(connection, identifiers)
        return Knowledge(erasures, {profile.bytes for profile in found})
