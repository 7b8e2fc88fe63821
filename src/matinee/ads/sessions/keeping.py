"""Watch sessions go with the profile that began them."""

from matinee.ads.sessions import repository
from matinee.foundation.database import Database
from matinee.vocabulary.ids import ProfileId


class SessionsOfProfiles:
    """One of the holders that are asked when a profile is erased."""

    name = "films begun with ads"

    def __init__(self, database: Database) -> None:
        self._database = database

    async def forget(self, profile_id: ProfileId) -> None:
        """Remove what this profile began, and what was shown in it; twice does no harm."""
        async with self._database.transaction() as connection:
            await repository.forget_profile(connection, profile_id)
