"""A house with films and simulated members, for benchmarks that send it events."""

from datetime import UTC, datetime
from uuid import UUID

from matinee.assembly.house import open_house
from matinee.assembly.settings import Settings
from matinee.audience.model import Household, Profile
from matinee.catalogue.model import TitleRecord
from matinee.vocabulary.ids import HouseholdId, ProfileId, uuid7
from matinee.vocabulary.places import EVERYWHERE


async def populate(
    settings: Settings, *, members: int, titles: int, source: str
) -> tuple[list[UUID], list[UUID]]:
    """Put films and members of households of one; the ids of profiles and of titles."""
    now = datetime.now(UTC)
    async with open_house(settings) as house:
        films = [TitleRecord(name=f"Film {number}", year=1990) for number in range(titles)]
        await house.catalogue.put_titles(films, source=source, open_window=True)
        households = [Household(HouseholdId(uuid7(now)), "", True, now) for _ in range(members)]
        profiles = [
            Profile(
                id=ProfileId(uuid7(now)),
                household_id=household.id,
                name="somebody",
                kids=False,
                maturity_limit=None,
                languages=(),
                territory=EVERYWHERE,
                simulated=True,
                created_at=now,
            )
            for household in households
        ]
        await house.audience.put_members(households, profiles)
        shelf = await house.catalogue.shelf()
        return [profile.id for profile in profiles], list(shelf.ids)
