"""The badges of a member's cards: their territory's, now."""

from datetime import UTC, datetime

from matinee.assembly.house import House
from matinee.audience.model import Profile
from matinee.catalogue.model import Shelf
from matinee.promote.badges.service import Badges


async def badges_for(house: House, shelf: Shelf, profile: Profile) -> Badges:
    """What is leaving, new, and watched most where the profile is."""
    top = await house.home.most_watched(profile.territory)
    return Badges(shelf, profile.territory, datetime.now(UTC), top)
